"""Where the next unit of money goes: the curve comes back out of its weeks, and the division is the optimum."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.allocating import Channel, allocate, bounds, moves, ranges
from agents.kit.budgeting.response import Response, Unfit, Week, fit
from agents.kit.budgeting.what_if import Shift, effect
from config.budgeting import reallocation as limits

M = 1_000_000
SPENDS = (400_000, 500_000, 620_000, 700_000, 810_000, 900_000, 1_000_000, 1_200_000)


def weeks(scale: float, elasticity: float) -> list[Week]:
    return [Week(one * M, round(scale * one**elasticity * M)) for one in SPENDS]


def test_the_curve_comes_back_out_of_its_weeks() -> None:
    found = fit(weeks(0.02, 0.6), limits())
    assert isinstance(found, Response)
    assert found.elasticity == pytest.approx(0.6, abs=1e-5)
    assert not found.bounded
    assert len(found.without_one) == len(SPENDS)


def test_one_odd_week_does_not_move_the_slope_far() -> None:
    odd = weeks(0.02, 0.6)
    odd[3] = Week(odd[3].spend, odd[3].conversions * 4)
    found = fit(odd, limits())
    assert isinstance(found, Response)
    assert found.elasticity == pytest.approx(0.6, abs=0.05)


def test_a_response_that_is_not_concave_is_taken_at_its_bound_and_said() -> None:
    found = fit(weeks(0.0001, 1.3), limits())
    assert isinstance(found, Response)
    assert (found.elasticity, found.bounded) == (limits().elasticity[1], True)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([Week(100 * M, M)] * 8, "conversions"),
        ([Week(100 * M, 20 * M)] * 3, "weeks"),
        ([Week(100 * M, 20 * M)] * 8, "variation"),
        ([], "conversions"),
    ],
)
def test_no_verdict_out_of_too_little(data: list[Week], why: str) -> None:
    found = fit(data, limits())
    assert isinstance(found, Unfit)
    assert found.why == why
    assert found.found < found.needed


def channel(name: str, now: int, scale: float, elasticity: float, step: float = 0.2) -> Channel:
    low, high = bounds(now, step)
    return Channel(name, now, Response(scale, elasticity, now, 8, bounded=False), low, high)


def test_equal_marginals_by_hand() -> None:
    """Of y = a sqrt(x) with a of 2 and 1, the optimum gives four times as much to the first: 80 and 20 of 100."""
    wide = [channel("a", 50, 2, 0.5, 0.99), channel("b", 50, 1, 0.5, 0.99)]
    found = allocate(wide, 1)
    assert found.budgets == {"a": 80, "b": 20}
    assert found.residual < 1e-6
    assert found.multiplier == pytest.approx(2 * 0.5 / 80**0.5)


def test_a_week_changes_no_budget_by_more_than_a_fifth() -> None:
    found = allocate([channel("a", 50_000, 2, 0.5), channel("b", 50_000, 1, 0.5)], 1)
    assert found.budgets == {"a": 60_000, "b": 40_000}
    assert found.residual < 1e-6
    (move,) = moves([channel("a", 50_000, 2, 0.5), channel("b", 50_000, 1, 0.5)], found.budgets)
    assert (move.source, move.target, move.amount) == ("b", "a", 10_000)


def test_floors_and_caps_hold_and_never_force_a_longer_step() -> None:
    assert bounds(1_000, 0.2) == (800, 1_200)
    assert bounds(1_000, 0.2, floor=950, cap=1_050) == (950, 1_050)
    assert bounds(1_000, 0.2, floor=5_000, cap=10) == (1_000, 1_000)
    assert bounds(3, 0.2) == (3, 3)


@st.composite
def some_channels(draw: st.DrawFn) -> list[Channel]:
    count = draw(st.integers(1, 6))
    return [
        channel(
            f"c{n}",
            draw(st.integers(1, 10_000_000)),
            draw(st.floats(0.001, 100)),
            draw(st.floats(0.05, 0.95)),
        )
        for n in range(count)
    ]


@given(some_channels(), st.sampled_from([1, 100]))
@settings(max_examples=60, deadline=None)
def test_any_division_is_exact_within_bounds_and_optimal(channels: list[Channel], unit: int) -> None:
    found = allocate(channels, unit)
    assert sum(found.budgets.values()) == sum(one.now for one in channels)
    for one in channels:
        assert one.low <= found.budgets[one.name] <= one.high
        assert abs(found.budgets[one.name] - one.now) <= one.now * 0.2
    assert found.residual < 1e-6
    before = sum(one.response.at(one.now / unit) for one in channels)
    after = sum(one.response.at(found.budgets[one.name] / unit) for one in channels)
    assert after >= before * (1 - 1e-6) - 1e-9
    given_: dict[str, int] = {}
    taken: dict[str, int] = {}
    for move in moves(channels, found.budgets):
        given_[move.source] = given_.get(move.source, 0) + move.amount
        taken[move.target] = taken.get(move.target, 0) + move.amount
    for one in channels:
        change = taken.get(one.name, 0) - given_.get(one.name, 0)
        assert one.now + change == found.budgets[one.name]


def test_the_range_holds_the_answer() -> None:
    first, second = fit(weeks(0.05, 0.5), limits()), fit(weeks(0.02, 0.55), limits())
    assert isinstance(first, Response)
    assert isinstance(second, Response)
    channels = [
        Channel("a", 700_000, first, *bounds(700_000, 0.2)),
        Channel("b", 700_000, second, *bounds(700_000, 0.2)),
    ]
    best = allocate(channels, 1).budgets
    for name, (low, high) in ranges(channels, 1).items():
        assert low <= best[name] <= high


def test_what_if_is_the_difference_of_the_curves() -> None:
    four = {"a": Response(2, 0.5, 400, 8, False), "b": Response(2, 0.5, 100, 8, False)}
    found = effect((Shift("a", -76), Shift("b", 44)), four, 0.2)
    assert found.change == pytest.approx(2 * (18 - 20) + 2 * (12 - 10))
    assert found.low <= found.change <= found.high
    assert found.beyond == ("b",)
    with pytest.raises(ValueError, match="a"):
        effect((Shift("a", -401),), four, 0.2)
    with pytest.raises(KeyError):
        effect((Shift("c", 1),), four, 0.2)
