"""Decides which agent a message is for: its nouns, then a guess with a margin, else a question."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.routing.classifier import Guess, Letters, Taught, blended, examples
from bot.routing.lexicon import Lexicon
from bot.routing.meaning import Meaning, version_of
from bot.routing.order import Orders
from bot.routing.spelling import load
from config.routing import ACTING, TALKS, digest, kept, order, routing
from memory.embed import Vector

How = Literal["lexicon", "classifier", "ask"]

_SURE = 0.95
_ENOUGH = 0.2
"""A guess with less than this is a question to the user."""
_MARGIN = 0.05
_OUTVOTED = 0.9
"""So sure a guess has to be to overrule a single noun."""
_ALTERNATIVES = 3
_GREETING = re.compile(
    r"""^\s*(?:(?:hi|hello|hey|good\ (?:morning|afternoon|evening)|안녕하세요|안녕하십니까|안녕|저기요
        |수고하십니다|수고\ 많으십니다)(?:\ there|\ team|\ all|\ 여러분)?[\s,!.~]+)+(?=\S+\s+\S+)""",
    re.IGNORECASE | re.VERBOSE,
)
_THEN = re.compile(
    r""",?\s+(?:and\s+)?(?:then|after\ that|afterwards)\s+ | \s+and\s+(?:also\s+)?(?=\w+\s+\w+) | ;\s*
      | (?<=하고)\s*(?:나서|난\ 다음|난\ 뒤)?\s+ | (?<=고)\s*나서\s+ | (?<=[주줘])고\s+ | (?<=보)고\s+
      | (?<=들)고\s+ | 한\ (?:다음|뒤|후)에?\s+ | \s*(?:그다음|그\ 다음|그리고|그러고|이어서)\s*""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whom a message is for. With `ask` the agent is only the likeliest, to be offered and not to be run."""

    agent: str
    """An agent's id, or one of the talks: thanks, smalltalk, abilities."""
    confidence: float
    how: How
    alternatives: tuple[str, ...] = ()
    """The next likeliest, best first."""
    also: tuple[str, ...] = ()
    """Further agents that other parts of the message are for, in their order."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """What is needed to decide; `meaning` is absent without the extra `semantic`."""

    lexicon: Lexicon
    spelling: Letters
    orders: Orders
    meaning: Meaning | None = None

    def decide(self, text: str, vector: Vector | None = None) -> Decision:
        """`vector` is the text's, made by the embedder that `meaning` was learnt with."""
        plain = _GREETING.sub("", text)
        if parts := self._parts(plain):
            first, *others = parts
            whole = self._one(plain, vector)
            return replace(first, alternatives=whole.alternatives, also=tuple(part.agent for part in others))
        return self._one(plain, vector)

    def _one(self, text: str, vector: Vector | None) -> Decision:
        guess = self._guess(text, vector)
        if self.orders.given(text):
            return Decision(ACTING, _SURE, "lexicon", _next(guess, ACTING))
        named = self._named(text)
        best = _best(guess, within=named) if named else _best(guess)
        if len(named) == 1 and (best == _best(guess) or guess[_best(guess)] < _OUTVOTED):
            how, confidence = "lexicon", max(_SURE * guess[best], 0.6)
        else:
            best = best if len(named) > 1 else _best(guess)
            how, confidence = "classifier", guess[best]
        asked = how == "classifier" and (_unsure(guess, best) or not self.spelling.knows(text))
        if best == ACTING or asked:
            how = "ask"
        return Decision(best, round(confidence, 3), how, _next(guess, best))

    def _guess(self, text: str, vector: Vector | None) -> Guess:
        spelling = self.spelling.guess(text)
        if self.meaning is None or vector is None:
            return spelling
        return blended(self.meaning.guess(self.lexicon, text, vector), spelling)

    def _named(self, text: str) -> set[str]:
        """The agents whose nouns the text has; what is only a means gives way to what is asked for."""
        sure = [mention for mention in self.lexicon.mentions(text) if mention.sure]
        asked_for = {mention.agent for mention in sure if not mention.means}
        named = asked_for or {mention.agent for mention in sure}
        return named - set(TALKS) or named

    def _parts(self, text: str) -> list[Decision]:
        """The decisions on the parts of a message that names two agents' work, one after the other."""
        found: list[Decision] = []
        for part in _THEN.split(text):
            named = self._named(part) - set(TALKS)
            if self.orders.given(part):
                found.append(Decision(ACTING, _SURE, "lexicon"))
            elif len(named) == 1:
                found.append(Decision(named.pop(), _SURE, "lexicon"))
        different = {decision.agent: decision for decision in found}
        return list(different.values()) if len(different) > 1 else []


def chooser(model: str | None = None) -> Chooser:
    """Ready to decide, in some milliseconds. `model` is the embedder's name, where there is one.

    What was learnt from other words is learnt anew, in a third of a second; what was learnt for another
    model is left aside, and letters alone decide.
    """
    spelling = load(kept("spelling"), digest()) or learnt()
    meaning = Meaning.load(kept("meaning")) if model else None
    fits = meaning is not None and model is not None and meaning.version == version_of(model, digest())
    return Chooser(spelling.lexicon, spelling, Orders(order()), meaning if fits else None)


def learnt() -> Letters:
    """What the letters of the examples teach, learnt anew."""
    classes = routing()
    lexicon = Lexicon.of(classes)
    return Letters(lexicon, Taught.by(lexicon, examples(classes)))


def _best(guess: Guess, within: set[str] | None = None) -> str:
    return max(within or guess, key=lambda agent: (guess.get(agent, 0.0), agent))


def _next(guess: Guess, best: str) -> tuple[str, ...]:
    likely = sorted(
        (agent for agent in guess if agent != best and agent not in TALKS), key=lambda a: -guess[a]
    )
    return tuple(likely[:_ALTERNATIVES])


def _unsure(guess: Guess, best: str) -> bool:
    second = max((value for agent, value in guess.items() if agent != best), default=0.0)
    return guess[best] < _ENOUGH or guess[best] - second < _MARGIN
