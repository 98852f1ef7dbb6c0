"""What of the work is for whom: internal parts are for the house's own people, where nobody else reads along."""

from collections.abc import Sequence

from bot import permissions
from bot.house import House
from bot.wanted import Wanted
from memory.collaboration import Approval, Comment, Task
from memory.store.entrance import Entrance
from memory.types import Actor

INTERNAL = "outputs.internal.read"


def insider(house: House, entrance: Entrance) -> bool:
    """Whether this actor may see internal parts at this place."""
    return permissions.can(entrance.access.actor, INTERNAL, entrance.place, house.now()).allowed


def sees_internal(wanted: Wanted, entrance: Entrance) -> bool:
    """The same, and nobody from outside reads along where it is shown."""
    safe = wanted.binding is not None and wanted.binding.client_safe
    return not safe and insider(wanted.house, entrance)


def comments_for(actor: Actor, found: Sequence[Comment], *, internal: bool) -> tuple[Comment, ...]:
    """Of comments those that concern whoever is no insider: the threads that they are in or are called into."""
    if internal:
        return tuple(found)
    call = f"@{actor.name}".casefold()
    mine = {one.parent or one.id for one in found if one.user == actor.user or call in one.text.casefold()}
    return tuple(one for one in found if (one.parent or one.id) in mine)


def tasks_for(actor: Actor, found: Sequence[Task], *, internal: bool) -> tuple[Task, ...]:
    """Of tasks one's own, for whoever is no insider."""
    return tuple(one for one in found if internal or one.plan.owner == actor.user)


def took_part(actor: Actor, one: Approval) -> bool:
    """Whether somebody asked, was asked or decided in a round."""
    return actor.user in (one.requester, one.approver) or actor.name == one.decided_by


def approvals_for(actor: Actor, found: Sequence[Approval], *, internal: bool) -> tuple[Approval, ...]:
    """Of rounds those that somebody had a part in, for whoever is no insider."""
    return tuple(one for one in found if internal or took_part(actor, one))
