"""Who sits where: agents by any of their names, what is said of one that is not on duty, who else may answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from agents.kit.ports import Agent
from agents.types import AgentResult, Button
from bot.routing.router import Route
from config.desk import desks
from config.errors import Locale
from config.wording import words

_MOST = 11


def desk_of(name: str, agents: Mapping[str, Agent]) -> str | None:
    """The id of the agent with this command, alias or id."""
    word = name.lower()
    own = (one.id for one in agents.values() if word in (one.id, one.command, *one.aliases))
    others = (one for one, desk in desks().items() if word in (one, desk.command, *desk.aliases))
    return next(own, None) or next(others, None)


@dataclass(frozen=True, slots=True)
class Desks:
    """The agents of a house, in one language."""

    agents: Mapping[str, Agent]
    locale: Locale

    def name(self, agent: str) -> str:
        known = self.agents.get(agent)
        return known.name(self.locale) if known else desks()[agent].name.say(self.locale)

    def command(self, agent: str) -> str:
        known = self.agents.get(agent)
        return known.command if known else desks()[agent].command

    def absent(self, route: Route) -> AgentResult:
        """Plainly: nobody is there yet; what can be done today all the same."""
        desk, say = desks()[route.command.agent], words("desk")
        name = self.name(route.command.agent)
        line = say("absent", self.locale, name=name, today=desk.today.say(self.locale))
        instead = (Button(desk.instead.split()[-1].upper(), desk.instead),) if desk.instead else ()
        return AgentResult(
            (line,), buttons=(*instead, *self._change(route)), status="needs_input", verb="absent"
        )

    def unsure(self, route: Route) -> AgentResult:
        """The two or three likeliest; whichever is pressed answers, and is remembered."""
        buttons = tuple(self._to("change", route.message, agent) for agent in route.alternatives)
        line = words("tools")("unsure", self.locale)
        return AgentResult((line,), buttons=(*buttons, Button("/help", "help")), status="needs_input")

    def others(self, route: Route) -> AgentResult:
        """Who else may answer an earlier message."""
        earlier = route.command.rest
        if not earlier:
            return AgentResult((words("desk")("change.nothing", self.locale),), status="needs_input")
        order = (*route.alternatives, *(one for one in desks() if one not in route.alternatives))
        buttons = tuple(self._to("change", earlier, agent) for agent in order[:_MOST])
        return AgentResult(
            (words("desk")("change.which", self.locale),), buttons=buttons, status="needs_input"
        )

    def beside(self, route: Route) -> tuple[tuple[str, ...], tuple[Button, ...]]:
        """What stands under an agent's answer: who else was asked in the message, and [Change agent]."""
        also = [one for one in route.also if one != route.command.agent]
        names = ", ".join(self.name(one) for one in also)
        notes = (words("desk")("also", self.locale, names=names),) if also else ()
        return notes, (*(self._to("pass", route.message, one) for one in also), *self._change(route))

    def _change(self, route: Route) -> tuple[Button, ...]:
        action = f"change {route.message}".rstrip()
        return (Button(words("desk")("button.change", self.locale), action),)

    def _to(self, verb: str, message: str, agent: str) -> Button:
        command = self.command(agent)
        return Button(self.name(agent), f"{verb} {message} {command}" if message else command)


def talk(kind: str, locale: Locale) -> AgentResult:
    """A short answer to thanks and to small talk, by no agent."""
    return AgentResult((words("desk")(kind, locale),), verb=kind)
