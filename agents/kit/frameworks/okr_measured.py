"""Key results that name a metric: where they stand comes from the facts, with its days and its reference.

What somebody stated stays, and the difference is said. Where nothing can be read, that is said too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from agents.kit.analysing.saying import day, days
from agents.kit.analysing.tracked import Tracked, meant, track
from agents.kit.budgeting.window import Window
from agents.kit.figures import number
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.grounds import kept
from agents.kit.measuring.port import Facts
from agents.types import Ask, Question, Section, Table
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Evidence, Json, Scope

_UNSAID = "–"
_OURS = ("measured", "measured_since", "measured_until", "measured_ref", "measured_as_of", "unmeasured")
"""What only the facts say of a key result."""


async def measured(ask: Ask, sheet: Sheet) -> Sheet:
    """The sheet with every key result that names a metric as the facts have it now."""
    if ask.facts is None or not sheet.body.get("objectives"):
        return sheet
    return await refreshed(ask, ask.facts, sheet, ask.context.place.scope)


async def refreshed(ask: Ask, facts: Facts, sheet: Sheet, scope: Scope) -> Sheet:
    """The same for an OKR of any place."""
    objectives: list[Json] = []
    for objective in sheet.body["objectives"]:
        results: list[Json] = []
        for result in objective.get("key_results") or ():
            path = f"objectives.{objective['id']}.key_results.{result['id']}"
            told = await _tracked(ask, facts, result, str(objective.get("period") or ""), scope)
            known, sheet = _put(sheet, path, result, told)
            results.append(known)
        objectives.append(objective | {"key_results": results})
    return replace(sheet, body=sheet.body | {"objectives": objectives})


async def _tracked(ask: Ask, facts: Facts, result: Json, period: str, scope: Scope) -> Tracked | None:
    key, name, source = (str(result.get(one) or "") for one in ("metric_key", "name", "source"))
    asked = meant(key, name, source, period, ask.today)
    return (
        None if asked is None else await track(facts, asked, str(result.get("unit") or ""), scope, ask.today)
    )


def _put(sheet: Sheet, path: str, result: Json, told: Tracked | None) -> tuple[Json, Sheet]:
    """The key result as it now stands. What was read before and is not now goes; what was stated stays."""
    current, own = f"{path}.current", {f"{path}.current", f"{path}.measured"}
    read_before = any(one.path == current and one.kind == "metric" for one in sheet.evidence)
    sheet = kept(sheet, lambda one: one.kind != "metric" or one.path not in own)
    known = {name: value for name, value in result.items() if name not in _OURS}
    if read_before:
        known["current"] = None
    if told is None:
        return known, sheet
    known |= _said(told)
    if told.value is None or told.used is None:
        return known, sheet
    stated = known.get("current") is not None
    known["current"] = known["current"] if stated else told.value
    proof = Evidence(f"{path}.measured" if stated else current, "metric", told.ref, "", GRADES["metric"])
    inputs = tuple(dict.fromkeys((*sheet.inputs, told.used)))
    return known, replace(sheet, evidence=(*sheet.evidence, proof), inputs=inputs)


def _said(told: Tracked) -> Json:
    if told.value is None or told.window is None:
        return {"unmeasured": told.why}
    return {
        "measured": told.value,
        "measured_since": told.window.since.isoformat(),
        "measured_until": told.window.until.isoformat(),
        "measured_ref": told.ref,
        "measured_as_of": told.as_of.isoformat() if told.as_of else None,
        "unmeasured": "late" if told.late else None,
    }


def lines(body: Json, locale: Locale) -> tuple[str, ...]:
    """What the facts say otherwise than it was stated; then what cannot be read, and why."""
    say, found = framework_spec("okr").say, list(_results(body))
    differs = [
        say("differs", locale, **_facts(one, locale), said=_figure(one, "current"))
        for one in found
        if _stated(one)
    ]
    unread = [
        say("unread", locale, name=_name(one), why=say(f"why_{one['unmeasured']}", locale))
        for one in found
        if one.get("measured") is None and one.get("unmeasured")
    ]
    return (*differs, *unread)


def line(result: Json, locale: Locale) -> str:
    """`ROAS: 2.4 by the figures of 1–26 Nov`."""
    return framework_spec("okr").say("measured_now", locale, **_facts(result, locale))


def section(body: Json, locale: Locale) -> tuple[Section, ...]:
    """Each key result of a metric with its days and the reference of its value."""
    say = framework_spec("okr").say
    rows = tuple(
        _row(one, locale)
        for one in _results(body)
        if one.get("measured") is not None or one.get("unmeasured")
    )
    if not rows:
        return ()
    names = ("key_result", "measured", "days", "as_of", "stated", "query", "note")
    heads = tuple(say(f"head_{name}", locale) for name in names)
    return (Section(say("section_measured", locale), (Table(heads, rows),)),)


def _row(one: Json, locale: Locale) -> tuple[str, ...]:
    say, why = framework_spec("okr").say, one.get("unmeasured")
    note = say("late" if why == "late" else f"why_{why}", locale) if why else _UNSAID
    if one.get("measured") is None:
        return (_name(one), *(_UNSAID,) * 5, note)
    stated = _figure(one, "current") if _stated(one) else _UNSAID
    return (
        _name(one), _figure(one, "measured"), _days(one, locale), _as_of(one, locale), stated,
        str(one["measured_ref"]), note,
    )  # fmt: skip


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """The period of an objective whose key results have none."""
    say = framework_spec("okr").say
    return tuple(
        Question(f"objectives.{objective['id']}.period", say("ask_period", locale, name=_name(one)))
        for objective in body["objectives"]
        for one in objective["key_results"]
        if one.get("unmeasured") == "period" and not objective.get("period")
    )[:1]


def _results(body: Json) -> Iterator[Json]:
    yield from (one for objective in body["objectives"] for one in objective["key_results"])


def _stated(one: Json) -> bool:
    """Whether somebody stated another value than was measured."""
    return one.get("measured") is not None and one.get("current") not in (None, one["measured"])


def _facts(one: Json, locale: Locale) -> dict[str, str]:
    return {"name": _name(one), "measured": _figure(one, "measured"), "days": _days(one, locale)}


def _name(one: Json) -> str:
    return str(one.get("name") or one.get("metric_key") or one["id"])


def _figure(one: Json, field: str) -> str:
    unit = str(one.get("unit") or "")
    return number(one[field]) + (unit if unit == "%" else f" {unit}" if unit else "")


def _days(one: Json, locale: Locale) -> str:
    since, until = (date.fromisoformat(one[name]) for name in ("measured_since", "measured_until"))
    return days(Window(since, until), locale)


def _as_of(one: Json, locale: Locale) -> str:
    told = one.get("measured_as_of")
    return day(date.fromisoformat(told[:10]), locale) if told else _UNSAID
