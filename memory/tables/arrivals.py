"""How people and channels come in: origins, invitations, wishes, and what waits at the door before any scope."""

from sqlalchemy import JSON, Column, PrimaryKeyConstraint

from memory.ids import new_id
from memory.tables.base import foreign, levelled, moment, owned, table, text, unique

origins = owned(
    "origins",
    text("platform"),
    text("key"),
    moment("created_at"),
    unique("platform", "key"),
)
"""Where an organisation was begun: a workspace, or a direct conversation. It begins one organisation only."""

invitations = levelled(
    "invitations",
    text("role"),
    text("code_hash"),
    text("created_by"),
    moment("expires_at"),
    moment("until", nullable=True),
    moment("created_at"),
    unique("code_hash"),
)
"""Codes that make an account a member, once; `until` is the end of the membership."""

openings = table(
    "openings",
    text("id", default=new_id),
    text("code_hash"),
    moment("expires_at"),
    moment("created_at"),
    PrimaryKeyConstraint("id"),
    unique("code_hash"),
)
"""The operator's invitations to begin an organisation."""

doorsteps = table(
    "doorsteps",
    text("id", default=new_id),
    text("platform"),
    text("workspace"),
    text("channel"),
    text("account"),
    Column("state", JSON, nullable=False, default=dict),
    moment("changed_at"),
    PrimaryKeyConstraint("id"),
    unique("platform", "workspace", "channel", "account"),
)
"""Where a conversation stands that belongs to no organisation yet: what was asked, not what was said."""

wishes = levelled(
    "wishes",
    text("kind"),
    text("platform"),
    text("workspace"),
    text("channel"),
    text("account"),
    text("name"),
    text("user_id", nullable=True),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    unique("org_id", "level", "kind", "platform", "workspace", "channel", "account"),
)
"""What somebody would like who may not: that a channel is mapped, that they are let in."""

unasked_posts = levelled(
    "unasked_posts",
    text("platform"),
    text("workspace"),
    text("channel"),
    text("day"),
    text("kind"),
    moment("created_at"),
    unique("org_id", "platform", "workspace", "channel", "day"),
)
"""One unasked post a channel and day."""

privacy_choices = levelled(
    "privacy_choices",
    moment("no_model_since", nullable=True),
    text("updated_by"),
    moment("updated_at"),
    unique("org_id", "level"),
)
