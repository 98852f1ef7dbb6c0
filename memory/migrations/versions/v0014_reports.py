"""What reports need: terms of billing, templates, schedules of drafts, and what was sent."""

from typing import Any

from alembic import op
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from memory.tables.base import physical

revision = "v0014"
down_revision = "v0013"


def upgrade() -> None:
    _terms()
    _templates()
    _schedules()
    _sendings()


def _terms() -> None:
    _levelled(
        "billing_terms",
        Column("markup", Integer, nullable=False),
        Column("vat", Integer, nullable=False),
        *_texts("reported", "content_hash", "updated_by"),
        _time("updated_at"),
        _unique("billing_terms", "org_id", "level"),
    )


def _templates() -> None:
    _levelled(
        "report_templates",
        *_texts("kind", "name"),
        Column("data", LargeBinary, nullable=False),
        *_texts("created_by"),
        _time("created_at"),
        _unique("report_templates", "org_id", "level", "kind"),
    )


def _schedules() -> None:
    _levelled(
        "report_schedules",
        *_texts("user_id", "rhythm", "day", "at", "zone", "country", "locale"),
        Column("ended", Boolean, nullable=False),
        Column("drafted", Date),
        _time("armed_at"),
        _time("created_at"),
        _points("report_schedules", ["org_id", "user_id"], "users", ["org_id", "id"]),
    )


def _sendings() -> None:
    _levelled(
        "report_sendings",
        *_texts("output_id", "platform", "workspace", "channel", "created_by"),
        _time("created_at"),
        _unique("report_sendings", "org_id", "output_id", "platform", "workspace", "channel"),
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


def _unique(table: str, *columns: str) -> UniqueConstraint:
    return UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
