"""Which clauses speak of which element of the organisation, and what they suggest for its present state."""

from collections.abc import Iterator

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, proposal, sorted_out
from agents.kit.frameworks.keyed import label
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale

GOOD, BAD, PLAIN = 4, 2, None
"""The rating that a finding suggests, of 5; a plain fact suggests none."""
FINDINGS: dict[str, tuple[str, int | None]] = {
    "plan": ("strategy", PLAIN),
    "price_position": ("strategy", PLAIN),
    "key_person": ("structure", BAD),
    "manual_work": ("systems", BAD),
    "outdated": ("systems", BAD),
    "slow_process": ("systems", BAD),
    "process": ("systems", PLAIN),
    "technology": ("systems", PLAIN),
    "reputation": ("skills", GOOD),
    "unique_resource": ("skills", GOOD),
    "certification": ("skills", GOOD),
    "praise": ("skills", GOOD),
    "inexperience": ("skills", BAD),
    "team": ("staff", GOOD),
    "staff_loss": ("staff", BAD),
    "staff_shortage": ("staff", BAD),
    "staff_fact": ("staff", PLAIN),
    "absence": ("", BAD),
}
ABSENT = (("staff", "staff"), ("hard_hire", "staff"), ("online", "systems"), ("marketing", "skills"))
"""What is missing, and the element that misses it."""


def draft(reading: Reading, locale: Locale) -> Sheet:
    """Every clause that speaks of an element as a finding; the mean of what they suggest as a rating."""
    drawing, suggested = Drawing(), dict[str, list[int]]()
    for clause, element, rating in _found(reading):
        entry = drawing.option("elements", "element", element)
        entry.entry("findings", "N").state("text", clause.text, clause)
        if rating is not None:
            suggested.setdefault(element, []).append(rating)
    for element, ratings in suggested.items():
        current = round(sum(ratings) / len(ratings))
        named = label("seven_s", "elements.element", element, locale)
        line = proposal("seven_s", "elements.current", named, current, locale)
        drawing.option("elements", "element", element).propose("current", current, line)
    return drawing.sheet()


def _found(reading: Reading) -> Iterator[tuple[Clause, str, int | None]]:
    for clause, (element, rating) in sorted_out(reading, FINDINGS):
        missed = next((one for concept, one in ABSENT if concept in clause.concepts), "")
        where = element or missed
        if where and not introduces(clause):
            yield clause, where, rating


def introduces(clause: Clause) -> bool:
    """Whether it only says who the business is: it has people in it, but not how many."""
    return clause.has("profile") and not counts(clause)


def counts(clause: Clause) -> bool:
    return any(one.kind == "count" for one in clause.quantities)
