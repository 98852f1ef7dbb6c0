"""The first steps in a chat: who begins an organisation, who joins one, and what is made first."""

import re
from dataclasses import dataclass, replace

from agents.types import AgentResult, Button
from bot.arrival.mapping import settle
from bot.arrival.onboarding import KINDS, OPEN, Wish, organization_for, wish_of
from bot.arrival.phrase import phrase
from bot.arrival.spots import Spot, campaigns_of, spots
from bot.arrival.standing import account_of, key_of, newcomer, origin_of, owned
from bot.errors import NeedsInvitation
from bot.wanted import Wanted
from config.errors import Refused, UnknownScope
from config.roles import rights
from memory import naming
from memory.errors import Duplicate
from memory.store import arrivals, campaigns, clients, doorsteps, invitations
from memory.store.entrance import Entrance, enter_scope, identify
from memory.store.invitations import BadInvitation
from memory.types import CampaignPlan, OrgId, Scope, UserId

_CODE = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-?[2-9A-HJ-NP-Z]{4}){3}", re.IGNORECASE)
_SLUGS = 100


@dataclass(frozen=True, slots=True)
class _Begun:
    """An organisation, and who goes on in it."""

    org: OrgId
    user: UserId


async def start(wanted: Wanted) -> AgentResult:
    """`start`, `start CODE`, `start agency: Client / Campaign`, `start sme: Name`."""
    said = phrase(wanted.rest)
    word = said.words[0] if said.words else ""
    if _CODE.fullmatch(word):
        return await _by_code(wanted, word)
    known = await _known(wanted)
    wanted = await _anew(wanted)
    if known is None and not await _may_begin(wanted):
        raise NeedsInvitation()
    if known and not await _reaches(wanted, known):
        return AgentResult((wanted.say("begun_already"),), status="needs_input")
    kind = word if word in KINDS else ""
    if known:
        kind = await _kind_of(wanted, known)
    if not kind:
        return welcome(wanted)
    wish = wish_of(kind, said, wanted.locale)
    if wish is None:
        return names(wanted, kind, half=said.opened and bool(said.text))
    return await _made(wanted, wish, known)


async def _anew(wanted: Wanted) -> Wanted:
    """Who the account is by now: another event of it may have been first."""
    who = await identify(wanted.database, wanted.heard.platform, account_of(wanted.heard))
    return replace(wanted, standing=replace(wanted.standing, who=who))


def welcome(wanted: Wanted) -> AgentResult:
    """The first words: what is read, and how to begin. In a direct conversation outside of a workspace, the name."""
    if not owned(wanted.heard):
        line = wanted.say("welcome.sme")
        buttons = (Button(wanted.say("button.agency"), "start agency"),)
        return AgentResult((line,), buttons=buttons, status="needs_input", expects=f"start sme{OPEN}")
    name = wanted.heard.name
    line = wanted.say("welcome.named", name=name) if name else wanted.say("welcome.plain")
    buttons = (
        Button(wanted.say("button.start"), "start agency"),
        Button(wanted.say("button.sme"), "start sme"),
        Button(wanted.say("button.form"), "form onboarding"),
        Button(wanted.say("button.data"), "privacy"),
    )
    return AgentResult((line,), buttons=buttons, status="needs_input")


def names(wanted: Wanted, kind: str, *, half: bool = False) -> AgentResult:
    line = wanted.say("start.names" if half else f"start.{kind}")
    return AgentResult((line,), status="needs_input", expects=f"start {kind}{OPEN}")


async def _may_begin(wanted: Wanted) -> bool:
    """Whether an organisation may begin here: in somebody's own workspace, or by the operator's invitation."""
    if wanted.heard.outsider:
        return False
    if owned(wanted.heard) or wanted.house.settings.registration == "open":
        return True
    return bool(await doorsteps.get(wanted.database, key_of(wanted.heard), _opened(wanted)))


def _opened(wanted: Wanted) -> str:
    return f":opened:{account_of(wanted.heard)}"


async def _known(wanted: Wanted) -> OrgId | None:
    """The organisation that this goes on in: that of the place, of the workspace, or the account's only one."""
    if wanted.entrance:
        return wanted.entrance.place.scope.org
    begun = await arrivals.begun_at(wanted.database, origin_of(wanted.heard))
    if begun:
        return begun
    return wanted.who[0][0] if wanted.who else None


async def _reaches(wanted: Wanted, org: OrgId) -> bool:
    user = dict(wanted.who).get(org)
    return user is not None and await _root(wanted, org, user) is not None


async def _kind_of(wanted: Wanted, org: OrgId) -> str:
    root = await enter_scope(wanted.database, Scope(org), dict(wanted.who)[org])
    return "sme" if root.place.org_type == "SME" else "agency"


async def _root(wanted: Wanted, org: OrgId, user: UserId) -> Entrance | None:
    try:
        return await enter_scope(wanted.database, Scope(org), user)
    except UnknownScope:
        return None


