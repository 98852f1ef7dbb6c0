"""What keeps the rest in order: the stamp of each level's last change, and what was erased."""

from sqlalchemy import JSON, Column, PrimaryKeyConstraint, Table, UniqueConstraint

from memory.ids import new_id
from memory.tables.base import levelled, metadata, moment, text

revisions = levelled("revisions", text("stamp"), UniqueConstraint("org_id", "level"))

erasures = Table(
    "erasures",
    metadata,
    text("id", default=new_id),
    text("kind"),
    moment("erased_at"),
    Column("counts", JSON, nullable=False),
    text("last_hash"),
    PrimaryKeyConstraint("id"),
)
