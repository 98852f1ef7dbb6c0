"""Objectives that the user's words name, and the measured facts that key results can start from."""

from collections.abc import Iterator

from agents.kit.figures import minor_digits
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, Entry, picked
from agents.kit.frameworks.swot_place import place
from agents.kit.reading.types import Clause, Quantity, Reading
from config.errors import Locale

MEASURED = (
    "audience", "recurring_customers", "own_channel_share", "few_faults", "complaint", "low_share",
    "slow_process", "capacity_limit", "cost_heavy", "dependency", "time_concentration", "good_results",
)  # fmt: skip
"""What a business can change and has counted."""
COUNTED = ("percent", "count", "duration", "fraction", "rating")
MOST = 5
NOT_NAMES = {
    "the average one",
    "we",
    "i",
    "it",
    "they",
    "there",
    "the owner",
    "our",
    "저희",
    "우리",
    "제가",
    "저는",
}


def draft(reading: Reading, _locale: Locale) -> Sheet:
    """Intentions become objectives; without any, the measured facts wait in one that is to be named."""
    drawing = Drawing()
    for clause in (one for one in picked(reading, "plan") if _ours(one)):
        drawing.entry("objectives", "O").state("text", clause.text, clause)
    facts = list(_facts(reading))[:MOST]
    if facts and not drawing.body:
        objective = drawing.entry("objectives", "O")
        named: dict[str, tuple[Clause, Quantity]] = {}
        for fact in facts:
            named.setdefault(_name(fact[0]), fact)
        for name, (clause, quantity) in named.items():
            _start(objective.entry("key_results", "KR"), name, clause, quantity)
    return drawing.sheet()


def _ours(clause: Clause) -> bool:
    """Whether it is for the business to do: a law that is to come is nobody's objective."""
    found = place(clause)
    return found is None or found.quadrant not in {"O", "T"}


def _facts(reading: Reading) -> Iterator[tuple[Clause, Quantity]]:
    for clause in picked(reading, *MEASURED):
        counted = [one for one in clause.quantities if one.kind in COUNTED]
        if len(counted) == 1 and counted[0].high is None:
            yield clause, counted[0]


def _start(entry: Entry, name: str, clause: Clause, quantity: Quantity) -> None:
    """The baseline is what it is today."""
    value, unit = _as_said(quantity)
    entry.state("name", name, clause)
    entry.state("baseline", value, clause)
    entry.state("current", value, clause)
    if unit:
        entry.state("unit", unit[:20], clause)


def _as_said(quantity: Quantity) -> tuple[float, str]:
    if quantity.share is not None:
        return round(float(quantity.share * 100), 2), "%"
    if quantity.kind == "money":
        return float(quantity.value.scaleb(-minor_digits(quantity.unit))), quantity.unit
    return float(quantity.value), quantity.unit


def _name(clause: Clause) -> str:
    """What is counted, in the user's words: the subject where it names it, else all of it."""
    subject = clause.subject
    counted = any(quantity.text in subject for quantity in clause.quantities)
    named = subject and not counted and subject.casefold() not in NOT_NAMES
    return subject if named else clause.text
