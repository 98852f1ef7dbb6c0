"""Digests: who wants to be told what, where and when; and what was handed over for sending."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from memory.access import SessionValues
from memory.db import Database, Unit, Writing
from memory.errors import AmbiguousDigest, NotYours, UnknownDigest
from memory.ids import new_id
from memory.schedule import DAYS, About, Digest, DigestId, DigestState, Plan, Quiet, Target
from memory.store import audit, refs, rows
from memory.store.entrance import enter_as_owner
from memory.tables.schedule import digest_sendings, digests
from memory.types import ChannelKey, UserId

_c, _s = digests.c, digest_sendings.c
_OPERATOR: SessionValues = {"operator": "1"}
_SHOWN = 5


async def add(unit: Writing, about: About, target: Target, plan: Plan) -> Digest:
    """A digest of the unit's scope, as its actor sees it. Raises NotYours."""
    made, scope = DigestId(new_id()), unit.scope
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    when = {"armed_at": unit.now(), "created_at": unit.now(), "state": "active"}
    row = place | when | _planned(plan) | _aimed(target) | {"id": made, "about": about}
    await unit.run(insert(digests).values(**row, user_id=unit.actor.user))
    await audit.append(unit, "digest.add", made, {"platform": target.platform, "about": about})
    return await get(unit, made)


async def get(unit: Unit, ref: str) -> Digest:
    """A digest in reach by its id, or by its beginning or end. Raises UnknownDigest, AmbiguousDigest."""
    part = refs.part_of(_c.id, ref)
    query = select(digests).where(_c.org_id == unit.scope.org, part)
    found = await unit.all(query.limit(_SHOWN))
    if not ref or not found:
        raise UnknownDigest(ref=ref)
    if len(found) > 1:
        raise AmbiguousDigest(ref=ref, matches=", ".join(row.id for row in found))
    return _digest(found[0])


async def every(unit: Unit) -> tuple[Digest, ...]:
    """The digests of the unit's scope and in reach below it, oldest first."""
    query = select(digests).where(_c.org_id == unit.scope.org).order_by(_c.created_at, _c.id)
    found = (_digest(row) for row in await unit.all(query))
    return tuple(one for one in found if unit.scope in one.scope.chain)


async def pause(unit: Writing, ref: str, until: date | None = None) -> Digest:
    """Sends nothing more, or nothing before a local date. Raises UnknownDigest, NotYours."""
    return await _changed(unit, ref, "digest.pause", state="paused", paused_until=until)


async def resume(unit: Writing, ref: str) -> Digest:
    """Goes on from now; what fell into the pause is not caught up with. Raises UnknownDigest, NotYours."""
    now = {"armed_at": unit.now(), "paused_until": None}
    return await _changed(unit, ref, "digest.resume", state="active", **now)


async def end(unit: Writing, digest: Digest, why: str) -> None:
    """Stops it for good, because the one who made it is not there any more, or the channel is another's."""
    await unit.run(
        update(digests).where(_c.org_id == unit.scope.org, _c.id == digest.id).values(state="ended")
    )
    await audit.append(unit, "digest.end", digest.id, {"why": why})


async def remove(unit: Writing, ref: str) -> Digest:
    """Raises UnknownDigest, NotYours."""
    old = await get(unit, ref)
    await unit.run(delete(digest_sendings).where(_s.org_id == unit.scope.org, _s.digest_id == old.id))
    await unit.run(delete(digests).where(_c.org_id == unit.scope.org, _c.id == old.id))
    if await unit.first(select(_c.id).where(_c.org_id == unit.scope.org, _c.id == old.id)):
        raise NotYours()
    await audit.append(unit, "digest.remove", old.id)
    return old


async def handed(unit: Writing, digest: Digest, day: date) -> None:
    """Remembers that a local date's is on its way, so that no replica hands it over again."""
    mine = _c.org_id == unit.scope.org, _c.id == digest.id
    earlier = _c.handed.is_(None) | (_c.handed < day)
    await unit.run(update(digests).where(*mine, earlier).values(handed=day))


async def begin(unit: Writing, digest: Digest, day: date, back_to: datetime) -> tuple[datetime, datetime]:
    """The time that a local date's digest tells of: since the one before it, or `back_to` for the first.

    Asked again, as after a crash, it is the same time.
    """
    mine = _s.org_id == unit.scope.org, _s.digest_id == digest.id
    known = await unit.first(select(_s.since, _s.until).where(*mine, _s.local_date == day))
    if known:
        return known.since, known.until
    before = select(_s.until).where(*mine, _s.local_date < day).order_by(_s.local_date.desc()).limit(1)
    since, until = await unit.scalar(before) or back_to, unit.now()
    scope = digest.scope
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    told = {"digest_id": digest.id, "user_id": digest.user, "local_date": day, "since": since, "until": until}
    await unit.unless_taken(insert(digest_sendings).values(**place, **told))
    return since, until


