"""Who spoke, as a hash: so that a stop said beside the threads ends all that its author has running."""

from alembic import op
from sqlalchemy import Column, Text

from memory.tables.base import physical

revision = "v0013"
down_revision = "v0012"


def upgrade() -> None:
    table = physical("inbound_events", op.get_bind().dialect.name)
    op.add_column(table, Column("speaker", Text, nullable=False, server_default=""))
    op.create_index("ix_inbound_events_speaker", table, ["speaker"])
