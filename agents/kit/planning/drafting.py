"""A plan in its envelope: what each part rests on, what was assumed, what is missing."""

from collections.abc import Iterator

from agents.kit.flows import previous
from agents.kit.planning.compose import Composed
from agents.kit.planning.schema import SCHEMA_VERSION, Plan
from agents.kit.planning.values import ASSUMED, Known
from agents.types import Ask, Question
from config.planning import planning
from config.wording import words
from memory.types import Draft, Evidence, Json, MissingInput, OutputId

OUTPUT_TYPE = "marketing_plan"
_ASKED = 3


def draft(ask: Ask, known: Known, made: Composed, engine: str = "rule") -> Draft:
    """Raises pydantic.ValidationError for a body that is no plan: a fault of the program."""
    body = Plan.model_validate(made.body).model_dump(mode="json", by_alias=True)
    names = ask.context.place.names
    before = previous(ask.context, OUTPUT_TYPE)
    found = tuple(_evidence(known, made))
    say = words("plan")
    return Draft(
        agent="marketing_strategy",
        output_type=OUTPUT_TYPE,
        schema_version=SCHEMA_VERSION,
        locale=ask.locale,
        title=say("title", ask.locale, place=" › ".join(names[1:] or names)),
        summary=summary(body, ask),
        body=body,
        inputs_used=known.inputs,
        evidence=found,
        assumptions=tuple(_assumptions(known, body)),
        missing_inputs=tuple(_missing(known, body)),
        confidence=_confidence(known, made, found),
        engine=engine,
        supersedes=OutputId(before.id) if before else None,
    )


def summary(body: Json, ask: Ask) -> str:
    from agents.kit.planning.present import headline  # noqa: PLC0415 - they tell each other's parts

    return "\n".join(headline(body, ask.locale))


def questions(known: Known, body: Json) -> tuple[Question, ...]:
    """At most three, the one that changes most first."""
    say, locale = words("plan"), known.locale
    asked: list[Question] = []
    if known.mode_why == "mode.unknown":
        asked.append(Question("budget", say("ask.budget", locale)))
    if not known.proofs:
        asked.append(Question("proof", say("ask.proof", locale)))
    if known.hours_ground is ASSUMED and known.mode != "enterprise":
        asked.append(Question("hours", say("ask.hours", locale)))
    if any(one["missing"] for one in body["experiments"]) and known.traffic is None:
        asked.append(Question("traffic", say("ask.traffic", locale)))
    return tuple(asked[:_ASKED])


def _evidence(known: Known, made: Composed) -> Iterator[Evidence]:
    for at, (row, aim) in enumerate(zip(made.rows, made.targets, strict=True), start=1):
        path = f"rows.R{at}"
        yield row.fit.persona.ground.evidence(f"{path}.persona")
        yield row.proof.ground.evidence(f"{path}.proof")
        yield row.record_ground.evidence(f"{path}.record")
        if row.lead:
            yield row.lead.ground.evidence(f"{path}.message")
        if aim.value is not None:
            yield aim.ground.evidence(f"{path}.target")
    for at, one in enumerate(made.backlog, start=1):
        if one.origin:
            yield one.ground.evidence(f"backlog.B{at}")
    if known.budget.total is not None and known.budget.ground is not ASSUMED:
        yield known.budget.ground.evidence("budget.total")
    if known.hours is not None:
        yield known.hours_ground.evidence("hours.available")
    yield known.objective_ground.evidence("objective")
    yield known.frame.ground.evidence("period")
    if known.shares:
        yield known.shares_ground.evidence("allocation")
    if known.retention:
        yield known.retention_ground.evidence("retention_weight")


def _confidence(known: Known, made: Composed, found: tuple[Evidence, ...]) -> float:
    """Mean of the best grades of what a plan needs: every row's persona, proof and target, the budget, the hours."""
    best: dict[str, float] = {}
    for one in found:
        best[one.path] = max(one.grade, best.get(one.path, 0.0))
    rows = range(1, len(made.rows) + 1)
    needed = [f"rows.R{at}.{name}" for at in rows for name in ("persona", "proof", "target")]
    needed += ["budget.total", "objective"]
    needed += ["hours.available"] if known.mode != "enterprise" else []
    return round(sum(best.get(path, 0.0) for path in needed) / len(needed), 2) if made.rows else 0.0


def _assumptions(known: Known, body: Json) -> Iterator[str]:
    say, locale = words("plan"), known.locale
    if known.personas[0].ground is ASSUMED:
        yield say("assume.audience", locale)
    if known.objective_ground is ASSUMED:
        yield say("assume.objective", locale)
    if known.frame.ground is ASSUMED:
        yield say("assume.period", locale, starts=known.frame.starts, ends=known.frame.ends)
    if known.hours is not None and known.hours_ground is ASSUMED:
        yield say("assume.hours", locale, hours=f"{known.hours:g}")
    if any(row["record_why"] == say("record.general", locale) for row in body["rows"]):
        yield say("assume.record", locale)
    if any(row["minimum"] for row in body["rows"]):
        yield say("assume.minimum", locale)
    if any(row["target"] is not None for row in body["rows"]):
        yield say("assume.lift", locale)


def _missing(known: Known, body: Json) -> Iterator[MissingInput]:
    say, locale = words("plan"), known.locale

    def lack(field: str, key: str) -> MissingInput:
        return MissingInput(field, say(f"missing.{key}", locale), say(f"ask.{key}", locale))

    if known.mode_why == "mode.unknown":
        yield lack("budget.total", "budget")
    if not any(one.made for one in known.personas):
        yield lack("personas", "personas")
    if not known.proofs:
        yield lack("rows", "proof")
    if known.hours_ground is ASSUMED and known.mode != "enterprise":
        yield lack("hours.available", "hours")
    unknown = dict.fromkeys(row["kpi"] for row in body["rows"] if row["target"] is None)
    for kpi in unknown:
        name = planning().kpis[kpi].name.say(locale)
        why, asked = say("missing.baseline", locale, kpi=name), say("ask.baseline", locale, kpi=name)
        yield MissingInput(f"rows.{kpi}.baseline", why, asked)
    if known.traffic is None and body["experiments"]:
        yield lack("experiments.traffic", "traffic")
