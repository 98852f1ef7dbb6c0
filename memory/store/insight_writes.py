"""How the rows of insights change: together with their sources, their search entries and their conflicts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from memory.db import Unit, Writing
from memory.hashing import content_hash
from memory.ids import new_id
from memory.insight import Conflict, ConflictId, Insight, InsightId, InsightStatus, Known
from memory.store import entries, rows
from memory.store.insights import TO_MESSAGE, sources
from memory.tables.conversation import messages
from memory.tables.insights import ai_insights, insight_conflicts, insight_sources
from memory.tables.tenancy import campaigns, clients, organizations
from memory.types import Message

_c = ai_insights.c
_s = insight_sources.c
_x = insight_conflicts.c


async def lock(unit: Writing) -> None:
    """Lets nobody else reconcile at the unit's level until the unit ends. SQLite has one writer anyway."""
    scope = unit.scope
    table = campaigns if scope.campaign else clients if scope.client else organizations
    row = select(table.c.id).where(table.c.id == (scope.campaign or scope.client or scope.org))
    await unit.first(row.with_for_update(key_share=True))


async def known(unit: Unit, subject_key: str) -> tuple[Known, ...]:
    """What holds at the unit's level of a subject, as reconciling needs it, newest first."""
    said = select(func.max(messages.c.created_at)).join_from(insight_sources, messages, TO_MESSAGE)
    last = said.where(_s.org_id == _c.org_id, _s.insight_id == _c.id).scalar_subquery().label("said_at")
    here = _c.org_id == unit.scope.org, _c.level == unit.scope.level
    query = select(ai_insights, last).where(*here, _c.subject_key == subject_key, _c.status == "active")
    return tuple(rows.known(row) for row in await unit.all(query.order_by(_c.recorded_at.desc(), _c.id)))


def hash_of(insight: Insight) -> str:
    """Of what it says while it holds; of the row itself when it does not, so that it may be said again."""
    if insight.status == "active":
        return content_hash([insight.subject_key, insight.predicate, insight.value, insight.unit])
    return content_hash([insight.id, insight.status])


async def add(unit: Writing, insight: Insight) -> bool:
    """Stores an insight, and lets it be found for as long as it held; False where it holds already."""
    if not await unit.unless_taken(insert(ai_insights).values(_values(insight))):
        return False
    await _let_be_found(unit, insight)
    return True


async def activate(unit: Writing, insight: Insight) -> None:
    """What waited for a confirmation is stored as it stands now."""
    row = update(ai_insights).where(_c.org_id == insight.scope.org, _c.id == insight.id)
    changed = ("status", "grade", "superseded_at", "superseded_by")
    values = {name: getattr(insight, name) for name in changed} | {"content_hash": hash_of(insight)}
    await unit.run(row.values(values))
    await _let_be_found(unit, insight)


async def twin(unit: Unit, insight: Insight) -> InsightId:
    """The insight that says the same at the same level, and holds."""
    here = _c.org_id == insight.scope.org, _c.level == insight.scope.level
    found = await unit.scalar(select(_c.id).where(*here, _c.content_hash == hash_of(insight)))
    return InsightId(str(found))


async def end(unit: Writing, insight: str, by: Insight, status: InsightStatus = "superseded") -> None:
    """From when the other one was said, this one no longer holds."""
    row = _c.org_id == unit.scope.org, _c.id == insight
    begun = await unit.scalar(select(_c.recorded_at).where(*row))
    until = max(begun, by.recorded_at)
    values = {"status": status, "superseded_at": until, "superseded_by": by.id}
    ended = content_hash([insight, status])
    await unit.run(update(ai_insights).where(*row).values(**values, content_hash=ended))
    await entries.hold(unit, insight, until)


async def revive(unit: Writing, insight: Insight) -> None:
    """It holds again, as if nothing had been said against it."""
    row = update(ai_insights).where(_c.org_id == unit.scope.org, _c.id == insight.id)
    values = {"status": "active", "superseded_at": None, "superseded_by": None}
    await unit.run(row.values(**values, content_hash=hash_of(insight)))
    await entries.hold(unit, insight.id, None)


async def prolong(unit: Writing, insight: Insight) -> None:
    """It has been seen again, in the words that it has now, and holds for longer."""
    row = update(ai_insights).where(_c.org_id == insight.scope.org, _c.id == insight.id)
    await unit.run(row.values(text=insight.text, valid_to=insight.valid_to))
    await entries.reword_insight(unit, insight.id, insight.text)


