"""What a digest knew to be wrong, so that the next one tells it again only when it is worse, or over."""

from alembic import op
from sqlalchemy import JSON, Column

from memory.tables.base import physical

revision = "v0015"
down_revision = "v0014"


def upgrade() -> None:
    table = physical("digest_sendings", op.get_bind().dialect.name)
    op.add_column(table, Column("alarms", JSON, nullable=True))
