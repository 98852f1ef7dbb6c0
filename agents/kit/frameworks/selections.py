"""What the frameworks call by a name: the strengths of SWOT, the dogs of BCG, the unmet needs of JTBD."""

import re
from collections.abc import Callable

from agents.kit.frameworks.claims import Select
from config.patterns import regex
from memory.types import Json

Test = Callable[[Json, Json], bool]

LARGE = 0.2
"""A part of the H1 money that is large for one initiative."""
WIDE = 2
"""A gap, in points of five, on which an objective should not rest."""
GREAT = 15
"""A SWOT score from which on it is high."""
_PREMIUM = regex(
    r"premium|luxury|high(?:er)? price|twice|double|more expensive|charge more"
    r"|프리미엄|고급|고가|비싸|비싼|두 배|2배|높은 가격",
    re.IGNORECASE,
)


def _is(field: str, *values: object) -> Test:
    return lambda record, _body: record.get(field) in values


def _wide(record: Json, _body: Json) -> bool:
    return record.get("gap") is not None and record["gap"] >= WIDE


def _need(*bands: str) -> Test:
    """Needs in these bands as people have answered; synthetic answers are no need."""
    return lambda record, _body: record.get("band") in bands and record.get("source") != "synthetic"


def _live(record: Json, _body: Json) -> bool:
    return record.get("state") != "invalidated"


def _great_threat(record: Json, _body: Json) -> bool:
    return record["quadrant"] == "T" and (record.get("score") or 0) >= GREAT


def _premium_strength(record: Json, _body: Json) -> bool:
    return record["quadrant"] == "S" and bool(_PREMIUM.search(record["statement"]))


def _premium_offer(record: Json, body: Json) -> bool:
    return _live(record, body) and bool(_PREMIUM.search(record["text"]))


def _strong_buyers(record: Json, _body: Json) -> bool:
    return record["id"] == "buyer_power" and record["level"] == "high"


def _costly_h1(record: Json, body: Json) -> bool:
    """An H1 initiative that takes more than LARGE of what H1 gets in its currency."""
    alike = (record.get("horizon"), record.get("currency"))
    first = [one for one in body["initiatives"] if (one.get("horizon"), one.get("currency")) == alike]
    total = sum(one.get("investment") or 0 for one in first)
    return record.get("horizon") == "H1" and (record.get("investment") or 0) > LARGE * total


def _unsourced(record: Json, _body: Json) -> bool:
    return not record.get("source")


STRENGTH = Select("swot", "items", "statement", _is("quadrant", "S"))
WEAKNESS = Select("swot", "items", "statement", _is("quadrant", "W"))
OPPORTUNITY = Select("swot", "items", "statement", _is("quadrant", "O"))
THREAT = Select("swot", "items", "statement", _is("quadrant", "T"))
GREAT_THREAT = Select("swot", "items", "statement", _great_threat)
PREMIUM_STRENGTH = Select("swot", "items", "statement", _premium_strength)

NO_EDGE = Select("vrio", "resources", "name", _is("implication", "disadvantage", "parity"))
EDGE = Select("vrio", "resources", "name", _is("implication", "temporary_advantage", "sustained_advantage"))

DOG = Select("bcg", "units", "name", _is("quadrant", "dog"))
COSTLY_H1 = Select("horizons", "initiatives", "name", _costly_h1)

RANKED = Select("ice", "items", "name", lambda record, _body: record["rank"] is not None)
NOW = Select("ice", "items", "name", _is("band", "do_now"))
LATER = Select("ice", "items", "name", _is("band", "later"))

OBJECTIVE = Select("okr", "objectives", "text")
UNSOURCED = Select("okr", "objectives.*.key_results", "name", _unsourced)

DROPPED = Select("blue_ocean", "factors", "name", _is("action", "eliminate", "reduce"))
ADDED = Select("blue_ocean", "factors", "name", _is("action", "raise", "create"))

SEGMENT = Select("bmc", "blocks.customer_segments.entries", "text", _live)
OFFER = Select("bmc", "blocks.value_propositions.entries", "text", _live)
PREMIUM_OFFER = Select("bmc", "blocks.value_propositions.entries", "text", _premium_offer)
CHANNEL = Select("bmc", "blocks.channels.entries", "text", _is("state", "fact", "validated"))
REFUTED = Select("bmc", "blocks.*.entries", "text", _is("state", "invalidated"))

STRONG_BUYERS = Select("porter", "forces", "driver", _strong_buyers)
PRESSING = Select("porter", "forces", "driver", _is("implication", "defend"))
WEAK_PRESSURE = Select("porter", "forces.*.factors", "name", _is("pressure", 1, 2))

WIDE_GAP = Select("seven_s", "elements", "element", _wide)

JOB = Select("jtbd", "jobs", "want")
EXECUTOR = Select("jtbd", "jobs", "executor")
OUTCOMES = "jobs.*.outcomes"
NEED = Select("jtbd", OUTCOMES, "metric", _need("extreme", "strong", "worth_it"))
UNMET_NEED = Select("jtbd", OUTCOMES, "metric", _need("extreme", "strong"))
EXTREME_NEED = Select("jtbd", OUTCOMES, "metric", _need("extreme"))
SERVED_NEED = Select("jtbd", OUTCOMES, "metric", _need("served"))
