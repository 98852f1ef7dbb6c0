"""Resources that the user's words name: what they have, are known for, or alone can do."""

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, picked
from agents.kit.reading.types import Reading
from config.errors import Locale

KINDS = {
    "unique_resource": "intangible",
    "certification": "organisational",
    "reputation": "intangible",
    "audience": "intangible",
    "own_channel_share": "intangible",
    "location": "physical",
    "owned_asset": "physical",
    "team": "human",
    "free_supply": "organisational",
    "recurring_customers": "intangible",
}
"""The signals of a resource, and its kind after Barney; the first one that a clause has decides."""
VALUED = ("reputation", "recurring_customers", "own_channel_share", "praise", "good_results")
"""Customers come, come back or pay for it: it is valuable."""
RARE = ("unique_resource",)
"""The words themselves say that others do not have it."""
NOT_OWNED = ("unmet_demand", "offer_received", "new_rival", "rival_strength", "staff_loss", "key_person")


def draft(reading: Reading, _locale: Locale) -> Sheet:
    drawing = Drawing()
    for clause in picked(reading, *KINDS, but=NOT_OWNED):
        entry = drawing.entry("resources", "R")
        entry.state("name", clause.text, clause)
        entry.infer("kind", next(kind for tag, kind in KINDS.items() if clause.has(tag)), clause)
        if clause.has(*VALUED):
            entry.infer("valuable", "yes", clause)
        if clause.has(*RARE):
            entry.infer("rare", "yes", clause)
    return drawing.sheet()
