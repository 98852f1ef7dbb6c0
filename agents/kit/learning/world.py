"""Who: competitors, audiences, people and what they are."""

import re
from collections.abc import Iterator
from typing import Literal

from agents.kit.learning.names import listed, plain_name
from agents.kit.learning.types import Fact
from config.learning import cue, meaning, no_names, patterns
from config.patterns import regex

_HANGUL = regex(r"[가-힣]")
_LONGEST_NAME = 40
_CONTACT = frozenset({"담당", "맡"})


def rivals(said: str) -> Iterator[Fact]:
    """'Our main competitors are X and Y': each name is a fact of its own."""
    if not cue("rival").search(said):
        return
    for found in _matches("rival", said):
        for name in listed(found["who"]):
            at = said.find(name, found.start("who"))
            if at >= 0 and len(name) <= _LONGEST_NAME:
                end = max(found.end(), at + len(name))
                yield Fact(
                    "competitor", slug(name), "is_competitor", name, found.start(), end, confidence=0.8
                )


def audiences(said: str) -> Iterator[Fact]:
    """'Our target group is nurses': whom the marketing is for."""
    if not cue("audience").search(said) or cue("denied").search(said):
        return
    for found in _matches("audience", said):
        if who := found["who"].strip(" ,"):
            yield Fact("audience", "target", "is", who, found.start(), found.end())
            return


def people(said: str) -> Iterator[Fact]:
    """'Our contact is Ingrid Solberg', '담당자는 윤세라 차장님입니다': who has a role."""
    for found in _matches("person", said):
        parts = found.groupdict()
        name = plain_name(parts["who"]) or parts["who"]
        if name.lower() not in no_names():
            titled = f"{name} {parts['title']}" if parts.get("title") else name
            yield Fact("person", _role(parts["role"]), "is", titled, found.start(), found.end())
            return


def slug(name: str) -> str:
    """A name as a key: small letters, joined by underscores."""
    return "_".join(re.findall(r"\w+", name.lower()))


def _matches(name: str, said: str) -> Iterator[re.Match[str]]:
    """What the patterns find, in their order; what overlaps an earlier match is left out."""
    language: Literal["en", "ko"] = "ko" if _HANGUL.search(said) else "en"
    taken: list[tuple[int, int]] = []
    for pattern in patterns(name, language):
        for found in pattern.finditer(said):
            if all(found.end() <= start or found.start() >= end for start, end in taken):
                taken.append(found.span())
                yield found


def _role(word: str) -> str:
    return "contact" if word in _CONTACT else meaning("role", word)
