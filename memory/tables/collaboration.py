"""Approvals in rounds, comments, tasks, and who is to be told of them."""

from sqlalchemy import Boolean, Column, Date, Integer

from memory.tables.base import Later, foreign, index, levelled, moment, text, unique


def _of_output() -> Later:
    """An output of the same level, so that no key reaches over a wall."""
    output = ["strategy_outputs.org_id", "strategy_outputs.level", "strategy_outputs.id"]
    return foreign(["org_id", "level", "output_id"], output)


approvals = levelled(
    "approvals",
    text("output_id"),
    text("output_type"),
    text("subject", default=""),
    Column("version", Integer, nullable=False),
    text("content_hash"),
    Column("number", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    text("requester_id"),
    text("requested_by"),
    text("approver_id", default=""),
    text("approver_name", default=""),
    text("state"),
    text("reason", default=""),
    Column("alone", Boolean, nullable=False, default=False),
    moment("requested_at"),
    moment("expires_at"),
    moment("decided_at", nullable=True),
    text("decided_by", default=""),
    _of_output(),
    unique("org_id", "level", "output_type", "subject", "number"),
)

comments = levelled(
    "comments",
    text("output_id"),
    Column("version", Integer, nullable=False),
    text("path", default=""),
    text("parent_comment", default=""),
    text("user_id"),
    text("created_by"),
    text("text"),
    moment("created_at"),
    moment("resolved_at", nullable=True),
    text("resolved_by", default=""),
    _of_output(),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    index(None, "org_id", "output_id"),
)

tasks = levelled(
    "tasks",
    text("title"),
    text("owner_id", default=""),
    text("owner_name", default=""),
    Column("due", Date),
    Column("check_after", Date),
    text("state"),
    text("output_id", nullable=True),
    text("body_path", default=""),
    text("created_by"),
    moment("created_at"),
    moment("ended_at", nullable=True),
    text("ended_by", default=""),
    _of_output(),
)

notifications = levelled(
    "notifications",
    text("user_id"),
    text("kind"),
    text("ref"),
    moment("due_at"),
    text("state"),
    text("platform", default=""),
    text("workspace", default=""),
    text("channel", default=""),
    text("account", default=""),
    moment("read_at", nullable=True),
    moment("created_at"),
    foreign(["org_id", "user_id"], ["users.org_id", "users.id"]),
    unique("org_id", "user_id", "kind", "ref"),
    index(None, "state", "due_at"),
)
