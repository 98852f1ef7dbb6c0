"""`stratum recall`: what was said and learnt about something."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, wait
from bot.house import House
from config.errors import Misused
from config.wording import words
from memory.embed import Vector
from memory.recall import recall_in
from memory.recalled import Recalled
from memory.store import vectors
from memory.store.entrance import Entrance

_BATCH = 64


class BadMoment(Misused):
    """{text!r} is no time: write it as 2026-03-01 or 2026-03-01T14:05+09:00.

    ko: {text!r}은(는) 시각이 아닙니다. 2026-03-01이나 2026-03-01T14:05+09:00처럼 적어 주세요.
    """


@click.command()
@click.argument("scope", metavar="SCOPE")
@click.argument("query", default="", metavar="[QUERY]")
@click.option("-k", "most", default=10, show_default=True, type=click.IntRange(1, 200), help="Hits at most.")
@click.option("--as-of", "as_of", default="", metavar="TIME", help="What had been said by then, and held.")
@click.option("--stdin", "from_stdin", is_flag=True, help="A query a line; prints a JSON line for each.")
@as_option
@json_option
def recall(  # noqa: PLR0917 - a command has as many parameters as options
    scope: str, query: str, most: int, as_of: str, from_stdin: bool, user: str, as_json: bool
) -> int:
    """Searches messages and insights of a place and of those above it, best first."""
    if not query.strip() and not from_stdin:
        raise click.MissingParameter(param_type="argument", param=click.Argument(["query"]))
    return wait(_recall(scope, None if from_stdin else query, most, moment(as_of), user, as_json))


async def _recall(
    scope: str, query: str | None, most: int, as_of: datetime | None, user: str, as_json: bool
) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "recall")
        if query is None:
            await _each(opened, entrance, most, as_of)
            return 0
        hits = (await _hits(opened, entrance, [query], most, as_of))[0]
    if as_json:
        print_json({"query": query, "hits": [hit.document() for hit in hits]})
    else:
        _show(hits, entrance)
    return 0


async def _each(house: House, entrance: Entrance, most: int, as_of: datetime | None) -> None:
    """Answers the lines in batches, so that an embedder works on many at once."""
    lines = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    for start in range(0, len(lines), _BATCH):
        batch = lines[start : start + _BATCH]
        for query, hits in zip(batch, await _hits(house, entrance, batch, most, as_of), strict=True):
            found = {"query": query, "hits": [hit.document() for hit in hits]}
            click.echo(json.dumps(found, ensure_ascii=False))


async def _hits(
    house: House, entrance: Entrance, queries: Sequence[str], most: int, as_of: datetime | None
) -> list[tuple[Recalled, ...]]:
    found: list[tuple[Recalled, ...]] = []
    vectors_ = await _vectors(house, entrance, queries)
    async with house.database.reading(entrance.access) as unit:
        for query, vector in zip(queries, vectors_, strict=True):
            near = await house.semantics.near(unit, vector) if house.semantics and vector else None
            found.append(await recall_in(unit, query, most, as_of, near))
    return found


async def _vectors(house: House, entrance: Entrance, queries: Sequence[str]) -> Sequence[Vector | None]:
    """The queries' vectors, where there are any to compare them with."""
    if house.semantics is None:
        return [None] * len(queries)
    async with house.database.reading(entrance.access) as unit:
        count, _ = await vectors.version(unit, house.semantics.embedder.name)
    return await house.semantics.embedder.queries(queries) if count else [None] * len(queries)


def _show(hits: Sequence[Recalled], entrance: Entrance) -> None:
    if not hits:
        click.echo(words("memory")("nothing", entrance.access.actor.locale))
    for hit in hits:
        origin = hit.origin
        said = f"{origin.author} {origin.said_at:%Y-%m-%d} · {origin.place}" if origin else "-"
        click.echo(f"{hit.score:6.2f}  {hit.kind:8} {said}\n        {' '.join(hit.text.split())}")


def moment(text: str) -> datetime | None:
    """The moment that was typed, in UTC where it has no offset; None for none. Raises BadMoment."""
    if not text:
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadMoment(text=text) from error
    return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
