"""SWOT: what the two briefs must give, and what holds for every body."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.swot import FRAMEWORK
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from config.errors import Locale
from memory.types import Json

BRIEFS = Path(__file__).parents[3] / "data" / "briefs"


def swot_of(language: Locale) -> Json:
    text = (BRIEFS / f"little-crumb.{language}.md").read_text("utf-8")
    return FRAMEWORK.compute(FRAMEWORK.draft(read([Source("document", "m", text)]), language).body)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ko",
            {
                "사워도우": ("S", 9), "납품이 매출의 15%": ("S", 12), "11,000명": ("S", 12),
                "매출의 80%": ("W", 20), "온라인 주문": ("W", 12), "유료 광고": ("W", 12), "절반": ("W", 10),
                "주 4일 출근": ("O", 15), "푸드홀": ("O", 12), "프랜차이즈": ("T", 16), "전기요금": ("T", 15),
            },
        ),
        (
            "en",
            {
                "sourdough": ("S", 9), "fifteen percent": ("S", 12), "11,000 followers": ("S", 12),
                "Eighty percent": ("W", 20), "online ordering": ("W", 12), "paid for an ad": ("W", 12),
                "One cafe": ("W", 10), "offices": ("O", 15), "food hall": ("O", 12),
                "national chain": ("T", 16), "Energy bills": ("T", 15), "lease": ("T", 12),
            },
        ),
    ],
)  # fmt: skip
def test_the_briefs_give_what_a_reader_with_common_sense_sees(
    language: Locale, expected: dict[str, tuple[str, int]]
) -> None:
    items: list[Json] = swot_of(language)["items"]
    found = {
        words: (item["quadrant"], item["score"])
        for words in expected
        for item in items
        if words in item["statement"]
    }
    assert found == expected
    assert len(items) == len(expected)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_fact_with_two_readings_waits_and_proposals_join_inside_and_outside(language: Locale) -> None:
    body = swot_of(language)
    assert [one["readings"] for one in body["tray"]] == [["S", "W"]]
    assert [one["id"] for one in body["tows"]] == ["SO", "WO", "ST", "WT"]
    for pair in body["tows"]:
        assert {ref[0] for ref in pair["from_ids"]} == set(pair["id"])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_whole_fits_the_model_and_computing_again_changes_nothing(language: Locale) -> None:
    body = swot_of(language)
    body_model("swot").model_validate(body)
    assert FRAMEWORK.compute(body) == body


def test_nothing_said_gives_nothing() -> None:
    body = FRAMEWORK.compute(FRAMEWORK.draft(read([Source("statement", "m", "안녕하세요!")]), "ko").body)
    assert body["items"] == []


ITEM = st.fixed_dictionaries(
    {
        "quadrant": st.sampled_from("SWOT"),
        "statement": st.text("가나다라 ab", min_size=1, max_size=20),
        "impact": st.none() | st.integers(1, 5),
        "strength": st.none() | st.integers(1, 5),
        "likelihood": st.none() | st.integers(1, 5),
    }
)


@given(st.lists(ITEM, max_size=40))
def test_scores_are_products_and_no_quadrant_holds_more_than_seven(items: list[dict[str, Any]]) -> None:
    numbered = [item | {"id": f"{item['quadrant']}{place}"} for place, item in enumerate(items, start=1)]
    body = FRAMEWORK.compute({"items": numbered, "locale": "en"})
    for quadrant in "SWOT":
        kept = [item for item in body["items"] if item["quadrant"] == quadrant]
        scores = [item["score"] or 0 for item in kept]
        assert len(kept) <= 7
        assert scores == sorted(scores, reverse=True)
        assert all(score == 0 or 1 <= score <= 25 for score in scores)
    assert len(body["items"]) + len(body["rest"]) == len(items)


@pytest.mark.parametrize(
    ("told", "language", "quadrant"),
    [
        ("Rubber prices rose 18 percent this year.", "en", "T"),
        ("Leather prices are falling.", "en", "O"),
        ("달걀값이 오르고 있습니다.", "ko", "T"),
        ("직장인은 줄이 긴 것을 싫어합니다.", "ko", None),
    ],
)
def test_what_a_material_costs_is_no_growth_and_a_queue_no_decline(
    told: str, language: Locale, quadrant: str | None
) -> None:
    body = FRAMEWORK.draft(read([Source("document", "m", told)]), language).body
    assert [one["quadrant"] for one in body.get("items", [])] == ([quadrant] if quadrant else [])
