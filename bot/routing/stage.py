"""Where a message goes: the router's word, what people taught it, and a second opinion where it is not sure."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agents.kit.errors import ModelError
from agents.kit.frameworks.wish import NUMBERED
from agents.types import Command
from bot.routing.asking import asks
from bot.routing.desks import desk_of
from bot.routing.router import Route, Thread
from config.patterns import regex
from config.routing import ACTING
from memory.store import corrections
from memory.store.entrance import Entrance
from memory.types import Message

if TYPE_CHECKING:
    from agents.kit.learning.types import Candidate
    from agents.kit.llm import LLM
    from bot.house import House

log = logging.getLogger(__name__)
_ELSEWHERE = regex(
    r"^[/!](?:stratum\s+)?(change|바꾸기|pass|넘기기)\s*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\s*(\S*)\s*$",
    re.IGNORECASE,
)
_COMMAND = regex(r"^\s*[/!](?:stratum\s+)?\S+\s*", re.IGNORECASE)
_TEACHES = {"change", "바꾸기"}
_MEMORY = "business_intelligence"
_PERSONA, _INTERVIEW = "persona", "interview"
_INTERVIEWS = frozenset({_INTERVIEW, "interview paused"})
_STANDING = frozenset({"rule", "preference"})
_ASIDE = _STANDING | {"budget", "person", "date"}
_STRATEGY = "business_strategy"
"""Who takes the facts of a business for a story; money, people and days alone are none."""
_INSTRUCTION = 160
"""Characters; what is longer tells more than how to work."""
_LONGEST = 500
"""Characters of a message that are remembered of it, as marks."""


@dataclass(frozen=True, slots=True)
class Going:
    """A message that is to find its way, and what is known of it."""

    text: str
    said: tuple[Message, ...]
    """The thread before it."""
    entrance: Entrance | None
    message: str = ""
    """Its id."""


async def destination(going: Going, house: "House", llm: "LLM | None" = None) -> Route:
    """Where it goes. The embedder and the model are asked only about what is not clear without them."""
    if found := _ELSEWHERE.match(going.text.strip()):
        return await _elsewhere(going, house, *found.groups(""))
    if interviewing(going.said) and not _COMMAND.match(going.text):
        command = Command(_PERSONA, _INTERVIEW, going.text)
        return Route(command, 1.0, "command", message=going.message)
    thread = _thread(going.said)
    route = house.router.route(going.text, thread)
    if route.how != "command":
        if chosen := await _chosen(going, house):
            route = house.router.route(going.text, thread, chosen=chosen)
        elif thread is None and (named := await _numbered(going, house)):
            route = house.router.route(going.text, thread, chosen=named)
        elif not route.clear:
            route = await _weighed(going, house, thread, llm) or route
        if _only_tells(route, going, house):
            route = replace(route, command=Command(_MEMORY, rest=going.text))
    return replace(route, message=going.message)


def interviewing(said: Sequence[Message]) -> bool:
    """Whether the thread is an interview that runs or waits: its next words are for the persona.

    What a tool answered in between changes nothing.
    """
    replies = (one for one in reversed(said) if one.kind == "reply" and one.meta.get("agent"))
    last = next(replies, None)
    return last is not None and last.meta["agent"] == _PERSONA and last.meta.get("verb") in _INTERVIEWS


def _only_tells(route: Route, going: Going, house: "House") -> bool:
    """Whether something is told that is to be remembered, and nothing asked: a fact in the words of an agent who is not
    on duty, or nothing but standing instructions at the beginning of a thread ("No TikTok for this client").
    """
    command = route.command
    off = bool(command.agent) and command.agent not in house.agents
    begins = not going.said and len(going.text) <= _INSTRUCTION and bool(command.agent or route.how == "ask")
    if going.entrance is None or not (off or begins) or asks(going.text):
        return False
    from agents.kit.learning.teach import taught  # noqa: PLC0415 - only what no agent here can answer

    place = going.entrance.place
    found = taught(going.text, "member", house.now(), place.currency, place.timezone)
    return bool(found) and (off or _for_keeping(going.text, found, command.agent))


def _for_keeping(text: str, found: "Sequence[Candidate]", agent: str) -> bool:
    """Whether nothing but what is kept is told: how to work, or, sentence by sentence, what no framework reads."""
    if all(one.category in _STANDING for one in found):
        return True
    from agents.kit.frameworks.wish import facts_of  # noqa: PLC0415 - as above

    told = len(list(facts_of(text)))
    kept = {one.text for one in found}
    return agent == _STRATEGY and len(kept) >= told and all(one.category in _ASIDE for one in found)


async def _weighed(going: Going, house: "House", thread: Thread | None, llm: "LLM | None") -> Route | None:
    route = None
    if house.semantics:
        vector = await house.semantics.embedder.query(going.text)
        route = house.router.route(going.text, thread, vector=vector)
    unsure = route is None or route.how == "ask"
    if unsure and llm is not None and llm.connected:
        return await _by_model(going, llm) or route
    return route


async def _by_model(going: Going, llm: "LLM") -> Route | None:
    """The model's word; never to the agent that acts, and none where it does not know either."""
    from bot.routing.sorting import sort  # noqa: PLC0415 - only what a model sorts needs it

    try:
        agent = await sort(going.text, llm)
    except ModelError as error:
        log.warning("the router's model: %s", error)
        return None
    return Route(Command(agent, rest=going.text), 0.8, "model") if agent and agent != ACTING else None


async def _chosen(going: Going, house: "House") -> str | None:
    if going.entrance is None:
        return None
    async with house.database.reading(going.entrance.access) as unit:
        return await corrections.chosen(unit, pieces(going.text))


async def _numbered(going: Going, house: "House") -> str | None:
    """Whom a new thread asks about something by its number alone."""
    if going.entrance is None or not NUMBERED.search(going.text):
        return None
    from bot.routing.numbered import deliverer  # noqa: PLC0415 - few messages name a number

    return await deliverer(going.text, going.entrance, house)


def pieces(text: str) -> frozenset[str]:
    """What a message is compared by."""
    from bot.routing.classifier import letters  # noqa: PLC0415 - a command needs no letters

    return letters(text[:_LONGEST])


async def _elsewhere(going: Going, house: "House", verb: str, of: str, name: str) -> Route:
    """An earlier message for another agent: `change` teaches the router, `pass` hands over."""
    earlier = _earlier(going.said, of)
    agent = desk_of(name, house.agents)
    if earlier is None or agent is None:
        likely = house.router.likely(_plain(earlier.text)) if earlier else ()
        return Route(Command("", "change", earlier.id if earlier else ""), 1.0, "command", tuple(likely))
    text = _plain(earlier.text)
    if verb.lower() in _TEACHES and text == earlier.text and going.entrance:
        async with house.database.writing(going.entrance.access) as unit:
            await corrections.add(unit, pieces(text), agent)
    return Route(Command(agent, rest=text), 1.0, "command", text=text, message=earlier.id)


def _earlier(said: Sequence[Message], of: str) -> Message | None:
    """The turn with this id, else the last one that was not itself about who answers."""
    turns = [one for one in reversed(said) if one.kind == "turn" and not _ELSEWHERE.match(one.text)]
    return next((one for one in turns if one.id == of), turns[0] if turns and not of else None)


def _plain(text: str) -> str:
    return _COMMAND.sub("", text)


def _thread(said: Sequence[Message]) -> Thread | None:
    last = next((one for one in reversed(said) if one.kind == "reply"), None)
    if last is None or not last.meta.get("agent"):
        return None
    return Thread(last.meta["agent"], bool(last.meta.get("questions")))
