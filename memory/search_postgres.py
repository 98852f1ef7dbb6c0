"""Full-text search on PostgreSQL: row-level security keeps each statement within the session's reach.

The terms stand in a column that the server makes of an entry's terms. There is no index on it: under
row-level security PostgreSQL uses an index only with operators that leak nothing, and `@@` is not one of
them; the entries of the organisation are found by its key, and looked through.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.search import MOST_CANDIDATES, NOTHING, Found, Request, around, chosen, found

ADD_COLUMN = (
    "alter table search_entries add column search tsvector generated always as"
    " (array_to_tsvector(array_remove(string_to_array(terms, ' '), ''))) stored"
)
_ENTRY = """
select e.kind, e.id, e.conversation, e.position, e.terms,
       case e.kind when 'insight' then (
           select string_agg(s.message_id, ' ' order by s.id) from insight_sources s
           where s.org_id = e.org_id and s.level = e.level and s.insight_id = e.id
       ) else '' end
from """
_HELD = " e.starts_at <= :at and (e.ends_at is null or e.ends_at > :at)"
_MATCHED = text(
    f"{_ENTRY} search_entries e where e.search @@ cast(:wanted as tsquery) and {_HELD}"
    " order by e.id desc limit :most"
)
_NAMED = text(f"{_ENTRY} search_entries e where e.id = any(cast(:ids as text[])) and {_HELD}")
_BESIDE = text(
    f"{_ENTRY} unnest(cast(:names as text[]), cast(:firsts as int[]), cast(:lasts as int[]))"
    " run(name, first, last) join search_entries e on e.conversation = run.name and e.kind = 'message'"
    f" and e.position between run.first and run.last where {_HELD}"
)


async def find(connection: AsyncConnection, asked: Request) -> Found:
    """Candidates within the session's reach, as `memory.search` describes them."""
    if not asked.terms and not asked.also:
        return NOTHING
    totals, counts = await _counts(connection, asked.terms)
    entries = await _candidates(connection, chosen(counts), asked)
    if asked.also:
        entries += (await connection.execute(_NAMED, {"ids": list(asked.also), "at": asked.at})).all()
    entries += await _neighbours(connection, entries, asked)
    return found(entries, totals)


async def _counts(
    connection: AsyncConnection, terms: Sequence[str]
) -> tuple[list[tuple[str, int, int]], dict[str, int]]:
    """Entries and terms in reach by kind, and in how many entries each of these terms stands."""
    each = [f", count(*) filter (where search @@ cast(:t{n} as tsquery))" for n in range(len(terms))]
    query = text(f"select kind, count(*), sum(length){''.join(each)} from search_entries group by kind")  # noqa: S608
    asked = {f"t{n}": _quoted([term]) for n, term in enumerate(terms)}
    rows: list[tuple[Any, ...]] = [tuple(row) for row in await connection.execute(query, asked)]
    counts = {term: sum(row[3 + n] for row in rows) for n, term in enumerate(terms)}
    return [(row[0], row[1], row[2]) for row in rows], counts


async def _candidates(connection: AsyncConnection, wanted: Sequence[str], asked: Request) -> list[Row[Any]]:
    if not wanted:
        return []
    parameters = {"wanted": _quoted(wanted), "at": asked.at, "most": MOST_CANDIDATES}
    return list((await connection.execute(_MATCHED, parameters)).all())


async def _neighbours(
    connection: AsyncConnection, entries: Sequence[Row[Any]], asked: Request
) -> Sequence[Row[Any]]:
    runs = around((one.conversation, one.position) for one in entries if one.kind == "message")
    if not runs:
        return []
    names, firsts, lasts = (list(column) for column in zip(*runs, strict=True))
    parameters = {"names": names, "firsts": firsts, "lasts": lasts, "at": asked.at}
    return (await connection.execute(_BESIDE, parameters)).all()


def _quoted(terms: Sequence[str]) -> str:
    """A tsquery of any of these terms, which are letters and digits only."""
    return " | ".join(f"'{term}'" for term in terms)
