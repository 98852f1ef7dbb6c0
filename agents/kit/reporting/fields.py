"""What a client's template may be filled with: every value of a report by its name, as a number and as words.

Only what the client may see is here. What is not known is "–" in words and no number; it is not 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.kit.analysing.saying import said
from agents.kit.analysing.values import row_currency
from agents.kit.budgeting.amounts import micros_of_minor, said_minor
from agents.kit.figures import minor_digits, percent
from agents.kit.reporting.markups import marked_up
from agents.kit.reporting.shown import changes_said, data_said, lines, next_said, state_said
from config.analysing import catalogue
from config.errors import Locale
from config.reporting import Kind, placeholders
from memory.metrics import ANALYTICS, MICROS
from memory.types import Draft, Json

_UNSAID = "–"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words and, where it is one known number, as that: money in whole units, shares of one."""

    text: str
    number: int | float | None = None
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Fields:
    """Values by the names of config/reporting/placeholders.toml; records of lists in their order."""

    single: Mapping[str, Value]
    lists: Mapping[str, tuple[Mapping[str, Value], ...]]


def fields(draft: Draft) -> Fields:
    """All that a template may name, whether this report has a value for it or not."""
    told = dict(_texts(draft)) | dict(_totals(draft)) | dict(_money(draft))
    known = {name: told.get(name, Value(_UNSAID)) for name in placeholders().single}
    return Fields(known, {"platforms": tuple(_platforms(draft)), "targets": tuple(_targets(draft))})


def _texts(draft: Draft) -> Iterator[tuple[str, Value]]:
    body, locale = draft.body, draft.locale
    names, agency = [str(one) for one in body["names"]], body["org_type"] == "AGENCY"
    own = names[1:] if agency and len(names) > 1 else names
    told: dict[str, str] = {
        "client": own[0] if own else _UNSAID,
        "campaign": own[-1] if body["at_campaign"] else _UNSAID,
        "agency": names[0] if agency else _UNSAID,
        "title": draft.title,
        "period": str(body["days"]),
        "previous_period": str(body["before_days"] or _UNSAID),
        "since": str(body["since"]),
        "until": str(body["until"]),
        "made_on": str(body["made_on"]),
        "data_until": str(body["measured_until"]),
        "currency": ", ".join(dict.fromkeys(str(one["currency"]) for one in body["money"])) or _UNSAID,
        "summary": "\n".join(lines(draft)),
        "changes": _listed(changes_said(body)),
        "next_steps": _listed(next_said(body)),
        "wins": _listed([str(one["text"]) for one in body["wins"]]),
        "notes": _listed(list(data_said(body, locale))),
        "chart": "",
    }
    yield from ((name, Value(text)) for name, text in told.items())


def _listed(found: Sequence[str]) -> str:
    return "\n".join(f"• {one}" for one in found) or _UNSAID


def _totals(draft: Draft) -> Iterator[tuple[str, Value]]:
    """Of one whole the number; of several currencies all of them in words, since they have no sum."""
    rows: list[Json] = draft.body["numbers"]["totals"]
    for metric in draft.body["numbers"]["metrics"]:
        known = [row for row in rows if row["now"].get(metric) is not None]
        if len(known) == 1:
            yield metric, value(metric, known[0], draft.locale)
        elif known:
            yield metric, Value(" / ".join(value(metric, row, draft.locale).text for row in known))


def value(metric: str, row: Json, locale: Locale) -> Value:
    """A metric of a row."""
    told, now, currency = catalogue()[metric], row["now"].get(metric), row_currency(row, metric)
    if now is None:
        return Value(_UNSAID)
    text = said(metric, now, currency, locale)
    if told.unit == "money":
        return Value(text, _whole(round(now / micros_of_minor(currency)), currency), "money")
    if told.unit == "count":
        return Value(text, now / MICROS if told.over == "conversions" else now, "count")
    return Value(text, now, told.unit)


def _whole(minor: int, currency: str) -> int | float:
    """Minor units as whole units of the currency."""
    digits = minor_digits(currency)
    return minor if digits == 0 else minor / 10**digits


def _money(draft: Draft) -> Iterator[tuple[str, Value]]:
    body, locale = draft.body, draft.locale
    bills: list[Json] = body["bills"] if body["terms"] is not None else []
    for name, part in (("billed", "billed"), ("vat", "vat"), ("billed_total", "total")):
        yield name, _amounts([(one[part], str(one["currency"])) for one in bills], locale)
    paced, told = body["pacing"], body["reconciliation"]
    if paced["planned"] and paced["spent"] is not None and not marked_up(body):
        share = paced["spent"] / paced["planned"]
        yield "pacing", Value(percent(share), share, "percent")
    truth = told["truth"]
    if truth is not None:
        counted = truth["conversions"]
        yield "counted_conversions", _count(counted)
        yield "counted_revenue", _amounts([(truth["value"], str(told["currency"]))], locale)


def _amounts(parts: Sequence[tuple[int | None, str]], locale: Locale) -> Value:
    known = [(amount, currency) for amount, currency in parts if amount is not None]
    if not known:
        return Value(_UNSAID)
    text = " / ".join(said_minor(amount, currency, locale) for amount, currency in known)
    (amount, currency) = known[0]
    return Value(text, _whole(amount, currency) if len(known) == 1 else None, "money")


def _count(counted: float | None) -> Value:
    return Value(_UNSAID) if counted is None else Value(f"{counted:,g}", counted, "count")


def _platforms(draft: Draft) -> Iterator[Mapping[str, Value]]:
    """A record for each platform and currency that has figures."""
    body, locale = draft.body, draft.locale
    reconciled = {str(one["platform"]): one["reconciled"] for one in body["reconciliation"]["channels"]}
    numbers: Json = body["numbers"]
    rows: list[Json] = numbers["rows"] if "platform" in numbers["by"] else _alone(body)
    for row in rows:
        if row["key"].get("platform") in ANALYTICS or all(one is None for one in row["now"].values()):
            continue
        told = {name: value(name, row, locale) for name in numbers["metrics"]}
        platform = str(row["key"].get("platform", ""))
        told["name"] = Value(str(row["names"].get("platform", platform)))
        told["currency"] = Value(str(row["currency"] or _UNSAID))
        told["reconciled"] = _count(reconciled.get(platform))
        yield {name: told.get(name, Value(_UNSAID)) for name in placeholders().lists["platforms"]}


def _alone(body: Json) -> list[Json]:
    """The whole as the one platform that there is."""
    [only] = body["money"][:1] or [{"platform": "", "name": _UNSAID}]
    named = {"key": {"platform": only["platform"]}, "names": {"platform": only["name"]}}
    return [row | named for row in body["numbers"]["totals"]]


def _targets(draft: Draft) -> Iterator[Mapping[str, Value]]:
    for one in draft.body["targets"]:
        yield {
            "name": Value(str(one["name"])),
            "target": Value(str(one["target_said"])),
            "now": Value(str(one["now_said"])),
            "state": Value(state_said(one, draft.locale)),
        }
