"""What people do together on what was delivered: approvals in rounds, comments, tasks, and who is told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NewType, get_args

from memory.types import OutputId, OutputStatus, Scope, UserId

ApprovalId = NewType("ApprovalId", str)
CommentId = NewType("CommentId", str)
TaskId = NewType("TaskId", str)
NoticeId = NewType("NoticeId", str)

ApprovalState = Literal["requested", "changes_requested", "approved", "rejected", "expired", "void"]
APPROVAL_STATES: tuple[ApprovalState, ...] = get_args(ApprovalState)
Happening = Literal["approve", "changes", "reject", "lapse", "drift"]
"""What may happen to a request: somebody decides, its time is over, or its content is not the same any more."""
TaskState = Literal["open", "done", "dropped"]
NoticeState = Literal["waiting", "held", "handed", "told", "dropped", "kept"]
"""Waiting for its time; held until its channel may hear something again; on its way; put into words for its reader; not
worth telling any more; nowhere to be sent, so that it is only listed."""

_COURSE: Mapping[tuple[ApprovalState, Happening], ApprovalState] = {
    ("requested", "approve"): "approved",
    ("requested", "changes"): "changes_requested",
    ("requested", "reject"): "rejected",
    ("requested", "lapse"): "expired",
    ("requested", "drift"): "void",
    ("changes_requested", "reject"): "rejected",
}
_SETTLED: Mapping[ApprovalState, OutputStatus] = {
    "requested": "in_review",
    "changes_requested": "draft",
    "approved": "approved",
    "rejected": "archived",
    "expired": "draft",
    "void": "draft",
}
_CLOSES: frozenset[ApprovalState] = frozenset({"approved", "rejected"})


def after(state: ApprovalState, happening: Happening) -> ApprovalState | None:
    """The state that follows; None where this cannot happen (any more)."""
    return _COURSE.get((state, happening))


def status_after(state: ApprovalState) -> OutputStatus:
    """What the output is while, or once, its request is in this state."""
    return _SETTLED[state]


@dataclass(frozen=True, slots=True)
class Approval:
    """One round: one version of an output, asked about by one person, decided by another."""

    id: ApprovalId
    scope: Scope
    output: OutputId
    output_type: str
    subject: str
    version: int
    content_hash: str
    """Of what was asked about: nothing else is approved by it."""
    number: int
    """Counts all requests for the outputs of this type and subject at this place."""
    round: int
    """Counts the rounds since the last decision that ended them: 1 is the first."""
    requester: UserId
    requested_by: str
    approver: UserId
    """Who was asked; "" where anybody may decide who holds the permission."""
    approver_name: str
    state: ApprovalState
    reason: str
    alone: bool
    """Whether it was approved by the one who asked, since nobody else there may."""
    requested_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    decided_by: str
    title: str = ""
    """The output's, as of reading; so is the place, a path of slugs."""
    place: str = ""

    def open_at(self, now: datetime) -> bool:
        return self.state == "requested" and now < self.expires_at


def next_round(before: Approval | None) -> int:
    """The round that follows this last request: only asked changes begin another one of the same case."""
    if before is None or before.state in _CLOSES:
        return 1
    return before.round + 1 if before.state == "changes_requested" else before.round


@dataclass(frozen=True, slots=True)
class Comment:
    """Words on an output, on a part of it, or in answer to other words."""

    id: CommentId
    scope: Scope
    output: OutputId
    version: int
    path: str
    """Into the body, such as `items.S1.statement`; "" is the whole."""
    parent: str
    """The comment that it answers; "" begins a thread."""
    user: UserId
    created_by: str
    text: str
    created_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """What is to be done, by whom and until when."""

    title: str
    owner: UserId = UserId("")
    owner_name: str = ""
    due: date | None = None
    check_after: date | None = None
    """The day on which it is asked what came of it."""
    output: OutputId | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task at a place."""

    id: TaskId
    scope: Scope
    plan: TaskPlan
    state: TaskState
    created_by: str
    created_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
    place: str = ""

    def late_at(self, day: date) -> bool:
        return self.state == "open" and self.plan.due is not None and self.plan.due < day


@dataclass(frozen=True, slots=True)
class NoticeTarget:
    """Where somebody is told: an account directly, or a channel."""

    platform: str = ""
    workspace: str = ""
    channel: str = ""
    account: str = ""

    @property
    def direct(self) -> bool:
        return not self.channel


@dataclass(frozen=True, slots=True)
class Notice:
    """That one person is to be told of one thing, once."""

    id: NoticeId
    scope: Scope
    user: UserId
    kind: str
    ref: str
    due_at: datetime
    state: NoticeState
    target: NoticeTarget
    read_at: datetime | None
    created_at: datetime
