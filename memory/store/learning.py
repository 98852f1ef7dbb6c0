"""Learning: what a message teaches, reconciled with what is known under one lock for each level.

Which of two statements holds is decided by a rule that is handed in; what is here keeps the rows true to it.
Nothing is overwritten: what no longer holds is ended, and says by what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from memory.db import Writing
from memory.errors import UnknownInsight
from memory.ids import new_id
from memory.insight import (
    PATTERN,
    STATEMENT,
    UNCONFIRMED,
    Candidate,
    Conflict,
    Insight,
    InsightId,
    Learned,
    Reconcile,
    Verdict,
)
from memory.store import audit, insights
from memory.store import insight_writes as writes
from memory.types import Message

_MASK = "•"
"""What stands in a quote for a character of personal data."""
_CORRECTED = 0.95
"""The confidence in what a member puts right by hand."""


async def learn(
    unit: Writing,
    candidates: Sequence[Candidate],
    message: Message,
    reconcile: Reconcile,
    grade: float = STATEMENT,
) -> Learned:
    """Takes in what a message of the unit's scope teaches; the same message again teaches nothing new.

    A candidate whose quote does not stand in the message is dropped. `grade` is the evidence grade of the
    message's words. Raises ValueError for a message of another scope.
    """
    if message.scope != unit.scope:
        raise ValueError(f"a message of {message.scope.level} teaches nothing at {unit.scope.level}")
    sound = [candidate for candidate in candidates if stands_in(message.text, candidate)]
    lesson = _Lesson(unit, message, reconcile, grade)
    if sound:
        await writes.lock(unit)
    for candidate in sound:
        await lesson.take(candidate)
    return lesson.learned()


def stands_in(text: str, candidate: Candidate) -> bool:
    """Whether the quote is what the message says there, masked characters apart."""
    said = text[candidate.start : candidate.end]
    same = (mine in (_MASK, theirs) for mine, theirs in zip(candidate.quote, said, strict=False))
    return bool(said) and len(said) == len(candidate.quote) and all(same)


async def confirm(unit: Writing, ref: str, reconcile: Reconcile) -> Insight:
    """A member stands for what somebody outside said; gives the insight that says it now.

    The unit must be at the insight's scope. Raises UnknownInsight, AmbiguousInsight.
    """
    waiting = await _here(unit, ref)
    if waiting.status != "pending":
        return waiting
    await writes.lock(unit)
    there = await writes.known(unit, waiting.subject_key)
    stood_for = replace(waiting, status="active", grade=STATEMENT)
    verdict = reconcile(there, stood_for, STATEMENT, waiting.recorded_at)
    await audit.append(unit, "insight.confirm", waiting.id)
    if verdict.outcome == "same":
        await writes.merge(unit, waiting, verdict.other)
        return await insights.get(unit, verdict.other)
    stands = await _standing(unit, stood_for, verdict)
    await writes.activate(unit, stands)
    await _set_aside(unit, stands, verdict, disputed=False)
    return stands


async def correct(
    unit: Writing, ref: str, message: Message, value: str = "", unit_of: str | None = None
) -> Insight:
    """Puts an insight right in a member's own words, which `message` holds; gives the one that holds now.

    `value` is what it says in short (else the words themselves) and `unit_of` its unit (else as before).
    Message and unit must be at the insight's scope. Raises UnknownInsight, AmbiguousInsight.
    """
    wrong = await _here(unit, ref)
    await writes.lock(unit)
    right = _righted(wrong, message, value, wrong.unit if unit_of is None else unit_of)
    if not await writes.add(unit, right):
        right = await insights.get(unit, await writes.twin(unit, right))
    await writes.add_source(unit, right, message, (0, message.text), STATEMENT)
    rivals = [one for one in await writes.known(unit, wrong.subject_key) if one.predicate == wrong.predicate]
    for rival in {str(wrong.id), *(one.id for one in rivals)} - {right.id}:
        await writes.end(unit, rival, by=right)
        await writes.close_conflicts(unit, rival)
    await audit.append(unit, "insight.correct", wrong.id, {"by": right.id})
    return right


def _righted(wrong: Insight, message: Message, value: str, unit_of: str) -> Insight:
    return replace(
        wrong,
        id=InsightId(new_id()),
        value=value or message.text,
        unit=unit_of,
        text=message.text,
        recorded_at=message.created_at,
        superseded_at=None,
        superseded_by=None,
        confidence=_CORRECTED,
        grade=STATEMENT,
        status="active",
    )


async def settle(unit: Writing, conflict: Conflict, keep: str) -> Insight:
    """Decides a conflict for one of its two insights, which holds from then on. Raises UnknownInsight."""
    if keep not in (conflict.holds, conflict.disputed):
        raise UnknownInsight(ref=keep)
    await writes.lock(unit)
    other = conflict.disputed if keep == conflict.holds else conflict.holds
    kept = await _here(unit, keep)
    await writes.end(unit, other, by=kept)
    await writes.revive(unit, kept)
    await writes.close_conflicts(unit, kept.id)
    await audit.append(unit, "insight.settle", kept.id, {"against": other})
    return await insights.get(unit, kept.id)


async def _here(unit: Writing, ref: str) -> Insight:
    """An insight at exactly the unit's scope, unless it was forgotten."""
    found = await insights.get(unit, ref)
    if found.scope != unit.scope or found.status == "forgotten":
        raise UnknownInsight(ref=ref)
    return found


