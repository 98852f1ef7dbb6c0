"""Digests, and what of them was sent."""

from typing import Any

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0008"
down_revision = "v0007"


def upgrade() -> None:
    _digests()
    _sendings()


def _digests() -> None:
    _levelled(
        "digests",
        *_texts("user_id", "about", "platform", "workspace", "channel", "account"),
        Column("direct", Boolean, nullable=False),
        *_texts("days", "at", "zone", "quiet", "state"),
        Column("paused_until", Date),
        _time("armed_at"),
        Column("handed", Date),
        _time("created_at"),
        _points("digests", ["org_id", "user_id"], "users", ["org_id", "id"]),
    )
    op.create_index("ix_digests_org_id_level_id", _name("digests"), ["org_id", "level", "id"], unique=True)


def _sendings() -> None:
    _levelled(
        "digest_sendings",
        *_texts("digest_id", "user_id"),
        Column("local_date", Date, nullable=False),
        _time("since"),
        _time("until"),
        _points("digest_sendings", ["org_id", "user_id"], "users", ["org_id", "id"]),
        _points("digest_sendings", ["org_id", "level", "digest_id"], "digests", ["org_id", "level", "id"]),
        UniqueConstraint(
            "org_id", "digest_id", "local_date", name="uq_digest_sendings_org_id_digest_id_local_date"
        ),
    )


def _levelled(table: str, *items: SchemaItem) -> None:
    place = ["org_id", "client_id", "campaign_id"]
    op.create_table(
        _name(table),
        *_texts("org_id", "id"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        *_texts("level"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name=f"ck_{table}_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{table}"),
        _points(table, ["org_id"], "organizations", ["id"]),
        _points(table, ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(table, ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(table, place, "campaigns", ["org_id", "client_id", "id"]),
        *items,
    )
    op.create_index(f"ix_{table}_org_id_level", _name(table), ["org_id", "level"])


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
