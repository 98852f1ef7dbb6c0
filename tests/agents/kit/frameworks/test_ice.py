"""ICE: the product, the caps by evidence, dense ranks and bands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.ice import CAPS, FRAMEWORK, compute
from agents.kit.frameworks.schema import body_model
from memory.types import Json


def idea(impact: int | None, confidence: int | None, ease: int | None, **more: Any) -> Json:
    return {"id": "I1", "name": "x", "impact": impact, "confidence": confidence, "ease": ease} | more


def body_of(*ideas: Json) -> Json:
    return compute({"items": [one | {"id": f"I{n}"} for n, one in enumerate(ideas, 1)]})


@pytest.mark.parametrize(
    ("parts", "evidence", "used", "score"),
    [
        ((8, 6, 7), "measured", 6, 336),
        ((10, 10, 10), "measured", 10, 1000),
        ((1, 1, 1), None, 1, 1),
        ((8, 9, 7), "benchmark", 7, 392),  # capped at 7
        ((8, 9, 7), "opinion", 5, 280),
        ((8, 9, 7), "none", 3, 168),
        ((8, 9, 7), None, 3, 168),  # nobody said what shows it
        ((8, 2, 7), None, 2, 112),
        ((None, 6, 7), "measured", 6, None),
        ((8, None, 7), "measured", None, None),
    ],
)
def test_scores(
    parts: tuple[int | None, ...], evidence: str | None, used: int | None, score: int | None
) -> None:
    (item,) = body_of(idea(*parts, evidence=evidence))["items"]
    assert (item["confidence_used"], item["ice"]) == (used, score)


def test_ranks_are_dense_and_ties_are_broken_by_confidence_then_ease() -> None:
    rows = [
        (5, 2, 6),
        (6, 2, 5),
        (10, 3, 2),
        (5, 3, 4),
        (9, 3, 9),
        (5, 2, 6),
        (None, 1, 1),
    ]  # six of 60 but one
    ranked = [(item["id"], item["rank"]) for item in body_of(*[idea(*row) for row in rows])["items"]]
    assert ranked == [("I5", 1), ("I4", 2), ("I3", 3), ("I1", 4), ("I6", 4), ("I2", 5), ("I7", None)]


@pytest.mark.parametrize(
    ("count", "bands"),
    [
        (1, ["do_now"]),
        (2, ["do_now", "later"]),
        (3, ["do_now", "next", "later"]),
        (6, ["do_now", "do_now", "next", "later", "later", "later"]),
        (10, ["do_now"] * 2 + ["next"] * 3 + ["later"] * 5),
    ],
)
def test_bands_by_rank(count: int, bands: list[str]) -> None:
    """The top 20 % rounded up, then up to 50 %, then the rest."""
    items = body_of(*[idea(10 - n, 3, 5) for n in range(count)])["items"]
    assert [item["band"] for item in items] == bands


def test_headlines() -> None:
    body = body_of(idea(8, 9, 7, name="ads"), idea(None, 5, 5, name="flyers"))
    assert FRAMEWORK.headline(body, "en") == (
        "1. ads: 168 = 8 x 3 x 7",
        "Confidence capped by evidence: ads",
        "Waiting for scores: flyers",
    )
    assert FRAMEWORK.headline(body, "ko")[2] == "점수를 기다리는 아이디어: flyers"


points = st.one_of(st.none(), st.integers(1, 10))
ideas = st.lists(st.tuples(points, points, points, st.sampled_from([None, *CAPS])), max_size=12)


@given(ideas)
def test_any_backlog(rows: list[tuple[Any, ...]]) -> None:
    body = body_of(*[idea(*row[:3], evidence=row[3]) for row in rows])
    assert compute(body) == body
    body_model("ice").model_validate(body)
    scored = [item for item in body["items"] if item["ice"] is not None]
    assert body["items"][: len(scored)] == scored
    assert [item["ice"] for item in scored] == sorted((item["ice"] for item in scored), reverse=True)
    assert sorted({item["rank"] for item in scored}) == list(
        range(1, len({item["rank"] for item in scored}) + 1)
    )
    for item in scored:
        assert 1 <= item["ice"] <= 1000
        assert item["confidence_used"] == min(item["confidence"], CAPS[item["evidence"] or "none"])
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(body, locale)) <= 3
