"""An answer goes where its question points, or the question comes back with what does not fit."""

import pytest

from agents.kit.frameworks.answers import Setting, answer, answer_all
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.records.reader import read
from agents.kit.reading.types import Source
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale


def setting(framework: str, said: str, currency: str = "GBP", locale: Locale = "en") -> Setting:
    return Setting(framework_spec(framework), Source("statement", "turn-2", said), currency, locale)


def sheet_of(framework: str, text: str) -> Sheet:
    return read(Source("statement", "turn-1", text), framework_spec(framework), "GBP", "en")


BREAD = "bread: growth 12%"


@pytest.mark.parametrize(
    ("field", "said", "name", "value"),
    [
        ("units.U1.own_share_pct", "20%", "own_share_pct", 20.0),
        ("units.U1.own_share_pct", "about 20 percent", "own_share_pct", 20.0),
        ("units.U1.own_share_pct", "절반 정도입니다", "own_share_pct", 50.0),
        ("units.U1.name", "Sourdough bread", "name", "Sourdough bread"),
        ("units.U1.revenue", "£400k", "revenue", 40_000_000),
    ],
)
def test_an_answer_is_put_in_its_place(field: str, said: str, name: str, value: object) -> None:
    result = answer(sheet_of("bcg", BREAD), Question(field, "?"), setting("bcg", said))
    assert isinstance(result, Sheet)
    assert result.body["units"][0][name] == value
    stated = [item for item in result.evidence if item.path == field]
    assert [(item.ref, item.quote, item.grade) for item in stated] == [("turn-2", said, 0.75)]


def test_a_choice_is_answered_by_its_label_or_its_words() -> None:
    base = sheet_of("vrio", "resources: recipe")
    for said in ("no", "No!", "아니요", "흔한 편입니다"):
        result = answer(base, Question("resources.R1.rare", "?"), setting("vrio", said))
        assert isinstance(result, Sheet)
        assert result.body["resources"][0]["rare"] == "no"


@pytest.mark.parametrize(
    ("field", "said", "locale", "text"),
    [
        ("units.U1.own_share_pct", "120%", "en", "bread Own share: '120%' is outside 0-100. What is it?"),
        ("units.U1.own_share_pct", "많아요", "ko",
         "bread 자사 점유율: '많아요'에서 숫자 하나를 찾지 못했습니다. 얼마입니까?"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_asked_again(field: str, said: str, locale: Locale, text: str) -> None:
    again = answer(sheet_of("bcg", BREAD), Question(field, "?"), setting("bcg", said, locale=locale))
    assert again == Question(field, text)


@pytest.mark.parametrize("said", ["I don't know", "모르겠습니다", "skip", "나중에요"])
def test_not_knowing_changes_nothing(said: str) -> None:
    sheet = sheet_of("bcg", BREAD)
    assert answer(sheet, Question("units.U1.own_share_pct", "?"), setting("bcg", said)) is sheet


def test_a_question_about_nothing_comes_back() -> None:
    question = Question("units.U9.own_share_pct", "?")
    assert answer(sheet_of("bcg", BREAD), question, setting("bcg", "20%")) is question


@pytest.mark.parametrize(
    ("framework", "field", "said", "names"),
    [
        (
            "ice",
            "items",
            "loyalty card, newsletter and Sunday opening",
            ["loyalty card", "newsletter", "Sunday opening"],
        ),
        ("ice", "items", "- loyalty card\n- newsletter", ["loyalty card", "newsletter"]),
        ("ice", "items", "쿠폰, 뉴스레터", ["쿠폰", "뉴스레터"]),
        ("ice", "items", "loyalty card 8/5/6", ["loyalty card"]),
    ],
)
def test_an_empty_list_is_filled(framework: str, field: str, said: str, names: list[str]) -> None:
    result = answer(Sheet({}), Question(field, "?"), setting(framework, said))
    assert isinstance(result, Sheet)
    assert [item["name"] for item in result.body["items"]] == names
    assert {item.ref for item in result.evidence} == {"turn-2"}


def test_a_list_in_a_record_is_filled() -> None:
    result = answer(
        Sheet({}), Question("forces.rivalry.factors", "?"), setting("porter", "many similar bakeries")
    )
    assert isinstance(result, Sheet)
    assert result.body["forces"][0]["factors"] == [{"id": "F1", "name": "many similar bakeries"}]


ASKED = tuple(Question(f"units.U1.{name}", "?") for name in ("own_share_pct", "top_rival_share_pct"))


@pytest.mark.parametrize(
    "said",
    [
        "20%, 10%",
        "20%\n10%",
        "20%; 10%",
        "1) 20% 2) 10%",
        "2. 10%\n1. 20%",
        "our share 20%, top rival 10%",
        "우리 점유율 20%, 1위 10%",
    ],
)
def test_one_text_answers_all_that_was_asked(said: str) -> None:
    sheet = answer_all(sheet_of("bcg", BREAD), ASKED, setting("bcg", said))
    assert sheet.body["units"] == [
        {
            "id": "U1",
            "name": "bread",
            "market_growth_pct": 12.0,
            "own_share_pct": 20.0,
            "top_rival_share_pct": 10.0,
        }
    ]


def test_a_single_value_answers_the_first_question() -> None:
    unit = answer_all(sheet_of("bcg", BREAD), ASKED, setting("bcg", "20%")).body["units"][0]
    assert (unit["own_share_pct"], "top_rival_share_pct" in unit) == (20.0, False)


def test_values_without_a_name_go_to_the_record_that_was_asked_about() -> None:
    sheet = sheet_of("bcg", "bread: growth 12%; cakes: growth 3%")
    units = answer_all(sheet, ASKED, setting("bcg", "our share 20%")).body["units"]
    assert [unit.get("own_share_pct") for unit in units] == [20.0, None]


def test_what_does_not_fit_is_among_the_questions() -> None:
    sheet = answer_all(sheet_of("bcg", BREAD), ASKED, setting("bcg", "20%, 110%"))
    assert sheet.body["units"][0]["own_share_pct"] == 20.0
    assert [question.field for question in sheet.questions] == ["units.U1.top_rival_share_pct"]
