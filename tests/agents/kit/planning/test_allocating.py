"""Money is divided to the last minor unit, minimums are honoured, and what nobody takes is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.planning.allocating import Claim, allocate, parted

PARTS = ("proven", "emerging", "experimental")
money = st.integers(0, 10**13)
shares = st.tuples(*[st.floats(0.1, 100, allow_nan=False)] * 3)
claims = st.lists(
    st.builds(
        Claim,
        id=st.uuids().map(str),
        part=st.sampled_from(PARTS),
        weight=st.floats(0, 100, allow_nan=False),
        least=st.integers(0, 10**7),
        most=st.none() | st.integers(0, 10**8),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(money, shares, claims)
def test_rows_and_reserve_are_the_budget(
    total: int, by: tuple[float, float, float], asked: list[Claim]
) -> None:
    made = allocate(total, PARTS, by, asked)
    assert sum(made.amounts.values()) + made.kept == total
    assert sum(made.parts.values()) == total
    assert min([0, *made.amounts.values(), *made.reserve.values()]) == 0
    for one in asked:
        given_ = made.amounts[one.id]
        assert (given_ == 0) if one.id in made.short else given_ >= one.least
        assert one.most is None or given_ <= one.most


@given(money, shares, claims, st.data())
def test_what_was_fixed_is_what_it_gets(
    total: int, by: tuple[float, float, float], asked: list[Claim], data: st.DataObject
) -> None:
    fixed = data.draw(st.integers(0, total))
    pinned = Claim("pinned", data.draw(st.sampled_from(PARTS)), 1.0, fixed=fixed)
    made = allocate(total, PARTS, by, [*asked, pinned])
    assert made.amounts["pinned"] == fixed
    assert sum(made.amounts.values()) + made.kept == total


def test_seventy_twenty_ten_of_an_odd_won() -> None:
    assert parted(3_000_001, PARTS, (70, 20, 10)) == {
        "proven": 2_100_001,
        "emerging": 600_000,
        "experimental": 300_000,
    }


def test_a_minimum_that_does_not_fit_leaves_its_part_in_reserve() -> None:
    made = allocate(
        1_000, PARTS, (70, 20, 10), [Claim("a", "proven", 1.0, 100), Claim("b", "experimental", 1.0, 101)]
    )
    assert made.amounts == {"a": 700, "b": 0}
    assert made.short == ("b",)
    assert made.reserve == {"proven": 0, "emerging": 200, "experimental": 100}


def test_more_than_there_is_cannot_be_fixed() -> None:
    with pytest.raises(ValueError, match="more is fixed"):
        allocate(10, PARTS, (70, 20, 10), [Claim("a", "proven", 1.0, fixed=11)])
