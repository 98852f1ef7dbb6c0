"""Which agent a message is for. Commands and buttons are certain; a thread keeps its agent; words are weighed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from agents.kit.frameworks.wish import NUMBERED, bare
from agents.kit.ports import Agent, Numbering
from agents.types import Command
from bot.routing.asking import asking, asks, supposes, tells
from config.desk import desks
from config.patterns import regex
from config.routing import ACTING, AGENTS, TALKS
from memory.embed import Vector

if TYPE_CHECKING:
    from bot.routing.chooser import Chooser, Decision

How = Literal["command", "lexicon", "classifier", "model", "ask"]
_PREFIX = regex(r"^[/!](stratum\s+)?(\S+)\s*(.*)$", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r"`?#?(?=[0-9-]*[a-f])[0-9a-f]{8}[0-9a-f-]{0,28}`?", re.IGNORECASE)
"""An id, or the end of one, as answers print it."""
_TOOL_OF = {"thanks": "thanks", "smalltalk": "smalltalk", "abilities": "help"}
_SURE = 0.95
_HELD = 0.8
"""A thread's agent, for words that name no other."""
_CLEAR = 0.8
"""With less than this the embedder is asked, where there is one."""
_CHAT = 60
"""Characters; a longer message in a thread is not thanks alone."""
_HEAD, _TAIL = 3_000, 1_500
"""Characters of a long message that are weighed: its beginning and its end."""
_SPOKEN = 4
"""Words behind a command's verb that is said without a slash; more are a sentence."""
_MEMORY = "business_intelligence"
"""Who hears what is to be remembered otherwise; that sounds like a story."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message goes. Without an agent in it, the command is one of the bot's own tools."""

    command: Command
    confidence: float
    how: How
    alternatives: tuple[str, ...] = ()
    """Ids of the next likeliest agents, best first; when it is asked, the likeliest is the first of them."""
    also: tuple[str, ...] = ()
    """Further agents that parts of the message are for, in their order."""
    text: str = ""
    """What is to be answered, where that is an earlier message and not this one."""
    message: str = ""
    """The id of the message that is answered."""

    @property
    def clear(self) -> bool:
        """Whether nothing would be gained by weighing the words' meaning, too."""
        return self.confidence >= _CLEAR and self.how != "ask"


@dataclass(frozen=True, slots=True)
class Thread:
    """What a message finds in its thread."""

    agent: str
    """Who answered last."""
    asked: bool = False
    """Whether that answer ended with questions."""


