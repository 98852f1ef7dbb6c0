"""ICE: impact x confidence x ease, confidence capped by its evidence.

Source: Sean Ellis and Morgan Brown, Hacking Growth (2017), chapter 4. Caps and bands by rank are ours: a
fixed "high" band would be reached by 17 of the 1000 triples.
"""

from fractions import Fraction
from math import ceil, floor
from typing import Any

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.ice_draft import draft
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

CAPS = {"none": 3, "opinion": 5, "benchmark": 7, "measured": 10}
DO_NOW, NEXT = 0.2, 0.5
"""Shares of the ranked ideas, from the top: the first 20 % (rounded up) are done now, to 50 % next."""


def compute(body: Json) -> Json:
    """Scores (1-1000), dense ranks (ties by confidence, then ease) and bands; best first, unscored last."""
    factor = body.get("calibration")
    items = [_scored(item, 1.0 if factor is None else factor) for item in body.get("items", [])]
    items.sort(key=_order)
    keys = sorted({_order(item) for item in items if item["ice"] is not None})
    ranks = {key: rank for rank, key in enumerate(keys, start=1)}
    scored = [item for item in items if item["ice"] is not None]
    for place, item in enumerate(scored, start=1):
        item["rank"] = ranks[_order(item)]
        item["band"] = _band(place, len(scored))
    return body | {"items": items}


def calibrated(confidence: int, factor: float) -> int:
    """A stated confidence times what earlier wins brought of what was predicted, 1 to 10, half up."""
    exact = Fraction(confidence) * Fraction(factor).limit_denominator(10**6)
    return min(max(floor(exact + Fraction(1, 2)), 1), 10)


def _cap(item: Json) -> int:
    return CAPS[item.get("evidence") or "none"]


def _scored(item: Json, factor: float) -> Json:
    """The stated confidence is calibrated by what was measured, then capped by its evidence."""
    stated = item.get("confidence")
    used = None if stated is None else min(calibrated(stated, factor), _cap(item))
    impact, ease = item.get("impact"), item.get("ease")
    score = None if impact is None or used is None or ease is None else impact * used * ease
    return item | {"confidence_used": used, "ice": score, "rank": None, "band": None}


def _order(item: Json) -> tuple[Any, ...]:
    if item["ice"] is None:
        return (1,)
    return (0, -item["ice"], -item["confidence_used"], -item["ease"])


def _band(place: int, of: int) -> str:
    if place <= ceil(of * DO_NOW):
        return "do_now"
    return "next" if place <= ceil(of * NEXT) else "later"


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    say = framework_spec("ice").say
    ranked = [item for item in body["items"] if item["rank"] is not None]
    lines = [say("rank", locale, **item) for item in ranked[:2]]
    if body.get("measured_wins"):
        facts = {"factor": number(body["calibration"]), "count": body["measured_wins"]}
        lines.append(say("calibrated", locale, **facts))
    capped = [item["name"] for item in ranked if _cap(item) < item["confidence"]]
    if capped and len(lines) < 3:
        lines.append(say("capped", locale, names=", ".join(capped[:3])))
    waiting = [item.get("name") or item["id"] for item in body["items"] if item["rank"] is None]
    if waiting and len(lines) < 3:
        lines.append(say("unscored", locale, names="; ".join(waiting)))
    return tuple(lines)


FRAMEWORK = Framework("ice", compute, headline, draft)
