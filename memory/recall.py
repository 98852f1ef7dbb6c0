"""Recall: what was said and learnt about something, within a session's reach, each with where it stands.

The database gives the candidates, `memory.ranking` their order: the same on both databases, and of nothing
but what the session may read. Standing instructions are not searched for: `profile` always has all of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from memory.access import Access
from memory.db import Database, Unit
from memory.excerpt import excerpt
from memory.guidelines import Guidelines
from memory.insight import STANDING, Insight, Source
from memory.ranking import Hit, rank
from memory.recalled import OUTSIDER, Origin, Recalled
from memory.search import FOREVER, Found, Request, asked_terms
from memory.semantics import Semantics
from memory.store import guidelines, insights
from memory.store.paths import PATH, with_path
from memory.tables.conversation import messages
from memory.types import Json

_m = messages.c


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds for everything that is done at a place."""

    insights: tuple[Insight, ...]
    """Rules and preferences, those of the nearest level first."""
    guidelines: Guidelines


async def recall(
    db: Database,
    access: Access,
    query: str,
    k: int = 10,
    as_of: datetime | None = None,
    semantics: Semantics | None = None,
) -> tuple[Recalled, ...]:
    """The `k` best hits for a question in any language, best first; none for one without a word.

    With `as_of`, what had been said by then, and the insights that held. With `semantics`, the meaning counts
    besides the words, for all that has its vector already.
    """
    vector = await semantics.embedder.query(query) if semantics and query.strip() else None
    async with db.reading(access) as unit:
        near = await semantics.near(unit, vector) if semantics and vector else None
        return await recall_in(unit, query, k, as_of, near)


async def recall_in(
    unit: Unit,
    query: str,
    k: int = 10,
    as_of: datetime | None = None,
    near: Mapping[str, float] | None = None,
    but: Collection[str] = (),
) -> tuple[Recalled, ...]:
    """The same within a unit. `near` are cosines by id of message or insight; `but` are ids to leave out."""
    terms, near = asked_terms(query), near or {}
    found = await unit.find(Request(terms, as_of or FOREVER, tuple(near)))
    ranked = rank(terms, found.rows, found.facts, found.corpus, _at_messages(near, found))
    hits = [hit for hit in ranked if hit.id not in but][:k]
    texts = await _messages(unit, hits)
    learnt = await _insights(unit, hits, as_of or unit.now())
    told = (_told(hit, terms, texts, learnt) for hit in hits)
    return tuple(one for one in told if one is not None)


async def profile(unit: Unit) -> Profile:
    """The rules and preferences of the unit's scope and of those above it, and the guidelines in force."""
    levels = [scope.level for scope in unit.scope.chain]
    standing = await insights.of_categories(unit, STANDING, levels)
    nearest = sorted(standing, key=lambda one: levels.index(one.scope.level))
    return Profile(tuple(nearest), (await guidelines.in_force(unit)).guidelines)


def _at_messages(near: Mapping[str, float], found: Found) -> Mapping[str, float]:
    """The cosine of an insight counts for the messages that it was learnt from, where these are there."""
    there = {row.id for row in found.rows}
    moved = dict(near)
    for fact in found.facts:
        sources = there.intersection(fact.sources)
        if fact.id in near and sources:
            cosine = moved.pop(fact.id)
            moved |= {source: max(cosine, near.get(source, cosine)) for source in sources}
    return moved


async def _messages(unit: Unit, hits: Sequence[Hit]) -> dict[str, Row[Any]]:
    wanted = [hit.id for hit in hits if hit.kind == "message"]
    if not wanted:
        return {}
    said = [
        _m[name]
        for name in ("id", "kind", "conversation", "author", "text", "external_id", "meta", "created_at")
    ]
    query = select(*said, PATH).select_from(with_path(messages))
    found = await unit.all(query.where(_m.org_id == unit.scope.org, _m.id.in_(wanted)))
    return {row.id: row for row in found}


Learnt = tuple[Insight, Source | None]


async def _insights(unit: Unit, hits: Sequence[Hit], at: datetime) -> dict[str, Learnt]:
    """Insights with their oldest source, without those that have lapsed by themselves."""
    wanted = [hit.id for hit in hits if hit.kind == "insight"]
    if not wanted:
        return {}
    first: dict[str, Source] = {}
    for source in await insights.sources(unit, wanted):
        first.setdefault(source.insight, source)
    found = await insights.named(unit, wanted)
    lasting = (one for one in found if one.lapses_at is None or one.lapses_at > at)
    return {one.id: (one, first.get(one.id)) for one in lasting}


def _told(
    hit: Hit, terms: Sequence[str], texts: Mapping[str, Row[Any]], learnt: Mapping[str, Learnt]
) -> Recalled | None:
    """The hit with its words; None where they were erased in the meantime."""
    if hit.kind == "message" and (row := texts.get(hit.id)):
        return replace(_of_message(row, terms), score=hit.score, insights=hit.insights)
    if hit.kind == "insight" and (known := learnt.get(hit.id)):
        return replace(_of_insight(*known), score=hit.score)
    return None


def _of_message(row: Row[Any], terms: Sequence[str]) -> Recalled:
    name = row.external_id if row.kind == "imported" else row.id
    meta: Json = row.meta or {}
    origin = Origin(
        name, row.conversation, row.author, row.created_at, row.path, outsider=bool(meta.get(OUTSIDER))
    )
    return Recalled("message", row.id, 0.0, excerpt(row.text, terms), origin)


def _of_insight(insight: Insight, source: Source | None) -> Recalled:
    if source is None:
        return Recalled("insight", insight.id, 0.0, insight.text, None)
    said = (source.conversation, source.author, source.said_at)
    name = source.external_id if source.kind == "imported" else source.message
    return Recalled(
        "insight", insight.id, 0.0, insight.text, Origin(name, *said, insight.place, source.quote)
    )
