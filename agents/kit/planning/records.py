"""Rows, parts and phases of a plan as they are delivered."""

from collections.abc import Sequence
from decimal import Decimal

from agents.kit.planning.allocating import Allocation
from agents.kit.planning.dates import phases
from agents.kit.planning.picking import Pick, Waiting, buckets
from agents.kit.planning.targets import Target
from agents.kit.planning.values import Known
from config.planning import Basis, planning
from config.wording import words
from memory.types import Json


def row_json(
    known: Known, at: int, rows: Sequence[Pick], divided: Allocation, aims: Sequence[Target]
) -> Json:
    """One row, of those that it stands among."""
    row = rows[at]
    return {
        "id": f"R{at + 1}",
        "key": row.key,
        **_said(known, row),
        **_measured(known, row, aims[at]),
        "budget": divided.amounts.get(row.key, 0),
        "minimum": row.least,
        "hours": row.fit.tactic.hours,
        "phase": _phase_of(known, row),
        "depends_on": _depends(rows, row) if known.mode == "enterprise" else [],
        "from": row.lead.origin.json() if row.lead else None,
    }


def _said(known: Known, row: Pick) -> Json:
    """For whom, where, with which words and proof."""
    tactic, persona, proof = row.fit.tactic, row.fit.persona, row.proof
    return {
        "persona": persona.name,
        "persona_ref": persona.ground.ref if persona.made else "",
        "stage": row.fit.stage,
        "channel": tactic.channel,
        "tactic": tactic.id,
        "name": tactic.name.say(known.locale),
        "media": tactic.media,
        "record": row.record,
        "record_why": row.record_why,
        "part": row.bucket,
        "message": row.message.text,
        "message_by": row.message.by,
        "proof": proof.text,
        "proof_ref": proof.ground.ref,
        "proof_kind": proof.ground.kind,
        "cta": row.message.cta,
        "format": tactic.format.say(known.locale),
        "cadence": tactic.cadence.say(known.locale),
    }


def _measured(known: Known, row: Pick, aim: Target) -> Json:
    """What it is measured by, what it is to reach, and why it was chosen."""
    kpi, weights = planning().kpis[row.fit.tactic.kpi], planning().rules.weights
    return {
        "kpi": kpi.id,
        "kpi_name": kpi.name.say(known.locale),
        "baseline": plain(aim.baseline),
        "target": plain(aim.value),
        "target_unit": kpi.unit,
        "target_why": aim.why,
        "fit": row.fit.score,
        "fit_parts": [
            {"part": one.part, "value": one.value, "weight": weights[one.part], "why": one.why}
            for one in row.fit.parts
        ],
    }


def plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def backlog_json(at: int, one: Waiting) -> Json:
    return {
        "id": f"B{at}",
        "key": one.key,
        "title": one.title,
        "persona": one.persona,
        "why": one.why,
        "missing": list(one.missing),
        "from": one.origin.json() if one.origin else None,
    }


def allocation_json(
    known: Known, basis: Basis, shares: Sequence[float], rows: Sequence[Pick], divided: Allocation
) -> list[Json]:
    made: list[Json] = []
    for part, share in zip(buckets(basis), shares, strict=True):
        mine = [(f"R{at}", row) for at, row in enumerate(rows, start=1) if row.bucket == part]
        made.append({
            "id": part,
            "name": words("plan")(f"part.{part}", known.locale),
            "share_pct": share,
            "planned": divided.parts.get(part, 0),
            "amount": sum(divided.amounts.get(row.key, 0) for _, row in mine),
            "reserve": divided.reserve.get(part, 0),
            "hours": sum(row.fit.tactic.hours for _, row in mine),
            "rows": [name for name, _ in mine],
        })  # fmt: skip
    return made


def _phase_of(known: Known, row: Pick) -> str:
    """What is owned and free prepares; what is not proven is tested; the rest is scaled."""
    if known.mode != "enterprise":
        return ""
    if row.record != "proven":
        return "test"
    return "prepare" if row.fit.tactic.media == "owned" else "scale"


def _depends(rows: Sequence[Pick], row: Pick) -> list[str]:
    """A paid row needs somewhere to lead to: the owned rows of the same persona that convert."""
    if row.fit.tactic.media != "paid":
        return []
    return [
        f"R{at}"
        for at, one in enumerate(rows, start=1)
        if one.fit.tactic.media == "owned"
        and one.fit.persona.id == row.fit.persona.id
        and "conversion" in one.fit.tactic.stages
    ]


def phases_json(known: Known, rows: Sequence[Pick], divided: Allocation) -> list[Json]:
    if known.mode != "enterprise":
        return []
    say, made = words("plan"), list[Json]()
    for phase in phases(known.frame):
        mine = [(f"R{at}", row) for at, row in enumerate(rows, start=1) if _phase_of(known, row) == phase.id]
        made.append({
            "id": phase.id,
            "name": say(f"phase.{phase.id}", known.locale),
            "starts": phase.starts,
            "ends": phase.ends,
            "depends_on": phase.depends_on,
            "gate": say(f"gate.{phase.id}", known.locale),
            "rows": [name for name, _ in mine],
            "budget": sum(divided.amounts.get(row.key, 0) for _, row in mine),
        })  # fmt: skip
    return made
