"""People: who there is, who is invited, who may do what, and one person's several accounts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import get_args

from agents.types import AgentResult, Bullets, Button, Section
from bot import permissions
from bot.arrival.phrase import Phrase, phrase
from bot.arrival.spots import Spot, matching, spots
from bot.arrival.standing import account_of
from bot.errors import OnlyPrivately
from bot.teamwork.days import day_in, today
from bot.wanted import Wanted
from config.errors import Locale, Misused, Refused, UnknownScope
from config.patterns import regex
from config.roles import rights
from memory.errors import Duplicate, UnknownUser, WrongRole
from memory.store import invitations, links, memberships, users
from memory.store.entrance import Entrance, enter_scope
from memory.types import Member, Membership, Place, Scope

_ENDING = regex(
    r"\s+(?:until\s+(?P<until>[^:=]+?)(?=\s*(?::|$))"
    r"|(?P<day>(?:\d+월 |(?:이번|다음) ?[주달] )?\S+)까지)"
)
"""How people say an end: `until Friday`, `12월 31일까지`."""
_GIVE, _TAKE = {"give", "주기", "부여"}, {"take", "회수", "빼기"}


class PastDay(Misused):
    """{day} is over already: a role that ends there opens nothing.

    ko: {day}은(는) 이미 지났습니다. 그날 끝나는 역할로는 아무것도 할 수 없습니다.
    """


async def team(wanted: Wanted) -> AgentResult:
    """The people who can be seen from here, with their roles."""
    entrance = wanted.entered
    wanted.permit("team")
    root = await enter_scope(wanted.database, Scope(entrance.place.scope.org), entrance.access.actor.user)
    async with wanted.database.reading(root.access) as unit:
        found = [_counting(one, entrance) for one in await users.every(unit)]
    items = [_person(wanted, one, entrance) for one in found if one.memberships]
    title = wanted.say("team", place=wanted.here, count=len(items))
    buttons = (Button(wanted.say("button.invite"), "invite"),)
    return AgentResult(
        (title,), (Section(wanted.say("team.title"), (Bullets(tuple(items)),)),), buttons=buttons
    )


def _counting(one: Member, entrance: Entrance) -> Member:
    """Somebody with the roles that count at a place: those held there, above it, or below it."""
    here = entrance.place.scope
    held = (m for m in one.memberships if m.scope in here.chain or here in m.scope.chain)
    return replace(one, memberships=tuple(held))


def _person(wanted: Wanted, one: Member, entrance: Entrance) -> str:
    known = rights().roles(entrance.place.org_type)
    roles = [
        (known[held.role].label.say(wanted.locale) if held.role in known else held.role)
        + (f" (~{held.expires_at:%Y-%m-%d})" if held.expires_at else "")
        for held in one.memberships
    ]
    return f"{one.name}: {', '.join(roles)}"


async def invite(wanted: Wanted) -> AgentResult:
    """`invite ROLE [PLACE] [until=DATE]`: a code that is good once, shown to nobody else."""
    said = phrase(_ENDING.sub(_as_option, wanted.rest))
    entrance = wanted.entered
    if not said.words:
        wanted.permit("invite")
        return _roles_to_give(wanted, entrance)
    if not wanted.private:
        raise OnlyPrivately()
    where = said.text or " ".join(said.words[1:])
    spot = await _spot(wanted, where)
    role = _named(said.words[0], spot.place)
    wanted.permit_at(spot.actor, spot.place, "invite")
    _may_give(wanted, spot, role)
    target = await enter_scope(wanted.database, spot.place.scope, spot.actor.user)
    async with wanted.database.writing(target.access) as unit:
        made = await invitations.issue(unit, role, _until(wanted, said, spot.place))
    label = rights().roles(spot.place.org_type)[role].label.say(wanted.locale)
    day = f"{made.expires_at:%Y-%m-%d}"
    line = wanted.say("invited", role=label, place=" › ".join(spot.place.names), day=day)
    return AgentResult((line,), aside=(wanted.say("invited.code", code=made.code),))


def _roles_to_give(wanted: Wanted, entrance: Entrance) -> AgentResult:
    actor, place = entrance.access.actor, entrance.place
    now, known = wanted.house.now(), rights().roles(place.org_type)
    fitting = [name for name in known if permissions.can_give(actor, name, place, now).allowed]
    buttons = tuple(Button(known[name].label.say(wanted.locale), f"invite {name}") for name in fitting)
    return AgentResult(
        (wanted.say("invite.which", place=wanted.here),), buttons=buttons, status="needs_input"
    )


def _may_give(wanted: Wanted, spot: Spot, role: str) -> None:
    """Raises WrongRole, Refused."""
    known = rights().roles(spot.place.org_type)
    if role not in known:
        raise WrongRole(role=role, type=spot.place.org_type, roles=", ".join(known))
    verdict = permissions.can_give(spot.actor, role, spot.place, wanted.house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(wanted.locale))


def _as_option(found: re.Match[str]) -> str:
    return f' until="{(found["day"] or found["until"]).strip()}"'


def _named(word: str, place: Place) -> str:
    """The role of this name or label, in either language; else the word itself."""
    known = rights().roles(place.org_type)
    labels = {
        one.label.say(locale).casefold(): name for name, one in known.items() for locale in get_args(Locale)
    }
    return word if word in known else labels.get(word.casefold().replace("_", " "), word)


def _until(wanted: Wanted, said: Phrase, place: Place) -> datetime | None:
    """The last moment of a day. Raises NoDay, PastDay."""
    if not (value := said.options.get("until")):
        return None
    now = wanted.house.now()
    day = day_in(value, now, place.timezone)
    if day < today(now, place.timezone):
        raise PastDay(day=day.isoformat())
    return datetime.combine(day, time.max, UTC)


async def role(wanted: Wanted) -> AgentResult:
    """`role`, `role [give] NAME ROLE [PLACE] [until=DATE]`, `role take NAME [PLACE]`."""
    said = phrase(_ENDING.sub(_as_option, wanted.rest))
    verb, rest = (said.words[:1] or ("",))[0], said.words[1:]
    if verb in _TAKE and rest:
        return await _take(wanted, rest[0].lstrip("@"), said.text or " ".join(rest[1:]))
    name, *given = rest if verb in _GIVE and rest else (*said.words, "")
    return await _give(wanted, name.lstrip("@"), given[0], said, given[1:]) if any(given) else _roles(wanted)


def _roles(wanted: Wanted) -> AgentResult:
    entrance = wanted.entered
    wanted.permit("role")
    known = rights().roles(entrance.place.org_type)
    items = tuple(f"`{name}` {one.label.say(wanted.locale)}" for name, one in known.items())
    return AgentResult((wanted.say("roles"),), (Section(wanted.say("roles.title"), (Bullets(items),)),))


async def _give(wanted: Wanted, name: str, word: str, said: Phrase, place: Sequence[str]) -> AgentResult:
    spot, target, member = await _concerned(wanted, name, said.text or " ".join(place).strip())
    given, until = _named(word, spot.place), _until(wanted, said, spot.place)
    wanted.permit_at(spot.actor, spot.place, "role", "set")
    _may_give(wanted, spot, given)
    held = Membership(given, spot.place.scope, until)
    try:
        async with wanted.database.writing(target.access) as unit:
            await users.enrol(unit, member.user, held)
    except Duplicate:
        await _outranks(wanted, spot, member)
        async with wanted.database.writing(target.access) as unit:
            await memberships.change(unit, member.user, held)
    label = rights().roles(spot.place.org_type)[given].label.say(wanted.locale)
    return AgentResult((wanted.say("role.given", name=member.name, role=label, place=_names(spot)),))


async def _take(wanted: Wanted, name: str, where: str) -> AgentResult:
    """The role is over rather than gone, so that speaking does not bring it back."""
    spot, target, member = await _concerned(wanted, name, where)
    wanted.permit_at(spot.actor, spot.place, "role", "set")
    held = next((one for one in member.memberships if one.scope == spot.place.scope), None)
    if held is None:
        raise UnknownUser(name=name)
    await _outranks(wanted, spot, member)
    over = Membership(held.role, held.scope, wanted.house.now())
    async with wanted.database.writing(target.access) as unit:
        await memberships.change(unit, member.user, over)
    return AgentResult((wanted.say("role.taken", name=member.name, place=_names(spot)),))


async def _outranks(wanted: Wanted, spot: Spot, member: Member) -> None:
    """Nobody changes a role that they could not have given. Raises Refused."""
    held = next((one for one in member.memberships if one.scope == spot.place.scope), None)
    if held and held.role in rights().roles(spot.place.org_type):
        _may_give(wanted, spot, held.role)


async def _concerned(wanted: Wanted, name: str, where: str) -> tuple[Spot, Entrance, Member]:
    spot = await _spot(wanted, where)
    target = await enter_scope(wanted.database, spot.place.scope, spot.actor.user)
    root = await enter_scope(wanted.database, Scope(spot.place.scope.org), spot.actor.user)
    async with wanted.database.reading(root.access) as unit:
        found = await users.every(unit)
    member = next((one for one in found if one.name.casefold() == name.casefold()), None)
    if member is None:
        raise UnknownUser(name=name)
    return spot, target, member


async def link(wanted: Wanted) -> AgentResult:
    """`link` gives a code; `link CODE` in another account joins the two."""
    if wanted.rest:
        code, account = wanted.rest.split()[0], account_of(wanted.heard)
        await links.redeem(wanted.database, code, wanted.heard.platform, account, leaving=True)
        return AgentResult((wanted.say("linked"),), buttons=(Button(wanted.say("button.where"), "use"),))
    if not wanted.private:
        raise OnlyPrivately()
    entrance = wanted.entrance or await _anywhere(wanted)
    async with wanted.database.writing(entrance.access) as unit:
        made = await links.issue(unit)
    return AgentResult((wanted.say("link"),), aside=(wanted.say("link.code", code=made.code),))


async def _anywhere(wanted: Wanted) -> Entrance:
    for org, user in wanted.who:
        return await enter_scope(wanted.database, Scope(org), user)
    raise UnknownUser(name=wanted.heard.name or wanted.heard.account)


async def _spot(wanted: Wanted, where: str) -> Spot:
    """The place that is named, else this one. Raises UnknownScope."""
    entrance = wanted.entered
    if not where:
        return Spot(entrance.place, entrance.access.actor)
    who = [(entrance.place.scope.org, entrance.access.actor.user)]
    meant = matching(await spots(wanted.house, who), where)
    if not meant:
        raise UnknownScope(scope=where)
    return meant[0]


def _names(spot: Spot) -> str:
    return " › ".join(spot.place.names)
