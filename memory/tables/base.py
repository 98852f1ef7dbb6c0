"""What the tables share: names, times in UTC, keys that begin with the organisation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Later:
    """What only the making of a schema asks for, and what takes longer to make than the table itself."""

    make: Callable[..., CheckConstraint | ForeignKeyConstraint | Index | UniqueConstraint]
    given: tuple[Any, ...]
    named: Mapping[str, Any]


def unique(*columns: str, **options: Any) -> Later:
    return Later(UniqueConstraint, columns, options)


def foreign(columns: Sequence[str], refer_to: Sequence[str]) -> Later:
    return Later(ForeignKeyConstraint, (columns, refer_to), {})


def check(condition: str, *, name: str) -> Later:
    return Later(CheckConstraint, (condition,), {"name": name})


def index(name: str | None, *columns: Any, **options: Any) -> Later:
    """`None` for the name that follows from the columns."""
    return Later(Index, (name, *columns), options)


_later: list[tuple[Table, Later]] = []


def table(name: str, *items: SchemaItem | Later) -> Table:
    """A table as statements need it. Keys between tables, checks and indexes follow when all are `complete`."""
    made = Table(name, metadata, *(item for item in items if not isinstance(item, Later)))
    _later.extend((made, item) for item in items if isinstance(item, Later))
    return made


def complete() -> None:
    """Gives the tables what the schema has beside columns and primary keys."""
    for made, item in _later:
        made.append_constraint(item.make(*item.given, **item.named))
    _later.clear()


def owned(name: str, *items: SchemaItem | Later) -> Table:
    """A table whose rows belong to an organisation, keyed (org_id, id)."""
    return table(
        name,
        text("org_id"),
        text("id", default=new_id),
        *items,
        PrimaryKeyConstraint("org_id", "id"),
        foreign(["org_id"], ["organizations.id"]),
    )


def levelled(name: str, *items: SchemaItem | Later) -> Table:
    """A table whose rows belong to an organisation, a client or a campaign; `level` says which.

    The key (org_id, client_id, campaign_id) keeps a row from naming one client and another's campaign.
    """
    return owned(
        name,
        text("client_id", nullable=True),
        text("campaign_id", nullable=True),
        level(),
        check(f"level = {LEVEL}", name="level"),
        foreign(["org_id", "client_id"], ["clients.org_id", "clients.id"]),
        foreign(["org_id", "campaign_id"], ["campaigns.org_id", "campaigns.id"]),
        foreign(
            ["org_id", "client_id", "campaign_id"],
            ["campaigns.org_id", "campaigns.client_id", "campaigns.id"],
        ),
        *items,
        index(None, "org_id", "level"),
    )
