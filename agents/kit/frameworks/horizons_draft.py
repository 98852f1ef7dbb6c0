"""Initiatives that the user's words name: what is planned, what was offered, and what was lately begun."""

from collections.abc import Iterator

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, picked
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale


def draft(reading: Reading, _locale: Locale) -> Sheet:
    """A line that already makes a part of the revenue needs no months to it."""
    drawing = Drawing()
    for clause in begun(reading):
        entry = drawing.entry("initiatives", "N")
        entry.state("name", clause.subject, clause)
        entry.infer("months_to_revenue", 0.0, clause)
    for clause in picked(reading, "plan", "offer_received"):
        entry = drawing.entry("initiatives", "N")
        entry.state("name", clause.text, clause)
    return drawing.sheet()


def begun(reading: Reading) -> Iterator[Clause]:
    """Lines of business that were started lately and earn."""
    for clause in picked(reading, "revenue_fact", "growth_own"):
        earns = any(quantity.share or quantity.kind == "money" for quantity in clause.quantities)
        if clause.subject and earns and "started_line" in clause.concepts:
            yield clause
