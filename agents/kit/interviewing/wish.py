"""What somebody wants of an interview, in a command or in plain words."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from config.interview import speech
from config.patterns import regex

Verb = Literal[
    "begin", "pause", "resume", "skip", "phase", "next", "deeper", "challenge", "wrap", "guide", "status",
    "accept", "ask",
]  # fmt: skip
"""`ask` is a question to the persona."""
_EDGE = " \t\n.!?~…,:;\"'“”‘’"
_NUMBER = re.compile(r"\d+")
_SHORT = 6
"""Words; a longer sentence is no control."""
_PARTICLE = re.compile(r"(?<=[가-힣])(?:과의|와의|과|와|을|를|의|님)$")


@dataclass(frozen=True, slots=True)
class Wish:
    verb: Verb
    rest: str = ""
    """Whom to interview, or the question."""
    number: int = 0
    """Of an insight that is accepted; 0 accepts all."""
    explicit: bool = False
    """Whether the word interview was said."""
    fresh: bool = False
    """Whether a new interview is wanted although one is open."""


def understand(text: str) -> Wish | None:
    """None where nothing is said of an interview; `begin` may name nobody."""
    plain = " ".join(text.split())
    named = _without_the_word(plain)
    if named is None:
        return _control(plain.strip(_EDGE).lower() or plain.strip())
    if not named:
        return Wish("begin", explicit=True)
    if control := _control(named.strip(_EDGE).lower() or named):
        return Wish(control.verb, control.rest, control.number, explicit=True)
    first, _, behind = named.partition(" ")
    if first.lower() == "ask" and behind:
        return Wish("ask", behind, explicit=True)
    if verb := _cued(named):
        number = int(found[0]) if verb == "accept" and (found := _NUMBER.search(named)) else 0
        rest = regex(speech().cues[verb], re.IGNORECASE).sub(" ", named)
        return Wish(verb, rest if verb == "accept" else _whom(rest), number, explicit=True)
    fresh = any(word.lower() in speech().controls["fresh"] for word in named.split())
    return Wish("begin", _whom(named), explicit=True, fresh=fresh)


def _cued(named: str) -> Verb | None:
    """A control somewhere in a short sentence: `can we pause`, `지민 이어서`."""
    if len(named.split()) > _SHORT:
        return None
    found = (verb for verb, cue in speech().cues.items() if regex(cue, re.IGNORECASE).search(named))
    return cast("Verb | None", next(found, None))


def _control(plain: str) -> Wish | None:
    verb = _verb(plain)
    if verb:
        return Wish(verb)
    first, _, behind = plain.partition(" ")
    last = plain.rpartition(" ")[2]
    for word, rest in ((first, behind), (last, plain.rpartition(" ")[0])):
        if _verb(word) == "accept" and (found := _NUMBER.search(rest)):
            return Wish("accept", rest, int(found[0]))
    return None


def _verb(plain: str) -> Verb | None:
    controls = speech().controls
    names = ("pause", "resume", "skip", "phase", "next", "deeper", "challenge", "wrap", "guide", "status")
    for verb in (*names, "accept"):
        if plain in controls[verb]:
            return cast("Verb", verb)
    return None


def _without_the_word(plain: str) -> str | None:
    """The text without the word interview and what hangs on it; None where it is not there."""
    word = regex(speech().word, re.IGNORECASE)
    return " ".join(word.sub(" ", plain).split()).lstrip(" :") if word.search(plain) else None


def _whom(named: str) -> str:
    """The words that may name somebody."""
    idle = set(speech().controls["begin"])
    words = [word.strip(_EDGE) for word in named.split()]
    kept = [_PARTICLE.sub("", word) for word in words if word and word.lower() not in idle]
    return " ".join(word for word in kept if word)
