"""Which channel works on which scope."""

from sqlalchemy import delete, insert, select, update

from memory.db import Unit, Writing
from memory.errors import ChannelTaken
from memory.ids import new_id
from memory.store import audit, rows
from memory.tables.conversation import channel_bindings
from memory.types import Binding, BindingId, ChannelKey, Scope

_c = channel_bindings.c


async def bind(unit: Writing, key: ChannelKey, scope: Scope) -> Binding:
    """Links a channel or a thread to a scope; one that the unit reaches is moved.

    Raises ChannelTaken where it is linked to something out of reach, NotYours for a scope out of reach.
    """
    level = {"client_id": scope.client, "campaign_id": scope.campaign}
    old = await at(unit, key)
    if old:
        moved = update(channel_bindings).where(_c.org_id == scope.org, _c.id == old.id)
        await unit.run(moved.values(**level, level=scope.level))
        made = Binding(old.id, key, scope)
    else:
        made = Binding(BindingId(new_id()), key, scope)
        names = {
            "platform": key.platform,
            "workspace": key.workspace,
            "channel": key.channel,
            "thread": key.thread,
        }
        row = insert(channel_bindings).values(org_id=scope.org, id=made.id, **level, **names)
        if not await unit.unless_taken(row):
            raise ChannelTaken()
    await audit.append(
        unit, "binding.set", f"{key.platform} {key.workspace} {key.channel}", {"level": scope.level}
    )
    return made


async def move(unit: Writing, binding: Binding, channel: str) -> None:
    """The platform has given the channel another key. A link that stands there already is left as it is."""
    key = binding.key
    to = ChannelKey(key.platform, key.workspace, channel, key.thread)
    if await at(unit, to) is None:
        row = update(channel_bindings).where(_c.org_id == unit.scope.org, _c.id == binding.id)
        await unit.run(row.values(channel=channel))
        await audit.append(
            unit, "binding.move", f"{key.platform} {key.workspace} {channel}", {"from": key.channel}
        )


async def unbind(unit: Writing, key: ChannelKey) -> bool:
    """Removes a link in reach; False where there is none."""
    old = await at(unit, key)
    if old is None:
        return False
    await unit.run(delete(channel_bindings).where(_c.org_id == unit.scope.org, _c.id == old.id))
    await audit.append(unit, "binding.remove", f"{key.platform} {key.workspace} {key.channel}")
    return True


async def at(unit: Unit, key: ChannelKey) -> Binding | None:
    """The link of exactly this channel or thread, in reach."""
    query = select(channel_bindings).where(
        _c.org_id == unit.scope.org,
        _c.platform == key.platform,
        _c.workspace == key.workspace,
        _c.channel == key.channel,
        _c.thread == key.thread,
    )
    row = await unit.first(query)
    return rows.binding(row) if row else None


async def every(unit: Unit) -> tuple[Binding, ...]:
    """The links in reach, by platform, workspace, channel and thread."""
    query = select(channel_bindings).where(_c.org_id == unit.scope.org)
    found = await unit.all(query.order_by(_c.platform, _c.workspace, _c.channel, _c.thread))
    return tuple(rows.binding(row) for row in found)
