"""Erasing a person: who they were, what they said, and what was learnt from nobody else."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.erasure import Erased
from memory.erasure_audit import Traces, empty, record
from memory.erasure_plan import Tables, real_tables
from memory.erasure_search import forget_uses, unindex
from memory.erasure_wake import Used, Wake
from memory.errors import UnknownUser
from memory.ids import new_id
from memory.owner import owner
from memory.store.memberships import LastOwner
from memory.types import OrgId, UserId

_SIGNED = frozenset(
    {"author", "created_by", "updated_by", "settled_by", "requested_by", "approver_name", "decided_by"}
    | {"owner_name", "ended_by", "resolved_by"}
)
"""Columns that hold a person's name."""
_POINTING = frozenset({"requester_id", "approver_id", "owner_id"})
"""Columns that hold a person's id in rows that stay."""
_THEIRS = (
    *("link_codes", "accounts", "memberships", "routing_corrections", "wishes"),
    *("digest_sendings", "digests", "handed_files", "persona_interactions", "interview_sessions"),
    *("comments", "notifications", "pull_schedules", "report_schedules"),
)
"""Tables of what belongs to a person."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What erasing somebody would take: their messages with the answers to them, insights, and what used them."""

    messages: int
    insights: int
    used_by: tuple[Used, ...]


async def foreseen(owner_url: str, org: OrgId, name: str) -> Foreseen:
    """What there is to know before somebody is erased. Raises UnknownUser; LastOwner for the only owner."""
    house = owner(owner_url)
    async with house.transaction() as connection:
        person = _Person(connection, real_tables(house.dialect), org, name)
        await person.known()
        said, learnt = await person.words()
        return Foreseen(len(said), len(learnt), await person.wake(said | learnt).used_by())


async def erase_user(
    owner_url: str, org: OrgId, name: str, by: UserId, *, busy_seconds: float = 60.0
) -> Erased:
    """Deletes a user of an organisation with their messages and the answers to these, and scrubs the files.

    Insights that nobody else is a source of go, too; outputs lose the words that they quote. Briefs that the
    user handed in, tasks, and decisions with their reasons are the organisation's: they stay, without the name.
    Raises UnknownUser; LastOwner for the only owner; ErasureUnfinished.
    """
    house = owner(owner_url, busy_seconds)
    tables = real_tables(house.dialect)
    async with house.transaction() as connection:
        person = _Person(connection, tables, org, name)
        erased = await person.erased(await person.known(), by)
        log = {"id": new_id(), "kind": "user", "counts": dict(erased.counts), "last_hash": erased.last_hash}
        await connection.execute(insert(tables["erasures"]).values(**log, erased_at=datetime.now(UTC)))
    await house.scrub(sorted(tables))
    return erased


