"""A connector's tables by their names: what stands in files such as `facebook_ads_basic_ad_data.csv`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from adapters.importing.cells import whole, with_numbers
from adapters.importing.table import LINE, Sheet
from config.importing import connector_tables
from memory.loading import Turned

_NAME = re.compile(r"^(?P<table>\w+?)(_data)?(\.\w+)?$")


@dataclass(slots=True)
class Tables:
    """The tables of one platform; one that was not handed over is empty, and so is a column that it lacks."""

    platform: str
    sheets: Mapping[str, Sequence[Sheet]]
    turned: list[Turned] = field(default_factory=list[Turned])

    def get(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """These columns of a table as texts, with `line` and `file`."""
        frames = [_columns(one, columns) for one in self.sheets.get(table, ())]
        empty = pl.DataFrame(schema={LINE: pl.UInt32, "file": pl.String, **dict.fromkeys(columns, pl.String)})
        return pl.concat(frames) if frames else empty

    def newest(self, table: str, columns: Sequence[str], by: Sequence[str], stamp: str) -> pl.DataFrame:
        """One row for each key, the one that was changed last."""
        rows = self.get(table, [*columns, stamp]).with_columns(_moment(stamp).alias("moment"))
        last = rows.sort("moment", descending=True, nulls_last=True, maintain_order=True)
        return last.unique(list(by), keep="first", maintain_order=True).select(columns)

    def stats(self, table: str, texts: Sequence[str], day: str, numbers: Sequence[str]) -> pl.DataFrame:
        """Rows with their day and, by `amount` and `count`, their numbers.

        What has no day, or no number where one belongs, is turned away.
        """
        rows = self.get(table, [*texts, day, *numbers]).with_columns(
            pl.col(day).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias("day")
        )
        bad = ~pl.all_horizontal([f"{name}:good" for name in numbers])
        reason = (
            pl.when(pl.col("day").is_null()).then(pl.lit("bad_date")).when(bad).then(pl.lit("bad_number"))
        )
        judged = with_numbers(rows, numbers).with_columns(reason.alias("reason"))
        for row in judged.filter(pl.col("reason").is_not_null()).iter_rows(named=True):
            self.turned.append(Turned(row["file"], row[LINE], row["reason"], row[day] or ""))
        return judged.filter(pl.col("reason").is_null()).drop("reason")


def table_of(name: str, platform: str) -> tuple[str, str] | None:
    """Platform and table of a file's name; a bare table name is the wished platform's. None for another file."""
    found = _NAME.match(name.rsplit("/", 1)[-1].lower())
    stem = found["table"] if found else ""
    for ours, known in connector_tables().items():
        if platform not in ("auto", ours):
            continue
        for prefix in known.prefixes:
            if stem.startswith(f"{prefix}_") and stem[len(prefix) + 1 :] in known.tables:
                return ours, stem[len(prefix) + 1 :]
    bare = connector_tables().get(platform)
    return (platform, stem) if bare and stem in bare.tables else None


def foreign(name: str) -> bool:
    """Whether a file is named as a connector's table, whatever it holds."""
    stem = name.rsplit("/", 1)[-1].lower()
    return any(
        stem.startswith(f"{prefix}_") for one in connector_tables().values() for prefix in one.prefixes
    )


def amount(name: str) -> pl.Expr:
    """Micros of a column of numbers; null where it is empty."""
    return pl.col(f"{name}:micros")


def count(name: str) -> pl.Expr:
    """A whole number; null where it is empty."""
    return whole(amount(name))


def _columns(one: Sheet, columns: Sequence[str]) -> pl.DataFrame:
    there = {header.strip().lower(): f"c{n}" for n, header in reversed(list(enumerate(one.header)))}
    told = [
        (pl.col(there[name]) if name in there else pl.lit(None, pl.String)).alias(name) for name in columns
    ]
    return one.frame.select(pl.col(LINE), pl.lit(one.name).alias("file"), *told)


def _moment(column: str) -> pl.Expr:
    """A time as text that sorts as times do: `2022-02-01 2:20:51` and `2022-02-01T02:20:51.040` alike."""
    spaced = pl.col(column).str.replace("T", " ", literal=True).str.replace("Z", "", literal=True)
    return spaced.str.replace(r" (\d):", " 0$1:")
