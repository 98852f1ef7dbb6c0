"""Which agents the words of a message name, in Korean and English."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from config.patterns import regex
from config.routing import Routing
from memory.porter import stem

_WORD = regex(r"[가-힣]+|[^\W_가-힣]+")
_SHORT = 3
"""Words up to this length stay as they are: the stem of 'his' is 'hi'."""
_HANGUL = regex(r"[가-힣]")
_ONLY_A_MEANS_KO = regex(
    r"""\w{0,4}?(?:을|를)?(?:기반으로|바탕으로|토대로|기준으로|참고해서|참고하여|활용해서|이용해서|이용해
        |에맞춰|에맞는|에맞게|을위한|를위한|용으로)""",
    re.VERBOSE,
)
_ONLY_A_MEANS_EN = regex(
    r"(?:base on|us|help of|accord to|from|line with|match|fit|given|out of|into account)"
    r"(?: (?:the|our|thi|that|my|these|its|his|her|last|previou|approv)){0,2} $"
)
"""In stems, as the text is compared."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of the lexicon in a message; `sure` when no other agent's work is named so."""

    agent: str
    start: int
    end: int
    sure: bool
    means: bool = False
    """It is what the work is to be based on, not what is asked for: 'using our persona, write …'."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A message as it is compared: for English its stems, for Korean its letters without spaces."""

    stems: str
    """Joined by spaces, with one before and after."""
    letters: str


def fold(text: str) -> Folded:
    plain = unicodedata.normalize("NFKC", text).casefold()
    stems = " ".join(stem(word) if len(word) > _SHORT else word for word in _WORD.findall(plain))
    return Folded(f" {stems} ", re.sub(r"\s+", "", plain))


Nouns = Mapping[str, tuple[str, bool]]
"""Folded words -> whose they are, and whether surely."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The nouns of all agents, ready to be looked up: English ones by stems, Korean ones by letters."""

    stems: Nouns
    letters: Nouns

    @classmethod
    def of(cls, classes: Mapping[str, Routing]) -> Self:
        stems, letters = dict[str, tuple[str, bool]](), dict[str, tuple[str, bool]]()
        for agent, routing in classes.items():
            nouns = routing.lexicon
            for words, sure in (((*nouns.hint_en, *nouns.hint_ko), False), ((*nouns.en, *nouns.ko), True)):
                for word in words:
                    korean, folded = bool(_HANGUL.search(word)), fold(word)
                    (letters if korean else stems)[folded.letters if korean else folded.stems] = (agent, sure)
        return cls(stems, letters)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """What is named, longest first where words overlap: '경쟁사 분석' hides '분석'."""
        folded = fold(text)
        english = _found(self.stems, folded.stems, 1)
        korean = _found(self.letters, folded.letters, 0)
        return (
            *(_weighed(m, _is_means(folded.stems, m)) for m in _longest(english)),
            *(_weighed(m, _ONLY_A_MEANS_KO.match(folded.letters[m.end :])) for m in _longest(korean)),
        )


def _is_means(stems: str, mention: Mention) -> re.Match[str] | None:
    """A Latin word may stand in a Korean sentence: 'SWOT 바탕으로'."""
    before, behind = stems[: mention.start], stems[mention.end :].replace(" ", "")
    return _ONLY_A_MEANS_EN.search(before) or _ONLY_A_MEANS_KO.match(behind)


def _found(words: Mapping[str, tuple[str, bool]], text: str, edge: int) -> list[Mention]:
    """All places of all words; `edge` is how many characters of a word are its borders."""
    found: list[Mention] = []
    for word, (agent, sure) in words.items():
        at = text.find(word)
        while at >= 0:
            found.append(Mention(agent, at + edge, at + len(word) - edge, sure))
            at = text.find(word, at + 1)
    return found


def _longest(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _weighed(mention: Mention, means: re.Match[str] | None) -> Mention:
    return Mention(mention.agent, mention.start, mention.end, mention.sure, means is not None)
