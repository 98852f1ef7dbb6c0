"""Approvals: one row for each round; what is approved is exactly what was asked about."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, insert, select, update

from config.errors import Refused
from memory.collaboration import (
    Approval,
    ApprovalId,
    ApprovalState,
    Happening,
    after,
    next_round,
    status_after,
)
from memory.db import Unit, Writing
from memory.errors import StorageFailed
from memory.ids import new_id
from memory.naming import storable
from memory.store import audit, outputs, refs, rows
from memory.store.paths import PATH, with_path
from memory.tables.collaboration import approvals
from memory.tables.strategy import strategy_outputs
from memory.types import Output, OutputId, UserId

_c, _o = approvals.c, strategy_outputs.c
_ATTEMPTS = 5
_PLAIN = (
    *(
        "output_type",
        "subject",
        "version",
        "content_hash",
        "number",
        "round",
        "requested_by",
        "approver_name",
    ),
    *("state", "reason", "alone", "requested_at", "expires_at", "decided_at", "decided_by"),
)


class AlreadyAsked(Refused):
    """{title} is waiting for an answer already: request `{id}`, round {round}.

    ko: {title:은} 이미 승인을 기다리고 있습니다. 요청 `{id}`, {round}차입니다.
    """


class NotAsked(Refused):
    """Only a draft can be put up for approval; {title} version {version} is {status}.

    ko: 초안만 승인을 요청할 수 있습니다. {title} 버전 {version}의 상태는 {status}입니다.
    """


class RoundsUsed(Refused):
    """{title} has been through all {most} rounds. Settle it in a talk: `approve reject {id} REASON` closes the case,
    and a new version then begins at round 1.

    ko: {title:은} {most}차까지 모두 썼습니다. 직접 이야기해 정리해 주세요. `/승인 반려 {id} 이유`로 닫으면 새 버전은
    1차부터 다시 시작합니다.
    """


async def request(
    unit: Writing, output: Output, approver: tuple[UserId, str], lasts: timedelta, most: int
) -> Approval:
    """Puts a draft up for approval as the unit's actor, who is at the output's place.

    Raises AlreadyAsked, NotAsked for what is not the newest draft, RoundsUsed after `most` rounds, NotYours.
    """
    for _ in range(_ATTEMPTS):
        before = await _last(unit, output)
        before = await _current(unit, before) if before else None
        _check(output, before, most)
        row = _row(unit, output, before) | {"approver_id": approver[0], "approver_name": approver[1]}
        row["expires_at"] = unit.now() + lasts
        if await unit.unless_taken(insert(approvals).values(row)):
            await outputs.mark(unit, output.id, status_after("requested"))
            detail = {"output": output.id, "round": row["round"], "approver": approver[0]}
            await audit.append(unit, "approval.request", row["id"], detail)
            return await get(unit, row["id"])
    raise StorageFailed(url="approvals", detail="too many writers at once")


def _check(output: Output, before: Approval | None, most: int) -> None:
    title = output.draft.title
    if before and before.state == "requested":
        raise AlreadyAsked(title=title, id=before.id[-8:], round=before.round)
    if output.status != "draft":
        raise NotAsked(title=title, version=output.version, status=output.status)
    if before and next_round(before) > most:
        raise RoundsUsed(title=title, most=most, id=before.id[-8:])


async def decide(
    unit: Writing, ref: str, happening: Happening, reason: str = "", *, alone: bool = False
) -> tuple[Approval, bool]:
    """What becomes of a request, and whether that was done just now: one that has lapsed, or whose content is not
    what was asked about any more, is ended as such instead; one that has ended stays as it is.

    The unit must be at the request's scope. Raises UnknownRef, AmbiguousRef, NotYours.
    """
    known = await get(unit, ref)
    await unit.first(select(_c.id).where(_c.org_id == known.scope.org, _c.id == known.id).with_for_update())
    known = await _current(unit, await get(unit, known.id))
    if after(known.state, happening) is None:
        return known, False
    return await _move(unit, known, happening, reason, alone=alone), True


async def drifted(unit: Unit, known: Approval) -> bool:
    """Whether the output is not what the request was about: other content, or a newer version of it."""
    now = await outputs.get(unit, known.output)
    same = outputs.draft_hash(now.draft) == now.content_hash == known.content_hash
    return not same or await outputs.overtaken(unit, now)


async def get(unit: Unit, ref: str) -> Approval:
    """One in reach by its id, or a part of it. Raises UnknownRef, AmbiguousRef."""
    return _approval(await refs.one(unit, _selected(unit), approvals, ref))


async def waiting(unit: Unit) -> tuple[Approval, ...]:
    """What waits for a decision in the unit's reach at its scope and below, oldest first."""
    query = _selected(unit).where(_c.state == "requested", _c.expires_at > unit.now())
    found = map(_approval, await unit.all(query.order_by(_c.requested_at, _c.id)))
    return tuple(one for one in found if unit.scope in one.scope.chain)


