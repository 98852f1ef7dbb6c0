"""The search entries beside messages and insights: written in the same transaction as what they stand for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from memory.db import Unit, Writing
from memory.insight import Insight
from memory.search import entry_terms
from memory.tables.search import search_entries, search_vectors
from memory.types import Message

SEARCHED = frozenset({"turn", "brief", "imported"})
"""The kinds of messages that may be found; the bot's own replies are not."""

_c = search_entries.c


def speaker(message: Message) -> str:
    """Whose word a message is; a brief is a document and nobody's."""
    return "" if message.kind == "brief" else message.author


async def add_message(unit: Writing, message: Message) -> None:
    """Puts a message at the end of its conversation."""
    if message.kind in SEARCHED:
        last = await last_position(unit, message.conversation)
        await unit.run(insert(search_entries).values(message_entry(message, last + 1)))


def message_entry(message: Message, position: int) -> Mapping[str, Any]:
    return {
        **_level(message),
        "kind": "message",
        "conversation": message.conversation,
        "position": position,
        "starts_at": message.created_at,
        **_terms(speaker(message), message.text),
    }


async def last_position(unit: Unit, conversation: str) -> int:
    """The position of the last message of a conversation, -1 where there is none."""
    here = _c.org_id == unit.scope.org, _c.conversation == conversation
    last = await unit.scalar(select(func.max(_c.position)).where(*here))
    return -1 if last is None else int(last)


async def reword(unit: Writing, message: Message) -> None:
    """The message says something else now; its vector no longer fits."""
    await _drop_vectors(unit, [message.id])
    row = update(search_entries).where(_c.org_id == unit.scope.org, _c.id == message.id)
    await unit.run(row.values(_terms(speaker(message), message.text)))


async def reword_insight(unit: Writing, insight: str, text: str) -> None:
    await _drop_vectors(unit, [insight])
    row = update(search_entries).where(_c.org_id == unit.scope.org, _c.id == insight)
    await unit.run(row.values(_terms("", text)))


async def add_insight(unit: Writing, insight: Insight) -> None:
    """An insight may be found for the time in which it held."""
    values = {
        **_level(insight),
        "kind": "insight",
        "conversation": "",
        "position": 0,
        "starts_at": insight.recorded_at,
        "ends_at": insight.superseded_at,
        **_terms("", insight.text),
    }
    await unit.run(insert(search_entries).values(values))


async def begin(unit: Writing, insight: str, at: datetime) -> None:
    """From when an insight may be found."""
    row = update(search_entries).where(_c.org_id == unit.scope.org, _c.id == insight)
    await unit.run(row.values(starts_at=at))


async def hold(unit: Writing, insight: str, until: datetime | None) -> None:
    """Until when an insight may be found as what holds; None for as long as nothing else is said."""
    row = update(search_entries).where(_c.org_id == unit.scope.org, _c.id == insight)
    await unit.run(row.values(ends_at=until))


async def drop(unit: Writing, ids: Iterable[str]) -> None:
    """Entries and vectors of what is no longer to be found."""
    gone = list(ids)
    await _drop_vectors(unit, gone)
    await unit.run(delete(search_entries).where(_c.org_id == unit.scope.org, _c.id.in_(gone)))


async def _drop_vectors(unit: Writing, ids: Sequence[str]) -> None:
    v = search_vectors.c
    await unit.run(delete(search_vectors).where(v.org_id == unit.scope.org, v.id.in_(ids)))


def _level(thing: Message | Insight) -> Mapping[str, Any]:
    scope = thing.scope
    return {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "id": thing.id,
    }


def _terms(author: str, text: str) -> Mapping[str, Any]:
    words = entry_terms(author, text)
    return {"terms": words, "length": len(words.split())}
