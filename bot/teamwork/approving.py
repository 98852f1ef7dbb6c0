"""`approve …` and `approvals` in the chat."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from agents.types import AgentResult, Bullets, Button, Section
from bot.digest.period import stamp
from bot.teamwork import approvals as desk
from bot.teamwork import refs
from bot.teamwork.cards import card
from bot.teamwork.people import names, present, split
from bot.teamwork.seeing import approvals_for, insider, sees_internal
from bot.wanted import Wanted
from config.errors import Locale
from config.guidelines import guideline_catalogue
from config.teamwork import teamwork
from config.wording import words
from memory.collaboration import Approval
from memory.store import approvals
from memory.store.entrance import Entrance

_VERBS: Mapping[str, str] = {
    "request": "request", "ask": "request", "요청": "request",
    "changes": "changes", "change": "changes", "수정": "changes", "수정요청": "changes", "보완": "changes",
    "reject": "reject", "반려": "reject", "거절": "reject",
    "yes": "yes", "확인": "yes", "승인": "yes", "alone": "alone", "단독": "alone",
    "list": "list", "목록": "list", "show": "show", "보기": "show",
    "learn": "learn", "가이드라인": "learn",
}  # fmt: skip
_NO_MATTER = frozenset({"cancel", "취소", "never mind", "그만"})
_MOST = 15
_MOST_BUTTONS = 4


async def approve(wanted: Wanted) -> AgentResult:
    """`approve request|changes|reject|alone|show|learn …`, or the id of what is approved."""
    verb, _, rest = wanted.rest.strip().partition(" ")
    known = _VERBS.get(verb.casefold(), "yes")
    asked = replace(wanted, rest=rest.strip() if verb.casefold() in _VERBS else wanted.rest.strip())
    return await _DO[known if asked.rest or known == "request" else "list"](asked)


async def request(wanted: Wanted) -> AgentResult:
    """`approve request [OUTPUT] [@NAME]`, also said as one word."""
    said = wanted.rest
    if wanted.entrance is None:
        entrance, output = await refs.output(wanted, said.partition("@")[0].strip())
        person, _ = await split(wanted.house, wanted.heard, await present(wanted.house, output.scope), said)
    else:
        there = await present(wanted.house, wanted.entrance.place.scope)
        person, said = await split(wanted.house, wanted.heard, there, said)
        entrance, output = await refs.output(wanted, said)
    made = await desk.request(wanted.house, entrance, output, person, wanted.locale)
    return _requested(wanted, entrance, made)


def _requested(wanted: Wanted, entrance: Entrance, made: desk.Asked) -> AgentResult:
    one, say = made.approval, words("teamwork")
    facts = {
        "title": one.title,
        "version": one.version,
        "round": one.round,
        "most": teamwork().approvals.rounds,
        "until": stamp(one.expires_at, entrance.place.timezone, wanted.locale),
        "id": one.id[-8:],
    }
    show = Button(say("button.show", wanted.locale), f"approve show {one.id}")
    if made.asked:
        line = say("requested", wanted.locale, names=names(made.asked), **facts)
        return AgentResult((line,), buttons=(show,), verb="approve")
    roles = desk.roles_that_approve(entrance, one.output_type, wanted.locale)
    lines = (
        say("requested.nobody", wanted.locale, **facts),
        say("requested.how", wanted.locale, roles=roles),
    )
    buttons = (
        Button(say("button.invite", wanted.locale), "invite"),
        Button(say("button.alone", wanted.locale), f"approve alone {one.id}"),
        show,
    )
    return AgentResult(lines, buttons=buttons, verb="approve")


async def changes(wanted: Wanted) -> AgentResult:
    """`approve changes ID REASON`; without a reason it is asked for."""
    return await _with_reason(wanted, "changes")


async def reject(wanted: Wanted) -> AgentResult:
    return await _with_reason(wanted, "reject")


async def _with_reason(wanted: Wanted, decision: desk.Decision) -> AgentResult:
    if not wanted.rest:
        return await listed(wanted)
    ref, _, reason = wanted.rest.partition(" ")
    reason = reason.strip().removeprefix(":").strip()
    entrance, found = await refs.asked(wanted, ref.rstrip(":"))
    say = words("teamwork")
    if reason.casefold().strip(" .!") in _NO_MATTER:
        return AgentResult((say("cancelled", wanted.locale),), verb="approve")
    if not reason:
        await desk.authorise(wanted.house, entrance, found, decision, wanted.locale)
        line = say(f"why.{decision}", wanted.locale, title=found.title, version=found.version)
        expects = f"approve {decision} {found.id} :"
        return AgentResult((line,), status="needs_input", expects=expects, verb="approve")
    done = await desk.decide(wanted.house, entrance, found, decision, reason, wanted.locale)
    return _decided(wanted, entrance, *done)


async def _yes(wanted: Wanted) -> AgentResult:
    entrance, found = await refs.asked(wanted, wanted.rest)
    done = await desk.decide(wanted.house, entrance, found, "approve", "", wanted.locale)
    return _decided(wanted, entrance, *done)


async def _alone(wanted: Wanted) -> AgentResult:
    entrance, found = await refs.asked(wanted, wanted.rest)
    done = await desk.decide(wanted.house, entrance, found, "approve", "", wanted.locale, alone=True)
    return _decided(wanted, entrance, *done)


def _decided(wanted: Wanted, entrance: Entrance, one: Approval, done: bool) -> AgentResult:
    line = ended(one, entrance, wanted.locale, "decided" if done else "ended")
    buttons = _keep(wanted, one) if done and one.reason else ()
    return AgentResult((line,), buttons=buttons, verb="approve")


def ended(one: Approval, entrance: Entrance, locale: Locale, how: str) -> str:
    """How a request ended, in one line."""
    at = stamp(one.decided_at or one.expires_at, entrance.place.timezone, locale)
    key = f"{how}.{'alone' if one.alone else one.state}"
    facts = {"title": one.title, "version": one.version, "by": one.decided_by or "-", "at": at}
    most = teamwork().approvals.rounds
    return words("teamwork")(
        key, locale, **facts, reason=one.reason, round=one.round, most=most, hash=one.content_hash[:12]
    )


def _keep(wanted: Wanted, one: Approval) -> tuple[Button, ...]:
    """Offers to keep the reason as a guideline; nothing is kept unasked."""
    return (Button(words("teamwork")("button.learn", wanted.locale), f"approve learn {one.id}"),)


async def learn(wanted: Wanted) -> AgentResult:
    """`approve learn ID [FIELD]`: a reason becomes a guideline when somebody who may says in which field."""
    ref, _, field = wanted.rest.partition(" ")
    entrance, found = await refs.find(wanted, approvals.get, ref)
    say, locale = words("teamwork"), wanted.locale
    if not found.reason:
        return AgentResult((say("learn.nothing", locale),), verb="approve")
    labels = {
        name: guideline_catalogue().fields[name].label.say(locale) for name in teamwork().guidelines.fields
    }
    if field.strip() not in labels:
        buttons = tuple(Button(label, f"approve learn {found.id} {name}") for name, label in labels.items())
        line = say("learn.which", locale, reason=found.reason)
        return AgentResult((line,), buttons=buttons, status="needs_input", verb="approve")
    kept, place = await desk.learn(wanted.house, entrance, found, field.strip(), locale)
    line = say("learnt", locale, field=labels[kept], reason=found.reason, place=place)
    return AgentResult((line,), buttons=(Button(say("button.brand", locale), "brand"),), verb="approve")


async def show(wanted: Wanted) -> AgentResult:
    entrance, found = await refs.asked(wanted, wanted.rest)
    desk.permit(wanted.house, entrance, wanted.locale, "approvals")
    internal = sees_internal(wanted, entrance)
    shown = await card(wanted.house, entrance, found, wanted.locale, internal=internal)
    if found.open_at(wanted.house.now()):
        return shown
    return replace(shown, lines=(ended(found, entrance, wanted.locale, "ended"), *shown.lines[1:]))


async def listed(wanted: Wanted) -> AgentResult:
    """`approvals`: what waits, and the last decisions."""
    found: dict[str, tuple[Entrance, Approval]] = {}
    past: dict[str, tuple[Entrance, Approval]] = {}
    for door in (wanted.entrance,) if wanted.entrance else await refs.doors(wanted):
        internal = sees_internal(wanted, door)
        waiting = await desk.waiting(wanted.house, door, wanted.locale)
        found |= {
            one.id: (door, one) for one in waiting if internal or desk.concerns(wanted.house, door, one)
        }
        async with wanted.database.reading(door.access) as unit:
            done = await approvals.every(unit, ("approved", "rejected", "changes_requested"))
        past |= {one.id: (door, one) for one in approvals_for(door.access.actor, done, internal=internal)}
    return _list(wanted, list(found.values()), list(past.values()))


def _list(
    wanted: Wanted, found: Sequence[tuple[Entrance, Approval]], past: Sequence[tuple[Entrance, Approval]]
) -> AgentResult:
    say, locale = words("teamwork"), wanted.locale
    open_ = tuple(line_of(one, locale, door.place.timezone) for door, one in found[:_MOST])
    ended_ = tuple(ended(one, door, locale, "past") for door, one in past[:_MOST])
    own = any(insider(wanted.house, door) for door, _ in (*found, *past))
    parts = (("approvals.open", open_, False), ("approvals.past", ended_, own))
    sections = tuple(
        Section(say(key, locale), (Bullets(items),), inside) for key, items, inside in parts if items
    )
    mine = [one for door, one in found if desk.mine_to_decide(wanted.house, door, one)]
    buttons = tuple(
        Button(say("button.look", locale, title=one.title, version=one.version), f"approve show {one.id}")
        for one in mine[:_MOST_BUTTONS]
    )
    counts = {"count": len(found), "mine": len(mine)}
    head = say("approvals", locale, **counts) if found else say("approvals.none", locale)
    return AgentResult((head,), sections, buttons=buttons, verb="approvals")


def line_of(one: Approval, locale: Locale, zone: str) -> str:
    """An open request in one line."""
    say, until = words("teamwork"), stamp(one.expires_at, zone, locale)
    whom = one.approver_name or say("anybody", locale)
    facts = {"title": one.title, "version": one.version, "round": one.round, "by": one.requested_by or "-"}
    return say("approval.line", locale, **facts, whom=whom, place=one.place, until=until, id=one.id[-8:])


_DO: Mapping[str, Callable[[Wanted], Awaitable[AgentResult]]] = {
    "request": request,
    "changes": changes,
    "reject": reject,
    "yes": _yes,
    "alone": _alone,
    "list": listed,
    "show": show,
    "learn": learn,
}
