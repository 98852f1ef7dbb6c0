"""Forgetting: an insight loses its words, and so does everything that was made of them.

What stays is a row that says that something was forgotten, and where it had been used. The bytes are gone
from a SQLite file only when it is scrubbed afterwards (`memory.erasure.finish`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row, delete, select, update

from memory.db import Writing
from memory.errors import NothingToForget, NotYours
from memory.hashing import content_hash
from memory.insight import Forgotten, Insight, Source
from memory.redaction import Cut, Words, telling
from memory.store import audit, entries, insight_writes, insights, interviews, rewording, rows
from memory.store.outputs import draft_hash
from memory.tables.conversation import messages
from memory.tables.insights import insight_sources
from memory.tables.strategy import strategy_outputs
from memory.types import Message

_m = messages.c
_o = strategy_outputs.c
_OF_OUTPUT = ("title", "summary", "body", "evidence", "assumptions", "missing_inputs")
_SHORTEST_ASKED = 2
_PAGE = 2_000


async def forget(unit: Writing, ref: str) -> Forgotten:
    """Forgets one insight: its words in its messages, and its quotes, text and value wherever they were used.

    Rows within the unit's reach for writing are blanked; everything that used the insight is named.
    Raises UnknownInsight, AmbiguousInsight, NotYours.
    """
    gone = await insights.get(unit, ref)
    if not unit.may_write(gone.scope):
        raise NotYours()
    sources = await insights.sources(unit, [gone.id])
    quoted = [source.quote for source in sources]
    work = _Forgetting(unit, Words.of([*quoted, *telling(gone.value)]), Words.of([*quoted, gone.text]))
    return await work.carry_out([gone], sources)


async def forget_text(unit: Writing, text: str) -> Forgotten:
    """Forgets these words: every insight that holds them, and the words themselves in messages and outputs.

    Raises NothingToForget where nothing within reach for writing holds them.
    """
    words = Words.of([text], _SHORTEST_ASKED)
    known = await insights.every(unit, ("active", "superseded", "disputed", "pending"))
    gone = [one for one in known if unit.may_write(one.scope) and words.spans(f"{one.text}\n{one.value}")]
    forgotten = await _Forgetting(unit, words, words).carry_out(gone, ())
    if not (forgotten.insights or forgotten.messages or forgotten.outputs):
        raise NothingToForget(text=text)
    return forgotten


@dataclass(slots=True)
class _Forgetting:
    """What is being forgotten, and what it has taken so far."""

    unit: Writing
    words: Words
    """What goes out of everything."""
    sentences: Words
    """What goes out of outputs and other messages besides, which may have taken the whole of it over."""
    messages: list[str] = field(default_factory=list[str])
    outputs: list[str] = field(default_factory=list[str])

    async def carry_out(self, gone: Sequence[Insight], sources: Sequence[Source]) -> Forgotten:
        uses = await insights.uses(self.unit, [one.id for one in gone])
        await self._out_of_messages(_spans(sources))
        await self._out_of_outputs()
        await interviews.reword(self.unit, self._out)
        await rewording.reword(self.unit, self._out)
        await self._out_of_insights({one.id for one in gone})
        for one in gone:
            await self._blank(one)
        ids = tuple(one.id for one in gone)
        detail = {"messages": len(self.messages), "outputs": len(self.outputs)}
        for forgotten in ids or ("",):
            await audit.append(self.unit, "insight.forget", forgotten, detail)
        return Forgotten(ids, tuple(self.messages), tuple(self.outputs), uses)

    async def _out_of_messages(self, spans: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        query = select(messages).where(_m.org_id == self.unit.scope.org).order_by(_m.id).limit(_PAGE)
        page = await self.unit.all(query)
        while page:
            for message in map(rows.message, page):
                if self.unit.may_write(message.scope):
                    await self._out_of_message(message, spans.get(message.id, ()))
            page = await self.unit.all(query.where(_m.id > page[-1].id)) if len(page) == _PAGE else ()

    async def _out_of_message(self, message: Message, known: Sequence[tuple[int, int]]) -> None:
        found = self.words.spans(message.text) if known else self._all(message.text)
        cut = Cut(message.text, [*known, *found])
        meta = self._out(message.meta)
        if cut.text == message.text and meta == message.meta:
            return
        self.messages.append(message.id)
        row = update(messages).where(_m.org_id == message.scope.org, _m.id == message.id)
        await self.unit.run(row.values(text=cut.text, content_hash=content_hash(cut.text), meta=meta))
        if message.kind in entries.SEARCHED:
            await entries.reword(self.unit, replace(message, text=cut.text))
        await self._move_sources(message, cut)

    async def _move_sources(self, message: Message, cut: Cut) -> None:
        """The other insights of a message still point to their words, as far as these are left."""
        s = insight_sources.c
        here = s.org_id == message.scope.org, s.message_id == message.id
        for source in await self.unit.all(select(insight_sources).where(*here)):
            begins = cut.at(source.starts)
            quote = cut.part(source.quote, source.starts)
            row = update(insight_sources).where(s.org_id == message.scope.org, s.id == source.id)
            await self.unit.run(row.values(starts=begins, ends=begins + len(quote), quote=quote))

    async def _out_of_outputs(self) -> None:
        query = select(strategy_outputs).where(_o.org_id == self.unit.scope.org).order_by(_o.id)
        for row in await self.unit.all(query):
            said = {name: getattr(row, name) for name in _OF_OUTPUT}
            left = {name: self._out(value) for name, value in said.items()}
            if left != said and self.unit.may_write(rows.scope(row)):
                await self._rewrite(row, left)

    async def _rewrite(self, row: Row[Any], left: Mapping[str, Any]) -> None:
        self.outputs.append(row.id)
        hashed = draft_hash(
            replace(rows.draft(row), title=left["title"], summary=left["summary"], body=left["body"])
        )
        where = _o.org_id == row.org_id, _o.id == row.id
        await self.unit.run(update(strategy_outputs).where(*where).values(**left, content_hash=hashed))

    async def _out_of_insights(self, gone: Iterable[str]) -> None:
        """Other insights of the same sentence lose these words, too."""
        known = await insights.every(self.unit, ("active", "superseded", "disputed", "pending"))
        for one in known:
            left = self.words.out_of(one.text)
            if one.id not in gone and left != one.text and self.unit.may_write(one.scope):
                await insight_writes.reword(self.unit, one, left)

    async def _blank(self, one: Insight) -> None:
        s = insight_sources.c
        await self.unit.run(delete(insight_sources).where(s.org_id == one.scope.org, s.insight_id == one.id))
        await entries.drop(self.unit, [one.id])
        await insight_writes.close_conflicts(self.unit, one.id)
        await insight_writes.blank(self.unit, one)

    def _all(self, text: str) -> list[tuple[int, int]]:
        return [*self.words.spans(text), *self.sentences.spans(text)]

    def _out(self, value: Any) -> Any:
        return self.sentences.out_of_all(self.words.out_of_all(value))


def _spans(sources: Iterable[Source]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for source in sources:
        spans.setdefault(source.message, []).append((source.starts, source.ends))
    return spans
