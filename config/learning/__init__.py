"""What is learnt from a conversation, as data: cues and vocabulary in every language, as TOML tables."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from config.patterns import regex
from config.tables import read_table


@cache
def table(name: str) -> dict[str, Any]:
    """The data in config/learning/<name>.toml. It is shared: nobody changes it."""
    return read_table("learning", f"{name}.toml")


@cache
def cue(name: str) -> re.Pattern[str]:
    """The cue of this name in cues.toml: a pattern that matches when any of its alternatives does.

    English alternatives match whole words; Korean ones match wherever they stand. Capitals do not count.
    """
    entry = table("cues")[name]
    english, korean = entry.get("en", []), entry.get("ko", [])
    parts = ([rf"\b(?:{'|'.join(english)})\b"] if english else []) + korean
    return regex("|".join(parts), re.IGNORECASE)


@cache
def topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What something may be about, with the words that tell, in the order in which they are tried."""
    return tuple((name, regex(words, re.IGNORECASE)) for name, words in table("topics").items())


@cache
def wish_patterns() -> Mapping[str, re.Pattern[str]]:
    """By what is wanted of the memory: the words that tell so; and `topic`, the words of asking."""
    return {
        name: regex(entry["pattern"], re.IGNORECASE | re.VERBOSE) for name, entry in table("wishes").items()
    }


@cache
def no_names() -> frozenset[str]:
    """Words that look like names and are none, in small letters."""
    return frozenset(table("names")["no_name"])


@cache
def vocabulary(name: str) -> re.Pattern[str]:
    """The words of a list in vocabulary.toml, longest first; `meaning` tells what a match is."""
    words = sorted(_meanings(name), key=lambda word: (-len(word), word))
    return regex("|".join(_whole(word) for word in words), re.IGNORECASE)


def meaning(name: str, word: str) -> str:
    """What a matched word stands for, with or without its plural s: 'insta' is instagram.

    Raises KeyError for a word that `vocabulary` does not match.
    """
    known, lowered = _meanings(name), word.casefold()
    return known[lowered] if lowered in known else known[lowered.removesuffix("s")]


@cache
def _meanings(name: str) -> dict[str, str]:
    return {word.casefold(): entry for entry, words in table("vocabulary")[name].items() for word in words}


def _whole(word: str) -> str:
    """Latin words are whole words; Hangul may be followed by a particle."""
    return rf"(?<![A-Za-z]){re.escape(word)}s?(?![A-Za-z])" if word.isascii() else re.escape(word)


@cache
def patterns(name: str, language: Literal["en", "ko"]) -> tuple[re.Pattern[str], ...]:
    """The sentence patterns of this name in patterns.toml, in their order. Capital letters count."""
    lists = {
        "role": _either("role", language),
        "rival": _any(table("cues")["rival"]["ko"]),
        "means": _means(),
    }
    return tuple(regex(filled(one, lists), re.VERBOSE) for one in table("patterns")[name][language])


def _either(name: str, language: Literal["en", "ko"]) -> str:
    words = [word for word in _meanings(name) if word.isascii() == (language == "en")]
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _means() -> str:
    """One means of marketing or a few in a row: channels and others, in every language."""
    words = sorted((*_meanings("channel"), *_meanings("means")), key=lambda word: (-len(word), word))
    one = f"(?:{'|'.join(_whole(word) for word in words)})".replace(" ", "[ ]")
    return rf"{one}(?:(?:,|[ ](?:or|and)|[ ]?(?:랑|이랑|와|과|나|이나))(?:[ ]no)?[ ]{one})*"


def _any(words: list[str]) -> str:
    """One of these, as a part of a verbose expression."""
    return f"(?:{'|'.join(words)})".replace(" ", "[ ]")


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with each `{name}` replaced by that part; braces that hold no such name stay."""
    for name, part in parts.items():
        pattern = pattern.replace(f"{{{name}}}", part)
    return pattern
