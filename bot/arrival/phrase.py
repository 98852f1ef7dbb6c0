"""A command's words as they travel in buttons and forms: `agency timezone=Asia/Seoul: Little Crumb / Spring`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.patterns import regex

_TOKEN = regex(r'\s*(?:(?P<key>[a-z]+)=(?P<value>"(?:[^"\\]|\\.)*"|\S*?)|(?P<word>\S+?))(?=\s|:(?:\s|$)|$)')
_COLON = regex(r"\s*:(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, options, and whatever follows a colon."""

    words: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    text: str = ""
    opened: bool = False
    """Whether there was a colon, be there words after it or not."""

    def __str__(self) -> str:
        options = (f"{key}={_quoted(value)}" for key, value in self.options.items() if value)
        head = " ".join((*self.words, *options))
        colon = ":" if " " in head else " :"
        return f"{head}{colon} {self.text}".rstrip() if self.opened or self.text else head


def phrase(said: str) -> Phrase:
    """What a command's words come to; what is quoted may hold spaces and colons."""
    words: list[str] = []
    options: dict[str, str] = {}
    at = 0
    while not (colon := _COLON.match(said, at)) and (token := _TOKEN.match(said, at)):
        if token["key"]:
            options[token["key"]] = _plain(token["value"])
        else:
            words.append(token["word"])
        at = token.end()
    text = said[colon.end() :] if colon else said[at:]
    return Phrase(tuple(words), options, text.strip(), bool(colon))


def _quoted(value: str) -> str:
    return value if re.fullmatch(r'[^\s":]+', value) else json.dumps(value, ensure_ascii=False)


def _plain(value: str) -> str:
    if not (len(value) > 1 and value[0] == value[-1] == '"'):
        return value
    try:
        return str(json.loads(value, strict=False))
    except ValueError:
        return value.strip('"')
