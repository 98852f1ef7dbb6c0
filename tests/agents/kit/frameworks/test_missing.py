"""What is missing, in the order in which it is worth asking, and what the rest is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES, confidence, level
from agents.kit.frameworks.missing import missing_inputs, questions
from agents.kit.frameworks.needs import needs
from agents.kit.frameworks.records.reader import read
from agents.kit.reading.types import Source
from agents.types import Question
from config.catalogue import framework_spec
from memory.types import Evidence, EvidenceKind


def told(framework: str, text: str) -> Sheet:
    return read(Source("statement", "t", text), framework_spec(framework), "GBP", "en")


def fields(framework: str, text: str) -> list[str]:
    return [gap.field for gap in missing_inputs(told(framework, text).body, framework_spec(framework), "en")]


def test_an_empty_list_is_the_first_thing_to_ask_for() -> None:
    assert fields("ice", "") == ["items"]
    asked = questions({}, framework_spec("ice"), "ko")
    assert asked == (Question("items", "어떤 아이디어의 순서를 정할까요?"),)


def test_the_record_that_lacks_least_comes_first() -> None:
    assert fields("ice", "ads impact 8; newsletter impact 5, confidence 4") == [
        "items.I2.ease",
        "items.I1.confidence",
        "items.I1.ease",
    ]


def test_a_nameless_record_is_asked_for_its_name() -> None:
    asked = questions(
        told("bcg", "growth 12%, our share 20%, top rival 10%").body, framework_spec("bcg"), "en"
    )
    assert [question.field for question in asked] == ["units.U1.name"]


def test_at_most_three_and_the_framework_s_own_words_first() -> None:
    body, spec = told("ice", "a b impact 8; c d impact 5").body, framework_spec("ice")
    own = (Question("items.I2.ease", "How easy, really?"),)
    asked = questions(body, spec, "en", own)
    assert len(asked) == 3
    assert asked[0] is own[0]
    assert [question.field for question in asked].count("items.I2.ease") == 1


def test_a_choice_offers_its_options_and_records_of_an_option_their_label() -> None:
    asked = questions(told("vrio", "resources: recipe").body, framework_spec("vrio"), "ko")
    assert asked[0].options == ("예", "아니요", "모름")
    assert asked[0].text == "'recipe': 고객을 끌어오거나 비용을 줄여 줍니까?"
    gaps = missing_inputs(told("seven_s", "strategy current 4").body, framework_spec("seven_s"), "en")
    assert gaps[0].ask == "Strategy: what does the strategy need, 1 to 5?"


def test_nothing_is_missing_of_a_complete_body() -> None:
    assert fields("ice", "ads 8/6/7") == []


def test_zero_is_a_value() -> None:
    assert fields("horizons", "app 0 months £0") == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("statement", "statement", "statement", "statement"), 0.75),
        (("metric", "statement", "document", "assumption"), 0.64),  # (.95 + .75 + .70 + .15) / 4 = .6375
        (("statement", "statement", "assumption", None), 0.41),  # (.75 + .75 + .15 + 0) / 4 = .4125
        ((None, None, None, None), 0.0),
    ],
)
def test_confidence_is_the_mean_of_the_best_grades(
    kinds: tuple[EvidenceKind | None, ...], expected: float
) -> None:
    body, spec = told("ice", "ads 8/6/7").body, framework_spec("ice")
    paths = [need.path for need in needs(body, spec)]
    evidence = [
        Evidence(path, kind, "", "", GRADES[kind]) for path, kind in zip(paths, kinds, strict=True) if kind
    ]
    assert confidence(body, spec, evidence) == expected


def test_the_best_of_several_pieces_counts_and_a_missing_field_counts_nothing() -> None:
    sheet, spec = told("ice", "ads impact 8, confidence 6"), framework_spec("ice")
    assert confidence(sheet.body, spec, sheet.evidence) == 0.56  # 3 x .75 / 4, the ease is missing
    better = (
        *sheet.evidence,
        Evidence("items.I1.impact", "metric", "", "", 0.95),
        Evidence("items.I1.ease", "metric", "", "", 0.95),
    )
    assert confidence(sheet.body, spec, better) == 0.61


@pytest.mark.parametrize(
    ("value", "name"),
    [(1.0, "high"), (0.70, "high"), (0.69, "medium"), (0.45, "medium"), (0.44, "low"), (0.0, "low")],
)
def test_levels(value: float, name: str) -> None:
    assert level(value) == name


@given(st.lists(st.floats(0, 1), max_size=4))
def test_confidence_stays_between_the_worst_and_the_best(grades: list[float]) -> None:
    body, spec = told("ice", "ads 8/6/7").body, framework_spec("ice")
    paths = [need.path for need in needs(body, spec)]
    evidence = [
        Evidence(path, "statement", "", "", grade) for path, grade in zip(paths, grades, strict=False)
    ]
    assert 0 <= confidence(body, spec, evidence) <= max(grades, default=0) + 0.005
