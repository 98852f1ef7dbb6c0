"""One message in, what it teaches out: checked against its words, dated, masked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from agents.kit.learning import figures, habits, places, world
from agents.kit.learning.privacy import Masked, holds_secret, masked
from agents.kit.learning.statements import Statement, statements
from agents.kit.learning.types import Author, Candidate, Category, Fact
from config.learning import wish_patterns
from memory.insight import InsightKind

_LONGEST = 20_000
"""Characters of a message that are read."""
_UNCERTAIN = 0.15
_OUTSIDER = 0.25
KINDS: dict[Category, InsightKind] = {
    "budget": "learning", "date": "learning", "metric": "observation", "decision": "validation",
    "preference": "learning", "rule": "recommendation", "competitor": "observation", "audience": "learning",
    "market": "learning", "channel": "observation", "person": "learning", "note": "learning",
}  # fmt: skip


def extract(
    text: str,
    author: Author,
    said_at: datetime,
    currency: str,
    timezone: str,
    injected: Sequence[tuple[int, int]] = (),
) -> tuple[Candidate, ...]:
    """What the message teaches, in its order; empty when it holds a secret.

    `said_at` is aware; days that are named by words are counted at `timezone` (IANA). `currency` counts money
    that names none. `injected` are the places where the bot's own words stand in the message.
    """
    if holds_secret(text):
        return ()
    clean = masked(text[:_LONGEST])
    today = said_at.astimezone(ZoneInfo(timezone)).date()
    found: dict[tuple[str, str, str], Candidate] = {}
    for statement in statements(clean.text, injected):
        for fact in _facts(statement, today, currency):
            candidate = _candidate(fact, statement, clean, author)
            found.setdefault((candidate.subject_key, candidate.predicate, candidate.value), candidate)
    return tuple(found.values()) or tuple(_noted(clean, author))


def _noted(clean: Masked, author: Author) -> Iterator[Candidate]:
    """What was said to be remembered, and no rule reads: as it was said."""
    asked = wish_patterns()["note"].match(clean.text)
    name = asked and asked.lastgroup
    if asked and name:
        start, end = asked.span(name)
        fact = Fact("note", "said", "says", clean.text[start:end], 0, end - start)
        yield _candidate(fact, Statement(clean.text[start:end], start), clean, author)


def _facts(statement: Statement, today: date, currency: str) -> Iterator[Fact]:
    said = statement.text
    settled = [*habits.rules(said)] or [*habits.decisions(said)] or [*habits.preferences(said)]
    yield from settled
    for clause, offset in statement.clauses():
        yield from _moved((*figures.budgets(clause, currency), *figures.metrics(clause)), offset)
        yield from _moved(figures.dates(clause, today), offset)
    yield from (*world.rivals(said), *world.audiences(said), *world.people(said))
    yield from places.markets(said, today)
    if not any(fact.category == "rule" for fact in settled):
        yield from places.channels(said)


def _moved(facts: Iterable[Fact], by: int) -> Iterator[Fact]:
    for fact in facts:
        yield replace(fact, start=fact.start + by, end=fact.end + by)


def _candidate(fact: Fact, statement: Statement, clean: Masked, author: Author) -> Candidate:
    start, end = statement.start + fact.start, statement.start + fact.end
    period, certain = fact.period, fact.period is None or fact.period.certain
    confidence = fact.confidence - _UNCERTAIN * (not certain) - _OUTSIDER * (author == "outsider")
    return Candidate(
        kind=KINDS[fact.category],
        category=fact.category,
        subject_key=f"{fact.category}:{fact.subject}",
        predicate=fact.predicate,
        value=fact.value,
        unit=fact.unit,
        text=statement.text.strip(),
        quote=clean.text[start:end],
        start=start,
        end=end,
        valid_from=period.start if period else None,
        valid_to=period.end if period and fact.category == "date" else None,
        certain=certain,
        sensitivity="personal"
        if clean.touches(statement.start, statement.start + len(statement.text))
        else "normal",
        confidence=round(confidence, 2),
        to_confirm=author == "outsider",
    )
