"""Secrets, sealed: data keys, credentials, and what belongs to the installation."""

from typing import Any

from alembic import op
from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from memory.tables.base import physical

revision = "v0004"
down_revision = "v0003"


def upgrade() -> None:
    _data_keys()
    _credentials()
    _installations()


def _data_keys() -> None:
    op.create_table(
        _name("data_keys"),
        *_texts("org_id", "kid"),
        _bytes("wrapped"),
        _time("created_at"),
        PrimaryKeyConstraint("org_id", name="pk_data_keys"),
        _points("data_keys", ["org_id"], "organizations", ["id"]),
    )


def _credentials() -> None:
    place = ["org_id", "client_id", "campaign_id"]
    op.create_table(
        _name("credentials"),
        *_texts("org_id", "id", "level", "platform", "account", "name"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        Column("version", Integer, nullable=False),
        _bytes("sealed"),
        _time("created_at"),
        _time("sealed_at"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name="ck_credentials_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name="pk_credentials"),
        _points("credentials", ["org_id"], "organizations", ["id"]),
        _points("credentials", ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points("credentials", ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points("credentials", place, "campaigns", ["org_id", "client_id", "id"]),
        _unique("credentials", "org_id", "level", "platform", "account", "name"),
    )
    op.create_index("ix_credentials_org_id_level", _name("credentials"), ["org_id", "level"])


def _installations() -> None:
    op.create_table(
        _name("installations"),
        *_texts("id", "kind", "name", "kid"),
        Column("version", Integer, nullable=False),
        _bytes("wrapped"),
        _bytes("sealed"),
        _time("created_at"),
        _time("sealed_at"),
        PrimaryKeyConstraint("id", name="pk_installations"),
        _unique("installations", "kind", "name"),
    )


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
