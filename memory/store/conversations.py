"""Conversations that were held elsewhere, taken in as a whole: each message once, in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from memory.db import Unit, Writing
from memory.hashing import content_hash
from memory.ids import new_id
from memory.store import entries, rows
from memory.store.insight_writes import lock
from memory.store.messages import row_of
from memory.tables.conversation import messages
from memory.tables.search import search_entries
from memory.types import Message, MessageId, Thread

_m = messages.c
_e = search_entries.c
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation as it was exported; `id` is unique in the conversation."""

    id: str
    said_at: datetime
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a conversation's lines."""

    imported: tuple[Message, ...]
    updated: tuple[Message, ...]
    """Messages whose text was changed since they were taken in."""
    skipped: int
    """Lines that are stored already as they are."""


async def keep(
    unit: Writing, name: str, lines: Sequence[Line], meta: Mapping[str, Any] | None = None
) -> Kept:
    """Stores the lines at the unit's scope under the conversation's name, each id once. Raises NotYours.

    Of lines with one id the last counts. `meta` is noted with each message.
    """
    conversation = f"import:{unit.scope.level}:{name}"
    await lock(unit)
    known = {row.external_id: row for row in await _known(unit, conversation)}
    last = {line.id: line for line in lines}
    new = [
        _message(unit, conversation, line, dict(meta or {})) for id, line in last.items() if id not in known
    ]
    changed = [
        replace(rows.message(known[id]), text=line.text, content_hash=content_hash(line.text))
        for id, line in last.items()
        if id in known and known[id].content_hash != content_hash(line.text)
    ]
    await _add(unit, new)
    for message in changed:
        await _reword(unit, message)
    await _order(unit, conversation)
    return Kept(tuple(new), tuple(changed), len(last) - len(new) - len(changed))


async def _known(unit: Unit, conversation: str) -> Sequence[Row[Any]]:
    here = _m.org_id == unit.scope.org, _m.conversation == conversation
    return await unit.all(select(messages).where(*here))


async def _add(unit: Writing, new: Sequence[Message]) -> None:
    for at in range(0, len(new), _PAGE):
        page = new[at : at + _PAGE]
        await unit.run(insert(messages), [row_of(message) for message in page])
        await unit.run(insert(search_entries), [entries.message_entry(message, -1) for message in page])


async def _reword(unit: Writing, message: Message) -> None:
    row = update(messages).where(_m.org_id == message.scope.org, _m.id == message.id)
    await unit.run(row.values(text=message.text, content_hash=message.content_hash))
    await entries.reword(unit, message)


async def _order(unit: Writing, conversation: str) -> None:
    """Numbers the messages in the order of time."""
    here = _e.org_id == unit.scope.org, _e.conversation == conversation
    found = await unit.all(select(_e.id, _e.position).where(*here).order_by(_e.starts_at, _e.id))
    moved = [{"key": row.id, "at": at} for at, row in enumerate(found) if row.position != at]
    row = update(search_entries).where(_e.org_id == unit.scope.org, _e.id == bindparam("key"))
    for at in range(0, len(moved), _PAGE):
        await unit.run(row.values(position=bindparam("at")), moved[at : at + _PAGE])


def _message(unit: Writing, conversation: str, line: Line, meta: dict[str, Any]) -> Message:
    return Message(
        id=MessageId(new_id()),
        scope=unit.scope,
        conversation=conversation,
        thread=Thread(conversation),
        kind="imported",
        author=line.author,
        text=line.text,
        external_id=line.id,
        created_at=line.said_at,
        content_hash=content_hash(line.text),
        meta=meta,
    )
