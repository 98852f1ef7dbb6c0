"""OKR: progress of key results and objectives, their grades, and what is not measurable yet.

Source: Andrew Grove, High Output Management (1983); John Doerr, Measure What Matters (2018), for committed
and aspirational objectives; the bands of grades as Google re:Work publishes them.
"""

from decimal import ROUND_HALF_UP, Decimal

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.keyed import label
from agents.kit.frameworks.okr_draft import draft
from agents.types import Question, Section
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

RED, GREEN = Decimal("0.3"), Decimal("0.7")
"""Of a progress rounded to a tenth: red up to the one, green from the other; committed is green at 1.0."""
MEASURED = ("target", "unit", "due", "baseline", "source")
"""What makes a key result measurable."""
FEWEST, MOST = 2, 5


def compute(body: Json) -> Json:
    """Progress from baseline to target (0 to 1), its mean per objective, grades, and what is lacking."""
    return body | {"objectives": [_graded(one) for one in body.get("objectives") or ()]}


def _graded(objective: Json) -> Json:
    kind = objective.get("kind")
    results = [_measured(one, kind) for one in objective.get("key_results") or ()]
    known = [one["progress"] for one in results if one["progress"] is not None]
    progress = round(sum(known) / len(known), 2) if known and len(known) == len(results) else None
    return objective | {"key_results": results, "progress": progress, "status": status(progress, kind)}


def _measured(result: Json, kind: str | None) -> Json:
    baseline, target = result.get("baseline"), result.get("target")
    progress = _progress(baseline, target, result.get("current"))
    lacks = [name for name in MEASURED if result.get(name) in (None, "")]
    return result | {
        "direction": _direction(baseline, target),
        "progress": progress,
        "status": status(progress, kind),
        "measurable": not lacks,
        "lacks": lacks,
    }


def _direction(baseline: float | None, target: float | None) -> str | None:
    if baseline is None or target is None or baseline == target:
        return None
    return "increase" if target > baseline else "decrease"


def _progress(baseline: float | None, target: float | None, current: float | None) -> float | None:
    if baseline is None or target is None or current is None or baseline == target:
        return None
    return round(min(max((current - baseline) / (target - baseline), 0.0), 1.0), 2)


def status(progress: float | None, kind: str | None) -> str | None:
    """The grade of a progress, which is rounded to a tenth first, a half upwards."""
    if progress is None:
        return None
    tenths = Decimal(str(progress)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if tenths >= (1 if kind == "committed" else GREEN):
        return "green"
    return "red" if tenths <= RED else "yellow"


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """How far the objectives are, the ones furthest behind first; then what cannot be measured."""
    say = framework_spec("okr").say
    graded = [one for one in body["objectives"] if one["progress"] is not None]
    lines: list[str] = []
    for one in sorted(graded, key=lambda one: one["progress"])[:2]:
        due = one.get("kind") == "committed" and one["status"] != "green"
        facts = {
            "percent": number(100 * one["progress"]),
            "status": label("okr", "objectives.status", one["status"], locale),
        }
        lines.append(say("committed" if due else "progress", locale, name=_name(one), **facts))
    lines += _measured_lines(body, locale)
    unmeasured = (one for objective in body["objectives"] for one in objective["key_results"] if one["lacks"])
    lines += [
        say("unmeasurable", locale, name=one.get("name") or one["id"], lacks=_lacks(one, locale))
        for one in unmeasured
    ]
    return tuple(lines[:3])


def _metrics(body: Json) -> bool:
    """Whether a key result names a metric that was looked for in the facts."""
    results = (one for objective in body["objectives"] for one in objective["key_results"])
    return any(one.get("measured") is not None or one.get("unmeasured") for one in results)


def _measured_lines(body: Json, locale: Locale) -> tuple[str, ...]:
    if not _metrics(body):
        return ()
    from agents.kit.frameworks.okr_measured import lines  # noqa: PLC0415 - only where figures were looked for

    return lines(body, locale)


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """Where the figures of key results come from."""
    if not _metrics(body):
        return ()
    from agents.kit.frameworks.okr_measured import section  # noqa: PLC0415 - only where figures were looked for

    return section(body, locale)


def _name(objective: Json) -> str:
    return objective.get("text") or objective["id"]


def _lacks(result: Json, locale: Locale) -> str:
    fields = framework_spec("okr").records[0].records[0]
    return ", ".join(fields.field(name).label.say(locale) for name in result["lacks"])


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """Where a measurable key result stands; whether an objective is committed; too few or many results."""
    say, asked = framework_spec("okr").say, list(_periods(body, locale))
    for objective in body["objectives"]:
        path, results = f"objectives.{objective['id']}", objective["key_results"]
        for one in results:
            if one["measurable"] and one.get("current") is None:
                text = say("ask_current", locale, name=one.get("name") or one["id"])
                asked.append(Question(f"{path}.key_results.{one['id']}.current", text))
        complete = bool(results) and all(one["measurable"] for one in results)
        if complete and not objective.get("kind"):
            options = tuple(
                label("okr", "objectives.kind", one, locale) for one in ("committed", "aspirational")
            )
            asked.append(Question(f"{path}.kind", say("ask_kind", locale, name=_name(objective)), options))
        if complete and not FEWEST <= len(results) <= MOST:
            key = "ask_more" if len(results) < FEWEST else "ask_fewer"
            text = say(key, locale, name=_name(objective), count=len(results))
            asked.append(Question(f"{path}.key_results", text))
    return tuple(asked)


def _periods(body: Json, locale: Locale) -> tuple[Question, ...]:
    if not _metrics(body):
        return ()
    from agents.kit.frameworks.okr_measured import questions as periods  # noqa: PLC0415 - only for metrics

    return periods(body, locale)


FRAMEWORK = Framework("okr", compute, headline, draft, sections, questions=questions)
