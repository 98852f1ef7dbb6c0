"""What holds of a channel beside its scope: who may come in, whether it is listened to, whether the bot is there."""

from typing import Literal

from sqlalchemy import ColumnElement, Update, delete, update

from memory.access import arrival
from memory.db import Database, Unit, Writing
from memory.store import audit, bindings, digests
from memory.store.entrance import binding_at
from memory.tables.conversation import channel_bindings
from memory.types import Actor, Binding, ChannelKey, UserId

Mark = Literal["listens", "client_safe", "rests", "outsiders"]
_c = channel_bindings.c
HOUSE = "stratum"
"""Who acts where nobody does."""


async def mark(unit: Writing, binding: Binding, what: Mark, on: bool) -> None:
    """Sets a mark of a channel within the unit's reach, and says so in the audit."""
    since = unit.now() if on else None
    await unit.run(_of(binding).values({f"{what}_since": since}))
    await audit.append(unit, f"channel.{what}", _named(binding.key), {"on": on})


async def let_in(unit: Writing, binding: Binding, role: str) -> None:
    """Sets what newcomers of a channel become: a role, "" for the default of its scope, "none" for nobody."""
    await unit.run(_of(binding).values(newcomers=role))
    await audit.append(unit, "channel.newcomers", _named(binding.key), {"role": role})


async def mark_by_house(db: Database, binding: Binding, what: Mark, on: bool) -> None:
    """Sets a mark that needs nobody's decision: the bot left or came back, somebody from outside spoke."""
    async with db.writing(arrival(_HOUSE, binding.scope)) as unit:
        await mark(unit, binding, what, on)


async def moved(db: Database, key: ChannelKey, to: str) -> bool:
    """A channel has another key now, as when a group becomes a supergroup; False where it was not bound.

    Where the new key is bound already, that holds.
    """
    old = await binding_at(db, ChannelKey(key.platform, key.workspace, key.channel))
    if old is None:
        return False
    async with db.writing(arrival(_HOUSE, old.scope)) as unit:
        taken = await bindings.at(unit, ChannelKey(key.platform, key.workspace, to)) is not None
        await unit.run(delete(channel_bindings).where(*_mine(old)) if taken else _of(old).values(channel=to))
        await audit.append(unit, "channel.move", _named(old.key), {"to": to})
    await digests.move(db, key, to)
    return True


async def listens(db: Database, key: ChannelKey) -> bool:
    """Whether a channel has opted in to being listened to."""
    found = await binding_at(db, key)
    return found is not None and found.listens


async def every_awake(unit: Unit) -> tuple[Binding, ...]:
    """The channels in reach where the bot is."""
    return tuple(one for one in await bindings.every(unit) if not one.rests)


def _of(binding: Binding) -> Update:
    return update(channel_bindings).where(*_mine(binding))


def _mine(binding: Binding) -> tuple[ColumnElement[bool], ...]:
    return _c.org_id == binding.scope.org, _c.id == binding.id


def _named(key: ChannelKey) -> str:
    return f"{key.platform} {key.workspace} {key.channel}"


_HOUSE = Actor(UserId(HOUSE), HOUSE, "en", ())
