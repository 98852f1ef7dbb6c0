"""Five forces: worked examples, the Merger Guidelines' HHI, and what must hold for any body."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.frameworks.porter import FRAMEWORK, compute
from agents.kit.frameworks.schema import body_model
from memory.types import Json

FORCES = ("rivalry", "new_entrants", "substitutes", "buyer_power", "supplier_power")


def _force(name: str, *pressures: int, weights: tuple[float, ...] = (), trend: str | None = None) -> Json:
    factors: list[Json] = [
        {"id": f"F{n}", "name": f"factor {n}", "pressure": p} for n, p in enumerate(pressures, 1)
    ]
    for factor, weight in zip(factors, weights, strict=False):
        factor["weight"] = weight
    return {"id": name, "force": name, "trend": trend, "factors": factors}


def _scored(body: Json, name: str) -> Json:
    return next(force for force in body["forces"] if force["id"] == name)


@pytest.mark.parametrize(
    ("pressures", "weights", "score", "level"),
    [
        ((1,), (), 1.0, "low"),
        ((2, 3, 2), (), 2.33, "low"),  # 7 / 3
        ((2, 3), (66.0, 34.0), 2.34, "moderate"),  # the lower cut belongs to the middle
        ((3, 4), (34.0, 66.0), 3.66, "moderate"),  # and so does the upper one
        ((3, 4, 4), (), 3.67, "high"),
        ((5, 3, 1), (0.5, 0.3, 0.2), 3.6, "moderate"),
        ((5, 3, 1), (50.0, 30.0, 20.0), 3.6, "moderate"),  # weights are relative
        ((5, 1), (1.0, 0.0), 5.0, "high"),
        ((5, 1), (0.0, 0.0), None, None),
        ((5, 1), (1.0,), None, None),  # a weight is missing: not guessed
        ((), (), None, None),
    ],
)
def test_a_force_is_the_weighted_mean_of_its_factors(
    pressures: tuple[int, ...], weights: tuple[float, ...], score: float | None, level: str | None
) -> None:
    force = _scored(compute({"forces": [_force("rivalry", *pressures, weights=weights)]}), "rivalry")
    assert (force["score"], force["level"]) == (score, level)


def test_an_unknown_pressure_leaves_the_force_unknown() -> None:
    force = _force("rivalry", 5, 4)
    force["factors"][1]["pressure"] = None
    assert _scored(compute({"forces": [force]}), "rivalry")["score"] is None


@pytest.mark.parametrize(
    ("pressure", "trend", "implication"),
    [
        (5, None, "defend"), (5, "falling", "watch"), (3, "rising", "defend"), (3, "stable", "watch"),
        (3, "falling", "use"), (1, "rising", "watch"), (1, None, "use"), (1, "falling", "use"),
        (5, "rising", "defend"),
    ],
)  # fmt: skip
def test_the_implication_follows_from_level_and_trend(
    pressure: int, trend: str | None, implication: str
) -> None:
    body = compute({"forces": [_force("buyer_power", pressure, trend=trend)]})
    assert _scored(body, "buyer_power")["implication"] == implication


def test_attractiveness_is_six_less_the_mean() -> None:
    """Strong forces on every side, as Porter finds them in the airline industry; the ratings are ours."""
    body = compute({"forces": [_force(name, p) for name, p in zip(FORCES, (5, 5, 3, 4, 5), strict=True)]})
    assert (body["mean"], body["attractiveness"]) == (4.4, 1.6)
    assert (body["attractiveness_low"], body["attractiveness_high"]) == (1.6, 1.6)
    assert FRAMEWORK.headline(body, "en")[0] == "Attractiveness 1.6 of 5 (6 minus the mean pressure 4.4)"


def test_unknown_forces_leave_a_range() -> None:
    body = compute({"forces": [_force("rivalry", 4), _force("substitutes", 2)]})
    assert (body["mean"], body["attractiveness"]) == (None, None)
    assert (body["attractiveness_low"], body["attractiveness_high"]) == (1.8, 4.2)  # 6 - 21/5 and 6 - 9/5
    assert FRAMEWORK.headline(body, "ko")[0] == "산업 매력도 1.8~4.2/5: 5가지 힘 중 2가지만 평가했습니다"


def test_the_driver_pushes_hardest_after_weighting() -> None:
    body = compute({"forces": [_force("rivalry", 5, 4, weights=(0.2, 0.8))]})
    assert _scored(body, "rivalry")["driver"] == "factor 2"
    assert FRAMEWORK.headline(body, "en")[1] == "Strongest: Rivalry, 4.2 of 5 (high), driven by 'factor 2'"


def test_a_pressure_without_a_name_counts_and_drives_nothing() -> None:
    body = compute(
        {"forces": [{"id": "substitutes", "force": "substitutes", "factors": [{"id": "F1", "pressure": 4}]}]}
    )
    assert (_scored(body, "substitutes")["score"], _scored(body, "substitutes")["driver"]) == (4.0, None)
    assert FRAMEWORK.headline(body, "en")[1] == "Strongest: Substitutes, 4 of 5 (high)"


@pytest.mark.parametrize(
    ("shares", "unit", "expected"),
    [
        # "four firms with shares of 30, 30, 20, and 20 percent, the HHI is 2,600" (justice.gov/atr/hhi)
        ((30, 30, 20, 20), None, (100.0, 2600, 2600, 2600, "high")),
        (
            (0.3, 0.3, 0.2, 0.2),
            None,
            (100.0, 2600, 2600, 2600, "high"),
        ),  # fractions: only so do they make a whole
        ((100,), None, (100.0, 10000, 10000, 10000, "high")),
        ((10,) * 10, None, (100.0, 1000, 1000, 1000, "moderate")),  # "between 1,000 and 1,800"
        ((5,) * 20, None, (100.0, 500, 500, 500, "unconcentrated")),
        ((42.4, 20, 1, 1, 1, 34.6), None, (100.0, 3398, 3398, 3398, "high")),
        ((33.3, 33.3, 33.3), None, (99.9, 3327, 3327, 3327, "high")),  # rounded shares are a whole market
        ((30, 30), None, (60.0, None, 1800, 3400, None)),  # the rest: many tiny ones, or one of 40
        ((50, 10), None, (60.0, None, 2600, 4200, "high")),  # high whatever the rest is
        ((60, 50), None, (110.0, None, None, None, None)),  # more than the whole
        ((0.5, 0.2), None, (None, None, None, None, None)),  # two readings
        ((0.5, 0.2), "percent", (0.7, None, 0, 9861, None)),
        ((0.5, 0.2), "fraction", (70.0, None, 2900, 3800, "high")),
        ((), None, (None, None, None, None, None)),
    ],
)
def test_concentration(shares: tuple[float, ...], unit: str | None, expected: tuple[Any, ...]) -> None:
    records = [{"id": f"C{n}", "name": f"company {n}", "share": float(s)} for n, s in enumerate(shares, 1)]
    body = compute({"shares": records, "shares_in": unit})
    keys = ("share_sum", "hhi", "hhi_low", "hhi_high", "concentration")
    assert tuple(body[key] for key in keys) == expected


def test_what_stops_the_index_is_asked() -> None:
    doubtful = compute({"shares": [{"id": "C1", "name": "we", "share": 0.4}]})
    assert FRAMEWORK.questions(doubtful, "en")[0].options == ("per cent", "fractions of 1")
    too_much = compute({"shares": [{"id": f"C{n}", "name": "x", "share": 60.0} for n in (1, 2)]})
    assert FRAMEWORK.questions(too_much, "ko")[0].text == "시장 점유율의 합이 120%입니다. 어느 것을 고칠까요?"


def test_forces_nobody_spoke_of_are_asked_for_by_name() -> None:
    asked = FRAMEWORK.questions(compute({"forces": [_force("rivalry", 3)]}), "ko")
    assert [question.field for question in asked] == [f"forces.{name}.factors" for name in FORCES[1:]]
    assert asked[0].text == "신규 진입 위협: 무엇이 압박합니까?"


pressures = st.integers(1, 5)
factors = st.lists(
    st.tuples(st.one_of(st.none(), pressures), st.one_of(st.none(), st.floats(0, 10))), max_size=4
).map(
    lambda pairs: [
        {"id": f"F{n}", "name": f"f{n}", "pressure": p, "weight": w} for n, (p, w) in enumerate(pairs, 1)
    ]
)
shares = st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=5).map(
    lambda values: [{"id": f"C{n}", "name": f"c{n}", "share": v} for n, v in enumerate(values, 1)]
)
trends = st.sampled_from([None, "rising", "stable", "falling"])
bodies = st.builds(
    lambda lists, trend, shares: {
        "forces": [
            {"id": name, "force": name, "trend": trend, "factors": rows}
            for name, rows in zip(FORCES, lists, strict=False)
        ],
        "shares": shares,
    },
    st.lists(factors, max_size=5),
    trends,
    shares,
)


@given(bodies)
def test_any_body(body: Json) -> None:
    done = compute(body)
    assert compute(done) == done
    body_model("porter").model_validate(done)
    assert [force["id"] for force in done["forces"]] == list(FORCES)
    scores = [force["score"] for force in done["forces"]]
    assert all(score is None or 1 <= score <= 5 for score in scores)
    assert 1 <= done["attractiveness_low"] <= done["attractiveness_high"] <= 5
    if done["hhi_low"] is not None:
        assert 0 <= done["hhi_low"] <= done["hhi_high"] <= 10100
    for locale in ("en", "ko"):
        assert len(FRAMEWORK.headline(done, locale)) <= 3
        assert all(question.text for question in FRAMEWORK.questions(done, locale))


@given(st.permutations(FORCES), st.lists(pressures, min_size=5, max_size=5))
def test_the_order_of_the_forces_is_always_the_same(order: list[str], values: list[int]) -> None:
    body = compute({"forces": [_force(name, value) for name, value in zip(order, values, strict=True)]})
    assert [force["id"] for force in body["forces"]] == list(FORCES)
    assert body["mean"] == pytest.approx(sum(values) / 5, abs=0.005)
