"""What somebody wants of the strategy agent, from a command or from plain words in any language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from agents.kit.reading.sentences import sentences
from config.catalogue import FRAMEWORKS, Called, called
from config.patterns import regex

VERBS = {
    "auto": "auto", "자동": "auto", "추천": "auto",
    "synthesis": "synthesis", "synthesise": "synthesis", "summary": "synthesis",
    "종합": "synthesis", "요약": "synthesis",
    "rerun": "rerun", "re-run": "rerun", "다시": "rerun",
    "brief": "brief", "브리프": "brief",
    "confirm": "confirm", "맞아요": "confirm",
    "fix": "fix", "고치기": "fix",
    "evidence": "evidence", "근거": "evidence",
    "why": "why", "왜": "why",
    "answer": "answer", "답": "answer",
    "list": "menu", "목록": "menu",
}  # fmt: skip
_REQUEST = regex(
    r"(?:써|작성해|그려|보내|올려|바꿔|고쳐|잡아|세워|골라|찾아)\s?(?:줘|주세요|주십시오|주실)|고\s?싶(?:어요?|습니다)[.!~]*\s*$"
    r"|해\s?줘|해\s?주세요|해주실|부탁|알려\s?줘|알려\s?주세요|보여\s?줘|보여\s?주세요|만들어\s?줘|뽑아\s?줘|짜\s?줘"
    r"|\?\s*$|\b(?:please|can you|could you|give me|show me|let's|do an?|run an?|make an?|i want|i need)\b",
    re.IGNORECASE,
)
NUMBERED = regex(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{1,3}(?![A-Za-z0-9])", re.IGNORECASE)
"""The number of one record: S1, KR2, W3."""
_WHY = regex(
    r"\b(?:why|how come|reason for|evidence for|basis (?:for|of))\b|\bwhere (?:does|did|is)\b.*\bfrom\b"
    r"|왜|이유|근거|출처|어디서 나",
    re.IGNORECASE,
)
_ASKED_LONGEST = 80
"""Characters of a question about one record."""
_GROUNDS = regex(
    r"\W*(?:근거|출처)(?:는|가|를|은)?\s*(?:요|뭐|무엇|어디|알려|보여|말해)?\S{0,6}(?:\s\S{1,4})?\W*"
    r"|\W*where (?:does|do|did) (?:this|that|it|these|all this|all of this) come from\W*"
    r"|\W*(?:what(?:'s| is| are) the )?(?:sources?|evidence)\W*",
    re.IGNORECASE,
)
_TOGETHER = regex(
    r"\W*(?:지금까지\s*|전부\s*|모두\s*|다\s*)*(?:종합|통합)(?:해|하여|해서|을|적으로)?(?:\s?(?:줘|주세요|정리\S{0,6}|보여\S{0,4}|부탁\S{0,5}))?\W*"
    r"|\W*(?:please\s+)?(?:(?:put|pull|bring) (?:it|this|them|everything) (?:all )?together"
    r"|synthesi[sz]e(?: (?:it|this|them|everything|all))?)(?:,? please)?\W*",
    re.IGNORECASE,
)
_SENTENCE = regex(r"[^.!?\n。]*(?:(?:\.(?!\s|$)|[!?])[^.!?\n。]*)*[.!?\n。]?")
_HARDLY = 8
"""Letters beside a framework's name that still make no fact: "SWOT 분석", "a SWOT for us"."""

_SAME = str.maketrans(dict.fromkeys(" _-\n\t", "-"))
_COMMON = ("swot", "ice", "bmc")
"""What is offered where nothing comes near."""
_STORY = 60
"""Characters of facts that make a story of one sentence."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, upon which frameworks, and what was said besides."""

    verb: str
    """run, unknown, say (just words), or one of the VERBS."""
    frameworks: tuple[str, ...] = ()
    rest: str = ""
    near: tuple[str, ...] = ()
    """Of an unknown name: the names that come nearest."""


def understand(text: str, *, explicit: bool) -> Wish:
    """`explicit` words follow the agent's command, so that their first one is a verb or a framework."""
    head, _, tail = text.strip().partition(" ")
    if explicit or len(text.split()) == 1:
        if verb := VERBS.get(head.lower().rstrip(":")):
            return Wish(verb, rest=tail.strip())
        if found := _leading_alias(text.strip()):
            return Wish("run", (found[0],), found[1])
    if asked := _of_what_there_is(text):
        return asked
    named = tuple(named_in(text))
    if named:
        return Wish("run", named[:3], text)
    if explicit and not text.strip():
        return Wish("menu")
    if explicit and (len(text.split()) <= 2 or _near(head)):
        return Wish("unknown", rest=head, near=_near(head) or _COMMON)
    return Wish("say", rest=text)


