"""Erasing an organisation, a client or a campaign, so that no row and no byte of it is left."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from config.errors import UnknownScope
from memory.erasure_audit import Traces, record, redact
from memory.erasure_installations import uninstall
from memory.erasure_plan import Tables, belongs, doomed, real_tables
from memory.erasure_search import forget_uses, unindex
from memory.erasure_spool import unhear
from memory.erasure_wake import Used, Wake
from memory.ids import new_id
from memory.owner import owner
from memory.types import Scope, UserId

_OF_PEOPLE = (
    ("accounts", "user_id"),
    ("comments", "user_id"),
    ("notifications", "user_id"),
    ("digest_sendings", "user_id"),
    ("digests", "user_id"),
    ("handed_files", "user_id"),
    ("link_codes", "user_id"),
    ("pull_schedules", "user_id"),
    ("report_schedules", "user_id"),
    ("persona_interactions", "user_id"),
    ("interview_sessions", "user_id"),
    ("routing_corrections", "user_id"),
    ("users", "id"),
)

_USED = ("messages", "ai_insights", "strategy_outputs", "brand_guidelines")
"""What an output may have used."""

Kind = Literal["organization", "client", "campaign", "user"]
Counts = Mapping[str, int]
"""Rows by table; tables without any are not named."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took, and the last hash of the organisation's audit."""

    kind: Kind
    counts: Counts
    last_hash: str
    used_by: tuple[Used, ...] = ()
    """The outputs that stay and had used something of it; they have lost the words that they took."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an erasure would take, and the outputs that stay and used something of it."""

    counts: Counts
    used_by: tuple[Used, ...]


async def foreseen(owner_url: str, scope: Scope) -> Foreseen:
    """What there is to know before an erasure. Raises UnknownScope."""
    house = owner(owner_url)
    tables = real_tables(house.dialect)
    counts: dict[str, int] = {}
    async with house.transaction() as connection:
        erasing = _Erasing(connection, tables, scope)
        await erasing.named()
        used_by = await (await erasing.wake()).used_by()
        for name, rows in doomed(tables, scope):
            query = select(func.count()).select_from(tables[name]).where(rows)
            counts[name] = await connection.scalar(query) or 0
    return Foreseen({name: number for name, number in counts.items() if number}, used_by)


async def erase(owner_url: str, scope: Scope, by: UserId, *, busy_seconds: float = 60.0) -> Erased:
    """Deletes everything of a scope and below it, with people whose every role was there; scrubs the files.

    The audit of an organisation that stays keeps its chain, and what it says of the scope is emptied; of an
    organisation that goes, only the last hash stays, in the log of erasures.
    Raises UnknownScope; ErasureUnfinished where the rows are gone but a file could not be scrubbed.
    """
    house = owner(owner_url, busy_seconds)
    tables = real_tables(house.dialect)
    async with house.transaction() as connection:
        erasing = _Erasing(connection, tables, scope)
        erased = await (erasing.part(by) if scope.client or scope.campaign else erasing.whole())
        log = {
            "id": new_id(),
            "kind": erased.kind,
            "counts": dict(erased.counts),
            "last_hash": erased.last_hash,
        }
        await connection.execute(insert(tables["erasures"]).values(**log, erased_at=datetime.now(UTC)))
    await house.scrub(sorted(tables))
    return erased


async def finish(owner_url: str, *, busy_seconds: float = 60.0) -> None:
    """Scrubs the files once more, after an ErasureUnfinished."""
    house = owner(owner_url, busy_seconds)
    await house.scrub(sorted(real_tables(house.dialect)))


