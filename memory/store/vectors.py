"""The vectors of what may be found, each with the name of the model that made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, delete, func, insert, select, true

from memory.db import Unit, Writing
from memory.embed import Vector
from memory.tables.conversation import messages
from memory.tables.insights import ai_insights
from memory.tables.search import search_entries, search_vectors
from memory.types import Scope

_e = search_entries.c
_v = search_vectors.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry without a vector, and the text that the vector is to be of."""

    id: str
    scope: Scope
    text: str
    terms: str
    """What the entry was found by at that time: whether it is still the same text."""


async def missing(unit: Unit, model: str, most: int) -> tuple[Wanted, ...]:
    """Entries at the unit's scope and below it that have no vector of this model, the newest first."""
    spoken = case(
        (messages.c.kind == "brief", messages.c.text), else_=messages.c.author + ": " + messages.c.text
    )
    said = func.coalesce(spoken, ai_insights.c.text).label("text")
    of_message = and_(messages.c.org_id == _e.org_id, messages.c.id == _e.id)
    of_insight = and_(ai_insights.c.org_id == _e.org_id, ai_insights.c.id == _e.id)
    has = and_(_v.org_id == _e.org_id, _v.id == _e.id, _v.model == model)
    joined = (
        search_entries.outerjoin(messages, of_message)
        .outerjoin(ai_insights, of_insight)
        .outerjoin(search_vectors, has)
    )
    query = select(search_entries, said).select_from(joined)
    query = query.where(_below(unit.scope), _v.id.is_(None)).order_by(_e.id.desc()).limit(most)
    return tuple(_wanted(row) for row in await unit.all(query))


async def keep(unit: Writing, model: str, made: Sequence[tuple[Wanted, Vector]]) -> None:
    """Stores vectors of entries that still say the same; an older vector of another model gives way."""
    ids = [wanted.id for wanted, _ in made]
    now = await unit.all(select(_e.id, _e.terms).where(_e.org_id == unit.scope.org, _e.id.in_(ids)))
    same = {(row.id, row.terms) for row in now}
    kept = [
        _values(unit, wanted, model, vector) for wanted, vector in made if (wanted.id, wanted.terms) in same
    ]
    await unit.run(delete(search_vectors).where(_v.org_id == unit.scope.org, _v.id.in_(ids)))
    if kept:
        await unit.run(insert(search_vectors), kept)


async def version(unit: Unit, model: str) -> tuple[int, datetime | None]:
    """How many vectors of a model are in reach, and when the newest was stored."""
    query = select(func.count().label("number"), func.max(_v.stored_at).label("newest"))
    row = await unit.first(query.where(_v.org_id == unit.scope.org, _v.model == model))
    return (row.number, row.newest) if row else (0, None)


async def every(unit: Unit, model: str) -> Iterable[tuple[str, Vector]]:
    """The vectors of a model in reach, by id."""
    query = select(_v.id, _v.vector).where(_v.org_id == unit.scope.org, _v.model == model)
    return [(row.id, row.vector) for row in await unit.all(query)]


def _below(scope: Scope) -> ColumnElement[bool]:
    own = _e.campaign_id == scope.campaign if scope.campaign else _e.client_id == scope.client
    return and_(_e.org_id == scope.org, own if scope.client or scope.campaign else true())


def _wanted(row: Row[Any]) -> Wanted:
    return Wanted(row.id, Scope(row.org_id, row.client_id, row.campaign_id), row.text or "", row.terms)


def _values(unit: Unit, wanted: Wanted, model: str, vector: Vector) -> dict[str, Any]:
    scope = wanted.scope
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign, "id": wanted.id}
    return {**level, "model": model, "vector": vector, "stored_at": unit.now()}