def _of_what_there_is(text: str) -> Wish | None:
    """A wish about outputs that are there: why one record is, where all comes from, all of it put together."""
    if number := why(text):
        return Wish("why", rest=number)
    if _TOGETHER.fullmatch(text.strip()):
        return Wish("synthesis")
    return Wish("evidence") if _GROUNDS.fullmatch(text.strip()) else None


def why(text: str) -> str:
    """The number of the one record that the words ask about: W1 in "why is W1 there?"; "" for other words."""
    numbers = {match[0].upper() for match in NUMBERED.finditer(text)}
    asked = len(numbers) == 1 and len(text) <= _ASKED_LONGEST and _WHY.search(text)
    return numbers.pop() if asked else ""


def named_in(text: str) -> Iterator[str]:
    """The frameworks whose names stand in these words, in the order of the eleven."""
    said = _plain(text)
    return (one for one in FRAMEWORKS if _name_in(called()[one], text, said))


def _name_in(names: Called, text: str, said: str) -> str | None:
    """The longest name of the framework that stands there; a common word ("ice") only in capitals."""
    capitals = {word.strip(".,!?:") for word in text.split() if word.isascii()}
    standing = (
        alias
        for alias in names.aliases
        if _stands(alias, said) >= 0 and (alias not in names.common or alias.upper() in capitals)
    )
    return max(standing, key=len, default=None)


def facts_of(text: str) -> Iterator[str]:
    """The parts of a message that tell something: no requests, no questions, no framework's bare name."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        if sentence and not _REQUEST.search(sentence) and not bare(sentence):
            yield sentence
        elif sentence and len(sentence) > _HARDLY:
            yield from _beside_a_request(sentence)


def _beside_a_request(said: str) -> Iterator[str]:
    """What is told in one breath with a request, without a full stop: 꽃집이에요 직장인이 많이 와요 SWOT 해 주세요."""
    spans = list(sentences(said))
    for span in spans if len(spans) > 1 else ():
        part = said[span.start : span.end]
        if not _REQUEST.search(part) and not bare(part):
            yield part


def bare(sentence: str) -> bool:
    """Whether hardly anything is left of a sentence beside a framework's name."""
    said = _plain(sentence)
    names = (_name_in(called()[one], sentence, said) for one in FRAMEWORKS)
    longest = max((name for name in names if name), key=len, default=None)
    return longest is not None and _weight(sentence) - _weight(longest) <= _HARDLY


def _weight(text: str) -> int:
    """Letters and digits; a Hangul syllable says as much as two."""
    return sum(1 + (not character.isascii()) for character in text if character.isalnum())


def asks(text: str) -> bool:
    """Whether these words ask for something rather than tell it."""
    return bool(_REQUEST.search(text.strip())) and not is_story(text)


def is_story(text: str) -> bool:
    """Whether somebody tells of their business: two sentences of facts, or a long one."""
    facts = list(facts_of(text))
    return len(facts) >= 2 or sum(map(len, facts)) >= _STORY


def _leading_alias(text: str) -> tuple[str, str] | None:
    """The framework whose longest name begins these words, and what follows it."""
    said = _plain(text)
    leading = [
        (len(_plain(alias)), one)
        for one in FRAMEWORKS
        for alias in called()[one].aliases
        if _stands(alias, said) == 0
    ]
    if not leading:
        return None
    length, one = max(leading)
    return one, text[length:].strip(" :,-")


def _stands(alias: str, said: str) -> int:
    """Where a name stands as a word of its own, or -1. A Korean name may carry a particle."""
    name, at = _name(alias), -1
    while (at := said.find(name, at + 1)) >= 0:
        before, after = said[at - 1 : at], said[at + len(name) : at + len(name) + 1]
        whole = not _latin(before) and not (_latin(name[-1]) and _latin(after))
        if whole:
            return at
    return -1


@cache
def _name(alias: str) -> str:
    return _plain(alias)


def _plain(text: str) -> str:
    """Small letters, and one sign for space, hyphen and underscore; of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_SAME)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _near(word: str) -> tuple[str, ...]:
    names = {alias.lower(): one for one in FRAMEWORKS for alias in (one, *called()[one].aliases)}
    close = get_close_matches(word.lower(), names, n=5, cutoff=0.6)
    return tuple(dict.fromkeys(names[name] for name in close))[:3]
