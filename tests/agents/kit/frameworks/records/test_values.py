"""Words become a value of their field, or the reason why not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.records.values import Fault, Value, bounds, of_text
from config.catalogue import FieldSpec, framework_spec


def field(framework: str, path: str) -> FieldSpec:
    *lists, name = path.split(".")
    node: Any = framework_spec(framework)
    for one in lists:
        node = next(child for child in node.records if child.name == one)
    return next(spec for spec in node.fields if spec.name == name)


@pytest.mark.parametrize(
    ("framework", "path", "said", "currency", "expected"),
    [
        ("bcg", "units.own_share_pct", "20%", "GBP", {"f": 20.0}),
        ("bcg", "units.own_share_pct", "20 percent?", "GBP", {"f": 20.0}),
        ("bcg", "units.own_share_pct", "20", "GBP", {"f": 20.0}),
        ("bcg", "units.own_share_pct", "half", "GBP", {"f": 50.0}),
        ("bcg", "units.own_share_pct", "절반", "KRW", {"f": 50.0}),
        ("bcg", "units.revenue", "£400k", "KRW", {"f": 40_000_000, "currency": "GBP"}),
        ("bcg", "units.revenue", "1억 2천만 원", "KRW", {"f": 120_000_000, "currency": "KRW"}),
        ("bcg", "units.revenue", "1억 2천", "KRW", {"f": 120_000_000, "currency": "KRW"}),
        ("bcg", "units.revenue", "250,000", "GBP", {"f": 25_000_000, "currency": "GBP"}),
        ("horizons", "initiatives.months_to_revenue", "2 years", "GBP", {"f": 24.0}),
        ("horizons", "initiatives.months_to_revenue", "18개월쯤", "KRW", {"f": 18.0}),
        ("horizons", "initiatives.months_to_revenue", "6", "KRW", {"f": 6.0}),
        ("ice", "items.impact", "8점", "KRW", {"f": 8}),
        ("ice", "items.impact", "eight", "GBP", {"f": 8}),
        ("ice", "items.evidence", "we tested it", "GBP", {"f": "measured"}),
        ("ice", "items.evidence", "측정했습니다", "KRW", {"f": "measured"}),
        ("vrio", "resources.rare", "no", "GBP", {"f": "no"}),
        ("vrio", "resources.rare", "아니요", "KRW", {"f": "no"}),
        ("vrio", "resources.costly_to_imitate", "easy to copy", "GBP", {"f": "no"}),
        ("vrio", "resources.costly_to_imitate", "모방하기 어렵습니다", "KRW", {"f": "yes"}),
        ("okr", "objectives.key_results.due", "30 June 2027", "GBP", {"f": "2027-06-30"}),
        ("okr", "objectives.key_results.due", "2027년 2분기", "KRW", {"f": "2027-06-30"}),
        ("okr", "objectives.key_results.target", "30%", "GBP", {"f": 30.0, "unit": "%"}),
        ("okr", "objectives.key_results.target", "£400k", "GBP", {"f": 400_000.0, "unit": "GBP"}),
        ("jtbd", "jobs.outcomes.importance", "81%", "GBP", {"f": 8.1}),
        ("jtbd", "jobs.outcomes.importance", "8.1", "GBP", {"f": 8.1}),
        ("jtbd", "jobs.pains", "long queue, cold food", "GBP", {"f": ["long queue", "cold food"]}),
        ("ice", "items.name", ' "Loyalty card" ', "GBP", {"f": "Loyalty card"}),
    ],
)
def test_words_as_values(
    framework: str, path: str, said: str, currency: str, expected: dict[str, Any]
) -> None:
    value = of_text(field(framework, path), said, currency)
    assert isinstance(value, Value)
    assert value.filled("f") == expected


@pytest.mark.parametrize(
    ("framework", "path", "said", "reason"),
    [
        ("ice", "items.impact", "12", "range"),
        ("ice", "items.impact", "0", "range"),
        ("ice", "items.impact", "7.5", "whole"),
        ("ice", "items.impact", "3-5", "span"),
        ("ice", "items.impact", "very much", "number"),
        ("ice", "items.impact", "8 or 9", "number"),
        ("bcg", "units.own_share_pct", "£20", "number"),
        ("bcg", "units.own_share_pct", "110%", "range"),
        ("bcg", "units.revenue", "월 300", "doubt"),
        ("okr", "objectives.key_results.due", "soon", "date"),
        ("okr", "objectives.key_results.due", "2027-02-30", "date"),
        ("vrio", "resources.rare", "purple", "choice"),
        ("ice", "items.name", "x" * 201, "long"),
    ],
)
def test_what_does_not_fit(framework: str, path: str, said: str, reason: str) -> None:
    value = of_text(field(framework, path), said, "KRW")
    assert isinstance(value, Fault)
    assert value.reason == reason


@given(st.integers(-1000, 1000))
def test_nothing_is_clamped(number: int) -> None:
    value = of_text(field("ice", "items.impact"), str(number), "GBP")
    if 1 <= number <= 10:
        assert value == Value(number)
    else:
        assert isinstance(value, Fault)


def test_bounds_are_told_as_people_write_them() -> None:
    assert bounds(field("ice", "items.impact")) == "1-10"
    assert bounds(field("bcg", "units.revenue")) == ">= 0"
    assert bounds(field("ice", "items.name")) == ""