async def every(
    unit: Unit, states: Collection[ApprovalState] = (), output: OutputId | None = None
) -> tuple[Approval, ...]:
    """All rounds at the unit's scope and below it, newest first."""
    query = _selected(unit)
    query = query.where(_c.state.in_(states)) if states else query
    query = query.where(_c.output_id == output) if output else query
    found = map(_approval, await unit.all(query.order_by(_c.requested_at.desc(), _c.id.desc())))
    return tuple(one for one in found if unit.scope in one.scope.chain)


async def approved(unit: Unit, output: Output) -> Approval | None:
    """The round in which exactly this content was approved; None where it was not, or has changed since."""
    same = _c.output_id == output.id, _c.content_hash == output.content_hash, _c.state == "approved"
    row = await unit.first(_selected(unit).where(*same).order_by(_c.number.desc()).limit(1))
    return _approval(row) if row and outputs.draft_hash(output.draft) == output.content_hash else None


async def rounds(unit: Unit, of: Approval) -> tuple[Approval, ...]:
    """All requests for the same piece of work up to this one, newest first, itself the first."""
    query = _selected(unit).where(_chain(of.scope.level, of.output_type, of.subject), _c.number <= of.number)
    return tuple(map(_approval, await unit.all(query.order_by(_c.number.desc()))))


async def _last(unit: Unit, output: Output) -> Approval | None:
    draft = output.draft
    query = _selected(unit).where(_chain(output.scope.level, draft.output_type, draft.subject))
    row = await unit.first(query.order_by(_c.number.desc()).limit(1))
    return _approval(row) if row else None


async def _current(unit: Writing, known: Approval) -> Approval:
    """The request, ended where its time is over or its content is not the same any more."""
    if known.state != "requested":
        return known
    if not known.open_at(unit.now()):
        return await _move(unit, known, "lapse", "")
    return await _move(unit, known, "drift", "") if await drifted(unit, known) else known


async def _move(
    unit: Writing, known: Approval, happening: Happening, reason: str, *, alone: bool = False
) -> Approval:
    state = after(known.state, happening) or known.state
    by_someone = happening in ("approve", "changes", "reject")
    values = {
        "state": state,
        "reason": storable(reason) if by_someone else known.reason,
        "alone": alone,
        "decided_at": unit.now(),
        "decided_by": unit.actor.name if by_someone else "",
    }
    mine = _c.org_id == known.scope.org, _c.id == known.id
    await unit.run(update(approvals).where(*mine).values(values))
    if not await outputs.overtaken(unit, await outputs.get(unit, known.output)):
        await outputs.mark(unit, known.output, status_after(state))
    detail = {"output": known.output, "round": known.round, "alone": alone}
    await audit.append(unit, f"approval.{happening}", known.id, detail)
    return await get(unit, known.id)


def _chain(level: str, output_type: str, subject: str) -> ColumnElement[bool]:
    return and_(_c.level == level, _c.output_type == output_type, _c.subject == subject)


def _selected(unit: Unit) -> Select[Any]:
    """Rounds of the organisation with the title of their output and the path of their scope."""
    at_output = and_(_o.org_id == _c.org_id, _o.id == _c.output_id)
    joined = with_path(approvals).join(strategy_outputs, at_output)
    return select(approvals, _o.title, PATH).select_from(joined).where(_c.org_id == unit.scope.org)


def _row(unit: Writing, output: Output, before: Approval | None) -> dict[str, Any]:
    scope = output.scope
    return {
        "org_id": scope.org,
        "client_id": scope.client,
        "campaign_id": scope.campaign,
        "id": new_id(),
        "output_id": output.id,
        "output_type": output.draft.output_type,
        "subject": output.draft.subject,
        "version": output.version,
        "content_hash": output.content_hash,
        "number": before.number + 1 if before else 1,
        "round": next_round(before),
        "requester_id": unit.actor.user,
        "requested_by": unit.actor.name,
        "state": "requested",
        "requested_at": unit.now(),
    }


def _approval(row: Row[Any]) -> Approval:
    plain = {name: getattr(row, name) for name in _PLAIN}
    who = {"requester": UserId(row.requester_id), "approver": UserId(row.approver_id)}
    shown = {"title": row.title, "place": row.path}
    return Approval(
        id=ApprovalId(row.id), scope=rows.scope(row), output=OutputId(row.output_id), **plain, **who, **shown
    )
