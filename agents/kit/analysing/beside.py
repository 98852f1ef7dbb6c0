"""What stands beside an answer's figures: targets, reconciled claims, and the content that brought visits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.analysing.contents import contents
from agents.kit.analysing.goals import Goal, goals, standing
from agents.kit.analysing.inquiry import Inquiry
from agents.kit.flows import Flowing, arriving, inputs
from agents.kit.frameworks.confidence import GRADES
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.analysing import catalogue
from memory.metrics import ANALYTICS
from memory.types import Evidence, InputUsed, Json

RECONCILED = "reconciliation-analytics.column"


@dataclass(frozen=True, slots=True)
class Beside:
    """Parts of an answer's body, with what they rest on."""

    goals: tuple[Json, ...] = ()
    reconciled: tuple[Json, ...] = ()
    contents: tuple[Json, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputUsed, ...] = ()


async def beside(ask: Ask, facts: Facts, asked: Inquiry, metrics: Sequence[str]) -> Beside:
    """What others know of these metrics, in the days of the question."""
    if asked.window is None or asked.names:
        return Beside()
    held = [one for one in goals(ask, asked.window) if _about(one, asked, metrics)]
    told = [await standing(ask, facts, one) for one in held]
    claims = tuple(_claims(ask, asked, metrics))
    visits = "sessions" in metrics and asked.platforms in ((), ANALYTICS)
    rows, pieces, used = await contents(ask, facts, asked.window) if visits else ((), (), ())
    sources = (*(one.source for one in held), *(one for one, _ in claims), *pieces)
    return Beside(
        tuple(one | {"id": f"G{at}"} for at, one in enumerate(told, start=1)),
        tuple(one for _, one in claims),
        tuple(one | {"id": f"C{at}"} for at, one in enumerate(rows, start=1)),
        tuple(_proof(told, held, claims, rows, pieces)),
        (*inputs(sources), *used),
    )


def _about(goal: Goal, asked: Inquiry, metrics: Sequence[str]) -> bool:
    named = asked.platforms
    return goal.metric in metrics and (
        not named or not goal.asked.platforms or set(goal.asked.platforms) <= set(named)
    )


def _claims(ask: Ask, asked: Inquiry, metrics: Sequence[str]) -> Iterator[tuple[Flowing, Json]]:
    """What was reconciled of each platform's claims, with the days that it is of."""
    if not any(catalogue()[name].claim for name in metrics):
        return
    for one in arriving(RECONCILED, ask.context):
        channel: Json = one.value
        if channel.get("reconciled") is None or (
            asked.platforms and channel["platform"] not in asked.platforms
        ):
            continue
        body, kept = (
            one.output.draft.body,
            ("platform", "claimed", "reconciled", "reconciled_value", "overclaim"),
        )
        days = {name: body.get(name) for name in ("since", "until", "currency")}
        yield one, {name: channel.get(name) for name in kept} | days | {"ref": one.ref}


def _proof(
    told: Sequence[Json],
    held: Sequence[Goal],
    claims: Sequence[tuple[Flowing, Json]],
    rows: Sequence[Json],
    pieces: Sequence[Flowing],
) -> Iterator[Evidence]:
    for at, (one, goal) in enumerate(zip(told, held, strict=True), start=1):
        yield goal.source.evidence(f"goals.G{at}.target")
        if one["value"] is not None:
            yield Evidence(f"goals.G{at}.value", "metric", one["ref"], "", GRADES["metric"])
    yield from (one.evidence(f"reconciled.{told_['platform']}") for one, told_ in claims)
    for at, row in enumerate(rows, start=1):
        yield from (one.evidence(f"contents.C{at}") for one in pieces if one.ref in row["refs"])
