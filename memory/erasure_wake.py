"""What stays after an erasure though it used what goes: outputs and answers lose the words that they took."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure_plan import Tables
from memory.hashing import content_hash
from memory.redaction import Words, telling
from memory.store import rows
from memory.store.outputs import draft_hash
from memory.types import Json, OrgId

_OF_OUTPUT = ("title", "summary", "body", "evidence", "assumptions", "missing_inputs")
_OF_INTERVIEWS = {
    "persona_interactions": ("question", "answer", "new_facts"),
    "interview_sessions": ("name", "guide"),
}
_SENTENCE = 20
"""A text of an erased output that is at least so long is its own wherever it stands; shorter ones are names."""


@dataclass(frozen=True, slots=True)
class Used:
    """An output that stays, and had used something that is erased."""

    id: str
    output_type: str
    title: str
    place: str
    """The scope as a path of slugs."""

    def as_json(self) -> Json:
        return {"id": self.id, "output_type": self.output_type, "title": self.title, "scope": self.place}


@dataclass(frozen=True, slots=True)
class Wake:
    """What an erasure leaves behind in an organisation that stays, seen before anything is deleted."""

    connection: AsyncConnection
    tables: Tables
    org: OrgId
    gone: frozenset[str]
    """The ids of messages, insights, outputs and guidelines that go."""

    async def used_by(self) -> tuple[Used, ...]:
        """The outputs that stay and used something that goes, oldest first."""
        o, paths = self.tables["strategy_outputs"].c, await self._paths()
        ids = sorted(await self._users())
        found = select(o.id, o.output_type, o.title, o.level).where(o.org_id == self.org, o.id.in_(ids))
        listed = await self.connection.execute(found.order_by(o.created_at, o.id))
        return tuple(Used(row.id, row.output_type, row.title, paths[row.level]) for row in listed)

    async def redact(self) -> None:
        """Takes the words that outputs and answers have from what goes out of them."""
        o = self.tables["strategy_outputs"]
        used = await self._uses()
        taken: list[str] = []
        for id in sorted(await self._users()):
            row = (await self.connection.execute(select(o).where(o.c.org_id == self.org, o.c.id == id))).one()
            taken += await self._out_of_output(row, _refs(row) | used.get(id, frozenset()))
        await self._out_of_interviews(Words.of(taken))
        for ref, insights in used.items():
            await self._out_of_answer(ref, await self._of_insights(insights))

    async def _users(self) -> frozenset[str]:
        """The outputs that stay and used something that goes."""
        o = self.tables["strategy_outputs"].c
        every = await self.connection.execute(
            select(o.id, o.inputs_used, o.evidence).where(o.org_id == self.org)
        )
        staying = {row.id: _refs(row) for row in every if row.id not in self.gone}
        used = await self._uses()
        return frozenset(id for id, refs in staying.items() if id in used or refs & self.gone)

    async def _uses(self) -> Mapping[str, frozenset[str]]:
        """Output or answer -> the insights that go, and that it used."""
        u = self.tables["insight_uses"].c
        found: dict[str, frozenset[str]] = {}
        for row in await self.connection.execute(select(u.insight_id, u.ref).where(u.org_id == self.org)):
            if row.insight_id in self.gone and row.ref not in self.gone:
                found[row.ref] = found.get(row.ref, frozenset()) | {row.insight_id}
        return found

    async def _out_of_output(self, row: Row[Any], refs: frozenset[str]) -> list[str]:
        """The words that went out of it, or would have."""
        taken = refs & self.gone
        quotes = [each["quote"] for each in row.evidence if each["ref"] in taken]
        insights, messages = await self._of_insights(taken), await self._texts("messages", taken)
        told = [*quotes, *messages, *insights, *await self._of_outputs(taken)]
        words = Words.of(told)
        said = {name: getattr(row, name) for name in _OF_OUTPUT}
        left = {name: words.out_of_all(value) for name, value in said.items()}
        if left == said:
            return told
        plain = {name: left[name] for name in ("title", "summary", "body")}
        hashed = draft_hash(replace(rows.draft(row), **plain))
        o = self.tables["strategy_outputs"]
        mine = o.c.org_id == self.org, o.c.id == row.id
        await self.connection.execute(update(o).where(*mine).values(**left, content_hash=hashed))
        return told

    async def _out_of_interviews(self, words: Words) -> None:
        """What personas quoted of it."""
        for name, columns in _OF_INTERVIEWS.items() if words else ():
            table = self.tables[name]
            for row in await self.connection.execute(select(table).where(table.c.org_id == self.org)):
                said = {column: getattr(row, column) for column in columns}
                left = {column: words.out_of_all(value) for column, value in said.items()}
                if left != said:
                    mine = table.c.org_id == self.org, table.c.id == row.id
                    await self.connection.execute(update(table).where(*mine).values(**left))

    async def _out_of_answer(self, ref: str, taken: Sequence[str]) -> None:
        m, words = self.tables["messages"], Words.of(taken)
        mine = m.c.org_id == self.org, m.c.id == ref
        row = (await self.connection.execute(select(m.c.text, m.c.meta).where(*mine))).first()
        if row is None:
            return
        text, meta = words.out_of(row.text), words.out_of_all(row.meta)
        if (text, meta) != (row.text, row.meta):
            left = {"text": text, "meta": meta, "content_hash": content_hash(text)}
            await self.connection.execute(update(m).where(*mine).values(left))

    async def _of_insights(self, ids: Collection[str]) -> list[str]:
        """Their sentences, the words that they were read from, and what they say where that tells itself."""
        i, s = self.tables["ai_insights"].c, self.tables["insight_sources"].c
        known = select(i.text, i.value).where(i.org_id == self.org, i.id.in_(ids))
        quoted = select(s.quote).where(s.org_id == self.org, s.insight_id.in_(ids))
        said = list(await self.connection.scalars(quoted))
        for row in await self.connection.execute(known):
            said += (row.text, *telling(row.value))
        return said

    async def _of_outputs(self, ids: Collection[str]) -> list[str]:
        """Whole sentences of them, as others may have taken them over."""
        o = self.tables["strategy_outputs"].c
        found = select(o.summary, o.body).where(o.org_id == self.org, o.id.in_(ids))
        said: list[str] = []
        for row in await self.connection.execute(found):
            said += (row.summary, *_sentences(row.body))
        return [text for text in said if len(text) >= _SENTENCE]

    async def _texts(self, table: str, ids: Collection[str]) -> Sequence[str]:
        c = self.tables[table].c
        found = await self.connection.scalars(select(c.text).where(c.org_id == self.org, c.id.in_(ids)))
        return found.all()

    async def _paths(self) -> Mapping[str, str]:
        """Level -> the path of its slugs."""
        org, client, campaign = (self.tables[name].c for name in ("organizations", "clients", "campaigns"))
        root = str(await self.connection.scalar(select(org.slug).where(org.id == self.org)))
        clients = await self.connection.execute(
            select(client.id, client.level, client.slug).where(client.org_id == self.org)
        )
        paths, of_client = {"organization": root}, {None: root}
        for row in clients:
            paths[row.level] = of_client[row.id] = f"{root}/{row.slug}"
        below = select(campaign.client_id, campaign.level, campaign.slug).where(campaign.org_id == self.org)
        for row in await self.connection.execute(below):
            paths[row.level] = f"{of_client[row.client_id]}/{row.slug}"
        return paths


def _refs(row: Row[*tuple[Any, ...]]) -> frozenset[str]:
    return frozenset(each["ref"] for each in (*row.inputs_used, *row.evidence))


def _sentences(value: Any) -> Iterator[str]:
    """The texts of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in cast("Json", value).values():
            yield from _sentences(part)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from _sentences(part)
