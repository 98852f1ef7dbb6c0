"""A report as it is shown: out of its body alone, so that it is the same whenever it is opened.

What the client sees stands in sections that are not internal; the net spend and the mark-up on it never do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from agents.kit.analysing.pictures import pictures
from agents.kit.analysing.shown import shown as numbers_shown
from agents.kit.budgeting.amounts import said_minor
from agents.kit.budgeting.reconciliation_shown import charts as truth_charts
from agents.kit.figures import number, percent
from agents.kit.reporting.markups import marked_up, terms_said
from agents.types import AgentResult, Block, Bullets, Button, Chart, Paragraph, Section, Table
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Json

_UNSAID = "–"
_MOST_CHARTS = 3
_TOLD = ("revenue", "conversions", "roas", "cpa", "cvr")


def shown(draft: Draft) -> AgentResult:
    """The whole report."""
    return AgentResult(
        lines=lines(draft),
        sections=tuple(_sections(draft)),
        outputs=(draft,),
        buttons=_buttons(draft),
        charts=charts(draft),
        verb="report",
    )


def inner(draft: Draft, part: str) -> Draft:
    """A part of the report as the analysis that it came from."""
    return replace(draft, body=draft.body[part])


def lines(draft: Draft) -> tuple[str, ...]:
    """At most three: the figures, what changed most, where targets and budget stand."""
    body, locale = draft.body, draft.locale
    total = numbers_shown(inner(draft, "numbers")).lines[0]
    changed = [str(one["text"]) for one in sorted(_changes(body), key=_telling)[:1]]
    return tuple(one for one in (total, *changed, _standing(body, locale)) if one)[:3]


def _standing(body: Json, locale: Locale) -> str:
    """Targets that are met, and how much of the budget is spent."""
    say, parts = words("report"), list[str]()
    judged = [one for one in body["targets"] if one["met"] is not None]
    if judged:
        met = sum(1 for one in judged if one["met"])
        parts.append(say("line.targets", locale, met=met, count=len(judged)))
    if body["pacing"]["planned"] and body["pacing"]["spent"] is not None:
        parts.append(_paced(body, locale))
    return " ".join(parts)


def _paced(body: Json, locale: Locale) -> str:
    """In shares alone where a mark-up is billed: and then not even the share of a budget that the client knows."""
    paced = body["pacing"]
    facts = {
        "spent": percent(paced["spent"] / paced["planned"]),
        "elapsed": percent(paced["elapsed"]) if paced["elapsed"] is not None else _UNSAID,
        "as_of": paced["as_of_text"] or _UNSAID,
        "band": words("report")(f"band.{paced['band']}", locale),
    }
    return words("report")("line.pace" if marked_up(body) else "line.pacing", locale, **facts)


def charts(draft: Draft) -> tuple[Chart, ...]:
    """Day by day, the place's own currency first, then what is claimed beside what was counted."""
    told: Json = draft.body["reconciliation"]
    claims = truth_charts(replace(draft, body=told, summary=told["summary"]))
    return (*tuple(_daily(draft))[: _MOST_CHARTS - len(claims[:1])], *claims[:1])


def _daily(draft: Draft) -> Iterator[Chart]:
    """Amounts of several currencies never share an axis, and neither do the counts beside them."""
    daily, own = draft.body["daily"], draft.body["currency"]
    known = {str(row["currency"]) for row in daily["rows"]}
    for currency in sorted(known, key=lambda one: (one != own, not one, one)):
        rows = [row for row in daily["rows"] if row["currency"] == currency]
        yield from pictures(replace(draft, body=daily | {"rows": rows}))


def _sections(draft: Draft) -> Iterator[Section]:
    body, locale = draft.body, draft.locale
    say = words("report")
    yield Section(say("section.results", locale), tuple(_results(draft)))
    yield Section(say("section.targets", locale), _targets(body, locale))
    yield Section(say("section.pacing", locale), tuple(_pacing(body, locale)))
    if body["terms"] is not None:
        none = Paragraph(say("bill.none", locale))
        yield Section(say("section.billing", locale), (_billing(body, locale) if body["bills"] else none,))
    yield Section(say("section.truth", locale), tuple(_truth(body, locale)))
    yield Section(
        say("section.changes", locale), (_bullets(changes_said(body), say("changes.none", locale)),)
    )
    yield from _drivers(draft)
    if body["wins"]:
        yield Section(
            say("section.wins", locale), (Bullets(tuple(str(one["text"]) for one in body["wins"])),)
        )
    yield Section(say("section.next", locale), (_bullets(next_said(body), say("next.none", locale)),))
    yield Section(
        say("section.data", locale), (_feeds(body, locale), Bullets(tuple(data_said(body, locale))))
    )
    yield from _internal(draft)


