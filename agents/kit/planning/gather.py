"""Everything that a plan is computed from, gathered once: words, memory, guidelines, outputs, measured facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from agents.kit.commands import COMMAND
from agents.kit.flows import inputs as flowing_inputs
from agents.kit.flows import previous
from agents.kit.frameworks.told import inputs_of, sources_of
from agents.kit.frameworks.vetting import without_orders
from agents.kit.given import Brand
from agents.kit.planning import leads, limits, measures, money
from agents.kit.planning.aims import aims, kept_aims
from agents.kit.planning.choices import Choices
from agents.kit.planning.frame import frame
from agents.kit.planning.naming import stands
from agents.kit.planning.people import personas
from agents.kit.planning.proofs import proofs
from agents.kit.planning.values import (
    ASSUMED,
    Aim,
    Frame,
    Ground,
    Known,
    Lead,
    Milestone,
    of_guideline,
    of_insight,
    stated,
)
from agents.kit.planning.wish import sets_text
from agents.kit.reading.reader import read
from agents.kit.reading.types import Reading, Source
from agents.types import Ask
from config.planning import Mode, Objective, planning
from memory.guidelines import Guidelines
from memory.insight import Insight
from memory.metrics import Measured
from memory.types import Campaign, InputUsed

_OTHERS = ("new_rival", "rival_strength", "rival_weakness", "rival_exit", "rival", "substitute")
"""Signals of what somebody else does."""
_NOTHING = Brand(Guidelines({}))
_GOALS = ("goal", "objective", "목표")


@dataclass(frozen=True, slots=True)
class Given:
    """What the place itself gives."""

    brand: Brand
    campaign: Campaign | None
    rates: dict[str, measures.Baseline]
    measured: Measured | None


async def given(ask: Ask) -> Given:
    brand = await ask.given.brand() if ask.given else _NOTHING
    campaign = await ask.given.campaign() if ask.given else None
    rates, measured = await measures.measured(ask)
    return Given(brand, campaign, rates, measured)


def known(ask: Ask, at: Given, choices: Choices) -> Known:
    """What is known, under these decisions. Pure: a what-if is the same with other decisions."""
    sources = tuple(_sources(ask))
    reading = read(sources, ask.context.place.currency)
    found = _told(ask, at, choices, sources, reading)
    return _measured(
        ask, at, _kept_to(ask, at, choices, _upstream(ask, at, found, reading), reading), reading
    )


def _told(ask: Ask, at: Given, choices: Choices, sources: Sequence[Source], reading: Reading) -> Known:
    """The frame: mode, days, money, hours, objective, and for whom."""
    context = ask.context
    currency = money.currency_of(at.campaign, choices, context.place.currency)
    mode, why, days, spend = _money(ask, at, choices, sources, currency)
    objective, objective_ground = _objective(at, choices, context.known, sources)
    hours, hours_ground = _hours(choices, mode)
    return Known(
        locale=ask.locale,
        currency=currency,
        frame=days,
        mode=mode,
        mode_why=why,
        budget=spend,
        hours=hours,
        hours_ground=hours_ground,
        objective=objective,
        objective_ground=objective_ground,
        personas=personas(context, at.brand, context.known, reading, ask.locale),
        segments=_segments(reading),
        skills=_skills(choices),
        milestones=tuple(_milestones(context.known, days)),
        aims=_in_time(ask, at, sources, currency),
        inputs=_inputs(ask, at, choices),
    )


def _upstream(ask: Ask, at: Given, found: Known, reading: Reading) -> Known:
    """What other agents' outputs say."""
    context = ask.context
    wanted, waiting = leads.opportunities(context), leads.waiting(context)
    shares, shares_ground = leads.shares(context)
    retention, retention_ground = leads.retention(context)
    return replace(
        found,
        proofs=proofs(context, at.brand, reading),
        opportunities=wanted,
        waiting=waiting,
        occasions=_occasions(reading, (*wanted, *waiting)),
        outcomes=leads.outcomes(context),
        threats=leads.threats(context),
        price=leads.price(context),
        units=leads.units(context),
        shares=shares,
        shares_ground=shares_ground,
        retention=retention,
        retention_ground=retention_ground,
    )


