"""What people want done, and how: decisions, preferences, standing instructions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from agents.kit.learning.types import Category, Fact
from config.learning import cue, meaning, patterns, topics, vocabulary
from config.patterns import regex
from memory.terms import terms

_QUOTED = regex(r"[\"“‘'「](?P<said>[^\"”’'」]{1,40})[\"”’'」]")
_TONGUES: tuple[Literal["en", "ko"], ...] = ("en", "ko")
_SUBJECT_WORDS = 3
_LONGEST = 240
_SHORT = 100
"""Characters of a sentence that says no more than what is refused, and perhaps why."""
_PREFERENCE_WORDS = 3
_WE_OR_THEY = regex(
    r"\b(?:we|they|client|brand|you|team|ads?|copy|posts?|emails?|headlines?|captions?|it)\b", re.IGNORECASE
)
_COMMAND = regex(
    r"""^(?:(?:please|and|also|remember(?:\ that|:|,)?|note(?:\ that|:|,)?|keep\ in\ mind(?:\ that|:|,)?
         |from\ now\ on,?|going\ forward,?|for\ (?:this|our)\ (?:client|brand),?)\s+)*
        (?:never|always|don't|do\ not|avoid|only|no|make\ sure|stop)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PRIVATE = regex(
    r"""\b(?:I|my|me)\s+(?:never|always|hate|love|like|don't|prefer)\b
      | \b(?:coffee|weather|monday|pizza|traffic|weekend|football|series|movie|kids?)\b
      | 날씨|점심|저녁|커피|월요병|야근|축구|드라마|주말|출근|퇴근|애들|영화""",
    re.IGNORECASE | re.VERBOSE,
)
_STRICT = regex(r"\b(?:never|always|must|mustn't|not allowed|forbidden|banned|off limits)\b", re.IGNORECASE)
_ASKED_OF_YOU = regex(
    r"\bI(?:'d)? (?:want|like|need|would like|prefer) (?:you|a|an|to see|the)\b", re.IGNORECASE
)


def decisions(said: str) -> Iterator[Fact]:
    """'We agreed to pause the Danish ads': something was settled, and not only to be settled."""
    found = cue("decided").search(said)
    if found and not cue("undecided").search(said) and not _personal(said):
        yield _whole("decision", "decided", said, 0.8)


def preferences(said: str) -> Iterator[Fact]:
    """'Ingrid hates slides': what somebody of the team or the client likes or dislikes."""
    found = cue("prefers").search(said)
    if not found or _personal(said) or _ASKED_OF_YOU.search(said):
        return
    if len(said.split()) < _PREFERENCE_WORDS:
        return
    disliked = cue("prefers_not").search(said) is not None
    yield _whole("preference", "dislikes" if disliked else "prefers", said, 0.7)


def rules(said: str) -> Iterator[Fact]:
    """'Never use the word cheap', '항상 존댓말로': an instruction that holds for the team's marketing."""
    if cue("of_others").search(said):
        return
    refused = [*_refusals(said)]
    yield from refused
    if refused or not cue("ours").search(said) or _personal(said):
        return
    forbidden, required = cue("forbidden").search(said), cue("required").search(said)
    korean = re.search("[가-힣]", said) is not None
    addressed = korean or bool(_COMMAND.match(said)) or (bool(_WE_OR_THEY.search(said)) and _strict(said))
    if not addressed or not (forbidden or required):
        return
    yield _whole("rule", "never" if forbidden else "always", said, 0.8)


def _refusals(said: str) -> Iterator[Fact]:
    """'No TikTok for this client', '틱톡은 안 합니다': each means of marketing that is not to be used, by its name."""
    if len(said) > _SHORT or cue("for_now").search(said):
        return
    found = (one.search(said) for tongue in _TONGUES for one in patterns("refused", tongue))
    for match in (one for one in found if one):
        for kind in ("channel", "means"):
            for one in vocabulary(kind).finditer(match["what"]):
                yield replace(_whole("rule", "never", said, 0.8), subject=meaning(kind, one[0]))


def _strict(said: str) -> bool:
    return _STRICT.search(said) is not None


def _personal(said: str) -> bool:
    return _PRIVATE.search(said) is not None


def _whole(category: Category, predicate: str, said: str, confidence: float) -> Fact:
    value = said.strip(" .!~")[:_LONGEST]
    start = said.index(value)
    return Fact(category, topic(said), predicate, value, start, start + len(value), confidence=confidence)


def topic(said: str) -> str:
    """What it is about: the quoted words, a topic of marketing, or the first words that matter."""
    if quoted := _QUOTED.search(said):
        return "_".join(terms(quoted["said"])) or "words"
    for name, words in topics():
        if words.search(said):
            return name
    return "_".join(list(dict.fromkeys(terms(said)))[:_SUBJECT_WORDS])
