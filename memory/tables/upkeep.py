"""What keeps the rest in order: the stamp of each level's last change, and what was erased."""

from sqlalchemy import JSON, Column, PrimaryKeyConstraint

from memory.ids import new_id
from memory.tables.base import levelled, moment, table, text, unique

revisions = levelled("revisions", text("stamp"), unique("org_id", "level"))

erasures = table(
    "erasures",
    text("id", default=new_id),
    text("kind"),
    moment("erased_at"),
    Column("counts", JSON, nullable=False),
    text("last_hash"),
    PrimaryKeyConstraint("id"),
)
