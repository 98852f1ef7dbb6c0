"""Words that state a record outright are not read a second time as a clause that suggests one."""

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.grounds import without
from agents.kit.frameworks.tree import changed, spots
from config.catalogue import FrameworkSpec
from memory.types import Evidence

COVERED = 0.35
"""Part of a clause's characters that statements must hold; the rest are labels and punctuation."""
_CELLS = "|"


def unstated(drafted: Sheet, stated: Sheet, spec: FrameworkSpec) -> Sheet:
    """The drafted sheet without the records whose clause is a row of values that `stated` already holds."""
    told: dict[str, set[str]] = {}
    for item in stated.evidence:
        told.setdefault(item.ref, set()).add(item.quote)
    titles = {item.path: item for item in drafted.evidence if item.kind != "assumption"}
    for spot in spots(drafted.body, spec):
        ground = titles.get(f"{spot.path}.{spot.spec.title}")
        if ground and not spot.spec.key and _told(ground, told.get(ground.ref, set())):
            drafted = without(drafted, spot.path)
            drafted = Sheet(
                changed(drafted.body, spot.path, lambda _record: None),
                drafted.evidence,
                drafted.assumptions,
                drafted.questions,
            )
    return drafted


def _told(ground: Evidence, quotes: set[str]) -> bool:
    inside = [quote for quote in quotes if quote in ground.quote]
    if not inside:
        return False
    return _CELLS in ground.quote or sum(map(len, inside)) >= COVERED * len(ground.quote)
