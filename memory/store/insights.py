"""What was learnt, as it is read: one insight, all of them, where they come from and what became of them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from memory.db import Unit
from memory.errors import AmbiguousInsight, UnknownInsight
from memory.insight import PATTERN, Conflict, Insight, InsightStatus, Source, Trace, Use
from memory.store import refs, rows
from memory.store.paths import PATH, with_path
from memory.tables.conversation import messages
from memory.tables.insights import ai_insights, insight_conflicts, insight_sources, insight_uses

_c = ai_insights.c
_s = insight_sources.c
_m = messages.c
_PREFIX_SHOWN = 5

TO_MESSAGE = and_(_m.org_id == _s.org_id, _m.id == _s.message_id)
"""From a source to its message."""


async def get(unit: Unit, ref: str) -> Insight:
    """An insight by its id, or by the beginning or the end of it where only one begins or ends so.

    Raises UnknownInsight, AmbiguousInsight.
    """
    found = await unit.all(_selected(unit).where(_c.id == ref))
    if not found and ref:
        found = await unit.all(_selected(unit).where(refs.part_of(_c.id, ref)).limit(_PREFIX_SHOWN))
    if not found:
        raise UnknownInsight(ref=ref)
    if len(found) > 1:
        raise AmbiguousInsight(ref=ref, matches=", ".join(row.id for row in found))
    return rows.insight(found[0])


async def every(
    unit: Unit, status: Collection[InsightStatus] = ("active",), as_of: datetime | None = None
) -> tuple[Insight, ...]:
    """The insights in reach with one of these statuses, newest first.

    With `as_of`, those that held at that moment instead, by what had been said until then.
    """
    wanted = and_(_c.status.in_(status), lasting(unit.now().date())) if as_of is None else held_at(as_of)
    found = await unit.all(_selected(unit).where(wanted).order_by(_c.recorded_at.desc(), _c.id.desc()))
    return tuple(rows.insight(row) for row in found)


def lasting(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """What has not lapsed by itself: a pattern holds until the last day that it speaks of."""
    return or_(_c.category != PATTERN, _c.valid_to.is_(None), _c.valid_to >= today)


async def holding(unit: Unit, levels: Collection[str], most: int) -> tuple[Insight, ...]:
    """The newest insights that hold at these levels, in the order in which they were said."""
    wanted = _c.level.in_(levels), _c.status == "active", lasting(unit.now().date())
    query = _selected(unit).where(*wanted).order_by(_c.recorded_at.desc(), _c.id.desc()).limit(most)
    return tuple(rows.insight(row) for row in reversed(await unit.all(query)))


async def named(unit: Unit, ids: Iterable[str]) -> tuple[Insight, ...]:
    """The insights in reach of these ids, in the order in which they were learnt."""
    query = _selected(unit).where(_c.id.in_(list(ids))).order_by(_c.id)
    return tuple(rows.insight(row) for row in await unit.all(query))


async def of_categories(
    unit: Unit, categories: Collection[str], levels: Collection[str]
) -> tuple[Insight, ...]:
    """The insights of these categories that hold at these levels, in the order in which they were said."""
    wanted = _c.category.in_(categories), _c.level.in_(levels), _c.status == "active"
    found = await unit.all(_selected(unit).where(*wanted).order_by(_c.recorded_at, _c.id))
    return tuple(rows.insight(row) for row in found)


async def sources(unit: Unit, ids: Iterable[str]) -> tuple[Source, ...]:
    """Where insights were learnt, oldest words first."""
    said = [_m.external_id, _m.conversation, _m.kind, _m.author, _m.created_at.label("said_at")]
    query = select(insight_sources, *said).join_from(insight_sources, messages, TO_MESSAGE)
    query = query.where(_s.org_id == unit.scope.org, _s.insight_id.in_(list(ids)))
    return tuple(rows.source(row) for row in await unit.all(query.order_by(_m.created_at, _s.id)))


async def spans(unit: Unit, message: str) -> tuple[tuple[int, int], ...]:
    """The words of a message that something was learnt from."""
    query = select(_s.starts, _s.ends).where(_s.org_id == unit.scope.org, _s.message_id == message)
    return tuple((row.starts, row.ends) for row in await unit.all(query))


async def why(unit: Unit, ref: str) -> Trace:
    """Everything that explains an insight. Raises UnknownInsight, AmbiguousInsight."""
    insight = await get(unit, ref)
    return Trace(
        insight,
        await sources(unit, [insight.id]),
        await _history(unit, insight),
        await conflicts(unit, of=insight.id),
        await uses(unit, [insight.id]),
    )


async def conflicts(unit: Unit, of: str = "", *, settled: bool = False) -> tuple[Conflict, ...]:
    """The conflicts in reach that nobody has settled, oldest first; of one insight, the settled ones too."""
    c = insight_conflicts.c
    query = select(insight_conflicts).where(c.org_id == unit.scope.org)
    if of:
        query = query.where(or_(c.holds_id == of, c.disputed_id == of))
    elif not settled:
        query = query.where(c.settled_at.is_(None))
    return tuple(rows.conflict(row) for row in await unit.all(query.order_by(c.opened_at, c.id)))


async def uses(unit: Unit, ids: Iterable[str]) -> tuple[Use, ...]:
    """The outputs and replies in reach that these insights went into, oldest first."""
    c = insight_uses.c
    query = select(insight_uses).where(c.org_id == unit.scope.org, c.insight_id.in_(list(ids)))
    return tuple(rows.use(row) for row in await unit.all(query.order_by(c.used_at, c.id)))


def held_at(moment: datetime) -> ColumnElement[bool]:
    """What had been said by then and not been replaced; neither what waits nor what was forgotten."""
    until = or_(_c.superseded_at.is_(None), _c.superseded_at > moment)
    return and_(_c.recorded_at <= moment, until, _c.status.in_(("active", "superseded", "disputed")))


async def _history(unit: Unit, insight: Insight) -> tuple[Insight, ...]:
    same = _c.level == insight.scope.level, _c.subject_key == insight.subject_key
    said = _c.predicate == insight.predicate, _c.status.in_(("active", "superseded", "disputed"))
    query = _selected(unit).where(*same, *said).order_by(_c.recorded_at, _c.id)
    return tuple(rows.insight(row) for row in await unit.all(query))


def _selected(unit: Unit) -> Select[Any]:
    """Insights of the organisation, with the path of slugs of their scope."""
    query = select(ai_insights, PATH).select_from(with_path(ai_insights))
    return query.where(_c.org_id == unit.scope.org)
