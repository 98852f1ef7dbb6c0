"""When connected accounts are read by the clock."""

from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from memory.tables.base import physical

revision = "v0016"
down_revision = "v0015"

_TABLE = "pull_schedules"


def upgrade() -> None:
    place = ["org_id", "client_id", "campaign_id"]
    op.create_table(
        _name(_TABLE),
        *_texts("org_id", "id"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        *_texts("level"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name=f"ck_{_TABLE}_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name=f"pk_{_TABLE}"),
        _points(["org_id"], "organizations", ["id"]),
        _points(["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points(["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(place, "campaigns", ["org_id", "client_id", "id"]),
        *_own(),
        UniqueConstraint(
            "org_id", "level", "platform", "account", name=f"uq_{_TABLE}_org_id_level_platform_account"
        ),
        _points(["org_id", "user_id"], "users", ["org_id", "id"]),
    )
    op.create_index(f"ix_{_TABLE}_org_id_level", _name(_TABLE), ["org_id", "level"])


def _own() -> list[Column[Any]]:
    return [
        *_texts("user_id", "platform", "account", "zone", "grain"),
        Column("hour", Integer, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("fault", JSON),
        _time("last_at", nullable=True),
        _time("next_at"),
        _time("told_at", nullable=True),
        _time("created_at"),
    ]


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _points(columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{_TABLE}_{'_'.join(columns)}")
