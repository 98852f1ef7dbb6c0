"""Business model canvas: coverage, the checks, the risk of hypotheses, and what must hold for any body."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.bmc import FRAMEWORK, compute, entries, hypotheses
from agents.kit.frameworks.schema import body_model
from memory.types import Json

BLOCKS = (
    "customer_segments", "value_propositions", "channels", "customer_relationships", "revenue_streams",
    "key_resources", "key_activities", "key_partners", "cost_structure",
)  # fmt: skip


def _body(**blocks: list[Json]) -> Json:
    return compute(
        {"blocks": [{"id": name, "block": name, "entries": rows} for name, rows in blocks.items()]}
    )


def _entry(one: str, text: str, *segments: str, **more: Any) -> Json:
    return {"id": one, "text": text, "segment_ids": list(segments) or None, **more}


def _one(body: Json, entry_id: str) -> Json:
    return next(entry for _, entry in entries(body) if entry["id"] == entry_id)


def test_gillette_is_complete() -> None:
    """The pattern "bait and hook" of Business Model Generation (2010): a handle once, blades for ever."""
    body = _body(
        customer_segments=[_entry("B1", "customers")],
        value_propositions=[_entry("B2", "razor handles"), _entry("B3", "blades")],
        channels=[_entry("B4", "retail")],
        customer_relationships=[_entry("B5", "built-in lock-in")],
        revenue_streams=[
            _entry("B6", "one handle purchase", revenue_kind="asset_sale"),
            _entry("B7", "blades"),
        ],
        key_resources=[_entry("B8", "brand"), _entry("B9", "patents")],
        key_activities=[_entry("B10", "marketing"), _entry("B11", "R&D"), _entry("B12", "logistics")],
        key_partners=[_entry("B13", "manufacturers"), _entry("B14", "retailers")],
        cost_structure=[_entry("B15", "marketing"), _entry("B16", "manufacturing")],
    )
    assert body["coverage"] == 9
    assert _one(body, "B1")["lacks"] == []
    assert _one(body, "B1")["dependents"] == 15
    assert FRAMEWORK.headline(body, "en") == ("All 9 blocks are filled",)
    assert FRAMEWORK.questions(body, "en") == ()


def test_with_one_segment_everything_is_for_it() -> None:
    body = _body(customer_segments=[_entry("B1", "families")], value_propositions=[_entry("B2", "bread")])
    assert _one(body, "B2")["lacks"] == []
    assert _one(body, "B1")["lacks"] == ["channels", "customer_relationships", "revenue_streams"]


def test_with_two_segments_nothing_is_taken_for_granted() -> None:
    body = _body(
        customer_segments=[_entry("B1", "walk-ins"), _entry("B2", "cafes")],
        value_propositions=[_entry("B3", "fresh bread", "B1"), _entry("B4", "delivery")],
        channels=[_entry("B5", "shop", "B1"), _entry("B6", "van", "B2")],
        revenue_streams=[_entry("B7", "wholesale", "B2"), _entry("B8", "counter", "B1")],
        customer_relationships=[_entry("B9", "chat at the counter", "B1")],
    )
    assert _one(body, "B1")["lacks"] == []
    assert _one(body, "B2")["lacks"] == ["customer_relationships"]
    assert _one(body, "B3")["lacks"] == []
    assert _one(body, "B4")["lacks"] == ["customer_segments"]
    asked = {question.field: question for question in FRAMEWORK.questions(body, "ko")}
    assert asked["blocks.value_propositions.entries.B4.segment_ids"].options == ("walk-ins", "cafes")
    assert asked["blocks.customer_relationships.entries"].text == "'cafes'의 고객 관계는 무엇입니까?"


def test_a_segment_may_be_named_by_its_words() -> None:
    body = _body(
        customer_segments=[_entry("B1", "morning walk-ins"), _entry("B2", "four cafes")],
        value_propositions=[
            _entry("B3", "fresh bread", "walk-ins"),
            _entry("B4", "delivery", "B2", "hotels"),
        ],
    )
    assert (_one(body, "B3")["segment_ids"], _one(body, "B3")["lacks"]) == (["B1"], [])
    assert _one(body, "B4")["segment_ids"] == ["B2", "hotels"]


def test_what_was_refuted_neither_fills_nor_serves() -> None:
    refuted = _entry("B2", "app", state="invalidated")
    body = _body(customer_segments=[_entry("B1", "families")], channels=[refuted])
    assert body["coverage"] == 1
    assert "channels" in _one(body, "B1")["lacks"]
    assert _one(body, "B2")["lacks"] is None


def test_a_segment_that_does_not_exist_serves_nobody() -> None:
    body = _body(
        customer_segments=[_entry("B1", "families")], value_propositions=[_entry("B2", "bread", "B9")]
    )
    assert _one(body, "B2")["lacks"] == ["customer_segments"]


@pytest.mark.parametrize(
    ("state", "importance", "uncertainty", "risk"),
    [
        ("hypothesis", 5, 5, 25),
        ("hypothesis", 1, 1, 1),
        ("hypothesis", 4, 3, 12),
        ("hypothesis", None, 3, None),
        ("fact", 5, 5, None),
        ("validated", 5, 5, None),
        ("invalidated", 5, 5, None),
        (None, 5, 5, None),
    ],
)
def test_only_a_hypothesis_is_a_risk(
    state: str | None, importance: int | None, uncertainty: int | None, risk: int | None
) -> None:
    entry = _entry("B1", "x", state=state, importance=importance, uncertainty=uncertainty)
    assert _one(_body(channels=[entry]), "B1")["risk"] == risk


def test_hypotheses_are_ranked_by_risk_then_by_what_depends_on_them() -> None:
    guess = {"state": "hypothesis", "importance": 4, "uncertainty": 4}
    body = _body(
        customer_segments=[_entry("B1", "offices", **guess), _entry("B2", "cafes", **guess)],
        value_propositions=[
            _entry("B3", "lunch boxes", "B1", state="hypothesis", importance=5, uncertainty=5)
        ],
        channels=[_entry("B4", "stall", "B1", state="hypothesis", importance=4, uncertainty=4)],
        key_partners=[_entry("B5", "mill", state="hypothesis", importance=2, uncertainty=2)],
    )
    assert [(entry["id"], entry["risk_rank"]) for _, entry in hypotheses(body)] == [
        ("B3", 1), ("B1", 2), ("B2", 3), ("B4", 3), ("B5", 4),
    ]  # fmt: skip
    assert "Riskiest hypothesis: 'lunch boxes', risk 25 = 5 x 5" in FRAMEWORK.headline(body, "en")


@pytest.mark.parametrize(
    ("margin", "roas"), [(50.0, 2.0), (30.0, 3.33), (100.0, 1.0), (0.0, None), (None, None)]
)
def test_break_even_roas_is_one_over_the_margin(margin: float | None, roas: float | None) -> None:
    assert compute({"gross_margin_pct": margin})["break_even_roas"] == roas


def test_customers_are_asked_for_before_costs() -> None:
    fields = [question.field for question in FRAMEWORK.questions(compute({}), "en")]
    assert fields[:2] == ["blocks.customer_segments.entries", "blocks.value_propositions.entries"]
    assert len(fields) == 9


states = st.sampled_from([None, "fact", "hypothesis", "validated", "invalidated"])
scale = st.one_of(st.none(), st.integers(1, 5))
ids = st.one_of(st.none(), st.lists(st.sampled_from(["B1", "B2", "B3", "B9"]), max_size=2))
rows = st.lists(st.tuples(st.sampled_from(BLOCKS), states, scale, scale, ids), max_size=8)


def _random(drawn: list[tuple[str, str | None, int | None, int | None, list[str] | None]]) -> Json:
    blocks: dict[str, list[Json]] = {}
    for n, (block, state, importance, uncertainty, segments) in enumerate(drawn, 1):
        entry = {"id": f"B{n}", "text": f"entry {n}", "state": state, "segment_ids": segments}
        blocks.setdefault(block, []).append(entry | {"importance": importance, "uncertainty": uncertainty})
    return _body(**blocks)


@given(rows)
def test_any_body(drawn: list[tuple[str, str | None, int | None, int | None, list[str] | None]]) -> None:
    body = _random(drawn)
    assert compute(body) == body
    body_model("bmc").model_validate(body)
    assert [block["id"] for block in body["blocks"]] == list(BLOCKS)
    assert body["coverage"] == len({block for block, state, *_ in drawn if state != "invalidated"})
    ranked = hypotheses(body)
    assert [entry["risk"] for _, entry in ranked] == sorted((e["risk"] for _, e in ranked), reverse=True)
    assert {entry["risk_rank"] for _, entry in ranked} == set(
        range(1, len({e["risk_rank"] for _, e in ranked}) + 1)
    )
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
        FRAMEWORK.sections(body, locale)
        assert all(question.text for question in FRAMEWORK.questions(body, locale))
