"""What is stated outright is read, in both languages and many shapes; what is not stated is not."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.records.reader import read
from agents.kit.frameworks.tree import spots
from agents.kit.reading.types import Source, SourceKind
from config.catalogue import FRAMEWORKS, framework_spec

DATA = Path(__file__).parents[4] / "data"
BRIEFS = DATA / "briefs"
KEYS = ("framework", "text", "currency", "body")
_MARK = re.compile("⟦[^:]*:|⟧")


def told(framework: str, text: str, currency: str = "GBP", kind: SourceKind = "statement") -> Sheet:
    return read(Source(kind, "turn-1", text), framework_spec(framework), currency, "en")


def stated() -> list[Any]:
    cases = tomllib.loads((DATA / "stated.toml").read_text("utf-8"))["case"]
    return [
        pytest.param(*(one[key] for key in KEYS), id=f"{n}-{one['framework']}") for n, one in enumerate(cases)
    ]


@pytest.mark.parametrize(KEYS, stated())
def test_stated_records(framework: str, text: str, currency: str, body: str) -> None:
    sheet = told(framework, text, currency)
    assert sheet.body == json.loads(body)
    assert sheet.questions == ()
    assert all(item.quote in text for item in sheet.evidence)


def test_every_value_has_verbatim_evidence() -> None:
    text = "sourdough revenue £300k, growth 12%, our share 20%, top rival 10%; cakes growth 3%"
    sheet = told("bcg", text)
    fields = {
        f"{spot.path}.{name}" for spot in spots(sheet.body, framework_spec("bcg")) for name in spot.record
    }
    fields = {path for path in fields if not path.endswith((".id", ".currency"))}
    assert {item.path for item in sheet.evidence} == fields
    assert all(
        item.quote in text and (item.kind, item.ref, item.grade) == ("statement", "turn-1", 0.75)
        for item in sheet.evidence
    )
    assert (
        next(item.quote for item in sheet.evidence if item.path == "units.U1.own_share_pct")
        == "our share 20%"
    )


def test_own_growth_is_not_the_market_s() -> None:
    assert told("bcg", "our growth 25%, our share 20%").body["units"] == [
        {"id": "U1", "own_growth_pct": 25.0, "own_share_pct": 20.0}
    ]


@pytest.mark.parametrize(
    ("framework", "text", "field", "english"),
    [
        ("ice", "ads: impact 12, ease 7", "items.I1.impact", "ads Impact: '12' is outside 1-10. What is it?"),
        ("ice", "ads: impact 3.5, ease 7", "items.I1.impact",
         "ads Impact: '3.5' is not a whole number. What is it?"),
        ("ice", "ads: impact 3-5, ease 7", "items.I1.impact",
         "ads Impact: '3-5' is a range. Which single value should count?"),
        ("bcg", "our share 120%, growth 5%", "units.U1.own_share_pct",
         "Own share: '120%' is outside 0-100. What is it?"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_asked_and_never_clamped(
    framework: str, text: str, field: str, english: str
) -> None:
    sheet = told(framework, text)
    assert [(question.field, question.text) for question in sheet.questions] == [(field, english)]
    assert field not in {item.path for item in sheet.evidence}
    korean = read(Source("statement", "t", text), framework_spec(framework), "KRW", "ko").questions[0].text
    assert "범위" in korean or "정수" in korean


def test_scores_out_of_the_same_maximum_are_scores_and_not_pairs() -> None:
    elements = told("seven_s", "strategy 4/5, structure 2/5, systems 3/5").body["elements"]
    assert [(element["id"], element["current"]) for element in elements] == [
        ("strategy", 4),
        ("structure", 2),
        ("systems", 3),
    ]
    assert all("desired" not in element for element in elements)


def test_rows_of_one_name_are_one_record() -> None:
    assert told("ice", "Ads impact 8. Confidence 6, ease 7.\nads evidence measured").body["items"] == [
        {"id": "I1", "name": "Ads", "impact": 8, "confidence": 6, "ease": 7, "evidence": "measured"}
    ]


def briefs() -> list[Any]:
    """The briefs without the marks of their labels."""
    labelled = tomllib.loads((BRIEFS / "labelled.toml").read_text("utf-8"))["brief"]
    plain = [(path.stem, path.read_text("utf-8")) for path in sorted(BRIEFS.glob("*.md"))]
    return [
        pytest.param(text, id=name)
        for name, text in plain + [(one["id"], _MARK.sub("", one["text"])) for one in labelled]
    ]


@pytest.mark.parametrize("kind", ["document", "statement"])
@pytest.mark.parametrize("text", briefs())
def test_prose_states_no_records(text: str, kind: SourceKind) -> None:
    """Briefs are full of numbers, dates and words such as sales, share and from; none of them is a record."""
    for framework in FRAMEWORKS:
        sheet = told(framework, text, kind=kind)
        assert list(spots(sheet.body, framework_spec(framework))) == []
        assert sheet.questions == ()


@pytest.mark.parametrize(
    ("framework", "text"),
    [
        ("seven_s", "Strategy 2030 was written by an agency."),
        ("seven_s", "Staff: we doubled the team in 2024"),
        ("seven_s", "Good rent.\nNo debts.\nStaff: 5"),
        ("seven_s", "Good rent.\nNo debts.\nStaff: 5 + 1 apprentice"),
        ("horizons", "사업: 밀키트 제조/온라인 판매 (직원 14명)\n재구매율 41%\n가동률 55%"),
        ("bcg", "Our sales team has three people."),
        ("okr", "We moved from Leeds to York in 2019."),
        ("ice", "I think it is easy to open on Sundays."),
        ("horizons", "가게 계약이 18개월 뒤에 끝납니다."),
        ("jtbd", "(가상) 리틀크럼"),
    ],
)
def test_a_number_beside_a_word_is_no_value(framework: str, text: str) -> None:
    for kind in ("statement", "document"):
        sheet = told(framework, text, kind=kind)
        assert all(
            not isinstance(item, int | float)
            for spot in spots(sheet.body, framework_spec(framework))
            for item in spot.record.values()
        )
        assert sheet.questions == ()


def test_a_document_with_a_table_or_a_heading_states_records() -> None:
    text = (
        "# Plan\nWe bake in Bristol since 2016.\n\n## Ideas\n"
        "- loyalty card: impact 8, confidence 5, ease 6\n- newsletter 5/4/9\n"
    )
    assert [item["name"] for item in told("ice", text, kind="document").body["items"]] == [
        "loyalty card",
        "newsletter",
    ]
