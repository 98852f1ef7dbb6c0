"""What other agents' outputs want of a plan: opportunities, outcomes, threats, quadrants, horizons, buyers' power."""

from collections.abc import Iterator
from typing import cast

from agents.kit.flows import Flowing, arriving
from agents.kit.planning.values import ASSUMED, Ground, Lead, Origin, Unit, of_flow
from agents.types import Context
from memory.types import Json

_ORDER = ("H1", "H2", "H3")


def opportunities(context: Context) -> tuple[Lead, ...]:
    """Opportunities that are tactics, the highest score first."""
    found = [_lead(one) for one in arriving("swot.opportunity-plan.tactic", context)]
    return tuple(sorted(found, key=lambda one: -one.score))


def waiting(context: Context) -> tuple[Lead, ...]:
    """Opportunities that are not worth a tactic yet."""
    return tuple(_lead(one) for one in arriving("swot.opportunity-plan.backlog", context))


def outcomes(context: Context) -> tuple[Lead, ...]:
    """Outcomes that customers miss most, those that want it most first."""
    found = [_lead(one) for one in arriving("jtbd.outcome-plan.row", context)]
    return tuple(sorted(found, key=lambda one: -one.score))


def threats(context: Context) -> tuple[Lead, ...]:
    return tuple(_lead(one) for one in arriving("swot.threat-plan.risk", context))


def units(context: Context) -> tuple[Unit, ...]:
    """Business units that bound the spending, and those that want an experiment."""
    flowing = (
        *arriving("bcg.quadrant-plan.guardrail", context),
        *arriving("bcg.question_mark-plan.experiment", context),
    )
    return tuple(Unit(one.text, one.value["quadrant"], of_flow(one), origin(one)) for one in flowing)


def shares(context: Context) -> tuple[tuple[float, ...], Ground]:
    """The targets of the three horizons, which take the place of 70-20-10; none where they say the same."""
    found: dict[str, Flowing] = {}
    for one in arriving("horizons.allocation-plan.allocation", context):
        found[str(one.value.get("horizon"))] = one
    targets = [found[name].value.get("target_pct") for name in _ORDER if name in found]
    if len(targets) != len(_ORDER) or not all(isinstance(one, int | float) for one in targets):
        return (), ASSUMED
    return tuple(float(one) for one in targets if one is not None), of_flow(found["H1"])


def retention(context: Context) -> tuple[float, Ground]:
    """What the buyers' power adds to the weight of keeping customers: 0 at none, 0.5 at the highest (5)."""
    found = arriving("porter.buyers-plan.retention", context)
    if not found:
        return 0.0, ASSUMED
    score = found[0].value.get("score")
    return (min(float(score), 5.0) / 10 if score else 0.0), of_flow(found[0])


def price(context: Context) -> Lead | None:
    """The buyers whose power asks for a word on the price."""
    return next((_lead(one) for one in arriving("porter.buyers-plan.price_message", context)), None)


def _lead(one: Flowing) -> Lead:
    record: Json = one.value
    topics: list[str] = record.get("topics") or []
    signals = (str(record.get("tag") or ""), *topics)
    came = origin(one)
    return Lead(f"{came.type}:{came.item}", one.text, signals, of_flow(one), came, came.score or 0.0)


def origin(one: Flowing) -> Origin:
    output = one.output
    record: Json = cast("Json", one.value) if isinstance(one.value, dict) else {}
    score: float | None = record.get("score", record.get("opportunity"))
    item = one.path.rpartition(".")[2]
    kind = output.draft.output_type
    return Origin(output.id, kind, item, one.path, output.version, output.content_hash, score)


def all_flowing(context: Context) -> Iterator[Flowing]:
    """Everything of others that a plan is made of, for `inputs_used`."""
    for flow in _FLOWS:
        yield from arriving(flow, context)


_FLOWS = (
    "swot.opportunity-plan.tactic", "swot.opportunity-plan.backlog", "swot.strength-plan.proof",
    "swot.threat-plan.risk", "vrio.advantage-plan.proof", "vrio.parity-plan.avoid", "bmc.value-plan.message",
    "bmc.channel-plan.whitelist", "bcg.question_mark-plan.experiment", "bcg.quadrant-plan.guardrail",
    "horizons.allocation-plan.allocation", "okr.key_result-plan.success", "jtbd.outcome-plan.row",
    "persona.channels-plan.channel", "persona.attributes-plan.persona", "porter.buyers-plan.retention",
    "porter.buyers-plan.price_message",
)  # fmt: skip
