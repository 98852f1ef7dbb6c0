"""Looks for wins: figures first, words second, and the ranking of ideas; what was decided before stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from agents.kit.flows import Flowing, arriving, previous
from agents.kit.winning.figures import Figures, figures
from agents.kit.winning.judging import fired, largest
from agents.kit.winning.port import Chore
from agents.kit.winning.recording import Found, idea, measured, told
from agents.kit.winning.result import due
from agents.kit.winning.result import measured as result
from agents.kit.winning.sizing import calibration, ranked
from agents.kit.winning.told import said, sources, weaknesses
from agents.types import Ask
from config.winning import library
from memory.types import Evidence, InputUsed, Json, Output

TYPE = "quick_wins"
_ORDER = ("ads", "keywords", "ad_rows", "site", "orders")
_KEPT = ("accepted", "done", "dismissed", "measured")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The body of an output, with what it rests on."""

    body: Json
    evidence: tuple[Evidence, ...]
    inputs: tuple[InputUsed, ...]


def earlier(ask: Ask) -> Output | None:
    return previous(ask.context, TYPE)


async def find(ask: Ask, today: date) -> Sheet:
    """Everything that can be said today. Wins that somebody took up, finished or put away stay as they are."""
    rules, limits, before = tuple(library().rules.items()), library().limits, earlier(ask)
    seen = (
        await figures(ask.facts, [rule for _, rule in rules], today, limits.old_days)
        if ask.facts
        else Figures()
    )
    words = said(rules, sources(ask.context))
    ideas = [one for one in arriving("ice.rank-wins.order", ask.context) if _quick(one)]
    few, more = largest(fired(rules, seen, limits), limits.most)
    found = [
        *(measured(one, limits) for one in few),
        *(told(one, limits) for one in words),
        *(idea(one, limits) for one in ideas),
    ]
    merged, proof, used = _merged(_best_first(found), before)
    wins = await settle(ask, merged, today, seen)
    taken = {one.source.ref for one in words}
    body = await _body(ask, wins, seen, [one for one in weaknesses(ask.context) if one.ref not in taken])
    return Sheet(body | {"more": more}, proof, used)


def _best_first(found: Sequence[Found]) -> list[Found]:
    """Each key once, so that numbers follow the ranking."""
    by_key = {one.key: one for one in reversed(found)}
    order = ranked([{"id": key, "ice": one.win["ice"]} for key, one in by_key.items()], 1.0)
    return [by_key[one["id"]] for one in order]


def _quick(one: Flowing) -> bool:
    item: Json = one.value
    known = all(item.get(name) is not None for name in ("impact", "confidence", "ease", "ice"))
    return known and item["ease"] >= library().limits.quickest


def _merged(
    found: Sequence[Found], before: Output | None
) -> tuple[list[Json], tuple[Evidence, ...], tuple[InputUsed, ...]]:
    """New wins beside those of the version before: a number stays with its win."""
    held: dict[str, Json] = {win["key"]: win for win in before.draft.body["wins"]} if before else {}
    kept = {key: win for key, win in held.items() if _stays(win)}
    number = max((int(win["id"][1:]) for win in held.values()), default=0)
    wins, proof = dict(kept), _proof(before, kept)
    used = [*(before.draft.inputs_used if before and kept else ())]
    for one in found:
        if one.key in kept or one.key in wins:
            continue
        if one.key not in held:
            number += 1
        name = held[one.key]["id"] if one.key in held else f"W{number}"
        wins[one.key] = {"id": name, "key": one.key} | one.win
        proof += [replace(each, path=f"wins.{name}.{path}") for path, each in one.evidence]
        used += one.inputs
    return list(wins.values()), tuple(proof), tuple(dict.fromkeys(used))


def _stays(win: Json) -> bool:
    """What somebody decided on stays, and so does what was said, in whichever thread."""
    return win["status"] in _KEPT or win["trigger"]["kind"] == "told"


def _proof(before: Output | None, kept: Mapping[str, Json]) -> list[Evidence]:
    prefixes = tuple(f"wins.{win['id']}." for win in kept.values())
    return [one for one in before.draft.evidence if one.path.startswith(prefixes)] if before and kept else []


async def settle(ask: Ask, wins: Iterable[Json], today: date, seen: Figures | None = None) -> list[Json]:
    """Wins whose tasks were ended elsewhere follow them; those whose days are over are measured."""
    wins = list(wins)
    ids = [win["task"] for win in wins if win["task"]]
    chores: Mapping[str, Chore] = await ask.tasks.every(ids) if ask.tasks else {}
    followed = [_followed(win, chores.get(win["task"] or "")) for win in wins]
    return [await _checked(ask, win, today, seen) for win in followed]


def _followed(win: Json, chore: Chore | None) -> Json:
    if chore is None or win["status"] not in ("accepted", "done", "open"):
        return win
    told: Json = {"owner": chore.owner or None, "due": chore.due.isoformat() if chore.due else win["due"]}
    if chore.state == "done" and win["status"] != "done":
        return win | told | {"status": "done", "done_on": chore.ended.isoformat() if chore.ended else None}
    if chore.state == "dropped" and win["status"] == "accepted":
        return win | told | {"status": "dismissed"}
    return win | told


async def _checked(ask: Ask, win: Json, today: date, seen: Figures | None) -> Json:
    span = due(win, today)
    if span is None or ask.facts is None:
        return win
    rule, limits = library().rules[win["rule"]], library().limits
    seen = seen or await figures(ask.facts, [], today, limits.old_days)
    until = seen.counted_until if rule.kind == "orders" else seen.until
    if until is None or until < span.until:
        return win
    found = await result(ask.facts, win, span, limits)
    return win if found is None else win | {"status": "measured", "measured_result": found}


async def _body(ask: Ask, wins: Sequence[Json], seen: Figures, others: Sequence[Flowing]) -> Json:
    return await scored(ask, wins) | {
        "basis": "figures" if seen.has else "words",
        "until": seen.until.isoformat() if seen.until else None,
        "candidates": [
            {"id": f"C{at}", "text": one.text, "ref": one.ref} for at, one in enumerate(others, start=1)
        ],
        "insufficient": [name for name in _ORDER if name not in seen.has and ask.facts],
    }


async def scored(ask: Ask, wins: Sequence[Json]) -> Json:
    """The wins by ICE, with the calibration that their confidence has been given."""
    tuned = calibration(await _ratios(ask, wins), library().limits)
    return {"wins": ranked(wins, tuned["factor"]), "calibration": tuned}


async def _ratios(ask: Ask, wins: Sequence[Json]) -> list[Fraction]:
    """Measured over predicted, of every win that was measured in reach: each place's own newest version."""
    here = ask.context.place.scope
    delivered = await ask.tasks.delivered(TYPE) if ask.tasks else ()
    elsewhere = [one.draft.body["wins"] for one in delivered if one.scope != here]
    every: list[Any] = [win["measured_result"] for few in (wins, *elsewhere) for win in few]
    return [Fraction(str(one["ratio"])) for one in every if one and one["ratio"] is not None]
