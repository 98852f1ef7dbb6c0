"""Who there is at a place, who may decide there, and whom words call."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.arrival.standing import account_of
from bot.house import House
from bot.teamwork.errors import NobodyCalled
from bot.types import Heard
from config.admission import admission
from config.errors import UnknownScope
from config.patterns import regex
from config.roles import OrgType, rights
from config.teamwork import teamwork
from memory.errors import UnknownUser
from memory.store import users
from memory.store.entrance import enter_as_owner, identify
from memory.types import Member, Scope, UserId

_CALL = regex(r"@\u2060?(?=[^\s@])")
_TO = regex(r"\s?(?:님)?(?:에게|께서|께|한테|이|가|은|는|을|를)?(?=[\s,.]|$),?")
"""What Korean puts behind the name of whom it gives something to."""
_TOKEN = regex(r"[^\s,:;!?()\[\]]+")


@dataclass(frozen=True, slots=True)
class Present:
    """The people with a living role at a place or above it."""

    scope: Scope
    org_type: OrgType
    members: tuple[Member, ...]
    now: datetime

    def holding(self, permission: str, but: UserId | None = None) -> tuple[Member, ...]:
        """Those who may do something there."""
        return tuple(one for one in self.members if one.user != but and self.holds(one, permission))

    def holds(self, one: Member, permission: str) -> bool:
        return any(rights().grants(self.org_type, role, permission) for role in self.roles(one))

    def roles(self, one: Member) -> frozenset[str]:
        """The roles of somebody that count there."""
        return frozenset(
            held.role
            for held in one.memberships
            if held.scope in self.scope.chain and (held.expires_at is None or held.expires_at > self.now)
        )

    def first_asked(self, able: Sequence[Member]) -> tuple[Member, ...]:
        """Of those who may decide, everybody of the first role that is asked."""
        for role in teamwork().approvals.ask[self.org_type]:
            if found := tuple(one for one in able if role in self.roles(one)):
                return found
        return tuple(able)


async def present(house: House, scope: Scope) -> Present:
    """As the house itself knows it; nobody where the organisation has no owner to ask."""
    now = house.now()
    try:
        root = await enter_as_owner(house.database, scope)
    except (UnknownUser, UnknownScope):
        return Present(scope, "SME", (), now)
    async with house.database.reading(root.access) as unit:
        found = await users.every(unit)
    here = Present(scope, root.place.org_type, tuple(found), now)
    return replace(here, members=tuple(one for one in found if here.roles(one)))


async def keepers(house: House, scope: Scope, *command: str) -> tuple[UserId, ...]:
    """Those who may give this command at a place, such as letting somebody in."""
    needed = admission().needed(*command)
    return tuple(one.user for one in (await present(house, scope)).holding(needed)) if needed else ()


async def called(house: House, heard: Heard, there: Present, text: str) -> tuple[Member, ...]:
    """Whom the words call, by name or by the platform's own id, in their order; strangers are passed over."""
    found = [await _at(house, heard, there, text[call.end() :]) for call in _CALL.finditer(text)]
    return tuple(dict.fromkeys(one for one in found if one))


async def split(house: House, heard: Heard, there: Present, text: str) -> tuple[Member | None, str]:
    """The first whom the words call, and the words without that call. Raises NobodyCalled."""
    call = _CALL.search(text)
    if call is None:
        return None, text.strip()
    rest = text[call.end() :]
    one = await _at(house, heard, there, rest)
    if one is None:
        token = _TOKEN.match(rest)
        raise NobodyCalled(name=token[0] if token else rest)
    spoken = next((name for name in _names(one) if _begins(rest, name)), "")
    token = _TOKEN.match(rest)
    length = len(spoken) or (token.end() if token else 0)
    behind = _TO.match(rest, length)
    return one, " ".join(f"{text[: call.start()]} {rest[behind.end() if behind else length :]}".split())


def named(there: Present, name: str) -> Member:
    """Raises NobodyCalled."""
    known = name.removeprefix("@").casefold()
    found = next((one for one in there.members if known in {each.casefold() for each in _names(one)}), None)
    if found is None:
        raise NobodyCalled(name=name)
    return found


def names(members: Iterable[Member]) -> str:
    return ", ".join(one.name for one in members) or "-"


async def _at(house: House, heard: Heard, there: Present, rest: str) -> Member | None:
    """Whose name begins the words, the longest first; else whose account it is on the platform."""
    by_length = sorted(there.members, key=lambda one: -len(one.name))
    if known := next((one for one in by_length if any(_begins(rest, name) for name in _names(one))), None):
        return known
    token = _TOKEN.match(rest)
    if token is None or heard.platform == "console":
        return None
    key = account_of(Heard(heard.platform, heard.workspace, "", token[0], "", ""))
    user = dict(await identify(house.database, heard.platform, key)).get(there.scope.org)
    return next((one for one in there.members if one.user == user), None)


def _names(one: Member) -> tuple[str, ...]:
    """As it is written, and as a platform's short name would write it."""
    return one.name, one.name.replace(" ", ""), one.name.replace(" ", "_"), one.name.replace(" ", ".")


def _begins(rest: str, name: str) -> bool:
    """Whether the words begin with a whole name; in Korean a particle may follow it."""
    if rest[: len(name)].casefold() != name.casefold():
        return False
    after = rest[len(name) : len(name) + 1]
    return not after or not after.isalnum() or not after.isascii()