@dataclass(slots=True)
class _Lesson:
    """One message on its way into the insights, and what came of it so far."""

    unit: Writing
    message: Message
    reconcile: Reconcile
    grade: float
    added: list[Insight] = field(default_factory=list[Insight])
    repeated: list[InsightId] = field(default_factory=list[InsightId])
    superseded: list[InsightId] = field(default_factory=list[InsightId])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    pending: list[Insight] = field(default_factory=list[Insight])

    def learned(self) -> Learned:
        lists = (self.added, self.repeated, self.superseded, self.conflicts, self.pending)
        added, repeated, superseded, conflicts, pending = map(tuple, lists)
        return Learned(added, repeated, superseded, conflicts, pending)  # type: ignore[arg-type]

    async def take(self, candidate: Candidate) -> None:
        there = await writes.known(self.unit, candidate.subject_key)
        verdict = self.reconcile(there, candidate, self.grade, self.message.created_at)
        if verdict.outcome == "same":
            await self._repeat(verdict.other, candidate)
        elif candidate.to_confirm:
            await self._store(candidate, replace(self._made(candidate), status="pending", grade=UNCONFIRMED))
        else:
            await self._place(candidate, verdict)

    async def _place(self, candidate: Candidate, verdict: Verdict) -> None:
        made = await _standing(self.unit, self._made(candidate), verdict)
        if not await self._store(candidate, made):
            return
        differs = verdict.outcome == "supersede" and await self._contradicts(verdict.other)
        card = await _set_aside(self.unit, made, verdict, disputed=differs)
        self.conflicts += [card] if card else []
        self.superseded += [InsightId(verdict.other)] if verdict.outcome == "supersede" else []

    async def _contradicts(self, other: str) -> bool:
        """Whether somebody else said the other: one's own change of mind is no conflict."""
        return await writes.last_author(self.unit, other) != self.message.author

    async def _store(self, candidate: Candidate, made: Insight) -> bool:
        """Whether it is new; else the message is one more source of what holds already."""
        if not await writes.add(self.unit, made):
            await self._repeat(await writes.twin(self.unit, made), candidate)
            return False
        await writes.add_source(self.unit, made, self.message, _words(candidate), made.grade)
        (self.pending if made.status == "pending" else self.added).append(made)
        return True

    async def _repeat(self, other: str, candidate: Candidate) -> None:
        known = await insights.get(self.unit, other)
        grade = UNCONFIRMED if candidate.to_confirm else self.grade
        await writes.add_source(self.unit, known, self.message, _words(candidate), grade)
        if known.category == PATTERN and _later(candidate, known):
            await writes.prolong(self.unit, replace(known, text=candidate.text, valid_to=candidate.valid_to))
        self.repeated.append(known.id)

    def _made(self, candidate: Candidate) -> Insight:
        return Insight(
            id=InsightId(new_id()),
            scope=self.unit.scope,
            kind=candidate.kind,
            category=candidate.category,
            subject_key=candidate.subject_key,
            predicate=candidate.predicate,
            value=candidate.value,
            unit=candidate.unit,
            text=candidate.text,
            valid_from=candidate.valid_from,
            valid_to=candidate.valid_to,
            recorded_at=self.message.created_at,
            superseded_at=None,
            superseded_by=None,
            confidence=candidate.confidence,
            grade=self.grade,
            sensitivity=candidate.sensitivity,
            status="active",
            content_hash="",
        )


def _later(candidate: Candidate, known: Insight) -> bool:
    """Whether what is seen again speaks of later days."""
    return (
        known.valid_to is not None and candidate.valid_to is not None and candidate.valid_to > known.valid_to
    )


def _words(candidate: Candidate) -> tuple[int, str]:
    return candidate.start, candidate.quote


async def _standing(unit: Writing, made: Insight, verdict: Verdict) -> Insight:
    """How a new insight stands beside the one that the verdict is about."""
    if verdict.outcome not in ("conflict", "past"):
        return replace(made, status="active")
    other = await insights.get(unit, verdict.other)
    if verdict.outcome == "conflict":
        return replace(made, status="disputed", superseded_at=made.recorded_at, superseded_by=other.id)
    until = max(made.recorded_at, other.recorded_at)
    return replace(made, status="superseded", superseded_at=until, superseded_by=other.id)


async def _set_aside(unit: Writing, made: Insight, verdict: Verdict, *, disputed: bool) -> Conflict | None:
    """Ends what the new one replaces, and opens a conflict where somebody has to choose."""
    if verdict.outcome == "supersede":
        await writes.end(unit, verdict.other, by=made, status="disputed" if disputed else "superseded")
        return await writes.open_conflict(unit, made, verdict.other) if disputed else None
    if verdict.outcome == "conflict":
        return await writes.open_conflict(unit, await insights.get(unit, verdict.other), made.id)
    return None