def _occasions(reading: Reading, found: Sequence[Lead]) -> frozenset[str]:
    told = (tag for clause in reading.clauses for tag in clause.tags)
    return frozenset((*told, *(signal for lead in found for signal in lead.signals)))


def _kept_to(ask: Ask, at: Given, choices: Choices, found: Known, reading: Reading) -> Known:
    """What binds: bans, channels that are allowed, and how channels stand."""
    allowed, allowed_ground = limits.allowed(at.brand)
    return replace(
        found,
        bans=limits.bans(at.brand, ask.context.known, choices),
        allowed=allowed,
        allowed_ground=allowed_ground or ASSUMED,
        business_channels=(*limits.business_channels(ask.context), *limits.preferred(at.brand)),
        standing=limits.standings(reading),
        paid_untried=limits.paid_untried(reading),
    )


def _measured(ask: Ask, at: Given, found: Known, reading: Reading) -> Known:
    """Figures: what was measured goes before what was said."""
    return replace(
        found,
        baselines={
            **measures.baselines(ask.context.known, reading),
            **measures.starting_points(ask.context),
            **at.rates,
        },
        goals=measures.goals(ask.context),
        traffic=at.rates.get("traffic") or measures.traffic(ask.context.known, reading),
    )


def telling(text: str, currency: str) -> bool:
    """Whether words say something of a business: a signal or a figure."""
    clauses = read([Source("statement", "", text)], currency).clauses
    return any(clause.signals or clause.quantities for clause in clauses)


def _sources(ask: Ask) -> Iterator[Source]:
    """What was told, apart from words that only set the text of a row: those prove nothing."""
    for source in sources_of(ask):
        if source.kind == "document" or not sets_text(source.text):
            yield without_orders(source)


def _money(
    ask: Ask, at: Given, choices: Choices, sources: Sequence[Source], currency: str
) -> tuple[Mode, str, Frame, money.Budget]:
    """The mode needs the year's budget, and the length of a plan without dates needs the mode: small first."""
    amounts = money.said_amounts(at.campaign, choices, ask.context.known, sources, currency, ask.locale)
    mode, why = money.mode_of(choices, amounts, frame(ask, at.campaign, choices, "sme"), currency)
    days = frame(ask, at.campaign, choices, mode)
    spend = money.budget(amounts, days, ask.locale)
    return (
        mode,
        why,
        days,
        money.Budget(0, spend.ground, other=spend.other) if mode == "bootstrapped" else spend,
    )


def _objective(
    at: Given, choices: Choices, known: Sequence[Insight], sources: Sequence[Source]
) -> tuple[Objective, Ground]:
    """What was chosen; what the campaign, the guidelines, or the words name first; sales where nobody says."""
    if chosen := choices.one("objective"):
        return chosen.value, chosen.ground  # pyright: ignore[reportReturnType] - only objectives are stored
    for text, ground in _aims(at, known, sources):
        if found := _named(text):
            return found, ground
    return "sales", ASSUMED


def _aims(at: Given, known: Sequence[Insight], sources: Sequence[Source]) -> Iterator[tuple[str, Ground]]:
    if at.campaign:
        plan = at.campaign.plan
        for text in (plan.goal, plan.kpi):
            if text:
                yield text, stated(at.campaign.id, text)
    goals = at.brand.guidelines.fields.get("strategy.goals")
    for text, place in goals.items if goals else ():
        yield text, of_guideline(place, text)
    for one in reversed(known):
        if one.category == "metric" and one.predicate == "target":
            yield one.text, of_insight(one)
    for source in sources:
        for line in source.text.splitlines():
            if any(word in line.lower() for word in _GOALS):
                yield line, Ground(source.kind, source.ref, line.strip(), 0.75)