async def _by_code(wanted: Wanted, code: str) -> AgentResult:
    """An invitation makes the account a member, or opens the door to an organisation of its own."""
    who = newcomer(wanted.heard, wanted.locale)
    try:
        joined = await invitations.accept(wanted.database, code, who)
    except BadInvitation as error:
        if await invitations.opens(wanted.database, code):
            await doorsteps.put(wanted.database, key_of(wanted.heard), _opened(wanted), {"opened": True})
            return welcome(wanted)
        if not (await _anew(wanted)).who:
            raise
        return await _in_already(await _anew(wanted), error.say(wanted.locale))
    entrance = await enter_scope(wanted.database, joined.scope, joined.user)
    role = rights().roles(entrance.place.org_type)[joined.role].label.say(wanted.locale)
    line = wanted.say("joined_as", place=" › ".join(entrance.place.names), role=role)
    if wanted.heard.direct and joined.scope.campaign:
        await settle(wanted, joined.user, key_of(wanted.heard), joined.scope)
        return AgentResult((line, wanted.say("ask_away")), place=entrance.place.path)
    found = campaigns_of(await spots(wanted.house, [(joined.scope.org, joined.user)]))
    buttons = tuple(Button(spot.label, f"use {spot.path}") for spot in found)
    return AgentResult((line, wanted.say("use.which")), buttons=buttons)


async def _in_already(wanted: Wanted, line: str) -> AgentResult:
    """The code is used up, perhaps by this very account: it is offered its places."""
    found = campaigns_of(await spots(wanted.house, wanted.who))
    buttons = tuple(Button(spot.label, f"use {spot.path}") for spot in found)
    return AgentResult((line, wanted.say("use.which")), buttons=buttons, status="needs_input")


async def _made(wanted: Wanted, wish: Wish, known: OrgId | None) -> AgentResult:
    """The organisation where there is none, then the client and the campaign, each once."""
    begun = _Begun(known, dict(wanted.who)[known]) if known else await _begin(wanted, wish)
    if begun is None:
        return AgentResult((wanted.say("begun_already"),), status="needs_input")
    scope = await _client(wanted, begun, wish) if wish.kind == "agency" else Scope(begun.org)
    await _campaign(wanted, begun, scope, wish)
    path_end = naming.suggestion(wish.campaign)
    found = await spots(wanted.house, [(begun.org, begun.user)])
    spot = next(
        one for one in found if one.place.scope.client == scope.client and one.path.endswith(f"/{path_end}")
    )
    return await _ready(wanted, spot, begun)


async def _begin(wanted: Wanted, wish: Wish) -> _Begun | None:
    """Of several starts at once one makes the organisation, and the others go on in it if they may."""
    founder, origin = newcomer(wanted.heard, wanted.locale), origin_of(wanted.heard)
    new = organization_for(wish)
    for number in range(1, _SLUGS):
        try:
            named = arrivals.named_after(new, number)
            made, owner = await arrivals.found_by(wanted.database, named, founder, origin)
        except (Duplicate, arrivals.OriginTaken):
            if org := await arrivals.begun_at(wanted.database, origin):
                return await _beside(wanted, org)
            continue
        await doorsteps.put(wanted.database, key_of(wanted.heard), _opened(wanted), {})
        return _Begun(made.id, owner)
    raise Duplicate(kind="organization", name=new.slug)


async def _beside(wanted: Wanted, org: OrgId) -> _Begun | None:
    """Somebody else was first, or an earlier event of one's own."""
    known = dict(await identify(wanted.database, wanted.heard.platform, account_of(wanted.heard))).get(org)
    return _Begun(org, known) if known else None


async def _client(wanted: Wanted, begun: _Begun, wish: Wish) -> Scope:
    root = await enter_scope(wanted.database, Scope(begun.org), begun.user)
    wanted.permit_at(root.access.actor, root.place, "client", "add")
    slug = naming.suggestion(wish.client)
    try:
        async with wanted.database.writing(root.access) as unit:
            return Scope(begun.org, (await clients.add(unit, slug, wish.client)).id)
    except Duplicate:
        async with wanted.database.reading(root.access) as unit:
            known = next(one for one in await clients.every(unit) if one.slug == slug)
        return Scope(begun.org, known.id)


async def _campaign(wanted: Wanted, begun: _Begun, scope: Scope, wish: Wish) -> None:
    entrance = await enter_scope(wanted.database, scope, begun.user)
    wanted.permit_at(entrance.access.actor, entrance.place, "campaign", "add")
    try:
        async with wanted.database.writing(entrance.access) as unit:
            await campaigns.add(unit, naming.suggestion(wish.campaign), CampaignPlan(name=wish.campaign))
    except Duplicate:
        return


async def _ready(wanted: Wanted, spot: Spot, begun: _Begun) -> AgentResult:
    """The place is there; a direct conversation and an unmapped channel go on in it at once."""
    if wanted.heard.direct or wanted.binding is None:
        try:
            await settle(wanted, begun.user, key_of(wanted.heard), spot.place.scope)
        except Refused:
            return AgentResult((wanted.say("start.done", place=spot.label),), place=spot.path)
    if spot.place.org_type == "SME":
        lines = (wanted.say("start.sme.brief"),)
    elif wanted.heard.direct:
        lines = (wanted.say("start.where", client=spot.place.names[1]), wanted.say("start.or_here"))
    else:
        lines = (wanted.say("bound", place=spot.label), wanted.say("brief"))
    return AgentResult(lines, place=spot.path, expects="strategy brief:")