@dataclass(frozen=True)
class Router:
    """Knows the agents' commands and words, and the names of the bot's own tools."""

    agents: Mapping[str, Agent]
    tools: Mapping[str, str]
    """Tool by each of its names, in any language."""
    load: Callable[[], Chooser]
    """Makes what weighs words, when the first message is no command."""

    @cached_property
    def chooser(self) -> Chooser:
        return self.load()

    def route(
        self,
        text: str,
        thread: Thread | None = None,
        *,
        chosen: str | None = None,
        vector: Vector | None = None,
    ) -> Route:
        """`chosen` is the agent that people here chose for the same words; `vector` is the text's."""
        if found := _PREFIX.match(text.strip()):
            ordered = self._command(found[2].lower(), found[3].strip())
            if ordered.how == "command" or not (found[1] and found[3]):
                return ordered
            text = f"{found[2]} {found[3]}"
        if spoken := self._spoken(text) or self._tool_named(text, thread):
            return spoken
        if chosen:
            return self._chosen(chosen, text)
        if called := self._own(text, thread) or self._numbered(text, thread):
            return self._to(called, text, _SURE)
        if order := _ordered(text, asked=bool(thread and thread.asked)):
            return Route(Command("", *order), 0.9, "lexicon")
        if not (thread and thread.asked) and (called := self._called(text)):
            return self._to(called, text, _SURE)
        decision = self._decision(text, vector)
        if thread and thread.agent in self.agents and not _leaves(decision, text, thread):
            return self._to(thread.agent, text, _HELD, (decision.agent, *decision.alternatives))
        return self._decided(decision, text)

    def likely(self, text: str) -> tuple[str, ...]:
        """Agents by how likely it is that words are for them."""
        decision = self._decision(text, None)
        return tuple(one for one in (decision.agent, *decision.alternatives) if one not in TALKS)

    def _command(self, word: str, rest: str) -> Route:
        """A tool that is named by two words goes before an agent that is named by the first of them."""
        two, _, behind = rest.partition(" ")
        if (named := f"{word} {two.lower()}") in self.tools:
            return Route(Command("", self.tools[named], behind.strip()), 1.0, "command")
        for agent in self.agents.values():
            if word in (agent.command, *agent.aliases):
                return self._to(agent.id, rest, 1.0, how="command")
            if agent.has_verb(word):
                return self._to(agent.id, f"{word} {rest}".strip(), 1.0, how="command")
        if word in self.tools:
            return Route(Command("", self.tools[word], rest), 1.0, "command")
        if absent := next(
            (one for one, desk in desks().items() if word in (desk.command, *desk.aliases)), ""
        ):
            return self._to(absent, rest, 1.0, how="command")
        return Route(Command("", "unknown", word), 0.0, "ask", tuple(self._near(word)))

    def _spoken(self, text: str) -> Route | None:
        """A command that is said without its sign, as the console's hints are: an agent's name, then what it takes
        there (`plan why R1`). What goes on as a request does is plain language.
        """
        name, _, rest = text.strip().partition(" ")
        word, _, behind = rest.strip().partition(" ")
        called = name.lower().rstrip(",:")
        if called in self.tools and _ID.fullmatch(rest.strip().rstrip(".!")):
            return Route(
                Command("", self.tools[called], rest.strip()),
                1.0,
                "command",
                text=f"/{called} {rest.strip()}",
            )
        agent = next((one for one in self.agents.values() if called in (one.command, *one.aliases)), None)
        if agent is None or not agent.takes(word.lower().rstrip(":?!.")) or not _ends_there(behind):
            return None
        return replace(
            self._to(agent.id, rest.strip(), 1.0, how="command"), text=f"/{agent.command} {rest.strip()}"
        )

    def _near(self, word: str) -> list[str]:
        known = [name for a in self.agents.values() for name in (a.command, *a.aliases)] + list(self.tools)
        return get_close_matches(word, known, n=3, cutoff=0.5)

    def _own(self, text: str, thread: Thread | None) -> str | None:
        """Whose words these are: they begin with one of the thread's agent's own, such as the number of something that
        it delivered, or hardly say more than an agent's name.
        """
        known = self.agents.get(thread.agent) if thread else None
        first = text.split(maxsplit=1)[:1]
        if known and first and known.has_verb(first[0].strip(",.:").lower()):
            return known.id
        return self._named(text) if bare(text) else None

    def _numbered(self, text: str, thread: Thread | None) -> str | None:
        """Whoever is told what is done with something by its number; in a thread that is whoever answers there."""
        if text.rstrip().endswith("?"):
            return None
        own = [one for one in self.agents.values() if isinstance(one, Numbering)]
        mine = (one for one in own if thread is None or thread.agent in ("", one.id))
        return next((one.id for one in mine if one.called_by(text)), None)

    def _tool_named(self, text: str, thread: Thread | None) -> Route | None:
        """A tool whose name is all that is said, unless it may be an answer."""
        tool = None if thread and thread.asked else self.tools.get(text.strip(" ?!.").lower())
        return Route(Command("", tool, ""), 0.9, "lexicon") if tool else None

    def _chosen(self, agent: str, text: str) -> Route:
        if agent == ACTING and not self.chooser.orders.given(text):
            return Route(Command("", "unsure", text), _SURE, "ask", (ACTING,))
        return self._to(agent, text, _SURE)

    def _named(self, text: str) -> str | None:
        """The one agent that the words name, which are hardly more than that name: nothing is to be weighed."""
        named = [one.id for one in self.agents.values() if one.called_by(text)]
        return named[0] if len(named) == 1 else None

    def _called(self, text: str) -> str | None:
        """An agent that knows its own words: one without a desk, or one whom a business is told about."""
        own = [one.id for one in self.agents.values() if one.id not in AGENTS and one.called_by(text)]
        if len(own) == 1:
            return own[0]
        if not tells(text) or self._decision(text, None).agent == _MEMORY:
            return None
        told = [one.id for one in self.agents.values() if one.called_by(text)]
        return told[0] if len(told) == 1 else None

    def _decision(self, text: str, vector: Vector | None) -> Decision:
        """Of a story that ends with a wish, the wish decides."""
        wanted = asking(text)
        return self.chooser.decide(_short(wanted or text), None if wanted else vector)

    def _decided(self, decision: Decision, text: str) -> Route:
        if decision.how == "ask":
            likely = (decision.agent, *decision.alternatives)
            agents = tuple(one for one in likely if one not in TALKS)[:3]
            return Route(Command("", "unsure", text), decision.confidence, "ask", agents)
        if decision.agent in TALKS:
            command = Command("", _TOOL_OF[decision.agent], text)
            return Route(command, decision.confidence, decision.how, decision.alternatives)
        command = Command(decision.agent, rest=text)
        return Route(command, decision.confidence, decision.how, decision.alternatives, decision.also)

    def _to(
        self,
        agent: str,
        rest: str,
        confidence: float,
        alternatives: tuple[str, ...] = (),
        how: How = "lexicon",
    ) -> Route:
        return Route(
            Command(agent, rest=rest),
            confidence,
            how,
            tuple(one for one in alternatives if one not in (agent, *TALKS)),
        )


def _ends_there(behind: str) -> bool:
    """Whether words behind a verb are what it is told: something by its number, or few words that ask nothing."""
    return bool(NUMBERED.match(behind)) or (len(behind.split()) <= _SPOKEN and not asks(behind))


def _ordered(text: str, *, asked: bool) -> tuple[str, str] | None:
    """A tool that plain words ask for, and what it is told; where something was `asked`, words that may be an answer
    to that order no digest.
    """
    from bot.digest.spoken import asked_for as regularly  # noqa: PLC0415
    from bot.reports.spoken import asked_for as drafted  # noqa: PLC0415
    from bot.teamwork.spoken import asked_for as together  # noqa: PLC0415

    drafts = None if asked else drafted(text)
    if drafts is not None:
        return ("report_schedule", drafts)
    digest = None if asked else regularly(text)
    return ("digest", digest) if digest is not None else together(text)


def _leaves(decision: Decision, text: str, thread: Thread) -> bool:
    """Whether words leave their thread's agent: they ask for another's work and name exactly that, or chat.

    What would be if something were so is asked of whoever is being talked to.
    """
    if decision.agent in TALKS:
        chats = decision.how != "ask" and decision.confidence >= _HELD and len(text) <= _CHAT
        return chats and not thread.asked
    other = decision.how == "lexicon" and decision.agent != thread.agent
    return other and asks(text) and not supposes(text)


def _short(text: str) -> str:
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} {text[-_TAIL:]}"