def _results(draft: Draft) -> Iterator[Block]:
    """The totals and each platform, beside the days before."""
    body, locale = draft.body, draft.locale
    say = words("report")
    facts = {"days": body["days"], "zone": body["timezone"], "before": body["before_days"] or _UNSAID}
    yield Paragraph(say("results.compared" if body["before"] else "results.alone", locale, **facts))
    found = numbers_shown(inner(draft, "numbers"))
    tables = [block for section in found.sections for block in section.blocks if isinstance(block, Table)]
    yield from tables[:1] if body["numbers"]["rows"] or body["numbers"]["totals"] else ()


def _targets(body: Json, locale: Locale) -> tuple[Block, ...]:
    say, found = words("report"), cast("list[Json]", body["targets"])
    if not found:
        return (Paragraph(say("targets.none", locale)),)
    heads = tuple(say(f"head.{name}", locale) for name in ("target_of", "target", "now", "state", "basis"))
    rows = tuple(
        (
            str(one["name"]),
            str(one["target_said"]),
            _now(one, body),
            state_said(one, locale),
            say(f"basis.{one['basis']}", locale),
        )
        for one in found
    )
    return (Table(heads, rows),)


def _now(one: Json, body: Json) -> str:
    """With who counted it, and of which days where they are not the report's."""
    days = one["days"] if one["days"] and None not in one["days"] else None
    other = " – ".join(days) if days and days != [body["since"], body["until"]] else ""
    beside = ", ".join(part for part in (str(one["source"]), other) if part)
    return f"{one['now_said']} ({beside})" if beside else str(one["now_said"])


def state_said(one: Json, locale: Locale) -> str:
    """Met or not; of a sum, which part of its target these days brought."""
    say = words("report")
    if not one["known"]:
        return say("state.unknown", locale)
    if one["met"] is None:
        return say("state.part", locale, share=percent(one["share"])) if one["share"] is not None else _UNSAID
    return say("state.met" if one["met"] else "state.missed", locale)


def _pacing(body: Json, locale: Locale) -> Iterator[Block]:
    say, paced = words("report"), body["pacing"]
    if paced["planned"] is None:
        yield Paragraph(say("pacing.none", locale))
        return
    if paced["spent"] is None:
        yield Paragraph(say("pacing.unspent", locale))
        return
    yield Paragraph(_paced(body, locale))
    if not marked_up(body):
        amounts = {
            name: said_minor(paced[name], paced["currency"], locale)
            for name in ("spent", "planned", "projected")
        }
        yield Paragraph(say("pacing.amounts", locale, **amounts))


def _billing(body: Json, locale: Locale) -> Table:
    """What is billed; net spend and mark-up are internal columns."""
    say = words("report")
    heads = tuple(say(f"head.{name}", locale) for name in ("platform", "net", "fee", "billed"))
    rows = [_money(str(one["name"]), one, locale) for one in body["money"]]
    for one in cast("list[Json]", body["bills"]):
        rows.append(_money(say("bill.sum", locale, currency=one["currency"] or "?"), one, locale))
        if one["vat"] is not None:
            facts = {"rate": number(body["terms"]["vat"] / 100), "currency": one["currency"] or "?"}
            rows.append(
                (say("bill.vat", locale, **facts), "", "", said_minor(one["vat"], one["currency"], locale))
            )
            rows.append(
                (
                    say("bill.total", locale, **facts),
                    "",
                    "",
                    said_minor(one["total"], one["currency"], locale),
                )
            )
    return Table(heads, tuple(rows), internal=(1, 2))


def _money(name: str, one: Json, locale: Locale) -> tuple[str, ...]:
    return (name, *(said_minor(one[part], str(one["currency"]), locale) for part in ("net", "fee", "billed")))


def _truth(body: Json, locale: Locale) -> Iterator[Block]:
    """What platforms claim beside what was counted, with how the two were brought together."""
    say, told = words("report"), body["reconciliation"]
    if not told["channels"]:
        yield Paragraph(say("truth.nothing", locale))
        return
    names = ("platform", "claimed", "window", "tracked", "reconciled")
    yield Table(tuple(say(f"head.{name}", locale) for name in names), tuple(_claims(told, locale)))
    truth = told["truth"]
    if truth is None:
        yield Paragraph(say("truth.none", locale))
        return
    facts = [
        words("budget")(f"method.{told['method']}", locale),
        words("budget")("caveat.never_summed", locale),
    ]
    if truth["value"] is not None:
        value = said_minor(truth["value"], told["currency"], locale)
        facts.insert(0, say("truth.value", locale, source=truth["name"], value=value))
    yield Bullets(tuple(facts))


