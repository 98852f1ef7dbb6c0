"""How well an output is founded: the mean of the best evidence under each required field."""

from collections.abc import Iterable, Mapping
from typing import Literal

from agents.kit.frameworks.needs import needs
from config.catalogue import FrameworkSpec
from memory.types import Evidence, EvidenceKind, Json

Level = Literal["high", "medium", "low"]

GRADES: Mapping[EvidenceKind, float] = {
    "metric": 0.95,
    "output": 0.85,
    "statement": 0.75,
    "document": 0.70,
    "source": 0.60,
    "inference": 0.30,
    "assumption": 0.15,
}
"""What one piece of evidence is worth. An upstream output that is still a draft counts `DRAFT_OUTPUT`."""

DRAFT_OUTPUT = 0.50
HIGH, MEDIUM = 0.70, 0.45


def confidence(body: Json, spec: FrameworkSpec, evidence: Iterable[Evidence]) -> float:
    """0 to 1, to two decimals: the mean over the required fields; what is missing or ungrounded is 0."""
    best: dict[str, float] = {}
    for item in evidence:
        best[item.path] = max(item.grade, best.get(item.path, 0.0))
    grades = [0.0 if need.missing else best.get(need.path, 0.0) for need in needs(body, spec)]
    return round(sum(grades) / len(grades), 2) if grades else 0.0


def level(value: float) -> Level:
    """How a confidence is shown."""
    if value >= HIGH:
        return "high"
    return "medium" if value >= MEDIUM else "low"
