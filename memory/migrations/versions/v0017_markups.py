"""Mark-ups of single platforms, beside the general one."""

from alembic import op
from sqlalchemy import JSON, Column

from memory.tables.base import physical

revision = "v0017"
down_revision = "v0016"


def upgrade() -> None:
    table = physical("billing_terms", op.get_bind().dialect.name)
    op.add_column(table, Column("markups", JSON, nullable=True))