@dataclass(frozen=True, slots=True)
class _Erasing:
    connection: AsyncConnection
    tables: Tables
    scope: Scope

    async def whole(self) -> Erased:
        await self.named()
        heads = self.tables["audit_heads"].c
        last = await self.connection.scalar(select(heads.hash).where(heads.org_id == self.scope.org))
        secrets_gone = await uninstall(self.connection, self.tables, self.scope.org)
        counts = await self._delete() | ({"installations": secrets_gone} if secrets_gone else {})
        return Erased("organization", counts, last or "")

    async def part(self, by: UserId) -> Erased:
        """A client or a campaign of an organisation that stays."""
        slug, leaving = await self.named(), await self._leaving(by)
        wake = await self.wake()
        used_by = await wake.used_by()
        await wake.redact()
        traces = Traces(
            await self._ids() | leaving.keys(), slug, self._parent.level, frozenset(leaving.values())
        )
        emptied = await redact(self.connection, self.tables, self.scope, traces)
        counts = await self._delete() | await self._dismiss(leaving)
        await self._restamp()
        kind: Kind = "campaign" if self.scope.campaign else "client"
        detail = {"kind": kind, "counts": counts, "erased": emptied}
        last = await record(self.connection, self.tables, self.scope.org, by, datetime.now(UTC), detail)
        return Erased(kind, counts, last, used_by)

    async def wake(self) -> Wake:
        """What stays of the organisation although it used something of the scope."""
        ids = set[str]()
        for name in _USED:
            inside = belongs(self.tables, name, self.scope)
            if inside is not None:
                ids.update(await self.connection.scalars(select(self.tables[name].c.id).where(inside)))
        return Wake(self.connection, self.tables, self.scope.org, frozenset(ids))

    async def named(self) -> str:
        """The scope's slug. Raises UnknownScope for one that does not exist."""
        table = "campaigns" if self.scope.campaign else "clients" if self.scope.client else "organizations"
        c = self.tables[table].c
        row = c.id == (self.scope.campaign or self.scope.client or self.scope.org)
        mine = () if table == "organizations" else (c.org_id == self.scope.org,)
        slug = await self.connection.scalar(select(c.slug).where(row, *mine))
        if slug is None:
            raise UnknownScope(scope=self.scope.level)
        return str(slug)

    @property
    def _parent(self) -> Scope:
        return self.scope.chain[1]

    async def _ids(self) -> frozenset[str]:
        """The ids of the client and campaigns that go."""
        c = self.tables["campaigns"].c
        if self.scope.campaign:
            return frozenset({self.scope.campaign})
        found = await self.connection.scalars(select(c.id).where(c.client_id == self.scope.client))
        return frozenset({str(self.scope.client), *found})

    async def _leaving(self, by: UserId) -> Mapping[str, str]:
        """The people, id and name, whose every role is within the scope."""
        m, u = self.tables["memberships"].c, self.tables["users"].c
        held = await self.connection.execute(
            select(m.user_id, m.client_id, m.campaign_id).where(m.org_id == self.scope.org)
        )
        inside, elsewhere = set[str](), {str(by)}
        for row in held:
            level = Scope(self.scope.org, row.client_id, row.campaign_id)
            (inside if self.scope in level.chain else elsewhere).add(row.user_id)
        people = select(u.id, u.name).where(u.org_id == self.scope.org, u.id.in_(inside - elsewhere))
        return {row.id: row.name for row in await self.connection.execute(people)}

    async def _delete(self) -> dict[str, int]:
        counts = {"inbound_events": await unhear(self.connection, self.tables, self.scope)}
        for name, rows in doomed(self.tables, self.scope):
            if name == "search_entries":
                await unindex(self.connection, self.tables, rows)
            if name == "ai_insights":
                await forget_uses(self.connection, self.tables, rows)
            counts[name] = (await self.connection.execute(delete(self.tables[name]).where(rows))).rowcount
        return {name: number for name, number in counts.items() if number}

    async def _dismiss(self, leaving: Mapping[str, str]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for name, column in _OF_PEOPLE:
            c = self.tables[name].c
            rows = c.org_id == self.scope.org, c[column].in_(leaving)
            counts[name] = (await self.connection.execute(delete(self.tables[name]).where(*rows))).rowcount
        return {name: number for name, number in counts.items() if number}

    async def _restamp(self) -> None:
        """Contexts that told of the scope, or of outputs that lost words of it, are old now."""
        revisions = self.tables["revisions"]
        renewed = update(revisions).where(revisions.c.org_id == self.scope.org)
        await self.connection.execute(renewed.values(stamp=secrets.token_hex(8)))
