"""Where: the markets that are entered or left, the channels that are used."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from agents.kit.learning.types import Fact
from agents.kit.learning.when import days
from config.learning import cue, meaning, vocabulary
from config.patterns import regex

_PART = regex(r"[,;]\s+|\s(?:but|while|whereas)\s|(?<=고|만|데)\s")


def markets(said: str, today: date) -> Iterator[Fact]:
    """'We launch in Europe next spring': a country or region that is entered or left, with its day."""
    entered, left = cue("moved").search(said), cue("left").search(said)
    if not entered and not left:
        return
    named = days(said, today)
    period = named[0].period if named else None
    seen: set[str] = set()
    for place in vocabulary("market").finditer(said):
        subject = meaning("market", place[0])
        if subject in seen or _only_about(said, place):
            continue
        seen.add(subject)
        cues = [match for match in (entered, left) if match]
        span = (min(place.start(), *(m.start() for m in cues)), max(place.end(), *(m.end() for m in cues)))
        yield Fact(
            "market", subject, "stops" if left else "enters", place[0], *span, period=period, confidence=0.75
        )


def channels(said: str) -> Iterator[Fact]:
    """'Instagram works best for us', '틱톡은 접었어요': a channel that is used, left or known to work."""
    predicate = _channel_predicate(said)
    if predicate is None:
        return
    seen: set[str] = set()
    parts = [said] if predicate == "uses" else _PART.split(said)
    for part in parts:
        if _channel_predicate(part) != predicate:
            continue
        for channel in _meant(part, predicate):
            subject, start = meaning("channel", channel[0]), said.index(part)
            if subject not in seen:
                seen.add(subject)
                yield Fact(
                    "channel",
                    subject,
                    predicate,
                    channel[0],
                    start,
                    start + len(part.rstrip()),
                    confidence=0.7,
                )


def _meant(part: str, predicate: str) -> Iterator[re.Match[str]]:
    """Of a channel that was left the one next to the verb; otherwise all that are named."""
    named = [*vocabulary("channel").finditer(part)]
    left = cue("left").search(part)
    if predicate != "stops" or left is None:
        yield from named
    elif named:
        yield min(
            named, key=lambda one: (max(one.start() - left.end(), left.start() - one.end()), one.start())
        )


def _channel_predicate(said: str) -> Literal["works", "stops", "uses"] | None:
    if cue("works").search(said):
        return "works"
    if cue("left").search(said):
        return "stops"
    return "uses" if cue("uses").search(said) else None


def _only_about(said: str, place: re.Match[str]) -> bool:
    """A place that only says where somebody is from or what something is like."""
    return (
        re.search(r"(?:from|like|visiting|in the style of)\s+$", said[: place.start()], re.IGNORECASE)
        is not None
    )
