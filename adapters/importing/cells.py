"""Cells as numbers and days: thousands, currency marks, and the ways in which people write dates."""

from collections.abc import Sequence

import polars as pl

from memory.metrics import MICROS

_NOTHING = ("", "-", "--", "---", "—", "–", "n/a", "na", "null", "none", "nan", "not set", "(not set)")
_MARKS = r"[₩$€£¥\s\u00a0%'’]|원$|KRW|USD|EUR|JPY"
_THOUSANDS = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"
_POINTS = r"^-?\d{1,3}(\.\d{3})+,\d+$"
_COMMA = r"^-?\d+,\d{1,2}$"
_EURO = r"^[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$"
"""As most of Europe writes a number."""
_EURO_ALONE = r"^[-+]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+,(\d{1,2}|\d{4,})|0,\d+)$"
"""What is a number that way alone; 1.234 and 1,234 are one either way."""
_POINT_ALONE = r"^[-+]?(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|\d+\.(\d{1,2}|\d{4,})|0\.\d+)$"
_POINTED = r"^\d{1,3}(\.\d{3})+$"
_NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"


def filled(column: str) -> pl.Expr:
    """A cell that says something; dashes and the like say nothing."""
    text = pl.col(column).str.strip_chars()
    return pl.when(~text.str.to_lowercase().is_in(_NOTHING)).then(text)


def numeral(column: str, *, comma: bool = False) -> pl.Expr:
    """A number's text with a point and nothing else; what is no number stays as it is, to be turned away.

    `comma`: the table writes 1.234,5, so that 1.234 is a whole number.
    """
    text = _bare(column)
    euro = text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    if comma:
        return pl.when(text.str.contains(_EURO)).then(euro).otherwise(text)
    return (
        pl.when(text.str.contains(_THOUSANDS))
        .then(text.str.replace_all(",", "", literal=True))
        .when(text.str.contains(_POINTS))
        .then(euro)
        .when(text.str.contains(_COMMA))
        .then(text.str.replace(",", ".", literal=True))
        .otherwise(text)
    )


def _bare(column: str) -> pl.Expr:
    return filled(column).str.replace_all(_MARKS, "").str.replace(r"^\((.+)\)$", "-$1")


def writes_commas(frame: pl.DataFrame, columns: Sequence[str], whole_ones: Sequence[str]) -> bool:
    """Whether a table's numbers can only mean a comma before the decimals: 7,31 or 1.045,10 somewhere, or a count
    such as 1.204, and nowhere 7.31 or a count such as 1,204. What is counted whole has no thousandths."""
    texts, counted = _numbers_of(frame, columns), _numbers_of(frame, whole_ones)
    if texts.str.contains(_POINT_ALONE).any() or counted.str.contains(_THOUSANDS).any():
        return False
    pointed = counted.filter(counted.str.contains(_POINTED) & ~counted.str.ends_with(".000"))
    return bool(pointed.len()) or bool(texts.str.contains(_EURO_ALONE).any())


