"""What somebody's message teaches, apart from commands, the bot's own words in it, and orders to the machine."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from agents.kit.learning.extract import extract
from agents.kit.learning.types import Author, Candidate
from config.catalogue import FRAMEWORKS
from config.patterns import regex

_VERBS = "|".join(("brief", "auto", "synthesis", *FRAMEWORKS))
_COMMAND = regex(rf"^\s*[/!]\S+(?:[ \t]+(?:[\w-]+:|(?:{_VERBS})\b:?))?\s*")
"""A command, with the verb before the words."""
_SHORTEST_ECHO = 12
"""Characters of a line of the bot's that nobody writes by chance."""


def taught(
    text: str, author: Author, said_at: datetime, currency: str, timezone: str, replies: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """The candidates of a message, in its order; `replies` are what the bot said in this thread before.

    What somebody repeats of the bot's words is not learnt again, and nothing is learnt of a sentence that
    speaks to the machine. `said_at` is aware, `timezone` IANA; `currency` counts money that names none.
    """
    told = _COMMAND.sub(lambda command: " " * len(command[0]), text)
    found = extract(told, author, said_at, currency, timezone, tuple(echoes(told, replies)))
    return tuple(one for one in found if one not in _ordered(told, found))


def echoes(text: str, replies: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The places of the text that are lines of these replies."""
    lines = {line.strip(" \t#>*_-|") for reply in replies for line in reply.splitlines()}
    for line in lines:
        at = text.find(line) if len(line) >= _SHORTEST_ECHO else -1
        if at >= 0:
            yield at, at + len(line)


def _ordered(text: str, found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates of sentences that speak to the machine, and of what these carry."""
    candidates = list(found)
    if not candidates:
        return []
    from agents.kit.frameworks.vetting import Quote, Vetting  # noqa: PLC0415 - only where something was found
    from agents.kit.reading.types import Source  # noqa: PLC0415

    vetting = Vetting((Source("statement", "", text),))
    return [one for one in candidates if vetting.smuggled(Quote("", text[one.start : one.end]))]
