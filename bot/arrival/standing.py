"""Where a message of a chat platform belongs, and as whom its account speaks there.

A channel belongs to what it is mapped to, and to nothing before that. A colleague who speaks in a mapped channel for
the first time comes in with the role that is given to newcomers there; everybody else needs an invitation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.house import House
from bot.place import find
from bot.types import Heard
from config.arrivals import arrivals as rules
from config.errors import Locale, UnknownScope
from memory.store import arrivals, channels
from memory.store.entrance import Entrance, binding_at, enter_scope, identify, organization_of, speaker
from memory.types import Binding, ChannelKey, Membership, Newcomer, OrgId, Scope, UserId

_UNDONE = frozenset({"left", "moved", "shared"})
"""What happens to a channel, by which nobody comes in."""
NOBODY = "none"
"""Of a channel's newcomers: nobody comes in by speaking."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a message's place and speaker before anything else."""

    entrance: Entrance | None = None
    binding: Binding | None = None
    """The mapping of the channel or of this thread; what else holds of it is the channel's."""
    who: tuple[tuple[OrgId, UserId], ...] = ()
    """Who the account is, in each organisation that knows it."""
    barred: Literal["", "outsider", "stranger"] = ""
    """Why the account has nothing to look for in this mapped channel."""
    locale: Locale | None = None
    """The language of somebody who is known, and at no place."""
    noticed: bool = False
    """Whether somebody from outside has been noticed here just now, for the first time."""


def account_of(heard: Heard) -> str:
    """The account's key among all accounts of its platform."""
    local = heard.platform in rules().local_accounts
    return f"{heard.workspace}/{heard.account}" if local else heard.account


def bare(platform: str, account: str) -> str:
    """The account as its platform says it, out of its key among all accounts."""
    return account.rpartition("/")[2] if platform in rules().local_accounts else account


def key_of(heard: Heard) -> ChannelKey:
    """The channel itself, whatever the thread."""
    return ChannelKey(heard.platform, heard.workspace, heard.channel)


def origin_of(heard: Heard) -> tuple[str, str]:
    """Where an organisation would begin with this message: the workspace, where it is somebody's own."""
    if owned(heard):
        return heard.platform, heard.workspace
    return heard.platform, f"@{account_of(heard) if heard.direct else heard.channel}"


def owned(heard: Heard) -> bool:
    """Whether the message was said in somebody's own workspace, into which they have let the bot."""
    return heard.platform in rules().workspaces and heard.workspace not in {"", "@me"}


def newcomer(heard: Heard, locale: Locale) -> Newcomer:
    return Newcomer(heard.platform, account_of(heard), heard.name, locale)


async def stand(house: House, heard: Heard, locale: Locale) -> Standing:
    """The standing of a message. Raises UnknownScope and UnknownUser for a console."""
    if heard.platform == "console":
        return Standing(await find(house, heard))
    if heard.kind == "due":
        return Standing(await find(house, heard), await binding_at(house.database, key_of(heard)))
    key = ChannelKey(heard.platform, heard.workspace, heard.channel, heard.thread)
    binding = await binding_at(house.database, key)
    who = await identify(house.database, heard.platform, account_of(heard))
    if binding is None:
        return Standing(who=who, locale=await _language(house, who))
    if binding.key.thread and (channel := await binding_at(house.database, key_of(heard))):
        binding = replace(channel, id=binding.id, key=binding.key, scope=binding.scope)
    if heard.kind != "left" and binding.rests:
        await channels.mark_by_house(house.database, binding, "rests", False)
    return await _at(house, heard, locale, binding, who)


async def _at(
    house: House, heard: Heard, locale: Locale, binding: Binding, who: tuple[tuple[OrgId, UserId], ...]
) -> Standing:
    user = dict(who).get(binding.scope.org)
    if user and (entrance := await _entered(house, binding.scope, user)):
        return Standing(entrance, binding, who)
    if heard.direct:
        return Standing(who=who)
    if user and await _fenced(house, binding.scope, user):
        return Standing(None, binding, who, "stranger")
    if role := await _given(house, heard, binding):
        user, _ = await arrivals.settle_in(house.database, newcomer(heard, locale), binding.scope, role)
        if entrance := await _entered(house, binding.scope, user):
            return Standing(entrance, binding, ((binding.scope.org, user),))
    if not heard.outsider:
        return Standing(None, binding, who, "stranger")
    noticed = not (binding.outsiders or heard.overheard)
    if noticed:
        await channels.mark_by_house(house.database, binding, "outsiders", True)
    return Standing(None, binding, who, "outsider", noticed=noticed)


async def _language(house: House, who: tuple[tuple[OrgId, UserId], ...]) -> Locale | None:
    return (await speaker(house.database, *who[0])).locale if who else None


async def _entered(house: House, scope: Scope, user: UserId) -> Entrance | None:
    try:
        return await enter_scope(house.database, scope, user)
    except UnknownScope:
        return None


async def _given(house: House, heard: Heard, binding: Binding) -> str:
    """The role that speaking here gives somebody who has none: "" for nobody."""
    if not heard.account or heard.kind in _UNDONE:
        return ""
    organization = await organization_of(house.database, binding.scope.org)
    given = rules().newcomers[organization.type]
    if heard.outsider:
        return given.outsider if binding.client_safe else ""
    if binding.newcomers:
        return "" if binding.newcomers == NOBODY else binding.newcomers
    if heard.platform not in rules().colleagues:
        return ""
    begun = await arrivals.begun_at(house.database, origin_of(heard))
    return given.at(binding.scope.level) if begun == binding.scope.org else ""


async def _fenced(house: House, scope: Scope, user: UserId) -> bool:
    """Whether a known user comes in by invitation only: no living role, or none but those for one place."""
    try:
        root = await enter_scope(house.database, Scope(scope.org), user)
    except UnknownScope:
        return True
    return not _free(root.access.actor.memberships, house)


def _free(held: Sequence[Membership], house: House) -> bool:
    now = house.now()
    living = [one for one in held if one.expires_at is None or one.expires_at > now]
    return any(one.role not in rules().fenced for one in living)