def _numbers_of(frame: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """The different texts of the columns that hold nothing but numbers."""
    cells = [frame.select(_bare(name).alias("text").unique())["text"].drop_nulls() for name in columns]
    numbers = [one for one in cells if one.len() and one.str.contains(r"^[-+]?[\d.,]+$").all()]
    return pl.concat(numbers) if numbers else pl.Series("text", [], pl.String)


def is_number(column: str) -> pl.Expr:
    """Whether a cell is a number, or says nothing."""
    return _is_number(numeral(column))


def micros(column: str) -> pl.Expr:
    """Millionths as a whole number: the whole part exactly, the rest rounded once."""
    return _micros(numeral(column))


def _is_number(text: pl.Expr) -> pl.Expr:
    return text.str.contains(_NUMBER).fill_null(value=True)


def _micros(text: pl.Expr) -> pl.Expr:
    whole = text.str.extract(r"^[-+]?(\d*)").replace("", "0").cast(pl.Int64, strict=False)
    rest = pl.concat_str(pl.lit("0."), text.str.extract(r"\.(\d+)$").fill_null("0")).cast(
        pl.Float64, strict=False
    )
    sign = pl.when(text.str.starts_with("-")).then(-1).otherwise(1)
    plain = sign * (whole * MICROS + (rest * MICROS).round().cast(pl.Int64))
    powers = (text.cast(pl.Float64, strict=False) * MICROS).round().cast(pl.Int64, strict=False)
    return pl.when(text.str.contains(r"[eE]")).then(powers).otherwise(plain)


def of_each(frame: pl.DataFrame, column: str, *parsed: pl.Expr) -> pl.DataFrame:
    """What is made of a column's cells, each different one looked at once: a file says the same thing often."""
    once = frame.select(pl.col(column).unique()).with_columns(parsed)
    named = [name for name in once.columns if name != column]
    return (
        frame.select(column)
        .join(once, on=column, how="left", nulls_equal=True, maintain_order="left")
        .select(named)
    )


def with_numbers(frame: pl.DataFrame, columns: Sequence[str], *, comma: bool = False) -> pl.DataFrame:
    """The frame with `<column>:good` and `<column>:micros` for each of these columns."""
    told = [frame]
    for column in dict.fromkeys(columns):
        plain = of_each(frame, column, numeral(column, comma=comma).alias("text"))
        good, parsed = _is_number(pl.col("text")), _micros(pl.col("text"))
        told.append(of_each(plain, "text", good.alias(f"{column}:good"), parsed.alias(f"{column}:micros")))
    return pl.concat(told, how="horizontal")


def whole(micros_: pl.Expr) -> pl.Expr:
    """Millionths as a count; what is split into parts is rounded."""
    return (micros_ + MICROS // 2) // MICROS


def day(column: str) -> pl.Expr:
    """A day as ISO text, null for what is none, or more than one: 2026-11-01, 2026.11.01., 20261101, 11/1/2026,
    1 Nov 2026, 2026년 11월 1일. Where the first number is the day, `day_first` says so."""
    return _iso(pl.col(column), months_first=True)


def day_first(column: str) -> pl.Expr:
    return _iso(pl.col(column), months_first=False)


def needs_day_first(values: pl.Series) -> bool:
    """Whether a column's 13/1/2026 can only mean that the day stands first."""
    first = values.str.extract(r"^(\d{1,2})[/.-]\d{1,2}[/.-]\d{2,4}").cast(pl.Int64, strict=False)
    return bool((first > 12).any())  # noqa: PLR2004 - months


def _iso(text: pl.Expr, *, months_first: bool) -> pl.Expr:
    stripped = text.str.strip_chars(" .")
    year = r"^(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})"
    short = r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})"
    y = stripped.str.extract(short, 3)
    long_year = pl.when(y.str.len_chars() == 2).then(pl.concat_str(pl.lit("20"), y)).otherwise(y)  # noqa: PLR2004
    month, day_ = (1, 2) if months_first else (2, 1)
    several = stripped.str.contains(r"~|\d\s+[-–]\s+\d")
    iso = pl.coalesce(
        _joined(*(stripped.str.extract(year, n) for n in (1, 2, 3))),
        _joined(*(stripped.str.extract(r"^(\d{4})(\d{2})(\d{2})(?:\d{2})?$", n) for n in (1, 2, 3))),
        _joined(long_year, stripped.str.extract(short, month), stripped.str.extract(short, day_)),
        stripped.str.to_date("%b %d, %Y", strict=False).dt.strftime("%Y-%m-%d"),
        stripped.str.to_date("%B %d, %Y", strict=False).dt.strftime("%Y-%m-%d"),
        stripped.str.to_date("%d %b %Y", strict=False).dt.strftime("%Y-%m-%d"),
        stripped.str.to_date("%d %B %Y", strict=False).dt.strftime("%Y-%m-%d"),
    )
    return pl.when(~several).then(iso).str.to_date("%Y-%m-%d", strict=False)


def _joined(year: pl.Expr, month: pl.Expr, day_: pl.Expr) -> pl.Expr:
    return pl.concat_str(year, month.str.zfill(2), day_.str.zfill(2), separator="-")