@dataclass(slots=True)
class _Person:
    connection: AsyncConnection
    tables: Tables
    org: OrgId
    name: str
    counts: dict[str, int] = field(default_factory=dict[str, int])

    async def known(self) -> str:
        """Their id. Raises UnknownUser, LastOwner."""
        u, m = self.tables["users"].c, self.tables["memberships"].c
        user = await self.connection.scalar(select(u.id).where(u.org_id == self.org, u.name == self.name))
        if user is None:
            raise UnknownUser(name=self.name)
        owners = select(m.user_id).where(m.org_id == self.org, m.role == "owner", m.level == "organization")
        if set(await self.connection.scalars(owners)) == {user}:
            raise LastOwner()
        return str(user)

    async def erased(self, user: str, by: UserId) -> Erased:
        words, learnt = await self.words()
        wake = self.wake(words | learnt)
        used_by = await wake.used_by()
        await wake.redact()
        await self._forget(learnt)
        said = self.said()
        await self._delete("insight_sources", self.tables["insight_sources"].c.message_id.in_(said))
        await self._unsay(said)
        await self._unsign(user)
        for table in _THEIRS:
            await self._delete(table, self.tables[table].c.user_id == user)
        await self._delete("users", self.tables["users"].c.id == user)
        await self._restamp()
        traces = Traces(frozenset({user}), "", "", frozenset({self.name}))
        emptied = await empty(self.connection, self.tables, self.org, traces)
        detail = {"kind": "user", "counts": self.counts, "erased": emptied}
        signed = UserId("") if by == user else by
        last = await record(self.connection, self.tables, self.org, signed, datetime.now(UTC), detail)
        return Erased("user", dict(self.counts), last, used_by)

    async def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the messages that go, and of the insights."""
        said = self.said()
        return frozenset(await self.connection.scalars(said)), await self._learnt_only_from(said)

    def wake(self, gone: frozenset[str]) -> Wake:
        return Wake(self.connection, self.tables, self.org, gone)

    def said(self) -> Select[str]:
        """The ids of what they wrote, and of the bot's answers to it; not of briefs."""
        m = self.tables["messages"].c
        written = self.tables["messages"].alias("written")
        own = written.c.org_id == self.org, written.c.author == self.name, written.c.kind != "brief"
        answered = m.external_id.in_(select("re:" + written.c.id).where(*own))
        mine = or_(m.id.in_(select(written.c.id).where(*own)), and_(m.kind == "reply", answered))
        return select(m.id).where(m.org_id == self.org, mine)

    async def _learnt_only_from(self, said: Select[str]) -> frozenset[str]:
        """The insights that have no source but these messages."""
        s = self.tables["insight_sources"].c
        others = select(s.insight_id).where(s.org_id == self.org, s.message_id.not_in(said))
        mine = select(s.insight_id).where(s.org_id == self.org, s.message_id.in_(said))
        return frozenset(await self.connection.scalars(mine.where(s.insight_id.not_in(others))))

    async def _forget(self, learnt: Collection[str]) -> None:
        insights, conflicts = self.tables["ai_insights"].c, self.tables["insight_conflicts"].c
        mine = and_(insights.org_id == self.org, insights.id.in_(learnt))
        await forget_uses(self.connection, self.tables, mine)
        await self._delete("insight_sources", self.tables["insight_sources"].c.insight_id.in_(learnt))
        either = or_(conflicts.holds_id.in_(learnt), conflicts.disputed_id.in_(learnt))
        await self._delete("insight_conflicts", either)
        await self._delete("ai_insights", insights.id.in_(learnt))
        await self._unfind(learnt)

    async def _unsay(self, said: Select[str]) -> None:
        await self._delete("insight_uses", self.tables["insight_uses"].c.ref.in_(said))
        await self._unfind(said)
        await self._delete("messages", self.tables["messages"].c.id.in_(said))

    async def _unfind(self, ids: Collection[str] | Select[str]) -> None:
        entries = self.tables["search_entries"].c
        await self._delete("search_vectors", self.tables["search_vectors"].c.id.in_(ids))
        mine = and_(entries.org_id == self.org, entries.id.in_(ids))
        await unindex(self.connection, self.tables, mine)
        await self._delete("search_entries", entries.id.in_(ids))

    async def _unsign(self, user: str) -> None:
        """Takes name and id out of the rows that stay. What they have asked for is no longer asked."""
        a = self.tables["approvals"]
        open_ = a.c.org_id == self.org, a.c.requester_id == user, a.c.state == "requested"
        await self.connection.execute(update(a).where(*open_).values(state="void"))
        for name, table in self.tables.items():
            for column in _SIGNED & set(table.c.keys()):
                mine = table.c.org_id == self.org, table.c[column] == self.name
                await self.connection.execute(update(self.tables[name]).where(*mine).values({column: ""}))
            for column in _POINTING & set(table.c.keys()):
                mine = table.c.org_id == self.org, table.c[column] == user
                await self.connection.execute(update(self.tables[name]).where(*mine).values({column: ""}))

    async def _delete(self, name: str, chosen: ColumnElement[bool]) -> None:
        table = self.tables[name]
        done = await self.connection.execute(delete(table).where(table.c.org_id == self.org, chosen))
        if done.rowcount:
            self.counts[name] = self.counts.get(name, 0) + done.rowcount

    async def _restamp(self) -> None:
        """Contexts that told of what was learnt from them are old now."""
        r = self.tables["revisions"]
        renewed = update(r).where(r.c.org_id == self.org).values(stamp=secrets.token_hex(8))
        await self.connection.execute(renewed)
