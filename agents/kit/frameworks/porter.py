"""Five forces: weighted pressures, the industry's attractiveness, and its concentration.

Source: Michael Porter, The Five Competitive Forces That Shape Strategy (Harvard Business Review, January
2008). The levels cut the scale of 1 to 5 in thirds.
"""

from operator import mul
from typing import Any

from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.concentration import concentration, unit_in_doubt
from agents.kit.frameworks.keyed import figures, keyed, label
from agents.kit.frameworks.porter_draft import draft
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

LOW, HIGH = 2.34, 3.66
"""A score below LOW is low, above HIGH high, between them (both included) moderate."""
LEVELS = ("low", "moderate", "high")
IMPLICATIONS = ("use", "watch", "defend")
_HEADING = {"rising": 1, "falling": -1}


def compute(body: Json) -> Json:
    """Scores, levels, implications and drivers of the forces; attractiveness; HHI in percent points²."""
    forces = [_assessed(force) for force in keyed(body, "porter", "forces")]
    return body | {"forces": forces} | _attractiveness(forces) | concentration(body)


def _assessed(force: Json) -> Json:
    score = _weighted_mean(force["factors"])
    level = None if score is None else LEVELS[(score >= LOW) + (score > HIGH)]
    return force | {
        "score": score,
        "level": level,
        "implication": level and _implication(level, force.get("trend")),
        "driver": None if score is None else max(force["factors"], key=_push).get("name"),
    }


def _weighted_mean(factors: list[Json]) -> float | None:
    """Equal weights when none is given; None while a pressure or some weights are missing."""
    stated = [factor.get("weight") for factor in factors]
    weights: list[Any] = [1.0] * len(factors) if stated.count(None) == len(factors) else stated
    pressures = [factor.get("pressure") for factor in factors]
    if None in pressures or None in weights or not any(weights):
        return None
    return round(sum(map(mul, pressures, weights)) / sum(weights), 2)


def _push(factor: Json) -> float:
    weight = factor.get("weight")
    return factor["pressure"] * (1.0 if weight is None else weight)


def _implication(level: str, trend: str | None) -> str:
    """Where the force is heading: its level, one step up when it rises, one down when it falls."""
    heading = LEVELS.index(level) + _HEADING.get(trend or "", 0)
    return IMPLICATIONS[min(max(heading, 0), 2)]


def _attractiveness(forces: list[Json]) -> Json:
    """6 less the mean of the five; while some are unknown, its bounds with those at 5 and at 1."""
    scores: list[float | None] = [force["score"] for force in forces]
    at_best, at_worst = (
        sum(unknown if score is None else score for score in scores) / len(scores) for unknown in (1.0, 5.0)
    )
    complete = None not in scores
    return {
        "mean": round(at_best, 2) if complete else None,
        "attractiveness": round(6 - at_best, 2) if complete else None,
        "attractiveness_low": round(6 - at_worst, 2),
        "attractiveness_high": round(6 - at_best, 2),
    }


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    assessed = [force for force in body["forces"] if force["score"] is not None]
    lines = [_attractive(body, len(assessed), locale)] if assessed else []
    if assessed:
        lines.append(_strongest(max(assessed, key=lambda force: force["score"]), locale))
    if body["hhi_low"] is not None:
        lines.append(_concentrated(body, locale))
    return tuple(lines)


def _attractive(body: Json, known: int, locale: Locale) -> str:
    key = "attractive_range" if body["attractiveness"] is None else "attractive"
    shown = figures(body, "attractiveness", "mean", "attractiveness_low", "attractiveness_high")
    return framework_spec("porter").say(key, locale, known=known, **shown)


def _strongest(force: Json, locale: Locale) -> str:
    facts = {
        "force": label("porter", "forces.force", force["id"], locale),
        "level": label("porter", "forces.level", force["level"], locale),
        "driver": force["driver"],
    }
    key = "strongest" if force["driver"] else "strongest_rated"
    return framework_spec("porter").say(key, locale, **facts, **figures(force, "score"))


def _concentrated(body: Json, locale: Locale) -> str:
    say = framework_spec("porter").say
    if body["hhi"] is None:
        return say("hhi_range", locale, **figures(body, "hhi_low", "hhi_high", "share_sum"))
    band = label("porter", "concentration", body["concentration"], locale)
    return say("hhi", locale, concentration=band, **figures(body, "hhi"))


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """What stands in the way of a number first, then the forces nobody has spoken of."""
    say = framework_spec("porter").say
    asked: list[Question] = []
    if unit_in_doubt(body):
        options = tuple(label("porter", "shares_in", unit, locale) for unit in ("percent", "fraction"))
        asked.append(Question("shares_in", say("ask_unit", locale), options))
    if body["share_sum"] is not None and body["hhi_low"] is None:
        asked.append(Question("shares", say("ask_sum", locale, **figures(body, "share_sum"))))
    for force in body["forces"]:
        asked.extend(_about(force, locale))
    return tuple(asked)


def _about(force: Json, locale: Locale) -> list[Question]:
    say, path = framework_spec("porter").say, f"forces.{force['id']}.factors"
    named = label("porter", "forces.force", force["id"], locale)
    if not force["factors"]:
        return [Question(path, say("ask_force", locale, force=named))]
    unweighted = [factor for factor in force["factors"] if factor.get("weight") is None]
    if len(unweighted) == len(force["factors"]):
        return []
    return [
        Question(
            f"{path}.{factor['id']}.weight", say("ask_weight", locale, force=named, name=factor.get("name"))
        )
        for factor in unweighted
    ]


FRAMEWORK = Framework("porter", compute, headline, draft, questions=questions)
