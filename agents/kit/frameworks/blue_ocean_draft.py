"""Which clauses name a factor of competition, what level their words state, and who does not buy."""

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, proposal, sorted_out
from agents.kit.frameworks.keyed import label
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale
from memory.types import Json

FACTORS: dict[str, Json] = {
    "reputation": {},
    "praise": {},
    "location": {},
    "price_position": {},
    "price_low": {},
    "certification": {},
    "slow_process": {},
    "outdated": {},
    "manual_work": {},
    "unique_resource": {"industry": 0.0},
    "absence": {"own_now": 0.0},
}
"""The signals of what an offer is compared by. "Nobody else has it" and "we do not have it" state a level."""
OFFERED = frozenset({"online", "asset"})
"""What customers see when it is missing; staff or experience that we lack is no factor of the offer."""
NONCUSTOMERS = {"capacity_limit": "soon_to_be", "low_share": ""}
"""Who leaves for want of room goes unwillingly; why a group is hardly reached, the words do not say."""


def draft(reading: Reading, locale: Locale) -> Sheet:
    drawing = Drawing()
    for clause, levels in sorted_out(reading, FACTORS):
        if clause.tags[0] != "absence" or _offered(clause):
            entry = drawing.entry("factors", "F")
            entry.state("name", clause.text, clause)
            for curve, level in levels.items():
                entry.infer(curve, level, clause)
    for clause, tier in sorted_out(reading, NONCUSTOMERS):
        entry = drawing.entry("noncustomers", "N")
        entry.state("text", clause.text, clause)
        if tier:
            named = label("blue_ocean", "noncustomers.tier", tier, locale)
            line = proposal("blue_ocean", "noncustomers.tier", clause.text, named, locale)
            entry.propose("tier", tier, line)
    return drawing.sheet()


def _offered(clause: Clause) -> bool:
    return not clause.concepts.isdisjoint(OFFERED) and clause.concepts.isdisjoint({"staff", "hard_hire"})
