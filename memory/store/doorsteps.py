"""What waits at the door: where a conversation stands while it belongs to no organisation.

It is read and written by the exact key of its channel and account, holds what was asked and what was answered to
it, and is gone after a day.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, insert, select, update

from memory.access import SessionValues
from memory.db import Database
from memory.tables.arrivals import doorsteps
from memory.types import ChannelKey, Json

KEPT = timedelta(days=1)
_d = doorsteps.c


async def get(db: Database, key: ChannelKey, account: str) -> Json:
    """The state; empty where there is none."""
    query = select(_d.state).where(*_here(key, account), _d.changed_at > db.now() - KEPT)
    async with db.looking_up(_exact(key)) as session:
        return await session.scalar(query) or {}


async def put(db: Database, key: ChannelKey, account: str, state: Json) -> None:
    """Keeps a state instead of the earlier one; an empty one takes it away."""
    async with db.keeping({**_exact(key), "operator": "1"}) as session:
        await session.run(delete(doorsteps).where(_d.changed_at <= session.now() - KEPT))
        if not state:
            await session.run(delete(doorsteps).where(*_here(key, account)))
            return
        values = {"state": state, "changed_at": session.now()}
        row = {
            "platform": key.platform,
            "workspace": key.workspace,
            "channel": key.channel,
            "account": account,
        }
        if not await session.unless_taken(insert(doorsteps).values(**row, **values)):
            await session.run(update(doorsteps).where(*_here(key, account)).values(values))


async def first(db: Database, key: ChannelKey, what: str, event: str = "") -> bool:
    """Whether this happens in a channel for the first time: of many at once one is told so, be it told twice."""
    row = {
        "platform": key.platform,
        "workspace": key.workspace,
        "channel": key.channel,
        "account": f":{what}",
    }
    async with db.keeping(_exact(key)) as session:
        done = insert(doorsteps).values(**row, state={"event": event}, changed_at=session.now())
        if await session.unless_taken(done):
            return True
        known = await session.scalar(select(_d.state).where(*_here(key, f":{what}")))
    return bool(event) and known == {"event": event}


async def again(db: Database, key: ChannelKey, what: str) -> None:
    """From now on it would be the first time once more."""
    async with db.keeping(_exact(key)) as session:
        await session.run(delete(doorsteps).where(*_here(key, f":{what}")))


def _exact(key: ChannelKey) -> SessionValues:
    return {"key_platform": key.platform, "key_workspace": key.workspace, "key_channel": key.channel}


def _here(key: ChannelKey, account: str) -> tuple[ColumnElement[bool], ...]:
    return (
        _d.platform == key.platform,
        _d.workspace == key.workspace,
        _d.channel == key.channel,
        _d.account == account,
    )
