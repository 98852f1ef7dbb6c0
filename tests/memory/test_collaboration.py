"""The course of a request, whatever happens to it in whatever order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from memory.collaboration import (
    APPROVAL_STATES,
    Approval,
    ApprovalId,
    ApprovalState,
    Happening,
    after,
    next_round,
    status_after,
)
from memory.types import OrgId, OutputId, Scope, UserId

NOW = datetime(2026, 11, 2, tzinfo=UTC)
HAPPENINGS: tuple[Happening, ...] = get_args(Happening)
ENDS: frozenset[ApprovalState] = frozenset({"approved", "rejected", "expired", "void"})


def asked(before: Approval | None) -> Approval:
    number = before.number + 1 if before else 1
    who = UserId("u1"), "nina", UserId(""), ""
    return Approval(
        ApprovalId(str(number)), Scope(OrgId("o")), OutputId("x"), "swot", "", number, "h", number,
        next_round(before), *who, "requested", "", False, NOW, NOW + timedelta(days=7), None, "",
    )  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(("ask", *HAPPENINGS)), max_size=40))
def test_nothing_leaves_an_end_and_rounds_count_asked_changes_alone(story: list[str]) -> None:
    last: Approval | None = None
    changes = 0
    for event in story:
        if event == "ask":
            if last is None or last.state != "requested":
                last = asked(last)
                assert last.round == changes + 1
            continue
        if last is None:
            continue
        happening: Happening = event  # pyright: ignore[reportAssignmentType]
        state = after(last.state, happening)
        assert state is None or last.state not in ENDS
        assert state != "approved" or (last.state, happening) == ("requested", "approve")
        if state:
            changes = 0 if state in ("approved", "rejected") else changes + (state == "changes_requested")
            last = replace(last, state=state)


def test_only_what_is_asked_about_is_in_review_and_only_approval_approves() -> None:
    told = {state: status_after(state) for state in APPROVAL_STATES}
    assert [state for state, status in told.items() if status == "in_review"] == ["requested"]
    assert [state for state, status in told.items() if status == "approved"] == ["approved"]


@given(st.timedeltas(timedelta(0), timedelta(days=14)))
def test_a_request_is_open_until_its_time_is_over(later: timedelta) -> None:
    assert asked(None).open_at(NOW + later) == (later < timedelta(days=7))
