"""What somebody wants of a tool, with everything a tool may look at."""

from dataclasses import dataclass

from bot import permissions
from bot.arrival.standing import Standing
from bot.house import House
from bot.routing.desks import Desks
from bot.routing.router import Route
from bot.types import Heard
from config.errors import Locale, Refused
from config.wording import words
from memory.db import Database
from memory.store.entrance import OWNER, Entrance
from memory.types import Actor, Binding, OrgId, Place, UserId


@dataclass(frozen=True, slots=True)
class Wanted:
    """One tool's work in one turn."""

    tool: str
    rest: str
    route: Route
    entrance: Entrance | None
    locale: Locale
    house: House
    heard: Heard
    standing: Standing
    expected: str = ""
    """The command that the last reply to this person expects to be completed."""

    @property
    def entered(self) -> Entrance:
        """Where it is wanted. Only what needs no place may be asked without one: whoever calls has seen to that."""
        if self.entrance is None:
            raise LookupError("the toolbox lets nobody in here without a place")
        return self.entrance

    @property
    def user(self) -> str:
        return self.entrance.access.actor.name if self.entrance else OWNER

    @property
    def desks(self) -> Desks:
        return Desks(self.house.agents, self.locale)

    @property
    def database(self) -> Database:
        return self.house.database

    @property
    def binding(self) -> Binding | None:
        return self.standing.binding

    @property
    def who(self) -> tuple[tuple[OrgId, UserId], ...]:
        """Who speaks, in each organisation that knows them."""
        if self.standing.who or self.entrance is None:
            return self.standing.who
        return ((self.entrance.place.scope.org, self.entrance.access.actor.user),)

    @property
    def in_chat(self) -> bool:
        """Whether it comes from a chat platform: there places are channels, and not said by path."""
        return self.heard.platform != "console"

    @property
    def private(self) -> bool:
        """Whether nobody else reads the answer."""
        return self.heard.direct or not self.in_chat

    @property
    def here(self) -> str:
        """The names of the place; "" without one."""
        return " › ".join(self.entrance.place.names) if self.entrance else ""

    @property
    def nobody(self) -> Actor:
        return Actor(UserId(""), "", self.locale, ())

    def say(self, key: str, **facts: object) -> str:
        chat = words("chat")
        return chat(key, self.locale, **facts) if key in chat else words("tools")(key, self.locale, **facts)

    def permit(self, *command: str) -> None:
        """Raises Refused, with the reason, where the speaker may not give this command here."""
        if self.entrance:
            self.permit_at(self.entrance.access.actor, self.entrance.place, *command)

    def permit_at(self, actor: Actor, place: Place, *command: str) -> None:
        """Raises Refused, with the reason, where an actor may not give this command at a place."""
        verdict = permissions.admit(actor, command, place, self.house.now())
        if not verdict.allowed:
            raise Refused(detail=verdict.why(self.locale))
