"""Ideas that the user's words name: what is planned, was offered, is supported or asked for."""

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, picked, wanted
from agents.kit.reading.types import Reading
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale

IDEAS = ("plan", "offer_received", "subsidy")
OPEN = (
    "absence",
    "quiet_time",
    "dependency",
    "inexperience",
    "complaint",
    "capacity_limit",
    "low_share",
    "key_person",
)
"""What calls for an idea."""
QUOTED = 2


def draft(reading: Reading, locale: Locale) -> Sheet:
    """The ideas in the user's words; for the weak spots that nobody has an idea for yet, a question."""
    drawing = Drawing()
    ideas = {clause.id: clause for clause in (*picked(reading, *IDEAS), *wanted(reading))}
    for clause in sorted(ideas.values(), key=lambda clause: clause.sentence):
        drawing.entry("items", "I").state("name", clause.text, clause)
    spots = [clause.text for clause in picked(reading, *OPEN, but=(*IDEAS, "unmet_demand"))][:QUOTED]
    if spots:
        quotes = "; ".join(spots)
        drawing.questions.append(
            Question("items", framework_spec("ice").say("ask_ideas", locale, quotes=quotes))
        )
    return drawing.sheet()
