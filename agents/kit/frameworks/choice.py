"""`auto`: two or three frameworks for a question, by what it asks for and by what is known, with the reasons.

A framework's score = words of the question that call for it (its name counts NAMED, each other word CALLED)
+ facts that it can use (up to ENOUGH of them, together FITTING) + FOLLOWING if it goes on from the best.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from agents.kit.frameworks.base import Sheet
from config.catalogue import FRAMEWORKS, framework_spec
from config.errors import Locale
from config.patterns import regex
from config.wording import words

NAMED, CALLED = 6.0, 2.0
ENOUGH, FITTING = 4, 1.5
FOLLOWING = 0.5
FOLLOWS = {
    "swot": "ice", "porter": "swot", "bmc": "jtbd", "ice": "okr", "bcg": "horizons", "vrio": "swot",
    "horizons": "bcg", "blue_ocean": "jtbd", "seven_s": "okr", "okr": "ice", "jtbd": "blue_ocean",
}  # fmt: skip
"""What one asks next: each framework with the one that uses its findings."""

_TOKEN = regex(r"[a-z0-9]+|[가-힣]+")
_ASKING = frozenset(
    {"what", "which", "where", "who", "why", "how", "뭘", "무엇", "뭐", "왜", "어떤", "어떻게"}
)
"""Words that a call may need but that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A framework that fits, and why in the user's language."""

    framework: str
    score: float
    words: tuple[str, ...]
    """The words of the question that called for it."""
    facts: tuple[str, ...]
    """The statements that it can use, as quoted."""
    why: str = ""


def choose(question: str, drafts: Mapping[str, Sheet], locale: Locale) -> tuple[Choice, ...]:
    """Two frameworks, best first; a third when the question calls for it too.

    `drafts` holds what each framework would take from what is known, by id; an absent one knows nothing.
    """
    weighed = [_weighed(one, question, drafts.get(one)) for one in FRAMEWORKS]
    best = max(weighed, key=lambda choice: choice.score)
    others = (_followed(choice, best) for choice in weighed if choice is not best)
    second, third, *_ = sorted(others, key=lambda choice: -choice.score)
    kept = (best, second, third) if third.words else (best, second)
    return tuple(_explained(choice, best, locale) for choice in kept)


def _weighed(framework_id: str, question: str, sheet: Sheet | None) -> Choice:
    names, called = named(framework_id, question), calling(framework_id, question)
    facts = _facts(sheet)
    score = NAMED * bool(names) + CALLED * len(called) + FITTING * min(len(facts), ENOUGH) / ENOUGH
    return Choice(framework_id, score, tuple(dict.fromkeys((*names, *called))), facts)


def _facts(sheet: Sheet | None) -> tuple[str, ...]:
    stated = (item for item in sheet.evidence if item.kind != "assumption") if sheet else ()
    return tuple(dict.fromkeys(item.quote for item in stated))


def _followed(choice: Choice, best: Choice) -> Choice:
    bonus = FOLLOWING if FOLLOWS[best.framework] == choice.framework else 0.0
    return Choice(choice.framework, choice.score + bonus, choice.words, choice.facts)


def named(framework_id: str, question: str) -> tuple[str, ...]:
    """The names of the framework that stand in the question."""
    asked = Asked.read(question)
    return tuple(alias for alias in framework_spec(framework_id).aliases if asked.covers(alias))


def calling(framework_id: str, question: str) -> tuple[str, ...]:
    """The words of the question that the framework's calls cover."""
    asked = Asked.read(question)
    covered = [asked.covers(call) for call in framework_spec(framework_id).calls]
    found = dict.fromkeys(word for words in covered for word in words if word not in _ASKING)
    return tuple(word for word in found if not any(word in other for other in found if other != word))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its words, and as one string without spaces: Korean compounds are written either way."""

    tokens: tuple[str, ...]
    joined: str

    @classmethod
    def read(cls, question: str) -> Self:
        tokens = tuple(_TOKEN.findall(_plain(question)))
        return cls(tokens, "".join(tokens))

    def covers(self, call: str) -> tuple[str, ...]:
        """The words that answer the call; none unless each of its groups (`a|b`: one of them) has one."""
        words = [self._any(group.split("|")) for group in _plain(call).split()]
        return tuple(words) if all(words) else ()

    def _any(self, group: Sequence[str]) -> str:
        return next((found for word in group if (found := self._word(word))), "")

    def _word(self, word: str) -> str:
        """A Latin word may have an ending, a short one only an s; a Korean one may stand inside another."""
        if not word.isascii():
            return word if word in self.joined else ""
        fits = str.startswith if len(word) > 3 else _is_or_plural
        return next((token for token in self.tokens if fits(token, word)), "")


def _is_or_plural(token: str, word: str) -> bool:
    return token in (word, f"{word}s")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _explained(choice: Choice, best: Choice, locale: Locale) -> Choice:
    spec, say = framework_spec(choice.framework), words("choice")
    reasons = [say("why", locale, name=spec.name.say(locale), purpose=spec.purpose.say(locale))]
    if choice.words:
        reasons.append(say("called", locale, words=", ".join(choice.words)))
    elif FOLLOWS[best.framework] == choice.framework:
        reasons.append(say("follows", locale, other=framework_spec(best.framework).name.say(locale)))
    if choice.facts:
        reasons.append(say("known", locale, count=len(choice.facts), quote=choice.facts[0]))
    else:
        reasons.append(say("unknown", locale))
    return Choice(choice.framework, choice.score, choice.words, choice.facts, " ".join(reasons))
