"""What the tables share: names, times in UTC, keys that begin with the organisation."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from memory.ids import new_id
from memory.types import Scope

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)

_OF_THE_SCHEMA = (CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint)
_later: list[tuple[Table, list[CheckConstraint | ForeignKeyConstraint | Index | UniqueConstraint]]] = []

LEVEL = "coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')"


def physical(table: str, dialect: str) -> str:
    """The name of a table in the database: SQLite keeps the plain name for the guarded view over it."""
    return f"rls_{table}" if dialect == "sqlite" else table


def utc_now() -> datetime:
    return datetime.now(UTC)


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC with microseconds; a time without an offset is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without an offset: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def text(
    name: str, *, nullable: bool = False, default: str | Callable[..., str] | None = None
) -> Column[str]:
    return Column(name, Text, nullable=nullable, default=default)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    """A UTC time; one that must be there is the moment of writing when it is not given."""
    return Column(name, UtcTime, nullable=nullable, default=None if nullable else utc_now)


def own(make: Callable[[Mapping[str, Any]], str]) -> Callable[[DefaultExecutionContext], str]:
    """A default made from the row's own values."""

    def default(context: DefaultExecutionContext) -> str:
        return make(context.get_current_parameters())

    return default


def _level(context: DefaultExecutionContext) -> str:
    row: Mapping[str, Any] = context.get_current_parameters()
    return Scope(row["org_id"], row.get("client_id"), row.get("campaign_id")).level


def level() -> Column[str]:
    """Which level of its organisation a row belongs to, as its own columns say."""
    return text("level", default=_level)


def table(name: str, *items: SchemaItem) -> Table:
    """A table as statements need it. Keys between tables, checks and indexes follow when all are `complete`."""
    rest = [item for item in items if isinstance(item, _OF_THE_SCHEMA)]
    made = Table(name, metadata, *(item for item in items if not isinstance(item, _OF_THE_SCHEMA)))
    _later.append((made, rest))
    return made


def complete() -> None:
    """Gives the tables what only the making of a schema asks for, which takes longer than the rest of them."""
    for made, items in _later:
        for item in items:
            made.append_constraint(item)
    _later.clear()


def owned(name: str, *items: SchemaItem) -> Table:
    """A table whose rows belong to an organisation, keyed (org_id, id)."""
    return table(
        name,
        text("org_id"),
        text("id", default=new_id),
        *items,
        PrimaryKeyConstraint("org_id", "id"),
        ForeignKeyConstraint(["org_id"], ["organizations.id"]),
    )


def levelled(name: str, *items: SchemaItem) -> Table:
    """A table whose rows belong to an organisation, a client or a campaign; `level` says which.

    The key (org_id, client_id, campaign_id) keeps a row from naming one client and another's campaign.
    """
    return owned(
        name,
        text("client_id", nullable=True),
        text("campaign_id", nullable=True),
        level(),
        CheckConstraint(f"level = {LEVEL}", name="level"),
        ForeignKeyConstraint(["org_id", "client_id"], ["clients.org_id", "clients.id"]),
        ForeignKeyConstraint(["org_id", "campaign_id"], ["campaigns.org_id", "campaigns.id"]),
        ForeignKeyConstraint(
            ["org_id", "client_id", "campaign_id"],
            ["campaigns.org_id", "campaigns.client_id", "campaigns.id"],
        ),
        *items,
        Index(None, "org_id", "level"),
    )
