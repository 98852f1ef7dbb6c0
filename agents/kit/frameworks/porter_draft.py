"""Which clauses speak of which force, how strongly, and where it is heading.

After Porter's article: labour and landlords are suppliers; loyal customers do not play one off against
another; what nobody else has keeps newcomers out; growing demand eases rivalry, falling demand sharpens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, proposal, sorted_out
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale


@dataclass(frozen=True, slots=True)
class Push:
    """The force that a signal speaks of; `pressure` is proposed where the words give no measure."""

    force: str
    pressure: int = 3
    trend: str | None = None


PUSHES = {
    "rival_strength": Push("rivalry"),
    "rival": Push("rivalry"),
    "rival_exit": Push("rivalry", 2, "falling"),
    "falling_demand": Push("rivalry", 3, "rising"),
    "growing_demand": Push("rivalry", 2),
    "new_rival": Push("new_entrants", 3, "rising"),
    "unique_resource": Push("new_entrants", 2),
    "certification": Push("new_entrants", 2),
    "substitute": Push("substitutes", 3, "rising"),
    "dependency": Push("buyer_power"),
    "recurring_customers": Push("buyer_power", 2),
    "few_faults": Push("buyer_power", 2),
    "cost_up": Push("supplier_power", 3, "rising"),
    "cost_down": Push("supplier_power", 2, "falling"),
    "fee_burden": Push("supplier_power"),
    "premises_risk": Push("supplier_power"),
    "staff_shortage": Push("supplier_power"),
    "owned_asset": Push("supplier_power", 2),
}
SUPPLIES = frozenset({"supplier", "giant", "platform", "commission"})
"""Depending on one of these is depending on a supplier, not on a buyer."""
SHARES = ((50, 5), (20, 4), (10, 3), (0, 2))
"""The pressure of one that holds at least this percentage."""
NEARBY = 4
"""The pressure of a newcomer at a stated distance."""


def draft(reading: Reading, locale: Locale) -> Sheet:
    """Every clause that speaks of a force as a factor of it; a trend where all that speak of one agree."""
    drawing = Drawing()
    pushes = [
        (clause, _push(clause, push)) for clause, push in sorted_out(reading, PUSHES) if _speaks(clause)
    ]
    for clause, push in pushes:
        entry = drawing.option("forces", "force", push.force).entry("factors", "F")
        entry.state("name", clause.text, clause)
        measured = _measured(clause, reading)
        if measured is None:
            line = proposal("porter", "forces.factors.pressure", clause.text, push.pressure, locale)
            entry.propose("pressure", push.pressure, line)
        else:
            entry.infer("pressure", measured, clause)
    for force, trend, clauses in _trends(pushes):
        for clause in clauses:
            drawing.option("forces", "force", force).infer("trend", trend, clause)
    return drawing.sheet()


def _speaks(clause: Clause) -> bool:
    """More people nearby are no market that grows; volunteers who stay are no customers who stay."""
    return not (clause.tags[0] == "growing_demand" and "locals" in clause.concepts or clause.has("team"))


def _push(clause: Clause, push: Push) -> Push:
    supplied = clause.tags[0] == "dependency" and not clause.concepts.isdisjoint(SUPPLIES)
    return replace(push, force="supplier_power") if supplied else push


def _measured(clause: Clause, reading: Reading) -> int | None:
    """What the words themselves measure: the share that one holds, or how near a newcomer is."""
    if clause.tags[0] == "new_rival":
        return NEARBY if any(one.kind == "distance" for one in clause.quantities) else None
    if clause.tags[0] != "dependency":
        return None
    nested = (
        one for one in reading.derivations if one.kind == "share_of_share" and one.clauses[0] == clause.id
    )
    stated = (one.share * 100 for one in clause.quantities if one.share is not None)
    share = next((one.value for one in nested), None) or next(stated, None)
    return None if share is None else next(pressure for least, pressure in SHARES if share >= least)


def _trends(pushes: list[tuple[Clause, Push]]) -> Iterator[tuple[str, str, list[Clause]]]:
    for force in dict.fromkeys(push.force for _, push in pushes):
        moving = [(clause, push.trend) for clause, push in pushes if push.force == force and push.trend]
        if len({trend for _, trend in moving}) == 1:
            yield force, moving[0][1], [clause for clause, _ in moving]