async def reword(unit: Writing, insight: Insight, text: str) -> None:
    """It says the same in other words."""
    row = update(ai_insights).where(_c.org_id == insight.scope.org, _c.id == insight.id)
    await unit.run(row.values(text=text))
    await entries.reword_insight(unit, insight.id, text)


async def blank(unit: Writing, insight: Insight) -> None:
    """What is left says that there was an insight, and no longer what it said."""
    gone = replace(insight, status="forgotten")
    values: dict[str, Any] = dict.fromkeys(("subject_key", "predicate", "value", "unit", "text"), "")
    values |= {"valid_from": None, "valid_to": None, "superseded_at": unit.now(), "superseded_by": None}
    values |= {"status": gone.status, "content_hash": hash_of(gone), "sensitivity": "normal"}
    row = update(ai_insights).where(_c.org_id == insight.scope.org, _c.id == insight.id)
    await unit.run(row.values(values))


async def add_source(
    unit: Writing, insight: Insight, message: Message, words: tuple[int, str], grade: float
) -> None:
    """The insight is also learnt from these words at this place in a message. The earliest ones date it."""
    starts, quote = words
    scope = insight.scope
    values = {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "insight_id": insight.id,
        "message_id": message.id,
        "quote": quote,
        "starts": starts,
        "ends": starts + len(quote),
        "grade": grade,
    }
    if await unit.unless_taken(insert(insight_sources).values(values)):
        await _date(unit, insight.id, message.created_at, grade)


async def last_author(unit: Unit, insight: str) -> str:
    """Who said it last; "" where no source is left."""
    said = await sources(unit, [insight])
    return said[-1].author if said else ""


async def merge(unit: Writing, waiting: Insight, into: str) -> None:
    """What waited says the same as one that holds: its sources move there, and it goes."""
    own = _s.org_id == unit.scope.org, _s.insight_id == waiting.id
    there = select(_s.message_id).where(_s.org_id == unit.scope.org, _s.insight_id == into)
    twice = delete(insight_sources).where(*own, _s.message_id.in_(there.scalar_subquery()))
    await unit.run(twice)
    await unit.run(update(insight_sources).where(*own).values(insight_id=into))
    await unit.run(delete(ai_insights).where(_c.org_id == unit.scope.org, _c.id == waiting.id))


async def open_conflict(unit: Writing, holds: Insight, disputed: str) -> Conflict:
    """A card for somebody to settle."""
    card = Conflict(ConflictId(new_id()), holds.id, InsightId(disputed), unit.now())
    scope = holds.scope
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    ids = {"id": card.id, "holds_id": card.holds, "disputed_id": card.disputed}
    await unit.unless_taken(
        insert(insight_conflicts).values(**level, **ids, opened_at=card.opened_at, settled_by="")
    )
    return card


async def close_conflicts(unit: Writing, insight: str) -> None:
    """Every open conflict that an insight is in counts as settled by the unit's actor."""
    about = or_(_x.holds_id == insight, _x.disputed_id == insight)
    row = update(insight_conflicts).where(_x.org_id == unit.scope.org, about, _x.settled_at.is_(None))
    await unit.run(row.values(settled_at=unit.now(), settled_by=unit.actor.name))


async def _date(unit: Writing, insight: str, said_at: datetime, grade: float) -> None:
    row = _c.org_id == unit.scope.org, _c.id == insight
    known_row = await unit.first(select(_c.recorded_at, _c.grade).where(*row))
    if known_row and (said_at < known_row.recorded_at or grade > known_row.grade):
        first, best = min(said_at, known_row.recorded_at), max(grade, known_row.grade)
        await unit.run(update(ai_insights).where(*row).values(recorded_at=first, grade=best))
        await entries.begin(unit, insight, first)


async def _let_be_found(unit: Writing, insight: Insight) -> None:
    if insight.status != "pending":
        await entries.add_insight(unit, insight)


def _values(insight: Insight) -> dict[str, Any]:
    scope = insight.scope
    stored = {c.name: getattr(insight, c.name) for c in ai_insights.columns if hasattr(insight, c.name)}
    level = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    return stored | level | {"content_hash": hash_of(insight)}
