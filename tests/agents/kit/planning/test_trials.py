"""Samples that tell two rates apart: against published tables, and what cannot be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.kit.planning.trials import Size, days, per_arm, size


@pytest.mark.parametrize(
    ("before", "after", "power", "needed"),
    [(0.10, 0.12, 0.8, 3841), (0.05, 0.06, 0.8, 8158), (0.5, 0.6, 0.8, 388), (0.5, 0.6, 0.9, 519)],
)
def test_the_numbers_of_the_literature(before: float, after: float, power: float, needed: int) -> None:
    """As Fleiss's formula gives them without correction (R: power.prop.test, rounded up)."""
    assert per_arm(before, after, 0.05, power) == needed


rate = st.floats(0.01, 0.9)


@given(rate, st.floats(0.05, 0.5))
def test_a_smaller_effect_needs_more(before: float, effect: float) -> None:
    wide, narrow = (size(before, one, None, 0.05, 0.8, 14).per_arm for one in (effect, effect / 2))
    assert wide is not None
    assert narrow is not None
    if before * (1 + effect) < 1:
        assert narrow > wide


def test_what_is_not_known_is_named() -> None:
    assert size(None, 0.2, None, 0.05, 0.8, 14) == Size(None, None, ("baseline", "traffic"))
    assert size(0.1, 0.2, None, 0.05, 0.8, 14) == Size(3841, None, ("traffic",))
    assert size(0.1, 0.2, 500, 0.05, 0.8, 14) == Size(3841, 21, ())


def test_it_runs_full_weeks_and_never_too_few() -> None:
    assert [days(100, 2, 1_000, 14), days(1_000, 2, 100, 14), days(1_001, 2, 143, 14)] == [14, 21, 14]
    with pytest.raises(ValueError, match="nobody"):
        days(100, 2, 0, 14)
    with pytest.raises(ValueError, match="no two"):
        per_arm(0.1, 0.1, 0.05, 0.8)