async def begun(unit: Unit, digest: Digest, day: date) -> bool:
    """Whether a local date's has been begun."""
    mine = _s.org_id == unit.scope.org, _s.digest_id == digest.id, _s.local_date == day
    return await unit.first(select(_s.id).where(*mine)) is not None


async def alarms(unit: Unit, digest: Digest, before: date | None = None) -> dict[str, int]:
    """What the latest digest, or the latest one before a local date, knew to be wrong, and how bad it was."""
    mine = [_s.org_id == unit.scope.org, _s.digest_id == digest.id, _s.alarms.is_not(None)]
    mine += [_s.local_date < before] if before else []
    found = await unit.scalar(select(_s.alarms).where(*mine).order_by(_s.local_date.desc()).limit(1))
    return dict(found or {})


async def keep_alarms(unit: Writing, digest: Digest, day: date, known: Mapping[str, int]) -> None:
    """Remembers what a local date's digest knew to be wrong."""
    mine = _s.org_id == unit.scope.org, _s.digest_id == digest.id, _s.local_date == day
    await unit.run(update(digest_sendings).where(*mine).values(alarms=dict(known)))


async def last_told(unit: Unit, digest: Digest) -> datetime | None:
    """Until when the latest digest told of."""
    mine = _s.org_id == unit.scope.org, _s.digest_id == digest.id
    return await unit.scalar(select(_s.until).where(*mine).order_by(_s.local_date.desc()).limit(1))


async def move(db: Database, key: ChannelKey, to: str) -> None:
    """A channel has another key now: what goes there follows it."""
    for one in await scheduled(db):
        there = one.target
        if (there.platform, there.workspace, there.channel) == (key.platform, key.workspace, key.channel):
            access = (await enter_as_owner(db, one.scope)).access
            async with db.writing(access) as unit:
                mine = _c.org_id == one.scope.org, _c.id == one.id
                await unit.run(update(digests).where(*mine).values(channel=to))


async def scheduled(db: Database) -> tuple[Digest, ...]:
    """What the clock of this installation has to look after, over all tenants: schedules and addresses alone."""
    query = select(digests).where(_c.state != "ended").order_by(_c.id)
    async with db.looking_up(_OPERATOR) as session:
        return tuple(_digest(row) for row in await session.all(query))


async def one_scheduled(db: Database, digest: str) -> Digest | None:
    """The one of this exact id."""
    async with db.looking_up(_OPERATOR) as session:
        row = await session.first(select(digests).where(_c.id == digest, _c.state != "ended"))
    return _digest(row) if row else None


async def _changed(unit: Writing, ref: str, action: str, state: DigestState, **values: Any) -> Digest:
    old = await get(unit, ref)
    mine = _c.org_id == unit.scope.org, _c.id == old.id
    await unit.run(update(digests).where(*mine).values(state=state, **values))
    new = await get(unit, old.id)
    if new.state != state:
        raise NotYours()
    await audit.append(unit, action, old.id)
    return new


def _planned(plan: Plan) -> dict[str, str]:
    quiet = f"{plan.quiet.start:%H:%M}-{plan.quiet.end:%H:%M}" if plan.quiet else ""
    days = " ".join(day for day in DAYS if day in plan.days)
    return {"days": days, "at": f"{plan.at:%H:%M}", "zone": plan.zone, "quiet": quiet}


def _aimed(target: Target) -> dict[str, Any]:
    return {
        "platform": target.platform,
        "workspace": target.workspace,
        "channel": target.channel,
        "account": target.account,
        "direct": target.direct,
    }


def _digest(row: Row[Any]) -> Digest:
    start, _, end = row.quiet.partition("-")
    quiet = Quiet(time.fromisoformat(start), time.fromisoformat(end)) if end else None
    return Digest(
        id=DigestId(row.id),
        scope=rows.scope(row),
        user=UserId(row.user_id),
        about=row.about,
        target=Target(row.platform, row.workspace, row.channel, row.account, row.direct),
        plan=Plan(frozenset(row.days.split()), time.fromisoformat(row.at), row.zone, quiet),
        state=row.state,
        armed_at=row.armed_at,
        paused_until=row.paused_until,
        handed=row.handed,
    )
