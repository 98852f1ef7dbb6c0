"""How well a tactic fits a persona: five parts of 0 to 1, weighed; what is not known is left out of the weighing."""

from dataclasses import dataclass

from agents.kit.figures import money as told_money
from agents.kit.planning.money import in_minor
from agents.kit.planning.naming import related
from agents.kit.planning.values import Ban, Known, Persona, Proof
from config.planning import STAGES, Part, Stage, Tactic, planning
from config.reading import table
from config.wording import words

_RANKS = (1.0, 0.85, 0.7)
_OTHER = 0.4
_INSIDE = -1.0
_AGAIN = 0.25
_LATER = 0.2
_WRONG = 0.2


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a fit, with the reason in words; None where nothing is known of it."""

    part: Part
    value: float | None
    why: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A tactic for a persona at a stage. `blocked` says why it cannot be done at all; "" when it can."""

    tactic: Tactic
    persona: Persona
    stage: Stage
    score: int
    """0 to 100."""
    parts: tuple[PartScore, ...]
    blocked: str = ""
    ban: Ban | None = None
    money: bool = False
    """Whether it is money alone that is in the way."""


def fits(known: Known) -> list[Fit]:
    """Every tactic for every persona, the best first; equal ones in the order of the catalogue."""
    found = [
        fit(known, persona, tactic) for persona in known.personas for tactic in planning().tactics.values()
    ]
    return sorted(found, key=lambda one: -one.score)


def fit(known: Known, persona: Persona, tactic: Tactic) -> Fit:
    stage, stage_value = best_stage(known, tactic)
    parts = (
        _channels(known, persona, tactic),
        _objective(known, tactic, stage, stage_value),
        _evidence(known, tactic),
        _budget(known, tactic),
        _skills(known, tactic),
    )
    ban = banned(known, tactic)
    barred = barrier(known, tactic, ban)
    dear = "" if barred else too_dear(known, tactic)
    return Fit(tactic, persona, stage, score(parts), parts, barred or dear, ban, bool(dear))


def score(parts: tuple[PartScore, ...]) -> int:
    """The weighed mean of the known parts, 0 to 100."""
    weights = planning().rules.weights
    counted = [(weights[one.part], one.value) for one in parts if one.value is not None]
    whole = sum(weight for weight, _ in counted)
    return round(100 * sum(weight * value for weight, value in counted) / whole) if whole else 0


def best_stage(known: Known, tactic: Tactic) -> tuple[Stage, float]:
    """The stage where it does most for the objective; its own best stage counts more than its others."""
    weights = planning().rules.stage_weights[known.objective]
    valued: list[tuple[Stage, float]] = [
        (stage, (1 + _weight(known, stage, weights[stage])) / 2 * (1 - _LATER * at))
        for at, stage in enumerate(tactic.stages)
    ]
    return max(valued, key=lambda pair: (pair[1], -STAGES.index(pair[0])))


def banned(known: Known, tactic: Tactic) -> Ban | None:
    houses = planning().houses(tactic.channel)
    return next((ban for ban in known.bans if ban.kind == "channel" and ban.value in houses), None)


def barrier(known: Known, tactic: Tactic, ban: Ban | None) -> str:
    """Why a tactic cannot be done here for any money, in words; "" when it can."""
    say, locale, book = words("plan"), known.locale, planning()
    channel = book.channels[tactic.channel].name.say(locale)
    if ban:
        return say("blocked.ban", locale, channel=channel, said=ban.said)
    if known.allowed and not related_to_allowed(known, tactic):
        return say("blocked.allowed", locale, channel=channel)
    if tactic.markets and known.frame.country not in tactic.markets:
        return say("blocked.market", locale, markets=", ".join(tactic.markets))
    if tactic.segments and known.segments and not known.segments & set(tactic.segments):
        needs = ", ".join(say(f"segment.{one}", locale) for one in tactic.segments)
        return say("blocked.segment", locale, needs=needs)
    if tactic.occasion and known.occasions.isdisjoint(tactic.occasion):
        needs = ", ".join(table("signals")[one][locale] for one in tactic.occasion)
        return say("blocked.occasion", locale, needs=needs)
    return ""


def too_dear(known: Known, tactic: Tactic) -> str:
    """Why there is no money for a tactic, in words; "" when there is."""
    say, locale = words("plan"), known.locale
    least = minimum(known, tactic)
    if least and known.mode == "bootstrapped":
        return say("blocked.free", locale, least=told_money(least, known.currency, locale))
    if least and known.budget.total is not None and least > known.month_minor:
        month = told_money(known.month_minor, known.currency, locale)
        return say("blocked.minimum", locale, least=told_money(least, known.currency, locale), month=month)
    return ""