def _claims(told: Json, locale: Locale) -> Iterator[tuple[str, ...]]:
    unsaid = words("budget")("window.unsaid", locale)
    for one in told["channels"]:
        counts = tuple(_count(one[name]) for name in ("claimed", "tracked", "reconciled"))
        yield (str(one["name"]), counts[0], str(one["window"] or unsaid), *counts[1:])
    if (truth := told["truth"]) is not None:
        name = words("report")("truth.counted", locale, source=truth["name"])
        yield (name, _UNSAID, _UNSAID, _UNSAID, _count(truth["conversions"]))


def _count(value: float | None) -> str:
    return _UNSAID if value is None else number(round(value, 1))


def _telling(one: Json) -> int:
    """What came of the money goes before the money, which the first line tells."""
    return _TOLD.index(one["metric"]) if one.get("metric") in _TOLD else len(_TOLD)


def _changes(body: Json) -> list[Json]:
    return [one for one in body["numbers"]["findings"] if one.get("worth")]


def changes_said(body: Json) -> list[str]:
    """What changed, then what it is made of."""
    found: list[Json] = body["why"]["findings"] if body["why"] else []
    made = [one for one in found if one["kind"] == "drivers"]
    return [str(one["text"]) for one in (*_changes(body), *made)]


def _drivers(draft: Draft) -> Iterator[Section]:
    if draft.body["why"] is None:
        return
    say, locale = words("analytics"), draft.locale
    heads = tuple(say(f"section.{name}", locale) for name in ("drivers", "segments"))
    found = numbers_shown(inner(draft, "why")).sections
    yield from (one for one in found if one.title.startswith(heads))


def next_said(body: Json) -> list[str]:
    """What may be said to the client."""
    return [str(one["text"]) for one in body["next"] if not one["internal"]]


def _bullets(found: Sequence[str], none: str) -> Block:
    return Bullets(tuple(found)) if found else Paragraph(none)


def _feeds(body: Json, locale: Locale) -> Table:
    say = words("report")
    heads = tuple(
        say(f"head.{name}", locale) for name in ("platform", "account", "until", "provisional", "zone")
    )
    rows = tuple(
        (
            str(one["name"]),
            str(one["account"] or _UNSAID),
            str(one["until_said"]),
            str(one["provisional_from"] or _UNSAID),
            str(one["timezone"] or _UNSAID),
        )
        for one in body["feeds"]
    )
    return Table(heads, rows)


def data_said(body: Json, locale: Locale) -> Iterator[str]:
    """Until when the figures are known, and what has to be said beside them."""
    yield words("report")("data.as_of", locale, as_of=body["numbers"]["as_of"], zone=body["timezone"])
    yield from dict.fromkeys(str(one) for one in body["caveats"])


def _internal(draft: Draft) -> Iterator[Section]:
    """What only the house reads: the net view, what is missing, ideas that nobody took up, where figures are from."""
    body, locale = draft.body, draft.locale
    say = words("report")
    if body["net"] is not None:
        found = numbers_shown(inner(draft, "net"))
        tables = [block for section in found.sections for block in section.blocks if isinstance(block, Table)]
        yield Section(
            say("section.net", locale), (Paragraph(terms_said(body, locale)), *tables[:1]), internal=True
        )
    notes = [f"{one.ask} {one.why}" for one in draft.missing_inputs]
    notes += [str(one["text"]) for one in body["next"] if one["internal"]]
    paced = str(body["pacing"]["summary"])
    queries = ", ".join(dict.fromkeys((*body["numbers"]["facts"], *body["daily"]["facts"])))
    notes += [paced, say("notes.queries", locale, queries=queries)]
    yield Section(say("section.notes", locale), (Bullets(tuple(notes)),), internal=True)


def _buttons(draft: Draft) -> tuple[Button, ...]:
    say, locale = words("report"), draft.locale
    files = tuple(
        Button(say(f"button.{to}", locale), f"export {{output}} {to} client")
        for to in ("pptx", "xlsx", "pdf")
    )
    return (Button(say("button.send", locale), "report send {output}"), *files)
