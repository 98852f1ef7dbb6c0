"""What was said and handed in, as it was said."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import insert, select, update

from memory.db import Unit, Writing
from memory.errors import NotYours
from memory.hashing import content_hash
from memory.ids import new_id
from memory.naming import storable
from memory.store import entries, rows
from memory.tables.conversation import messages
from memory.types import BriefFate, Message, MessageId, Said, Thread

_c = messages.c


async def admit(unit: Writing, said: Said) -> tuple[Message, bool]:
    """Stores a message once at the unit's scope; the second value says whether it was new.

    Raises NotYours where it is stored already out of the unit's reach, BadText for what cannot be stored.
    """
    made = Message(
        id=MessageId(new_id()),
        scope=unit.scope,
        conversation=said.conversation,
        thread=said.thread,
        kind=said.kind,
        author=said.author,
        text=storable(said.text),
        external_id=said.external_id,
        created_at=said.created_at or unit.now(),
        content_hash=content_hash(said.text),
        meta=said.meta,
    )
    if await unit.unless_taken(insert(messages).values(row_of(made))):
        await entries.add_message(unit, made)
        return made, True
    known = await _by_external_id(unit, said.conversation, said.external_id)
    if known is None:
        raise NotYours()
    return known, False


async def thread(unit: Unit, name: Thread, limit: int = 200) -> tuple[Message, ...]:
    """The last turns and replies of a thread that are in reach, oldest first."""
    said = _c.org_id == unit.scope.org, _c.thread == name, _c.kind.in_(("turn", "reply"))
    newest = select(messages).where(*said).order_by(_c.created_at.desc(), _c.id.desc()).limit(limit)
    return tuple(rows.message(row) for row in reversed(await unit.all(newest)))


async def briefs(unit: Unit) -> tuple[Message, ...]:
    """The briefs of the unit's scope and of those above it, oldest first."""
    levels = [scope.level for scope in unit.scope.chain]
    query = select(messages).where(_c.org_id == unit.scope.org, _c.level.in_(levels), _c.kind == "brief")
    return tuple(rows.message(row) for row in await unit.all(query.order_by(_c.created_at, _c.id)))


async def keep_brief(unit: Writing, name: str, text: str) -> tuple[Message, BriefFate]:
    """Stores a brief under its name at the unit's scope, once for each text.

    Raises BadText for what cannot be stored.
    """
    conversation = f"brief:{unit.scope.level}"
    said = Said(conversation, Thread(""), "brief", unit.actor.name, text, storable(name), {"name": name})
    kept, new = await admit(unit, said)
    if new:
        return kept, "imported"
    if kept.content_hash == content_hash(text):
        return kept, "skipped"
    renewed = replace(kept, text=storable(text), content_hash=content_hash(text), author=unit.actor.name)
    row = update(messages).where(_c.org_id == unit.scope.org, _c.id == kept.id)
    await unit.run(row.values(text=renewed.text, content_hash=renewed.content_hash, author=renewed.author))
    await entries.reword(unit, renewed)
    return renewed, "updated"


async def note(unit: Writing, ids: Iterable[str], name: str, value: str) -> None:
    """Writes something into the meta of messages."""
    for id in ids:
        here = _c.org_id == unit.scope.org, _c.id == id
        row = await unit.first(select(_c.meta).where(*here))
        if row is not None:
            await unit.run(update(messages).where(*here).values(meta={**row.meta, name: value}))


async def get(unit: Unit, message: MessageId) -> Message | None:
    """A message in reach."""
    row = await unit.first(select(messages).where(_c.org_id == unit.scope.org, _c.id == message))
    return rows.message(row) if row else None


async def answer_to(unit: Unit, message: Message) -> Message | None:
    """The reply that a message had."""
    return await _by_external_id(unit, message.conversation, f"re:{message.id}")


async def _by_external_id(unit: Unit, conversation: str, external_id: str) -> Message | None:
    key = _c.org_id == unit.scope.org, _c.conversation == conversation, _c.external_id == external_id
    row = await unit.first(select(messages).where(*key))
    return rows.message(row) if row else None


def row_of(message: Message) -> dict[str, object]:
    """A message as a row of its table."""
    return {
        "org_id": message.scope.org,
        "client_id": message.scope.client,
        "campaign_id": message.scope.campaign,
        **{c.name: getattr(message, c.name) for c in messages.columns if hasattr(message, c.name)},
    }
