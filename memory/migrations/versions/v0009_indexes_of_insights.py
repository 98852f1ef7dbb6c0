"""Keys by which insights are chosen for a context, and found from their sources and uses."""

from collections.abc import Mapping, Sequence

from alembic import op

from memory.tables.base import physical

revision = "v0009"
down_revision = "v0008"

_INDEXES: Mapping[str, tuple[str, Sequence[str]]] = {
    "ix_ai_insights_told": (
        "ai_insights",
        ("org_id", "status", "category", "level", "client_id", "grade", "recorded_at", "id"),
    ),
    "ix_insight_sources_org_id_insight_id": ("insight_sources", ("org_id", "insight_id")),
    "ix_insight_uses_org_id_insight_id": ("insight_uses", ("org_id", "insight_id")),
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, physical(table, dialect), list(columns))
