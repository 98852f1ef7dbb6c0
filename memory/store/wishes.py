"""What somebody would like who may not: kept until somebody who may settles it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select

from memory.access import arrival
from memory.db import Database, Unit, Writing
from memory.ids import new_id
from memory.store import audit, notices
from memory.store.entrance import identify
from memory.tables.arrivals import wishes
from memory.types import Actor, ChannelKey, Newcomer, Scope, UserId

WishKind = Literal["map", "join", "guest"]
NOTICE = "wish"
"""The kind of the notices about it."""
_w = wishes.c


@dataclass(frozen=True, slots=True)
class Wish:
    """That a channel is mapped to the scope, or that an account (of a guest: from outside) is let in at it."""

    id: str
    kind: WishKind
    key: ChannelKey
    account: str
    name: str
    scope: Scope


async def make(  # noqa: PLR0913, PLR0917 - a wish is all of this
    db: Database, kind: WishKind, key: ChannelKey, who: Newcomer, scope: Scope, tell: Iterable[UserId] = ()
) -> tuple[str, bool]:
    """Keeps a wish about a scope, once: its id, and whether it is new. Those who may settle it are told then."""
    user = dict(await identify(db, who.platform, who.account)).get(scope.org)
    actor = Actor(UserId(user or ""), who.name or who.account, who.locale, ())
    row = {
        "org_id": scope.org,
        "id": new_id(),
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "kind": kind,
        "platform": key.platform,
        "workspace": key.workspace,
        "channel": key.channel,
        "account": who.account,
        "name": actor.name,
        "user_id": user,
    }
    async with db.writing(arrival(actor, scope)) as unit:
        if await unit.unless_taken(insert(wishes).values(row)):
            await notices.tell(unit, tell, NOTICE, str(row["id"]))
            return str(row["id"]), True
        same = ("org_id", "kind", "platform", "workspace", "channel", "account")
        mine = [wishes.c[name] == row[name] for name in same]
        known = await unit.scalar(select(_w.id).where(*mine, _w.level == scope.level))
    return str(known), False


async def waiting(unit: Unit) -> tuple[Wish, ...]:
    """The open wishes in reach, oldest first."""
    query = select(wishes).where(_w.org_id == unit.scope.org)
    return tuple(_wish(row) for row in await unit.all(query.order_by(_w.created_at, _w.id)))


async def get(unit: Unit, ref: str) -> Wish | None:
    """An open wish in reach."""
    query = select(wishes).where(_w.org_id == unit.scope.org, _w.id == ref)
    row = await unit.first(query)
    return _wish(row) if row else None


async def settle(unit: Writing, wish: Wish, how: Literal["granted", "declined"]) -> None:
    """Ends a wish; the audit keeps how."""
    await unit.run(delete(wishes).where(_w.org_id == unit.scope.org, _w.id == wish.id))
    await audit.append(unit, f"wish.{how}", wish.kind, {"level": wish.scope.level, "name": wish.name})


def _wish(row: Row[Any]) -> Wish:
    key = ChannelKey(row.platform, row.workspace, row.channel)
    scope = Scope(row.org_id, row.client_id, row.campaign_id)
    return Wish(row.id, row.kind, key, row.account, row.name, scope)
