"""What is divided adds up again, whatever it is divided by."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.budgeting.shares import split

WEIGHTS = st.lists(st.integers(0, 10**9) | st.floats(0, 1e9), min_size=1, max_size=12).filter(any)


@given(st.integers(-(10**15), 10**15), WEIGHTS)
@settings(max_examples=80)
def test_the_parts_are_the_whole_and_each_is_less_than_one_off(total: int, weights: list[float]) -> None:
    parts = split(total, weights)
    exact = [Fraction(weight) for weight in weights]
    assert sum(parts) == total
    for part, weight in zip(parts, exact, strict=True):
        assert abs(part - total * weight / sum(exact)) < 1


def test_the_largest_remainders_are_rounded_up_and_ties_go_to_the_first() -> None:
    assert split(10, [1, 1, 1]) == (4, 3, 3)
    assert split(7, [0.5, 0.25, 0.25]) == (3, 2, 2)
    assert split(-10, [1, 1, 1]) == (-4, -3, -3)
    assert split(0, [0, 0]) == (0, 0)


@pytest.mark.parametrize(("total", "weights"), [(1, [0, 0]), (1, []), (3, [1, -1])])
def test_there_must_be_something_to_divide_by(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="divide|negative"):
        split(total, weights)
