"""Who may do what: yes or no, and why, from the one table of roles and limits."""

from dataclasses import dataclass

from agents.kit.figures import minor_digits
from agents.kit.reading.quantities import read_quantities
from agents.types import AgentResult
from bot import permissions
from bot.arrival.spots import matching, spots
from bot.routing.desks import desk_of
from bot.verdict import Amount
from bot.wanted import Wanted
from config.errors import UnknownScope
from config.patterns import regex
from memory.errors import UnknownUser
from memory.store import users
from memory.store.entrance import Entrance, enter_scope
from memory.types import Actor, Place, Scope

_AMOUNTS = {"money", "number", "count"}
"""In "1,000 adidas" the place may be taken for what is counted."""
_DIGITS = regex(r"[\d,.]+")
_WHERE = regex(r"^(?:in|at|for|on)\s+|(?:에서|에)$")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who may do what, with how much, and where; "" is whoever asks, and here."""

    name: str
    permission: str
    amount: Amount | None
    where: str


async def can(wanted: Wanted) -> AgentResult:
    """`can [@NAME] PERMISSION-or-COMMAND [AMOUNT] [PLACE]`."""
    entrance = wanted.entered
    asked = _asked(wanted, entrance.place.currency)
    if asked is None:
        return AgentResult((wanted.say("can.how"),), status="needs_input")
    actor = entrance.access.actor
    if asked.name and asked.name.casefold() != actor.name.casefold():
        wanted.permit("can", "user")
        actor = await _other(wanted, entrance, asked.name)
    place = await _place(wanted, entrance, asked.where) if asked.where else entrance.place
    verdict = permissions.can(actor, asked.permission, place, wanted.house.now(), asked.amount)
    yes = wanted.say("can.yes" if verdict.allowed else "can.no", name=actor.name)
    return AgentResult((f"{yes} {verdict.why(wanted.locale)}",))


def _asked(wanted: Wanted, currency: str) -> _Asked | None:
    """What is asked; None where no permission or command is named."""
    first, _, rest = wanted.rest.strip().rstrip("?").partition(" ")
    name = ""
    if first.startswith("@") or (rest and _permission(wanted, first) is None):
        name = first.lstrip("@")
        first, _, rest = rest.strip().partition(" ")
    permission = _permission(wanted, first) if first else None
    if permission is None:
        return None
    amount, where = _amount(rest, currency)
    return _Asked(name, permission, amount, _WHERE.sub("", where).strip())


def _permission(wanted: Wanted, word: str) -> str | None:
    """The permission of this name, or of the command of this name in either language."""
    from bot.toolbox import NAMES  # noqa: PLC0415 - the toolbox holds this tool

    agent = desk_of(word, wanted.house.agents)
    command = wanted.desks.command(agent) if agent else NAMES.get(word.lower(), word)
    return permissions.needed(word) or permissions.needed(command)


def _amount(said: str, currency: str) -> tuple[Amount | None, str]:
    """The amount that is named, "3000만원" as well as "3,000", and the words beside it."""
    found = [one for one in read_quantities(said, currency) if one.kind in _AMOUNTS]
    if not found:
        return None, said
    meant = next((one for one in found if one.kind == "money"), found[0])
    if meant.kind == "money":
        amount = Amount(int(meant.value), meant.unit or currency)
    else:
        amount = Amount(int(meant.value.scaleb(minor_digits(currency))), currency)
    counted = _DIGITS.match(meant.text) if meant.kind == "count" else None
    end = meant.start + counted.end() if counted else meant.end
    return amount, " ".join(f"{said[: meant.start]} {said[end:]}".split())


async def _place(wanted: Wanted, entrance: Entrance, where: str) -> Place:
    """The place that is named. Raises UnknownScope, for another client's as well where others read the answer."""
    here = entrance.place.scope
    found = await spots(wanted.house, [(here.org, entrance.access.actor.user)])
    named = matching(found, where) or [
        one for one in found if one.path.rpartition("/")[2] == where.casefold()
    ]
    meant = [one.place for one in named if wanted.private or one.place.scope.client in {None, here.client}]
    if not meant:
        raise UnknownScope(scope=where)
    return meant[0]


async def _other(wanted: Wanted, entrance: Entrance, name: str) -> Actor:
    root = await enter_scope(wanted.database, Scope(entrance.place.scope.org), entrance.access.actor.user)
    async with wanted.database.reading(root.access) as unit:
        found = await users.every(unit)
    member = next((one for one in found if one.name.casefold() == name.casefold()), None)
    if member is None:
        raise UnknownUser(name=name)
    return Actor(member.user, member.name, member.locale, member.memberships)
