"""Units that the user's words name: lines of business with a stated part of the revenue."""

from collections.abc import Iterator

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, picked
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale

NO_UNIT = (
    "dependency", "time_concentration", "recurring_customers", "audience", "own_channel_share", "cost_heavy",
    "fee_burden", "decline_own", "weak_spot",
)  # fmt: skip
"""Parts of the revenue that are a customer, a time, a channel or a cost, and no line of business."""


def draft(reading: Reading, _locale: Locale) -> Sheet:
    drawing = Drawing()
    for clause in _lines(reading):
        entry = drawing.entry("units", "U")
        entry.state("name", clause.subject, clause)
        entry.state("revenue_share_pct", _share(clause), clause)
    return drawing.sheet()


def _lines(reading: Reading) -> Iterator[Clause]:
    for clause in picked(reading, "revenue_fact", but=NO_UNIT):
        named = clause.subject and not any(sign.isdigit() for sign in clause.subject)
        if named and "started_line" in clause.concepts and _share(clause) is not None:
            yield clause


def _share(clause: Clause) -> float | None:
    """In percent, when the clause has exactly one."""
    shares = [quantity.share for quantity in clause.quantities if quantity.share is not None]
    return round(float(shares[0] * 100), 2) if len(shares) == 1 else None
