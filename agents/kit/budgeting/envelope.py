"""The envelope of a budget's answer: what it rests on, what is missing, how sure it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from agents.kit.budgeting.measured import Figures
from agents.kit.frameworks.confidence import GRADES
from agents.types import Ask
from config.budgeting import platform_name, reallocation
from config.wording import words
from memory.types import Draft, Evidence, InputUsed, Json, MissingInput

AGENT = "roi_budget"
_FRESH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer rests on."""

    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputUsed, ...] = ()
    missing: tuple[MissingInput, ...] = ()
    assumptions: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    """Paths of the body that an answer should have; what has no evidence counts 0."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says in short."""

    output_type: str
    title: str
    summary: str
    body: Json = field(default_factory=dict[str, object])
    subject: str = ""


def draft(ask: Ask, told: Told, grounds: Grounds) -> Draft:
    """The answer in its envelope; it should be made again after a day, for figures come in."""
    return Draft(
        agent=AGENT,
        output_type=told.output_type,
        schema_version=1,
        locale=ask.locale,
        title=told.title,
        summary=told.summary,
        body=told.body,
        inputs_used=tuple(dict.fromkeys(grounds.inputs)),
        evidence=grounds.evidence,
        assumptions=grounds.assumptions,
        missing_inputs=grounds.missing,
        confidence=confidence(grounds),
        stale_after=ask.now + _FRESH,
        subject=told.subject,
    )


def confidence(grounds: Grounds) -> float:
    """The mean over the required paths of their best grade."""
    best: dict[str, float] = {}
    for one in grounds.evidence:
        best[one.path] = max(one.grade, best.get(one.path, 0.0))
    grades = [best.get(path, 0.0) for path in grounds.required]
    return round(sum(grades) / len(grades), 2) if grades else 0.0


def measured(path: str, figures: Figures, quote: str) -> Evidence:
    """A number that is a sum of facts: the reference is the question's id."""
    return Evidence(path, "metric", figures.measured.query.id, quote, GRADES["metric"])


def stated(path: str, ask: Ask, quote: str) -> Evidence:
    """What was said just now: the reference is the newest message."""
    ref = ask.context.turns[-1].id if ask.context.turns else ""
    return Evidence(path, "statement", ref, quote, GRADES["statement"])


def inferred(path: str, figures: Figures, quote: str) -> Evidence:
    """What is concluded from a sum of facts."""
    return Evidence(path, "inference", figures.measured.query.id, quote, GRADES["inference"])


def assumed(path: str, text: str) -> Evidence:
    return Evidence(path, "assumption", "", text, GRADES["assumption"])


def asked(ask: Ask, fields: Sequence[str]) -> tuple[MissingInput, ...]:
    """What is missing, with why it matters and how it is asked, from the words `missing.<field>`."""
    say = words("budget")
    return tuple(
        MissingInput(
            name,
            say(f"missing.{name}.why", ask.locale),
            say(f"missing.{name}.ask", ask.locale, weeks=reallocation().least_weeks),
        )
        for name in fields
    )


def titled(ask: Ask, key: str) -> str:
    """`Pacing: Nike › Summer`, without the agency's own name."""
    return words("budget")(f"title.{key}", ask.locale, place=place_said(ask))


def place_said(ask: Ask) -> str:
    """`Nike › Summer`, without the agency's own name."""
    names = ask.context.place.names
    shown = names[1:] if ask.context.place.org_type == "AGENCY" and len(names) > 1 else names
    return " › ".join(shown)


def moment(at: datetime, whole: bool, ask: Ask) -> str:
    """Until when figures are known: `14:05 기준`, or a whole day."""
    say = words("budget")
    if whole:
        return say("as_of.day", ask.locale, day=day((at - timedelta(days=1)).date(), ask))
    return say("as_of.time", ask.locale, day=day(at.date(), ask), time=f"{at:%H:%M}")


def day(one: date, ask: Ask) -> str:
    """With its year, where that is not the present one."""
    return said_day(one, ask.locale, year=one.year != ask.now.year)


def said_day(one: date, locale: str, *, year: bool = False) -> str:
    """`11월 26일`, `26 Nov`; with the year `2026년 11월 26일`, `26 Nov 2026`."""
    if locale == "ko":
        return f"{one.year}년 {one.month}월 {one.day}일" if year else f"{one.month}월 {one.day}일"
    return f"{one.day} {one:%b %Y}" if year else f"{one.day} {one:%b}"


def said_days(body: Json, locale: str) -> str:
    """From the body's `since` to its `until`."""
    return said_span(date.fromisoformat(body["since"]), date.fromisoformat(body["until"]), locale)


def said_span(since: date, until: date, locale: str) -> str:
    """`29 Oct – 25 Nov 2026`, `2026년 10월 29일 – 11월 25일`: an answer is read in later years, too."""
    apart = since.year != until.year
    first = said_day(since, locale, year=apart or locale == "ko")
    return f"{first} – {said_day(until, locale, year=apart or locale != 'ko')}"


def rounded(value: float | None) -> float | None:
    """A ratio as a body holds it."""
    return None if value is None else round(value, 6)


def caveats(figures: Figures, ask: Ask, currency: str, own_scope: bool) -> list[str]:
    """What must be said beside sums of facts."""
    say, found = words("budget"), list[str]()
    if not figures.lines and figures.known_until is not None:
        found.append(say("caveat.old", ask.locale, day=f"{figures.known_until:%Y-%m-%d}"))
    if not own_scope and figures.lines:
        found.append(say("caveat.scope", ask.locale))
    if any(line.gross for line in figures.within(currency)):
        found.append(say("caveat.vat", ask.locale))
    if figures.lines and not figures.zone_known:
        found.append(say("caveat.zone", ask.locale, zone=figures.timezone))
    for line in figures.lines:
        if line.currency != currency and line.spend() is not None:
            name = platform_name(line.platform, ask.locale)
            key = "caveat.currency" if line.currency else "caveat.no_currency"
            found.append(say(key, ask.locale, platform=name, currency=line.currency))
    for name in ("provisional", "sampled", "thresholded", "id_from_name"):
        if name in figures.measured.flags:
            found.append(say(f"flag.{name}", ask.locale))
    return found


def own(figures: Figures, ask: Ask) -> bool:
    """Whether these are the place's own facts, and not those of the place above it."""
    return figures.measured.scope in (None, ask.context.place.scope)
