"""A file of paths: read as it is written, each line that cannot be read said by its number."""

import pytest

from agents.kit.budgeting.paths import MICRO, Path
from agents.kit.budgeting.paths_file import NoPathColumns, paths_of, read_paths

HEAD = "path,conversions,value,nulls\n"


def test_lines_are_paths_and_equal_paths_are_one() -> None:
    found = paths_of(HEAD + "A > B,2,10.5,3\nA>B,1,1.5,0\n B ,0,0,7\n")
    assert found.paths == (
        Path(("A", "B"), 3 * MICRO, 12 * MICRO, 3 * MICRO),
        Path(("B",), 0, 0, 7 * MICRO),
    )
    assert (found.lines, found.rejected) == (3, ())


def test_korean_headers_names_and_code_page_are_read() -> None:
    text = '경로,전환수,전환가치,미전환\n네이버 검색 > 메타,"1,200",3500.25,9\n'
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("cp949")):
        (one,) = read_paths(data).paths
        assert one == Path(("네이버 검색", "메타"), 1200 * MICRO, 3_500_250_000, 9 * MICRO)


def test_columns_are_found_wherever_they_stand() -> None:
    (one,) = paths_of("nulls;conversions;note;path\n4;2;x;A>B\n").paths
    assert one == Path(("A", "B"), 2 * MICRO, None, 4 * MICRO)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A>>B,1,1,0", "has no name"),
        (",1,1,0", "path is empty"),
        ("A,x,1,0", "conversions is no number"),
        ("A,nan,1,0", "conversions is no number"),
        ("A,1e400,1,0", "conversions is no number"),
        ("A,1,1,-2", "nulls is negative"),
        ("A,,5,1", "conversions is empty"),
        ("A,0,0,0", "nobody took this path"),
        ("A,0,5,1", "a value without a conversion"),
        ("A,1,1,0,9", "5 cells"),
    ],
)
def test_a_bad_line_is_rejected_with_its_number_and_the_others_count(row: str, reason: str) -> None:
    found = paths_of(f"{HEAD}A>B,1,1,0\n\n{row}\nB,1,1,0\n")
    ((line, why),) = [(one.line, one.reason) for one in found.rejected]
    assert line == 4
    assert reason in why
    assert len(found.paths) == 2


def test_reasons_are_told_in_korean_too() -> None:
    ((why,),) = [[one.reason] for one in paths_of(HEAD + "A,x,1,0", "ko").rejected]
    assert "숫자가 아닙니다" in why


def test_an_empty_value_is_unknown_and_no_value_of_nobody_is_nothing() -> None:
    known, unknown, nobody = paths_of(HEAD + "A,1,5,0\nB,1,,0\nC,0,,4").paths
    assert (known.value, unknown.value, nobody.value) == (5 * MICRO, None, 0)
    assert paths_of(HEAD + "B,1,,0").value is None


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n1,2", "path,value\nA,1"])
def test_without_its_columns_a_file_is_no_file_of_paths(text: str) -> None:
    with pytest.raises(NoPathColumns):
        paths_of(text)
