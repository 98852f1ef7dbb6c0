"""The places that somebody may choose from: by name, never more than they may see."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot import permissions
from bot.house import House
from config.errors import UnknownScope
from memory.store import campaigns, clients
from memory.store.entrance import Entrance, enter_scope
from memory.types import Actor, OrgId, Place, Scope, UserId

Who = Iterable[tuple[OrgId, UserId]]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and who it is that may choose it."""

    place: Place
    actor: Actor

    @property
    def path(self) -> str:
        return self.place.path

    @property
    def label(self) -> str:
        """Its names from the client (of an SME: from the business) down."""
        names = self.place.names
        return " › ".join(names[1:] if self.place.org_type == "AGENCY" and len(names) > 1 else names)


async def spots(house: House, who: Who) -> tuple[Spot, ...]:
    """Every level that an account reaches: of each organisation itself, clients, campaigns."""
    found: list[Spot] = []
    for org, user in who:
        try:
            root = await enter_scope(house.database, Scope(org), user)
        except UnknownScope:
            continue
        found += await _below(house, root)
    return tuple(found)


def campaigns_of(found: Sequence[Spot]) -> tuple[Spot, ...]:
    """The campaigns among them; where there is none, what there is."""
    deepest = tuple(spot for spot in found if spot.place.scope.campaign)
    return deepest or tuple(found)


def mappable(house: House, found: Sequence[Spot]) -> tuple[Spot, ...]:
    """Those that the account may map a channel to: clients and campaigns."""
    below = (spot for spot in found if spot.place.scope.client or spot.place.scope.campaign)
    return tuple(spot for spot in below if may(house, spot, "bind"))


def may(house: House, spot: Spot, *command: str) -> bool:
    """Whether the account may give a command there."""
    return permissions.admit(spot.actor, command, spot.place, house.now()).allowed


def matching(found: Sequence[Spot], said: str) -> tuple[Spot, ...]:
    """The places that somebody means: by path, else by their names, with any sign between them."""
    path = unicodedata.normalize("NFC", said.strip().strip("/"))
    if exact := tuple(spot for spot in found if spot.path == path):
        return exact
    wanted = _plain(said)
    return tuple(spot for spot in found if wanted and wanted in {_plain(spot.label), _plain(_whole(spot))})


def _whole(spot: Spot) -> str:
    return " › ".join(spot.place.names)


def _plain(said: str) -> str:
    parts = unicodedata.normalize("NFC", said).casefold().replace("›", "/").replace(">", "/").split("/")
    return "/".join(" ".join(part.split()) for part in parts if part.strip())


async def _below(house: House, root: Entrance) -> list[Spot]:
    actor, top = root.access.actor, root.place
    async with house.database.reading(root.access) as unit:
        of = await clients.every(unit)
        on = await campaigns.every(unit)
    found = [top]
    for client in of:
        place = _under(top, client.slug, client.name, Scope(top.scope.org, client.id))
        found.append(place)
        found += [
            _under(place, one.slug, one.plan.name, Scope(top.scope.org, client.id, one.id))
            for one in on
            if one.client == client.id
        ]
    found += [
        _under(top, one.slug, one.plan.name, Scope(top.scope.org, None, one.id))
        for one in on
        if not one.client
    ]
    return [Spot(place, actor) for place in found]


def _under(place: Place, slug: str, name: str, scope: Scope) -> Place:
    return replace(place, scope=scope, path=f"{place.path}/{slug}", names=(*place.names, name))
