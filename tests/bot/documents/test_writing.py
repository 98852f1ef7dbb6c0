import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.writing import defused


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-2", "+3.5", "-1,200", "plain", "", "1=1"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert defused(cell) == cell


@given(st.text(min_size=1))
def test_no_cell_begins_as_a_formula(cell: str) -> None:
    first = defused(cell)[:1]
    assert first not in {"=", "@", "\t", "\r"}
