"""Cells as numbers, exactly."""

from decimal import ROUND_HALF_EVEN, Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.importing.cells import is_number, micros

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False)


def of(text: str) -> int | None:
    return pl.DataFrame({"c": [text]}).select(micros("c")).item()


@settings(max_examples=60, deadline=None)
@given(AMOUNTS)
def test_six_places_are_kept_exactly_however_they_are_written(amount: Decimal) -> None:
    exact = int(amount * 1_000_000)
    assert of(f"{amount:f}") == exact
    assert of(f"{amount:,f}") == exact
    assert of(f"₩{amount:,f}") == exact


@settings(max_examples=30, deadline=None)
@given(st.floats(min_value=0, max_value=1e6, allow_nan=False))
def test_floats_as_programs_write_them_come_within_a_millionth(amount: float) -> None:
    exact = (Decimal(repr(amount)) * 1_000_000).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert abs((of(repr(amount)) or 0) - int(exact)) <= 1


def test_what_says_nothing_is_nothing_and_what_is_no_number_is_none() -> None:
    cells = pl.DataFrame(
        {"c": ["--", " -", "", "N/A", "0", "(1,234)", "1.234,50", "12,5", "abc", "1,2,3", "1234원"]}
    )
    assert cells.select(micros("c")).to_series().to_list()[:8] == [
        *(None, None, None, None),
        *(0, -1_234_000_000, 1_234_500_000, 12_500_000),
    ]
    assert cells.select(is_number("c")).to_series().to_list()[8:] == [False, False, True]
