"""The one door to reading: sources in, what they say out. Pure, and in time linear in the text."""

from collections.abc import Iterable

from agents.kit.reading.clauses import Counter, clauses
from agents.kit.reading.inference import derivations
from agents.kit.reading.reference import resolved
from agents.kit.reading.types import Clause, Reading, Source, Unread

MOST = 40_000
"""Characters of all sources together that are analysed; the rest is reported as `unread`."""


def read(sources: Iterable[Source], currency: str = "") -> Reading:
    """Every clause of the sources with its numbers and signals, and the arithmetic that follows from them.

    `currency` counts money where the text names none ("" when unknown). Longer sources are read from their
    beginning up to the last sentence within `MOST`, and what was left out is said.
    """
    given = tuple(sources)
    found: list[Clause] = []
    unread: list[Unread] = []
    left, sentence = MOST, 0
    for source in given:
        text = _within(source.text, left)
        left -= len(text)
        if len(text) < len(source.text):
            unread.append(Unread(source.ref, len(text), len(source.text)))
        found.extend(clauses(source, text, currency, Counter(len(found), sentence)))
        sentence = found[-1].sentence if found else sentence
    derived = tuple(derivations(found))
    told = tuple(resolved(found, derived, currency))
    return Reading(given, told, derived, tuple(unread), currency, sentence, {one.id: one for one in told})


def _within(text: str, most: int) -> str:
    """The beginning of the text, cut at a line or a space when it is longer than `most`."""
    if len(text) <= most:
        return text
    cut = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most))
    return text[: cut if cut > 0 else most]
