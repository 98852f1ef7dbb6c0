"""What becomes of a candidate beside what is known in the same scope. Pure: the caller holds the lock."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from memory.insight import Claim, Known, Verdict
from memory.terms import terms

_ONE_VALUE = frozenset({"budget", "metric", "date", "person", "audience", "pattern"})
"""Categories of which a subject has one value at a time; of the others it has as many as are told."""
_OPPOSITES = (
    frozenset({"uses", "stops"}),
    frozenset({"works", "stops"}),
    frozenset({"enters", "stops"}),
    frozenset({"never", "always"}),
    frozenset({"prefers", "dislikes"}),
)
_ALIKE = 0.8
_AKIN = 0.5


def reconcile(existing: Sequence[Known], candidate: Claim, grade: float, said_at: datetime) -> Verdict:
    """`existing` are the current insights of the scope; `grade` is the candidate's evidence grade, 0 to 1.

    same: another source of `other`. supersede: it ends `other`. conflict: a person has to choose between it
    and `other`. past: it was said before `other`, and is stored as already ended by it. add: nothing stands
    against it. Only the same subject and predicate, or its opposite, with another value, can end or
    contradict anything: likeness of texts alone never does.
    """
    related = [known for known in existing if known.subject_key == candidate.subject_key]
    for known in related:
        if known.predicate == candidate.predicate and _same_value(known, candidate):
            return Verdict("same", known.id)
    rival = next((known for known in related if _contradicts(known, candidate)), None)
    if rival is None:
        return Verdict("add")
    if candidate.to_confirm or (said_at >= rival.said_at and grade < rival.grade):
        return Verdict("conflict", rival.id)
    return Verdict("past" if said_at < rival.said_at else "supersede", rival.id)


def _contradicts(known: Known, candidate: Claim) -> bool:
    if _apart(known, candidate):
        return False
    if candidate.category in _ONE_VALUE:
        return known.predicate == candidate.predicate and _per(known.unit) == _per(candidate.unit)
    opposed = frozenset({known.predicate, candidate.predicate}) in _OPPOSITES
    told = candidate.category in {"rule", "preference"}
    return opposed and (not told or _likeness(known.value, candidate.value) >= _AKIN)


def _same_value(known: Known, candidate: Claim) -> bool:
    if known.unit != candidate.unit:
        return False
    one, other = _number(known.value), _number(candidate.value)
    if one is not None and other is not None:
        return one == other
    if candidate.category in {"rule", "preference", "decision", "audience"}:
        return _likeness(known.value, candidate.value) >= _ALIKE
    return _plain(known.value) == _plain(candidate.value)


def _apart(known: Known, candidate: Claim) -> bool:
    """Whether both speak of times that do not meet. The period of a date is its value, not its time."""
    if candidate.category == "date":
        return False
    begins, ends = candidate.valid_from, candidate.valid_to
    if ends and known.valid_from and ends < known.valid_from:
        return True
    return bool(begins and known.valid_to and begins > known.valid_to)


def _per(unit: str) -> str:
    """The period of a rate: a monthly budget does not contradict a yearly one."""
    return unit.partition("/")[2]


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value.replace(",", ""))
    except InvalidOperation:
        return None


def _plain(value: str) -> str:
    return " ".join(re.findall(r"\w+", value.casefold()))


def _likeness(one: str, other: str) -> float:
    """The share of terms that both have, 0 to 1; one without terms is like nothing but itself."""
    a, b = set(terms(one)), set(terms(other))
    return len(a & b) / len(a | b) if a and b else float(_plain(one) == _plain(other))
