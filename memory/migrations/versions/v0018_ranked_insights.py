"""Keys that hold all of what insights are counted and chosen by, so that no row is read for it."""

from alembic import op

from memory.tables.base import physical

revision = "v0018"
down_revision = "v0017"

_TOLD = "ix_ai_insights_told"
_RANKED = "ix_ai_insights_ranked"
_WHERE = ["category", "level", "client_id", "valid_to"]
_RANK = ["grade", "recorded_at", "id"]


def upgrade() -> None:
    table = physical("ai_insights", op.get_bind().dialect.name)
    op.drop_index(_TOLD, table)
    op.create_index(_TOLD, table, ["org_id", "status", *_WHERE, *_RANK])
    op.create_index(_RANKED, table, ["org_id", "status", *_RANK, *_WHERE])
