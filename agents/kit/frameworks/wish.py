"""What somebody wants of the strategy agent, from a command or from plain words in any language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from config.catalogue import FRAMEWORKS, framework_spec

VERBS = {
    "auto": "auto", "자동": "auto", "추천": "auto",
    "synthesis": "synthesis", "synthesise": "synthesis", "summary": "synthesis",
    "종합": "synthesis", "요약": "synthesis",
    "rerun": "rerun", "re-run": "rerun", "다시": "rerun",
    "brief": "brief", "브리프": "brief",
    "confirm": "confirm", "맞아요": "confirm",
    "fix": "fix", "고치기": "fix",
    "evidence": "evidence", "근거": "evidence",
    "answer": "answer", "답": "answer",
    "list": "menu", "목록": "menu",
}  # fmt: skip
_REQUEST = re.compile(
    r"해\s?줘|해\s?주세요|해주실|부탁|알려\s?줘|알려\s?주세요|보여\s?줘|보여\s?주세요|만들어\s?줘|뽑아\s?줘|짜\s?줘"
    r"|\?\s*$|\b(?:please|can you|could you|give me|show me|let's|do an?|run an?|make an?|i want|i need)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n。]*(?:(?:\.(?!\s|$)|[!?])[^.!?\n。]*)*[.!?\n。]?")
_NAMED_AT_MOST = 40
"""A longer sentence with a framework's name in it tells something besides asking for it."""

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
    named = tuple(named_in(text))
    if named:
        return Wish("run", named[:3], text)
    if explicit and not text.strip():
        return Wish("menu")
    if explicit and (len(text.split()) <= 2 or _near(head)):
        return Wish("unknown", rest=head, near=_near(head) or _COMMON)
    return Wish("say", rest=text)


def named_in(text: str) -> Iterator[str]:
    """The frameworks whose names stand in these words, in the order of the eleven."""
    return (
        one for one in FRAMEWORKS if any(_alias(alias).search(text) for alias in framework_spec(one).aliases)
    )


def facts_of(text: str) -> Iterator[str]:
    """The parts of a message that tell something: no requests, no questions, no framework's bare name."""
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        bare = len(sentence) <= _NAMED_AT_MOST and any(named_in(sentence)) and ":" not in sentence
        if sentence and not bare and not _REQUEST.search(sentence):
            yield sentence


def asks(text: str) -> bool:
    """Whether these words ask for something rather than tell it."""
    return bool(_REQUEST.search(text.strip())) and not is_story(text)


def is_story(text: str) -> bool:
    """Whether somebody tells of their business: two sentences of facts, or a long one."""
    facts = list(facts_of(text))
    return len(facts) >= 2 or sum(map(len, facts)) >= _STORY


def _leading_alias(text: str) -> tuple[str, str] | None:
    """The framework whose longest name begins these words, and what follows it."""
    best: tuple[str, str, int] | None = None
    for one in FRAMEWORKS:
        for alias in framework_spec(one).aliases:
            found = _alias(alias).match(text)
            if found and (best is None or found.end() > best[2]):
                best = (one, text[found.end() :].strip(" :,-"), found.end())
    return best[:2] if best else None


def _alias(alias: str) -> re.Pattern[str]:
    body = r"[\s_-]*".join(re.escape(part) for part in re.split(r"[\s_-]+", alias))
    latin = alias[-1].isascii()
    return re.compile(rf"(?<![A-Za-z0-9]){body}" + (r"(?![A-Za-z0-9])" if latin else ""), re.IGNORECASE)


def _near(word: str) -> tuple[str, ...]:
    names = {alias.lower(): one for one in FRAMEWORKS for alias in (one, *framework_spec(one).aliases)}
    close = get_close_matches(word.lower(), names, n=5, cutoff=0.6)
    return tuple(dict.fromkeys(names[name] for name in close))[:3]