def _in_time(ask: Ask, at: Given, sources: Sequence[Source], currency: str) -> tuple[Aim, ...]:
    """What is to be reached in a time: what was said now goes before what stands, and that before the last plan."""
    told = aims(chain(_spoken(ask), _aims(at, ask.context.known, sources)), currency)
    before = previous(ask.context, "marketing_plan")
    held = kept_aims(before.draft.body.get("success_metrics") or ()) if before else ()
    return tuple({(one.metric, one.per): one for one in (*held, *told)}.values())


def _spoken(ask: Ask) -> Iterator[tuple[str, Ground]]:
    """Lines of this thread that speak of goals, the newest first."""
    for turn in reversed(ask.context.turns):
        for line in COMMAND.sub("", turn.text).splitlines():
            if turn.kind == "turn" and any(word in line.lower() for word in _GOALS):
                yield line, stated(turn.id, line.strip())


def _named(text: str) -> Objective | None:
    said = text.lower()
    counts: Mapping[Objective, int] = {
        objective: sum(word in said for word in words)
        for objective, words in planning().lexicon.objectives.items()
    }
    best = max(counts, key=lambda one: counts[one])
    return best if counts[best] else None


def _hours(choices: Choices, mode: Mode) -> tuple[float | None, Ground]:
    chosen = choices.one("hours")
    return (float(chosen.value), chosen.ground) if chosen else (planning().modes[mode].hours, ASSUMED)


def _segments(reading: Reading) -> frozenset[str]:
    """What kind of business its own facts name; online selling that is denied is none, nor is a shop online a shop."""
    ours = [one for one in reading.clauses if one.actor in ("own", "buyer") and not one.has(*_OTHERS)]
    said = "\n".join(one.text for one in ours).lower()
    lexicon = planning().lexicon
    online = any(stands(word, said) for word in lexicon.segments["online"])
    found = {"online"} if online else set[str]()
    for word in lexicon.segments["online"]:
        said = said.replace(word, " ")
    found |= {one for one, words in lexicon.segments.items() if any(stands(word, said) for word in words)}
    if any(word in said for word in lexicon.online_none):
        found.discard("online")
    return frozenset(found)


def _skills(choices: Choices) -> Mapping[str, bool]:
    chosen = choices.one("skills")
    have = frozenset(chosen.value.split()) if chosen else frozenset[str]()
    return {one: one in have for one in planning().lexicon.skills} if chosen else {}


def _milestones(known: Sequence[Insight], days: Frame) -> Iterator[Milestone]:
    for one in known:
        if one.category == "date" and one.valid_from and days.starts <= one.valid_from <= days.ends:
            yield Milestone(one.valid_from, one.text, of_insight(one))


def _inputs(ask: Ask, at: Given, choices: Choices) -> tuple[InputUsed, ...]:
    """Everything that is read, whether or not a row uses it: a change makes the plan stale."""
    deciding = {one.ref for one in choices.made}
    before = previous(ask.context, "marketing_plan")
    earlier = before.draft.inputs_used if before else ()
    turns = (InputUsed("turn", turn.id, turn.content_hash) for turn in ask.context.turns)
    told = (one for one in (*earlier, *turns) if one.kind == "turn" and one.ref in deciding)
    learnt = (
        InputUsed("insight", one.id, one.content_hash) for one in ask.context.known if one.category in _TOLD
    )
    measured = [at.measured.used()] if at.measured else []
    flowing = flowing_inputs(leads.all_flowing(ask.context))
    every = chain(inputs_of(ask), told, learnt, at.brand.inputs, measured, flowing)
    return tuple(dict.fromkeys(every))


_TOLD = ("budget", "date", "metric", "rule", "preference", "decision", "audience", "channel")
