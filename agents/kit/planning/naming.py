"""Channels and tactics as people name them, in any language."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from agents.kit.planning.errors import UnknownTactic
from config.planning import planning

_NOT = (
    r"(?:no|not|never|without|exclude|excluding|skip|avoid|stop|drop|remove|leave out|don't use|do not use|"
    r"never use|stay off|keep off|stay away from|not use|not run|not do|not be on)"
)
_BETWEEN = (
    r"(?:\s+(?:any|the|more|using|run|running|post|posting|ads?|anything|on|in|to|use|or|and|,|\w+))?\s+"
)
_KO_NOT = (
    r"\s*(?:광고|채널|마케팅)?(?:은|는|을|를|도|에는|에|에서는)?\s*(?:절대|앞으로|아예|더는|광고를?|쓰는 건)?\s*"
    r"(?:빼|제외|말고|금지|없이|안\s*(?:쓰|해|합|하|할|씁)|쓰지|하지\s*(?:마|말|않)|집행하지\s*(?:마|말|않)|싫어)"
)


def channels_in(text: str) -> Iterator[str]:
    """Ids of the channels that a text names, the longest words first, each place of the text once."""
    taken: list[tuple[int, int]] = []
    for channel, pattern in _patterns():
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                yield channel


def forbidden_in(text: str) -> Iterator[str]:
    """Channels that a text forbids: "no TikTok", "틱톡은 빼고", "do not use Naver"."""
    for channel, before, behind in _refusals():
        if before.search(text) or behind.search(text):
            yield channel


def stands(word: str, said: str) -> bool:
    """Whether a word stands in a lower-case text: a Latin one alone, a Korean one with whatever is joined to it."""
    if not word.isascii():
        return word in said
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", said) is not None


def related(channel: str, others: tuple[str, ...]) -> float:
    """How near a channel is to those: 1 the same, or its house was named; 0.6 another of the same house."""
    book = planning()
    mine = book.houses(channel)
    if any(one in mine for one in others):
        return 1.0
    houses = {house for one in others for house in book.houses(one)}
    return 0.6 if any(one in houses for one in mine) else 0.0


def tactics_named(name: str) -> tuple[str, ...]:
    """The tactics of this id, of this name, or on the channel of this name. Raises UnknownTactic."""
    book, word = planning(), name.strip().casefold()
    exact = [one.id for one in book.tactics.values() if word in _names(one.id)]
    if exact:
        return tuple(exact)
    channels = [one.id for one in book.channels.values() if word == one.id] or list(channels_in(name))
    found = [one.id for one in book.tactics.values() if set(book.houses(one.channel)) & set(channels)]
    if not found:
        raise UnknownTactic(name=name.strip(), near=", ".join(_near(word)))
    return tuple(found)


def _names(tactic: str) -> tuple[str, ...]:
    name = planning().tactics[tactic].name
    return (tactic, tactic.replace("_", " "), name.en.casefold(), name.ko.casefold())


def _near(word: str) -> list[str]:
    book = planning()
    names = [*book.tactics, *book.channels, *(w for one in book.channels.values() for w in one.words)]
    return list(dict.fromkeys(get_close_matches(word, names, n=5, cutoff=0.3)))[:3] or [
        "naver_place",
        "instagram_posts",
        "newsletter",
    ]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = [(word, one.id) for one in planning().channels.values() for word in one.words]
    words.sort(key=lambda pair: -len(pair[0]))
    return tuple((channel, re.compile(_word(word), re.IGNORECASE)) for word, channel in words)


@cache
def _refusals() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    found: list[tuple[str, re.Pattern[str], re.Pattern[str]]] = []
    for one in planning().channels.values():
        words = "|".join(_word(word) for word in sorted(one.words, key=len, reverse=True))
        before = re.compile(rf"\b{_NOT}{_BETWEEN}(?:{words})", re.IGNORECASE)
        found.append((one.id, before, re.compile(rf"(?:{words}){_KO_NOT}", re.IGNORECASE)))
    return tuple(found)


def _word(word: str) -> str:
    """A Latin word stands alone; a Korean one may carry a particle, but begins a word."""
    plain = re.escape(word)
    if word.isascii():
        return rf"(?<![A-Za-z0-9]){plain}(?![A-Za-z0-9])"
    return rf"(?<![가-힣]){plain}"
