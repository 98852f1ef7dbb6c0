"""Who is to be told of what: written with the thing itself, read by its reader alone, handed over by the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from memory.access import SessionValues
from memory.collaboration import Notice, NoticeId, NoticeState, NoticeTarget
from memory.db import Database, Writing
from memory.ids import new_id
from memory.store import rows
from memory.tables.collaboration import notifications
from memory.types import ChannelKey, OrgId, UserId

_c = notifications.c
_OPERATOR: SessionValues = {"operator": "1"}
UNSENT = ("waiting", "held")
_AT_ONCE = 100


async def tell(
    unit: Writing, users: Iterable[UserId], kind: str, ref: str, due_at: datetime | None = None
) -> None:
    """Has these people told of something at the unit's scope, each once however often this is asked for.

    Saved with all that the unit saves. Raises NotYours.
    """
    scope, now = unit.scope, unit.now()
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    what = {"kind": kind, "ref": ref, "due_at": due_at or now, "state": "waiting", "created_at": now}
    for user in dict.fromkeys(users):
        row = place | what | {"id": new_id(), "user_id": user}
        await unit.unless_taken(insert(notifications).values(row))


async def post(unit: Writing, kind: str, ref: str, key: ChannelKey) -> None:
    """Has something posted in a channel because the unit's actor says so, once; it is no news to them."""
    scope, now = unit.scope, unit.now()
    place = {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}
    what = {"kind": kind, "ref": ref, "due_at": now, "state": "waiting", "created_at": now, "read_at": now}
    to = {"platform": key.platform, "workspace": key.workspace, "channel": key.channel}
    row = place | what | to | {"id": new_id(), "user_id": unit.actor.user}
    await unit.unless_taken(insert(notifications).values(row))


async def due(db: Database) -> tuple[Notice, ...]:
    """What the clock of this installation has to hand over now, over all tenants: addresses, and no words."""
    query = select(notifications).where(_c.state.in_(UNSENT), _c.due_at <= db.now())
    async with db.looking_up(_OPERATOR) as session:
        found = await session.all(query.order_by(_c.due_at, _c.id).limit(_AT_ONCE))
    return tuple(map(_notice, found))


async def one(db: Database, ref: str) -> Notice | None:
    """The one of this exact id."""
    async with db.looking_up(_OPERATOR) as session:
        row = await session.first(select(notifications).where(_c.id == ref))
    return _notice(row) if row else None


async def unread(db: Database, org: OrgId, user: UserId) -> tuple[Notice, ...]:
    """What somebody has not read of what is due, newest first, as themselves."""
    known = (_c.due_at <= db.now()) | (_c.state == "held")
    mine = _c.org_id == org, _c.user_id == user, _c.read_at.is_(None), known
    query = select(notifications).where(*mine, _c.state != "dropped")
    async with db.looking_up({"org": org, "user": user}) as session:
        found = await session.all(query.order_by(_c.due_at.desc(), _c.id.desc()))
    return tuple(map(_notice, found))


async def settle(
    db: Database,
    notice: Notice,
    state: NoticeState,
    target: NoticeTarget | None = None,
    *,
    read: bool = False,
) -> None:
    """Moves one's own notice on; with a target, that is where it goes."""
    values: dict[str, Any] = {"state": state}
    if target:
        to = {"platform": target.platform, "workspace": target.workspace}
        values |= to | {"channel": target.channel, "account": target.account}
    if read:
        values["read_at"] = db.now()
    mine = _c.org_id == notice.scope.org, _c.user_id == notice.user, _c.id == notice.id
    async with db.keeping({"org": notice.scope.org, "user": notice.user}) as session:
        await session.run(update(notifications).where(*mine).values(values))


async def hold(db: Database, notice: Notice, until: datetime) -> None:
    """Looks at one again at a later time; its reader may see it before."""
    mine = _c.org_id == notice.scope.org, _c.user_id == notice.user, _c.id == notice.id
    async with db.keeping({"org": notice.scope.org, "user": notice.user}) as session:
        await session.run(update(notifications).where(*mine).values(state="held", due_at=until))


async def read(db: Database, org: OrgId, user: UserId, refs: Iterable[str]) -> None:
    """Somebody has seen what these notices are about."""
    mine = _c.org_id == org, _c.user_id == user, _c.ref.in_(list(refs)), _c.read_at.is_(None)
    async with db.keeping({"org": org, "user": user}) as session:
        await session.run(update(notifications).where(*mine).values(read_at=db.now()))


def _notice(row: Row[Any]) -> Notice:
    target = NoticeTarget(row.platform, row.workspace, row.channel, row.account)
    what = (row.kind, row.ref, row.due_at, row.state, target, row.read_at, row.created_at)
    return Notice(NoticeId(row.id), rows.scope(row), UserId(row.user_id), *what)