def related_to_allowed(known: Known, tactic: Tactic) -> bool:
    return any(one in known.allowed for one in planning().houses(tactic.channel))


def minimum(known: Known, tactic: Tactic) -> int:
    """The sensible minimum a month, in minor units of the plan's currency; 0 for one that needs none."""
    return in_minor(tactic.minimum, known.currency)


def proof_for(tactic: Tactic, proofs: tuple[Proof, ...], used: dict[str, int]) -> Proof | None:
    """The proof that carries a tactic best; each use makes it a little worse, so that rows differ."""
    told = [one for one in proofs if "internal" not in one.kinds] or list(proofs)
    ranked = [(proof_rank(tactic, one), used.get(one.id, 0), at, one) for at, one in enumerate(told)]
    return min(ranked, key=lambda entry: (_AGAIN * entry[1] - entry[0], entry[2]), default=(0, 0, 0, None))[3]


def proof_rank(tactic: Tactic, proof: Proof) -> float:
    if "internal" in proof.kinds:
        return _INSIDE
    for at, kind in enumerate(tactic.proofs):
        if kind in proof.kinds:
            return _RANKS[min(at, len(_RANKS) - 1)]
    return _OTHER


def _weight(known: Known, stage: Stage, weight: float) -> float:
    return min(1.0, weight + known.retention) if stage == "retention" else weight


def _channels(known: Known, persona: Persona, tactic: Tactic) -> PartScore:
    """Where the persona is; without that, where the business already reaches people or sells."""
    say, locale = words("plan"), known.locale
    channel = planning().channels[tactic.channel].name.say(locale)
    if persona.channels:
        near = related(tactic.channel, persona.channels)
        key = "fit.channel.named" if near == 1 else "fit.channel.near" if near else "fit.channel.not"
        return PartScore(
            "channels",
            near or planning().rules.partial,
            say(key, locale, persona=persona.name, channel=channel),
        )
    own = tuple(one for one, standing in known.standing.items() if standing.record == "proven")
    if own or known.business_channels:
        value = max(related(tactic.channel, own), 0.8 * related(tactic.channel, known.business_channels))
        key = "fit.channel.own" if value else "fit.channel.new"
        return PartScore("channels", value or 0.5, say(key, locale, channel=channel))
    return PartScore("channels", None, say("fit.channel.unknown", locale, persona=persona.name))


def _objective(known: Known, tactic: Tactic, stage: Stage, stage_value: float) -> PartScore:
    serves = known.objective in tactic.objectives
    own = 1 - 0.1 * tactic.objectives.index(known.objective) if serves else _WRONG
    say, locale = words("plan"), known.locale
    told = say("fit.objective.yes" if serves else "fit.objective.no", locale,
               objective=say(f"objective.{known.objective}", locale), stage=say(f"stage.{stage}", locale))  # fmt: skip
    return PartScore("objective", round((own + stage_value) / 2, 3), told)


def _evidence(known: Known, tactic: Tactic) -> PartScore:
    say, locale = words("plan"), known.locale
    best = max(known.proofs, key=lambda one: proof_rank(tactic, one), default=None)
    if best is None:
        return PartScore("evidence", 0.0, say("fit.evidence.none", locale))
    return PartScore(
        "evidence", max(0.0, proof_rank(tactic, best)), say("fit.evidence.some", locale, proof=best.text)
    )


def _budget(known: Known, tactic: Tactic) -> PartScore:
    """A free tactic is always affordable; another the better, the less of a month's budget its minimum takes."""
    say, locale = words("plan"), known.locale
    least = minimum(known, tactic)
    if not least:
        return PartScore("budget", 1.0, say("fit.budget.free", locale))
    told = told_money(least, known.currency, locale)
    if known.budget.total is None:
        return PartScore("budget", None, say("fit.budget.unknown", locale, least=told))
    month = known.month_minor
    value = max(0.0, 1 - 0.8 * least / month) if month >= least > 0 else 0.0
    return PartScore("budget", round(value, 3), say("fit.budget.least", locale, least=told,
                     month=told_money(month, known.currency, locale)))  # fmt: skip


def _skills(known: Known, tactic: Tactic) -> PartScore:
    say, locale = words("plan"), known.locale
    needs = ", ".join(say(f"skill.{one}", locale) for one in tactic.skills)
    if not known.skills:
        return PartScore("skills", None, say("fit.skills.unknown", locale, needs=needs))
    have = [one for one in tactic.skills if known.skills.get(one)]
    value = len(have) / len(tactic.skills)
    told = ", ".join(say(f"skill.{one}", locale) for one in have) or "–"
    return PartScore("skills", value, say("fit.skills.known", locale, needs=needs, have=told))
