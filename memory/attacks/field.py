"""Two organisations with a row in every table at every level, and an attacker who may see little."""

import json
import re
import secrets
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Row, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from memory.access import Access, SessionValues, found, grant
from memory.db import Engine
from memory.ids import new_id
from memory.policy import POLICIES, Never
from memory.tables.base import UtcTime, utc_now
from memory.tables.whole import metadata
from memory.types import Actor, CampaignId, ClientId, Membership, OrgId, Scope, UserId

_PLANTED_FIRST = ("organizations", "users", "clients", "campaigns")
_SECRET = re.compile(r"secret-[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}")
_COUNTED = {"audit_heads", "usage_totals"}
"""Tables of one row an organisation, which everybody who writes there counts up."""
_CLOSED = {"audit", "usage", "memberships", "users", "accounts", "link_codes", "invitations", "notifications"}
"""Tables that need a permission or are one's own: the attacker has neither a permission nor a row there."""
KEYED: Mapping[str, Mapping[str, str]] = {
    "installations": {"kind": "key_kind", "name": "key_name"},
    "openings": {"code_hash": "key_code"},
    "inbound_events": {"id": "key_events"},
    "inbound_keys": {"event_id": "key_events", "key": "key_heard"},
    "inbound_bodies": {"event_id": "key_events"},
    "turn_steps": {"event_id": "key_events"},
    "leases": {"name": "key_lease"},
    "doorsteps": {"platform": "key_platform", "workspace": "key_workspace", "channel": "key_channel"},
}
"""Tables whose rows belong to no tenant: the columns of the exact key, and the session's values for them."""
_LISTED = {"key_events", "key_heard"}
"""Values that are lists of exact keys."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A row that was planted, and the scope that it belongs to."""

    table: str
    scope: Scope
    values: Mapping[str, Any]


@dataclass(slots=True)
class Tenant:
    """An organisation with two clients, each with a campaign."""

    org: OrgId = field(default_factory=lambda: OrgId(new_id()))
    user: UserId = field(default_factory=lambda: UserId(new_id()))
    own: ClientId = field(default_factory=lambda: ClientId(new_id()))
    own_campaign: CampaignId = field(default_factory=lambda: CampaignId(new_id()))
    sibling: ClientId = field(default_factory=lambda: ClientId(new_id()))
    sibling_campaign: CampaignId = field(default_factory=lambda: CampaignId(new_id()))
    rows: list[Planted] = field(default_factory=list[Planted])

    def scopes(self) -> tuple[Scope, ...]:
        return (
            Scope(self.org),
            Scope(self.org, self.own),
            Scope(self.org, self.own, self.own_campaign),
            Scope(self.org, self.sibling),
            Scope(self.org, self.sibling, self.sibling_campaign),
        )

    def owner(self) -> Access:
        """Sees and writes everything of this organisation, the ledgers too."""
        return _granted(self.user, "owner", Scope(self.org), Scope(self.org))

    def freelancer(self) -> Access:
        """Belongs to the client `own` and nothing else."""
        own = Scope(self.org, self.own)
        return _granted(UserId(new_id()), "freelancer", own, own)


class Field:
    """A transaction with `ours` (the attacker's organisation) and `theirs` planted in it."""

    def __init__(self, connection: AsyncConnection, engine: Engine) -> None:
        self.connection = connection
        self.engine = engine
        self.ours, self.theirs = Tenant(), Tenant()
        self.attacker = self.ours.freelancer()

    async def plant(self) -> None:
        for tenant in (self.ours, self.theirs):
            await self._enter(found(Actor(tenant.user, "owner", "en", ()), tenant.org))
            for row in _rows(tenant):
                await self.connection.execute(insert(metadata.tables[row.table]).values(row.values))
                tenant.rows.append(row)
            await self._plant_keyed(tenant)
        await self._enter(self.attacker)

    async def _plant_keyed(self, tenant: Tenant) -> None:
        """Rows of no tenant, each read and written by its exact key alone."""
        event = {"event_id": new_id()}
        for name, keys in KEYED.items():
            table = metadata.tables[name]
            given = {"id": event["event_id"]} if name == "inbound_events" else event
            row = Planted(name, Scope(tenant.org), _values(table, given, tenant, 0))
            await self.engine.enter(self.connection, _exactly(row, keys))
            await self.connection.execute(insert(table).values(row.values))
            tenant.rows.append(row)

    def hidden(self) -> tuple[Planted, ...]:
        """What the attacker must not see."""
        return tuple(row for tenant in (self.ours, self.theirs) for row in tenant.rows if not self._seen(row))

    def _seen(self, row: Planted) -> bool:
        """Own rows and those above; ledgers and people need a permission that a freelancer lacks."""
        return row.scope in self.ours.scopes()[:3] and row.table not in {*_CLOSED, *KEYED}

    def beyond(self) -> tuple[Planted, ...]:
        """What lies outside the attacker's client, and is hidden."""
        return tuple(row for row in self.hidden() if row.scope.client != self.ours.own)

    def secrets(self) -> frozenset[str]:
        """Words that stand only in hidden rows."""
        seen = {word for row in self.ours.rows if self._seen(row) for word in _words(row)}
        return frozenset(word for row in self.hidden() for word in _words(row)) - seen

    async def visible(self, table: Table) -> int:
        """How many rows of a table the attacker sees."""
        return len((await self.connection.execute(select(table))).all())

    def expected(self, table: Table) -> int:
        """How many of the planted rows of a table the attacker may see."""
        return sum(1 for row in self.ours.rows if row.table == table.name and self._seen(row))

    @asynccontextmanager
    async def acting_as(self, access: Access) -> AsyncGenerator[None]:
        """For a while the connection is somebody else's."""
        await self._enter(access)
        yield
        await self._enter(self.attacker)

    async def untouched(self) -> Sequence[Row[Any]]:
        """All rows that the attacker must not write, as their owners see them."""
        found_rows: list[Row[Any]] = []
        for tenant in (self.theirs, self.ours):
            for row in tenant.rows:
                if row.table in KEYED:
                    await self.engine.enter(self.connection, _exactly(row, KEYED[row.table]))
                    rows = (await self.connection.execute(select(metadata.tables[row.table]))).all()
                    found_rows += rows
            await self._enter(tenant.owner())
            for table in metadata.sorted_tables:
                if tenant is self.theirs or table.name not in _COUNTED:
                    rows = (await self.connection.execute(select(table))).all()
                    found_rows += [row for row in rows if not self._may_write(row)]
        await self._enter(self.attacker)
        return sorted(found_rows, key=repr)

    def _may_write(self, row: Row[Any]) -> bool:
        mine = Scope(self.ours.org, self.ours.own).level
        inside = getattr(row, "client_id", None) == self.ours.own or getattr(row, "level", None) == mine
        return getattr(row, "org_id", None) == self.ours.org and inside

    async def _enter(self, access: Access) -> None:
        await self.engine.enter(self.connection, access.values(writing=True))


