"""Jobs to be done: how badly each desired outcome is served, people and synthetic answers apart.

Source: Anthony Ulwick, What Customers Want (2005), chapter 3: opportunity = importance + max(importance -
satisfaction, 0), each the share of answers 4 or 5 of 5 divided by ten; his bands at 15, 12 and 10.
"""

from collections.abc import Iterator

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.jtbd_draft import draft
from agents.kit.frameworks.keyed import field_spec, label
from agents.kit.frameworks.records.values import option_in
from agents.types import Bullets, Question, Section
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

EXTREME, STRONG, WORTH_IT = 15.0, 12.0, 10.0


def compute(body: Json) -> Json:
    """Opportunities (0 to 20, one decimal), bands, dense ranks over all jobs; synthetic ones rank apart."""
    jobs = [_judged(job) for job in body.get("jobs") or ()]
    outcomes = [one for job in jobs for one in job["outcomes"] if one["opportunity"] is not None]
    for group in ([one for one in outcomes if _synthetic(one) is kind] for kind in (False, True)):
        scores = sorted({one["opportunity"] for one in group}, reverse=True)
        for one in group:
            one["rank"] = scores.index(one["opportunity"]) + 1
    return body | {"jobs": jobs}


def _judged(job: Json) -> Json:
    outcomes = [_scored(one) for one in job.get("outcomes") or ()]
    return job | {"functional": job.get("want"), "outcomes": outcomes}


def _scored(outcome: Json) -> Json:
    importance, satisfaction = outcome.get("importance"), outcome.get("satisfaction")
    found: Json = {"direction": _direction(outcome), "rank": None}
    if importance is None or satisfaction is None:
        return outcome | found | {"opportunity": None, "band": None, "over_served": None}
    score = round(importance + max(importance - satisfaction, 0.0), 1)
    return (
        outcome
        | found
        | {"opportunity": score, "band": band(score), "over_served": satisfaction > importance}
    )


def _direction(outcome: Json) -> str | None:
    """As its own words say it: `minimise the time to order`, `대기 시간 줄이기`."""
    return option_in(field_spec("jtbd", "jobs.outcomes.direction"), outcome.get("metric") or "")


def band(score: float) -> str:
    if score > EXTREME:
        return "extreme"
    if score >= STRONG:
        return "strong"
    return "worth_it" if score >= WORTH_IT else "served"


def _synthetic(outcome: Json) -> bool:
    return outcome.get("source") == "synthetic"


def ranked(body: Json, *, synthetic: bool = False) -> list[Json]:
    """The scored outcomes of people (or the synthetic ones), least served first."""
    every = (one for job in body["jobs"] for one in job["outcomes"] if one["rank"] is not None)
    return sorted((one for one in every if _synthetic(one) is synthetic), key=lambda one: one["rank"])


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """The least served outcome with its sum, what is over-served, the jobs; synthetic findings say so."""
    say, real = framework_spec("jtbd").say, ranked(body)
    lines = [_best(one, locale) for one in real[:1]]
    if over := [_named(one) for one in real if one["over_served"]]:
        lines.append(say("over", locale, names=", ".join(over)))
    made_up = ranked(body, synthetic=True)
    lines += [
        say("synthetic", locale, metric=_named(one), opportunity=number(one["opportunity"]))
        for one in made_up[:1]
    ]
    lines += [say("job", locale, want=job["want"]) for job in body["jobs"] if job.get("want")]
    for name in ("pains", "gains"):
        said = [text for job in body["jobs"] for text in job.get(name) or ()]
        lines += [say(name, locale, said="; ".join(said))] if said else []
    return tuple(lines[:3])


def _named(outcome: Json) -> str:
    return outcome.get("metric") or outcome["id"]


def _best(one: Json, locale: Locale) -> str:
    satisfaction = min(one["satisfaction"], one["importance"])
    facts = {
        "metric": _named(one),
        "opportunity": number(one["opportunity"]),
        "band": label("jtbd", "jobs.outcomes.band", one["band"], locale),
        "importance": number(one["importance"]),
        "satisfaction": number(satisfaction),
        "basis": _basis(one, locale),
    }
    return framework_spec("jtbd").say("best", locale, **facts)


def _basis(one: Json, locale: Locale) -> str:
    say, source = framework_spec("jtbd").say, one.get("source")
    named = label("jtbd", "jobs.outcomes.source", source, locale) if source else say("basis_unknown", locale)
    return (
        say("basis_n", locale, n=one["n"], source=named)
        if one.get("n")
        else say("basis", locale, source=named)
    )


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """The jobs whose story is complete, as stories."""
    say = framework_spec("jtbd").say
    told = [job for job in body["jobs"] if job.get("when") and job.get("want") and job.get("so_that")]
    lines = tuple(say("story_line", locale, **job) for job in told)
    return (Section(say("story", locale), (Bullets(lines),)),) if lines else ()


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """Outcomes of a job that has none, then where numbers come from, then the situation of a job."""
    return (*_outcomes(body, locale), *_sources(body, locale), *_situations(body, locale))


def _outcomes(body: Json, locale: Locale) -> Iterator[Question]:
    for job in body["jobs"]:
        if job.get("want") and not job["outcomes"]:
            text = framework_spec("jtbd").say("ask_outcome", locale, want=job["want"])
            yield Question(f"jobs.{job['id']}.outcomes", text)


def _sources(body: Json, locale: Locale) -> Iterator[Question]:
    for job in body["jobs"]:
        for one in job["outcomes"]:
            if one["opportunity"] is not None and not one.get("source"):
                text = framework_spec("jtbd").say("ask_source", locale, metric=_named(one))
                options = field_spec("jtbd", "jobs.outcomes.source").options
                labels = tuple(option.label.say(locale) for option in options)
                yield Question(f"jobs.{job['id']}.outcomes.{one['id']}.source", text, labels)


def _situations(body: Json, locale: Locale) -> Iterator[Question]:
    for job in body["jobs"]:
        if job.get("want") and not job.get("when"):
            text = framework_spec("jtbd").say("ask_when", locale, want=job["want"])
            yield Question(f"jobs.{job['id']}.when", text)


FRAMEWORK = Framework("jtbd", compute, headline, draft, sections, questions=questions)
