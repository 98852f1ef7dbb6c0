"""The days of the week as a table: Monday first, how many days each average is of, all days last."""

from collections.abc import Iterator, Sequence
from typing import cast

from agents.kit.analysing.saying import UNSAID, change, metric_name, said
from agents.kit.analysing.values import Value, row_currency
from agents.types import Table
from config.analysing import catalogue
from config.errors import Locale
from config.wording import words
from memory.types import Json

_MOST_BESIDE = 6
"""Things that stand as columns beside each other."""


def weekday_table(body: Json, locale: Locale) -> Iterator[Table]:
    """A row a weekday; several things stand as columns, each metric in a table of its own."""
    rows, metrics = cast("list[Json]", body["rows"]), [str(name) for name in body["metrics"]]
    things = {_thing(row) for row in rows}
    if 1 < len(things) <= _MOST_BESIDE:
        for metric in metrics:
            known = [row for row in rows if row["now"][metric] is not None]
            yield _beside(body, known, metric, locale)
        return
    say = words("analytics")
    heads = [say("head.weekday", locale), *(say(f"head.{name}", locale) for name in body["by"])]
    heads += [say("head.of_days", locale), *(_head(name, locale) for name in metrics)]
    lines = [_line(row, metrics, locale) for row in rows]
    lines += [_all(row, metrics, len(body["by"]), locale) for row in cast("list[Json]", body["totals"])]
    yield Table(tuple(heads), tuple(lines))


def _head(metric: str, locale: Locale) -> str:
    name = metric_name(metric, locale)
    return words("analytics")("head.a_day", locale, name=name) if catalogue()[metric].kind == "sum" else name


def _thing(row: Json) -> tuple[str, ...]:
    names = tuple(str(name) for key, name in row["names"].items() if key != "weekday")
    return (*names, str(row["currency"]))


def _line(row: Json, metrics: Sequence[str], locale: Locale) -> tuple[str, ...]:
    cells = [_cell(row, name, locale) for name in metrics]
    return (*(str(name) for name in row["names"].values()), str(row["days"]), *cells)


def _cell(row: Json, metric: str, locale: Locale) -> str:
    text = said(metric, row["now"][metric], row_currency(row, metric), locale)
    moved = change(metric, row["before"][metric], row["now"][metric], locale) if row["before"] else ""
    return f"{text} ({moved})" if moved else text


def _all(row: Json, metrics: Sequence[str], width: int, locale: Locale) -> tuple[str, ...]:
    """All days together; a platform's own where claims have no sum."""
    names = [str(one) for one in row["names"].values()]
    empty = [""] * max(width - len(names), 0)
    cells = [said(name, row["average"][name], row_currency(row, name), locale) for name in metrics]
    return (
        words("analytics")("head.all_days", locale),
        *names[: width or 0],
        *empty,
        str(row["days"]),
        *cells,
    )


def _beside(body: Json, rows: Sequence[Json], metric: str, locale: Locale) -> Table:
    say, things = words("analytics"), list(dict.fromkeys(_thing(row) for row in rows))
    found = {(row["weekday"], _thing(row)): row for row in rows}
    several = len({one[-1] for one in things}) > 1
    names = [" › ".join((*one[:-1], *(one[-1:] if several else ()))) for one in things]
    lines = [
        (
            say(f"weekday.{place}", locale),
            str(max(row["days"] for (day, _), row in found.items() if day == place)),
            *(
                _cell(found[place, one], metric, locale) if (place, one) in found else UNSAID
                for one in things
            ),
        )
        for place in sorted({day for day, _ in found})
    ]
    totals = {_thing(row): row for row in cast("list[Json]", body["totals"])}
    means: list[Value] = [totals[one]["average"][metric] if one in totals else None for one in things]
    if any(one is not None for one in means):
        cells = [said(metric, mean, one[-1], locale) for mean, one in zip(means, things, strict=True)]
        days = str(max(row["days"] for row in totals.values()))
        lines.append((say("head.all_days", locale), days, *cells))
    corner = say("head.weekday", locale) if len(body["metrics"]) == 1 else _head(metric, locale)
    return Table((corner, say("head.of_days", locale), *names), tuple(lines))
