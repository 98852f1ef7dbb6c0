"""What people taught the router; what language models may cost, and cost this month."""

from typing import Any

from alembic import op
from sqlalchemy import BigInteger, Column, DateTime, ForeignKeyConstraint, PrimaryKeyConstraint, Text

from memory.tables.base import physical

revision = "v0007"
down_revision = "v0006"


def upgrade() -> None:
    _corrections()
    _totals()
    _budgets()


def _corrections() -> None:
    op.create_table(
        _name("routing_corrections"),
        *_texts("org_id", "id", "user_id", "agent", "marks"),
        _time("created_at"),
        PrimaryKeyConstraint("org_id", "id", name="pk_routing_corrections"),
        _points("routing_corrections", ["org_id"], "organizations", ["id"]),
        _points("routing_corrections", ["org_id", "user_id"], "users", ["org_id", "id"]),
    )
    columns = ["org_id", "created_at"]
    op.create_index("ix_routing_corrections_org_id_created_at", _name("routing_corrections"), columns)


def _totals() -> None:
    op.create_table(
        _name("usage_totals"),
        *_texts("org_id", "month"),
        Column("used_micros", BigInteger, nullable=False),
        PrimaryKeyConstraint("org_id", name="pk_usage_totals"),
        _points("usage_totals", ["org_id"], "organizations", ["id"]),
    )


def _budgets() -> None:
    op.create_table(
        _name("model_budgets"),
        *_texts("org_id", "updated_by"),
        Column("limit_micros", BigInteger, nullable=False),
        _time("updated_at"),
        PrimaryKeyConstraint("org_id", name="pk_model_budgets"),
        _points("model_budgets", ["org_id"], "organizations", ["id"]),
    )


def _name(table: str) -> str:
    return physical(table, op.get_bind().dialect.name)


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _time(name: str) -> Column[Any]:
    return Column(name, DateTime(timezone=True), nullable=False)


def _points(table: str, columns: list[str], to: str, keys: list[str]) -> ForeignKeyConstraint:
    target = [f"{_name(to)}.{key}" for key in keys]
    return ForeignKeyConstraint(columns, target, name=f"fk_{table}_{'_'.join(columns)}")
