"""Delivery: the spool of what was heard, its ledger, the outbox, leases."""

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

revision = "v0005"
down_revision = "v0004"


def upgrade() -> None:
    _events()
    _of_events()
    _steps()
    _deliveries()
    _leases()


def _events() -> None:
    op.create_table(
        _name("inbound_events"),
        *_texts("id", "platform", "workspace", "conversation", "state", "owner"),
        _number("attempts"),
        _time("received_at"),
        _time("changed_at"),
        PrimaryKeyConstraint("id", name="pk_inbound_events"),
    )
    for columns in (["conversation", "state"], ["state", "received_at"]):
        op.create_index(f"ix_inbound_events_{'_'.join(columns)}", _name("inbound_events"), columns)


def _of_events() -> None:
    op.create_table(
        _name("inbound_keys"),
        *_texts("key", "event_id"),
        PrimaryKeyConstraint("key", name="pk_inbound_keys"),
        _points("inbound_keys", ["event_id"], "inbound_events", ["id"]),
    )
    op.create_index("ix_inbound_keys_event_id", _name("inbound_keys"), ["event_id"])
    op.create_table(
        _name("inbound_bodies"),
        *_texts("event_id"),
        _json("body"),
        PrimaryKeyConstraint("event_id", name="pk_inbound_bodies"),
        _points("inbound_bodies", ["event_id"], "inbound_events", ["id"]),
    )


def _steps() -> None:
    op.create_table(
        _name("turn_steps"),
        *_step_columns(),
        PrimaryKeyConstraint("event_id", "step", name="pk_turn_steps"),
        _points("turn_steps", ["event_id"], "inbound_events", ["id"]),
    )


def _deliveries() -> None:
    op.create_table(
        _name("deliveries"),
        *_step_columns(),
        *_texts("org_id", "id", "level", "platform", "channel"),
        Column("client_id", Text),
        Column("campaign_id", Text),
        _time("created_at"),
        CheckConstraint(
            "level = coalesce('campaign:' || campaign_id, 'client:' || client_id, 'organization')",
            name="ck_deliveries_level",
        ),
        PrimaryKeyConstraint("org_id", "id", name="pk_deliveries"),
        _points("deliveries", ["org_id"], "organizations", ["id"]),
        _points("deliveries", ["org_id", "client_id"], "clients", ["org_id", "id"]),
        _points("deliveries", ["org_id", "campaign_id"], "campaigns", ["org_id", "id"]),
        _points(
            "deliveries",
            ["org_id", "client_id", "campaign_id"],
            "campaigns",
            ["org_id", "client_id", "id"],
        ),
        UniqueConstraint("org_id", "event_id", "step", name="uq_deliveries_org_id_event_id_step"),
    )
    op.create_index("ix_deliveries_org_id_level", _name("deliveries"), ["org_id", "level"])
    op.create_index("ix_deliveries_event_id", _name("deliveries"), ["event_id"])


def _leases() -> None:
    op.create_table(
        _name("leases"),
        *_texts("name", "holder"),
        _number("beat"),
        _time("changed_at"),
        PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _step_columns() -> tuple[Column[Any], ...]:
    return (
        *_texts("event_id", "step", "state", "owner", "key", "said"),
        _number("attempts"),
        _json("value"),
        _json("posted"),
        _time("changed_at"),
    )


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
