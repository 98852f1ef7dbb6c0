"""What flows where, by the one registry: as words, as a picture, and as values for scripts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agents.kit.ports import Agent
from agents.types import AgentResult, Links, Section, Table
from bot.routing.desks import Desks, desk_of
from bot.wanted import Wanted
from config.errors import Locale, Misused
from config.flows import End, Flow, ends, flows
from config.wording import words
from memory.types import Json

_ALL = ("flows", "flow", "흐름")


class NoSuchEnd(Misused):
    """Nothing flows from or to {name!r}. There are: {names}.

    ko: {name!r}에서 나오거나 들어가는 흐름이 없습니다. 있는 것: {names}
    """


@dataclass(frozen=True, slots=True)
class FlowMap:
    """The declared flows, or those of one end or agent, as they stand with these agents on duty."""

    agents: Mapping[str, Agent]
    locale: Locale
    about: str = ""
    """What the map is of, as people call it; "" is everything."""
    flows: tuple[Flow, ...] = ()

    @property
    def on_duty(self) -> tuple[Flow, ...]:
        return tuple(one for one in self.flows if self.works(one))

    def works(self, flow: Flow) -> bool:
        return flow.on_duty(self.agents)

    def document(self) -> Json:
        """For scripts: every flow with its two ends."""
        return {"items": [self._item(flow) for flow in self.flows]}

    def _item(self, flow: Flow) -> Json:
        kept = flow.model_dump(by_alias=True, include={"id", "scope", "means", "status"})
        where = [one.model_dump(by_alias=True, exclude_defaults=True) for one in flow.where]
        came = _end(flow.from_) | {"path": flow.path, "text": flow.text, "where": where}
        return kept | {"from": came, "to": _end(flow.to) | {"path": flow.lands}, "on_duty": self.works(flow)}

    def result(self) -> AgentResult:
        return AgentResult(
            self._lines(), tuple(self._sections()), charts=(self.picture(),) if self.flows else (), verb="map"
        )

    def rows(self, flows: Iterable[Flow]) -> list[tuple[str, ...]]:
        say = words("map")
        return [
            (
                flow.from_.name.say(self.locale),
                flow.to.name.say(self.locale),
                flow.means.say(self.locale),
                say(f"reach.{flow.scope}", self.locale),
                say("today.yes" if self.works(flow) else "today.no", self.locale),
            )
            for flow in flows
        ]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(words("map")(one, self.locale) for one in ("from", "to", "means", "reach", "today"))

    def _lines(self) -> tuple[str, ...]:
        say, counted = words("map"), {"count": len(self.flows), "duty": len(self.on_duty)}
        first = say("about" if self.about else "count", self.locale, name=self.about, **counted)
        missing = {agent: None for flow in self.flows for agent in sorted(flow.agents - self.agents.keys())}
        names = ", ".join(Desks(self.agents, self.locale).name(agent) for agent in missing)
        return (first, say("waiting", self.locale, names=names)) if names else (first,)

    def _sections(self) -> Iterable[Section]:
        for agent, of in _grouped(self.flows).items():
            yield Section(self._name(agent), (Table(self.columns, tuple(self.rows(of))),))

    def _name(self, agent: str) -> str:
        return (
            Desks(self.agents, self.locale).name(agent) if agent else words("map")("everybody", self.locale)
        )

    def picture(self) -> Links:
        say, counted = words("map"), {"count": len(self.flows), "duty": len(self.on_duty)}
        curves: dict[tuple[str, str], bool] = {}
        for one in self.flows:
            pair = (one.from_.name.say(self.locale), one.to.name.say(self.locale))
            curves[pair] = curves.get(pair, False) or self.works(one)
        return Links(
            title=self.about or say("title", self.locale),
            alt=say("alt", self.locale, **counted | {"count": len(curves), "duty": sum(curves.values())}),
            left=self._side(one.from_ for one in self.flows),
            right=self._side(one.to for one in self.flows),
            curves=tuple((start, end, firm) for (start, end), firm in curves.items()),
        )

    def _side(self, used: Iterable[End]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The ends in the order of the registry, under their agents."""
        wanted = {end.id for end in used}
        groups: dict[str, list[str]] = {}
        for end in ends().values():
            if end.id in wanted:
                groups.setdefault(self._name(end.agent), []).append(end.name.say(self.locale))
        return tuple((title, tuple(names)) for title, names in groups.items())


def flow_map(agents: Mapping[str, Agent], locale: Locale, about: str = "") -> FlowMap:
    """The map of everything, or of an agent or an end by any of its names. Raises NoSuchEnd."""
    every = tuple(flows().values())
    name = about.strip().lower()
    if not name or name in _ALL:
        return FlowMap(agents, locale, "", every)
    end = next((one for one in ends().values() if name in _names(one)), None)
    agent = None if end else desk_of(name, agents)
    if end is None and agent is None:
        raise NoSuchEnd(name=about.strip(), names=", ".join(ends()))
    called = end.name.say(locale) if end else Desks(agents, locale).name(agent or "")
    of = (one for one in every if end in (one.from_, one.to) or agent in (one.from_.agent, one.to.agent))
    return FlowMap(agents, locale, called, tuple(of))


async def tell(wanted: Wanted) -> AgentResult:
    """The map in a conversation; of what is no end, `map` means the channel's place. Raises NoSuchEnd."""
    try:
        return flow_map(wanted.house.agents, wanted.locale, wanted.rest).result()
    except NoSuchEnd:
        if wanted.in_chat:
            from bot.arrival.mapping import bind  # noqa: PLC0415 - only chats map channels

            return await bind(wanted)
        raise


def _names(end: End) -> tuple[str, ...]:
    return end.id, end.name.en.lower(), end.name.ko.lower()


def _grouped(flows: Iterable[Flow]) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = {}
    for flow in flows:
        groups.setdefault(flow.from_.agent, []).append(flow)
    return groups


def _end(end: End) -> Json:
    return {"end": end.id, "kind": end.kind, "agent": end.agent}
