"""What may be spent: the user's choice, the campaign's frame, what was learnt, what the words say, in this order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.figures import minor_digits, money
from agents.kit.frameworks.confidence import GRADES
from agents.kit.learning.figures import budgets
from agents.kit.planning.choices import Choice, Choices
from agents.kit.planning.values import Budget, Frame, Ground, of_insight, stated
from agents.kit.reading.types import Source
from config.errors import Locale
from config.planning import Mode, planning
from memory.insight import Insight
from memory.types import Campaign

_PERIODS = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
"""How many of them make a year."""
_WHOLE = ("total", "media", "ad", "")


@dataclass(frozen=True, slots=True)
class Said:
    """An amount that somebody named, in minor units."""

    minor: int
    currency: str
    per: str
    ground: Ground


def currency_of(campaign: Campaign | None, choices: Choices, fallback: str) -> str:
    """That of the budget that was said last, then the campaign's, then the place's."""
    chosen = choices.one("budget")
    parts = chosen.value.split() if chosen else []
    if len(parts) > 1:
        return parts[1]
    return (campaign.plan.currency if campaign and campaign.plan.currency else None) or fallback


def said_amounts(
    campaign: Campaign | None,
    choices: Choices,
    known: Sequence[Insight],
    sources: Sequence[Source],
    currency: str,
    locale: Locale,
) -> list[Said]:
    """Every budget that is known, the one that counts first. Amounts in other currencies are left out."""
    found = [*_chosen(choices.one("budget"), currency), *_of_campaign(campaign, currency, locale)]
    found += reversed([*_learnt(known)])
    found += reversed([*_read(sources, currency)])
    return [one for one in found if one.currency == currency]


def budget(amounts: Sequence[Said], frame: Frame, locale: Locale) -> Budget:
    """What the first amount makes over the whole plan; another source that says otherwise is named."""
    if not amounts:
        return Budget(None)
    first = amounts[0]
    total = over(first, frame)
    other = next((one for one in amounts[1:] if over(one, frame) != total), None)
    told = f"{other.ground.quote or money(other.minor, other.currency, locale)}" if other else ""
    rate = first.minor if first.per else None
    return Budget(total, first.ground, first.per, rate, told)


def over(said: Said, frame: Frame) -> int:
    """A rate times the periods of the plan, months counted as whole ones; rounded down to the minor unit."""
    if not said.per:
        return said.minor
    if said.per == "month":
        return said.minor * frame.months
    return said.minor * _PERIODS[said.per] * frame.days // 365


def mode_of(choices: Choices, amounts: Sequence[Said], frame: Frame, currency: str) -> tuple[Mode, str]:
    """The mode, and the key of the wording that says why."""
    if chosen := choices.one("mode"):
        mode: Mode = chosen.value  # pyright: ignore[reportAssignmentType] - only modes are stored
        return mode, "mode.chosen"
    if not amounts:
        return "bootstrapped", "mode.unknown"
    total = over(amounts[0], frame)
    if total == 0:
        return "bootstrapped", "mode.zero"
    yearly = total * 365 // frame.days
    return ("enterprise", "mode.large") if yearly >= large(currency) else ("sme", "mode.small")


def large(currency: str) -> int:
    """The yearly budget, in minor units, from which a plan has phases and gates."""
    rules = planning().rules
    return in_minor(rules.enterprise_from, currency) or 10**18


def in_minor(amounts: dict[str, int], currency: str) -> int:
    """An amount that is said in KRW and USD, in minor units of any currency; 0 where it has none.

    For other currencies it is the dollars times a round figure of what they buy: no rate of exchange.
    """
    if not amounts:
        return 0
    scale = planning().rules.scale.get(currency, 1.0)
    major = amounts.get(currency) or round(amounts["USD"] * scale)
    return major * 10 ** minor_digits(currency)


def _chosen(choice: Choice | None, currency: str) -> Iterator[Said]:
    if choice:
        amount, *rest = choice.value.split()
        per = rest[1] if len(rest) > 1 else ""
        yield Said(int(amount), rest[0] if rest else currency, per, choice.ground)


def _of_campaign(campaign: Campaign | None, currency: str, locale: Locale) -> Iterator[Said]:
    if campaign and campaign.plan.budget is not None:
        plan, own = campaign.plan, campaign.plan.currency or currency
        quote = f"{plan.name or campaign.slug}: {money(plan.budget or 0, own, locale)}"
        yield Said(plan.budget or 0, own, "", stated(campaign.id, quote))


def _learnt(known: Sequence[Insight]) -> Iterator[Said]:
    for one in known:
        subject = one.subject_key.partition(":")[2]
        if (
            one.category == "budget"
            and (subject in _WHOLE or subject in ("monthly", "월"))
            and one.value.isdigit()
        ):
            unit, _, per = one.unit.partition("/")
            yield Said(int(one.value), unit, per if per in _PERIODS else "", of_insight(one))


def _read(sources: Sequence[Source], currency: str) -> Iterator[Said]:
    for source in sources:
        for line in source.text.splitlines():
            for fact in budgets(line, currency):
                unit, _, per = fact.unit.partition("/")
                if fact.subject in _WHOLE and fact.value.isdigit():
                    quote = line[fact.start : fact.end]
                    ground = Ground(source.kind, source.ref, quote, GRADES[source.kind])
                    yield Said(int(fact.value), unit, per if per in _PERIODS else "", ground)