def _granted(user: UserId, role: str, held: Scope, scope: Scope) -> Access:
    access = grant(Actor(user, role, "en", (Membership(role, held),)), scope, "AGENCY", utc_now())
    if access is None:
        raise LookupError(f"{role} reaches nothing at {scope.level}")
    return access


def _rows(tenant: Tenant) -> Iterator[Planted]:
    """One row for each table and level, parents first."""
    org, own, own_campaign, sibling, sibling_campaign = tenant.scopes()
    keyed = {
        "organizations": [(org, {"id": tenant.org})],
        "users": [(org, {"org_id": tenant.org, "id": tenant.user})],
        "clients": [(s, {"org_id": tenant.org, "id": s.client}) for s in (own, sibling)],
        "campaigns": [(s, _place(s) | {"id": s.campaign}) for s in (own_campaign, sibling_campaign)],
        "audit_heads": [(org, {"org_id": tenant.org})],
        "usage_totals": [(org, {"org_id": tenant.org})],
    }
    rest = (t.name for t in metadata.sorted_tables if t.name not in {*_PLANTED_FIRST, *KEYED})
    ids: dict[tuple[str, Scope], str] = {}
    for name in (*_PLANTED_FIRST, *(t for t in rest if POLICIES[t].insert != Never())):
        table = metadata.tables[name]
        levelled = "campaign_id" in table.c
        default = [(s, _place(s)) for s in tenant.scopes()] if levelled else [(org, {"org_id": tenant.org})]
        for number, (scope, keys) in enumerate(keyed.get(name, default)):
            pointing = {c: ids[to, scope] for c, to in _points_to(table).items()}
            row = Planted(name, scope, _values(table, keys | pointing, tenant, number))
            ids[name, scope] = row.values.get("id", "")
            yield row


def _points_to(table: Table) -> Mapping[str, str]:
    """Columns that name a row of another table at the same level, and that table."""
    return {
        key.parent.name: key.column.table.name
        for key in table.foreign_keys
        if key.column.name == "id" and "level" in (key.constraint.columns if key.constraint else ())
    }


def _exactly(row: Planted, keys: Mapping[str, str]) -> SessionValues:
    """The session of somebody who knows the row's key."""
    said = {name: str(row.values[column]) for column, name in keys.items()}
    listed = {name: json.dumps([value]) for name, value in said.items() if name in _LISTED}
    return {**said, **listed, "writing": "1"}


def _place(scope: Scope) -> dict[str, Any]:
    return {"org_id": scope.org, "client_id": scope.client, "campaign_id": scope.campaign}


def _values(table: Table, keys: Mapping[str, Any], tenant: Tenant, number: int) -> dict[str, Any]:
    given = {name: value for name, value in keys.items() if name in table.c}
    made = {c.name: _made(c, tenant, number) for c in table.columns if c.name not in given and _plain(c)}
    return {**made, "id": new_id(), **given} if "id" in table.c else {**made, **given}


def _plain(column: Column[Any]) -> bool:
    """A column that holds content: neither a nullable one nor one that the row itself decides."""
    return not column.nullable and column.name not in ("level", "parent_id", "created_at", "updated_at", "id")


def _made(column: Column[Any], tenant: Tenant, number: int) -> Any:
    secret = f"secret-{secrets.token_hex(8)}"
    if column.name == "user_id":
        return tenant.user
    if isinstance(column.type, JSON):
        return {"secret": secret}
    if isinstance(column.type, UtcTime | Date):
        return utc_now() if isinstance(column.type, UtcTime) else utc_now().date()
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, LargeBinary):
        return secret.encode()
    return number + 1 if isinstance(column.type, Float | Integer) else secret


def _words(row: Planted) -> Iterator[str]:
    for value in row.values.values():
        yield from (word for word in _SECRET.findall(str(value)))
