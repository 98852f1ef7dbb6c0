"""What a plan keeps to: who forbade what and what that did, the quadrants' bounds, the targets that were set."""

from collections.abc import Sequence

from agents.kit.planning.picking import Picked
from agents.kit.planning.values import Ban, Known
from config.planning import planning
from config.wording import words
from memory.types import Json


def constraints_json(known: Known, picked: Picked) -> list[Json]:
    """What is forbidden, and what that did to the plan."""
    say, made = words("plan"), list[Json]()
    out: dict[str, list[str]] = {}
    for one in picked.refused:
        if one.ban:
            out.setdefault(_ban_id(one.ban), []).append(one.tactic.name.say(known.locale))
    for at, ban in enumerate(_once(known.bans), start=1):
        gone = out.get(_ban_id(ban), [])
        key = (
            "effect.channel"
            if gone
            else f"effect.{ban.kind}"
            if ban.kind != "channel"
            else "effect.no_tactic"
        )
        effect = say(key, known.locale, tactics=", ".join(gone), word=ban.value)
        source = _source(known, ban.source)
        made.append(_constraint(at, ban.kind, (ban.said, source), (ban.ground.ref, effect)))
    if known.allowed:
        ground = known.allowed_ground
        source = _source(known, ground.ref.partition(":")[2])
        effect = say("effect.allowed", known.locale)
        made.append(_constraint(len(made) + 1, "allowed", (ground.quote, source), (ground.ref, effect)))
    return made


def _constraint(at: int, kind: str, said: tuple[str, str], why: tuple[str, str]) -> Json:
    return {"id": f"C{at}", "kind": kind, "said": said[0], "source": said[1], "ref": why[0], "effect": why[1]}


def _once(bans: Sequence[Ban]) -> list[Ban]:
    return list({_ban_id(one): one for one in reversed(bans)}.values())[::-1]


def _ban_id(ban: Ban) -> str:
    return f"{ban.kind}:{ban.value}:{ban.ground.ref}"


def _source(known: Known, place: str) -> str:
    if place:
        return words("plan")("source.guideline", known.locale, place=place)
    return words("plan")("source.said", known.locale)


def guardrails_json(known: Known) -> list[Json]:
    say = words("plan")
    units = [one for one in known.units if one.quadrant != "question_mark"]
    return [
        {
            "id": f"G{at}",
            "kind": one.quadrant,
            "said": one.name,
            "source": "BCG",
            "ref": one.ground.ref,
            "effect": say(f"guardrail.{one.quadrant}", known.locale, unit=one.name),
            "from": one.origin.json(),
        }
        for at, one in enumerate(units, start=1)
    ]


def success_json(known: Known) -> list[Json]:
    """Key results, then what was said to be reached in a time."""
    results = [
        {"kpi": kpi, "name": planning().kpis[kpi].name.say(known.locale), "target": float(one.value),
         "unit": one.unit, "ref": one.ground.ref, "metric": "", "per": ""}
        for kpi, one in known.goals.items()
    ]  # fmt: skip
    said = [
        {"kpi": "", "name": one.name, "target": float(one.value), "unit": one.unit, "ref": one.ground.ref,
         "metric": one.metric, "per": one.per}
        for one in known.aims
    ]  # fmt: skip
    return [{"id": f"M{at}"} | one for at, one in enumerate((*results, *said), start=1)]
