"""What is done with approvals, on the command line and in chat alike: asked for by one, decided by another."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot import permissions
from bot.house import House
from bot.teamwork.errors import Blocked, FourEyes, NoReason, NotApprover, NotSole, OtherAsked, SoleEyes
from bot.teamwork.people import Present, names, present
from config.errors import Locale, Refused
from config.roles import rights
from config.teamwork import teamwork
from memory.collaboration import Approval
from memory.guidelines import Own
from memory.store import approvals, guidelines, notices, outputs
from memory.store.entrance import Entrance, enter_scope
from memory.types import Member, Output, Scope, UserId

Decision = Literal["approve", "changes", "reject"]
CARD, REMINDER, LAPSE, DECIDED = "approval", "approval.reminder", "approval.lapse", "approval.decided"
"""Kinds of notices; a reminder's has its number behind it."""
_OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, whom it went to, and whether nobody but the one who made it may decide."""

    approval: Approval
    asked: tuple[Member, ...]
    sole: bool


def permit(house: House, entrance: Entrance, locale: Locale, *command: str) -> None:
    """Raises Refused, with the reason, where this actor may not do this here."""
    verdict = permissions.admit(entrance.access.actor, command, entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(locale))


async def request(
    house: House, entrance: Entrance, output: Output, to: Member | None, locale: Locale
) -> Asked:
    """Puts an output up for approval, at its own place, and has those told who may decide.

    Raises Refused, Blocked, FourEyes, NotApprover, and as `memory.store.approvals.request` does.
    """
    permit(house, entrance, locale, "approve", "request")
    if output.draft.body.get("status") == "blocked":
        raise Blocked(title=output.draft.title)
    actor, there = entrance.access.actor, await present(house, output.scope)
    able = there.holding(_needed(output.draft.output_type), actor.user)
    asked = _asked(there, able, to, actor.user)
    rules = teamwork().approvals
    approver = (to.user, to.name) if to else (UserId(""), "")
    async with house.database.writing(entrance.access) as unit:
        fresh = await outputs.get(unit, output.id)
        made = await approvals.request(unit, fresh, approver, timedelta(days=rules.days), rules.rounds)
        people = [one.user for one in asked]
        await notices.tell(unit, people, CARD, made.id)
        for number, hours in enumerate(rules.remind_hours, start=1):
            at = made.requested_at + timedelta(hours=hours)
            await notices.tell(unit, people, f"{REMINDER}.{number}", made.id, at)
        await notices.tell(unit, [actor.user], LAPSE, made.id, made.expires_at)
    return Asked(made, asked, not able)


def _asked(
    there: Present, able: tuple[Member, ...], to: Member | None, requester: UserId
) -> tuple[Member, ...]:
    if to is None:
        return there.first_asked(able)
    if to.user == requester:
        raise FourEyes(names=names(able))
    if to not in able:
        raise NotApprover(name=to.name, names=names(able))
    return (to,)


async def decide(  # noqa: PLR0913, PLR0917 - a decision is all of this
    house: House,
    entrance: Entrance,
    approval: Approval,
    decision: Decision,
    reason: str,
    locale: Locale,
    *,
    alone: bool = False,
) -> tuple[Approval, bool]:
    """Takes a decision at the request's own place, authorised as of now, and has the one told who asked.

    The second value says whether it was taken: a request that has ended, lapsed or drifted is given as it is.
    Raises Refused, OtherAsked, FourEyes, SoleEyes, NotSole, NoReason.
    """
    await authorise(house, entrance, approval, decision, locale, alone=alone)
    reason = " ".join(reason.split())
    if decision != "approve" and not reason:
        raise NoReason()
    actor = entrance.access.actor.user
    async with house.database.writing(entrance.access) as unit:
        ended, done = await approvals.decide(unit, approval.id, decision, reason, alone=alone)
        if done and approval.requester not in (actor, ""):
            await notices.tell(unit, [approval.requester], DECIDED, approval.id)
    await notices.read(house.database, approval.scope.org, actor, [approval.id])
    return ended, done


async def authorise(  # noqa: PLR0913 - a decision is all of this
    house: House,
    entrance: Entrance,
    approval: Approval,
    decision: Decision,
    locale: Locale,
    *,
    alone: bool = False,
) -> None:
    """Raises Refused, OtherAsked, FourEyes, SoleEyes, NotSole where this actor does not decide this now."""
    actor, needed = entrance.access.actor, _needed(approval.output_type)
    verdict = permissions.can(actor, needed, entrance.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(locale))
    if approval.approver not in ("", actor.user):
        raise OtherAsked(name=approval.approver_name)
    if alone or approval.requester == actor.user:
        there = await present(house, approval.scope)
        _second(there, entrance, approval, there.holding(needed, actor.user), decision, alone=alone)


def _second(  # noqa: PLR0913 - all that four eyes depend on
    there: Present,
    entrance: Entrance,
    approval: Approval,
    others: tuple[Member, ...],
    decision: Decision,
    *,
    alone: bool,
) -> None:
    """Four eyes: who asks does not decide, unless an owner is the only one who may, and says so."""
    if others:
        raise NotSole(names=names(others)) if alone else FourEyes(names=names(others))
    me = entrance.access.actor.user
    mine = next((there.roles(one) for one in there.members if one.user == me), frozenset[str]())
    if _OWNER not in mine:
        raise FourEyes(names="-")
    if decision == "approve" and not alone:
        raise SoleEyes(id=approval.id[-8:])


def _needed(output_type: str) -> str:
    return teamwork().approvals.permission(output_type)


def roles_that_approve(entrance: Entrance, output_type: str, locale: Locale) -> str:
    """Their names, for whoever has to find a second person."""
    org_type, needed = entrance.place.org_type, _needed(output_type)
    known = rights().roles(org_type)
    return ", ".join(
        role.label.say(locale) for name, role in known.items() if rights().grants(org_type, name, needed)
    )


async def waiting(house: House, entrance: Entrance, locale: Locale) -> tuple[Approval, ...]:
    """What waits at a place and below it. Raises Refused."""
    permit(house, entrance, locale, "approvals")
    async with house.database.reading(entrance.access) as unit:
        return await approvals.waiting(unit)


def mine_to_decide(house: House, entrance: Entrance, approval: Approval) -> bool:
    """Whether it is this actor's turn, seen from a place above it or its own."""
    actor = entrance.access.actor
    if approval.requester == actor.user or approval.approver not in ("", actor.user):
        return False
    there = Present(approval.scope, entrance.place.org_type, (), house.now())
    me = Member(actor.user, actor.name, actor.locale, actor.memberships)
    return there.holds(me, _needed(approval.output_type))


def concerns(house: House, entrance: Entrance, approval: Approval) -> bool:
    """Whether an open request is this actor's to decide, or their own."""
    mine = approval.requester == entrance.access.actor.user
    return mine or mine_to_decide(house, entrance, approval)


async def learn(
    house: House, entrance: Entrance, approval: Approval, field: str, locale: Locale
) -> tuple[str, str]:
    """Keeps the reason of a decision in a list of the brand guidelines, at the client where there is one; gives
    the field and the place. Only when somebody says so. Raises Refused.
    """
    scope = approval.scope
    above = Scope(scope.org, scope.client) if scope.client else Scope(scope.org)
    target = await enter_scope(house.database, above, entrance.access.actor.user)
    permit(house, target, locale, "approve", "learn")
    async with house.database.writing(target.access) as unit:
        known = (await guidelines.own(unit)).get(field, Own(()))
        items = known.value if isinstance(known.value, tuple) else ()
        if approval.reason not in items:
            if known.locked:
                permit(house, target, locale, "brand", "lock")
            kept = Own((*items, approval.reason), known.locked, known.reason)
            await guidelines.put(unit, {field: kept})
    return field, target.place.path
