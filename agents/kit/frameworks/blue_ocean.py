"""Blue ocean: the four actions that follow from two curves, and whether together they are a value innovation.

Source: W. Chan Kim, Renée Mauborgne, Blue Ocean Strategy, expanded edition (2015), chapters 2 (strategy
canvas, eliminate-reduce-raise-create grid) and 5 (three tiers of noncustomers). "Well above" and "well below"
the industry is a point of ten here, which is ours.
"""

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.blue_ocean_draft import draft
from agents.kit.frameworks.keyed import figures, label
from agents.types import Chart, Curves, Question, Section, Table
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

MARGIN = 1.0
SAVING, ADDING = ("eliminate", "reduce"), ("raise", "create")
TIERS = ("soon_to_be", "refusing", "unexplored")
_CURVES = ("industry", "own_now", "own_target")


def compute(body: Json) -> Json:
    """Action and effects of each factor, in points of its scale; value innovation; the curves' distances."""
    factors = [_acted(factor) for factor in body.get("factors", [])]
    return body | {
        "factors": factors,
        "noncustomers": body.get("noncustomers", []),
        "value_innovation": _innovates([factor["action"] for factor in factors]),
        "divergence_now": _distance(factors, "own_now"),
        "divergence_target": _distance(factors, "own_target"),
    }


def _acted(factor: Json) -> Json:
    industry, target = factor.get("industry"), factor.get("own_target")
    if industry is None or target is None:
        return factor | {"action": None, "cost_effect": None, "value_effect": None}
    action = _action(industry, target)
    change = round(abs(target - industry), 2)
    return factor | {
        "action": action,
        "cost_effect": change if action in SAVING else 0.0,
        "value_effect": change if action in ADDING else 0.0,
    }


def _action(industry: float, target: float) -> str:
    """Nothing where the industry offers something eliminates; something where it offers nothing creates."""
    if industry > 0 and target == 0:
        return "eliminate"
    if industry == 0 and target > 0:
        return "create"
    if abs(target - industry) < MARGIN:
        return "keep"
    return "raise" if target > industry else "reduce"


def _innovates(actions: list[str | None]) -> bool | None:
    """Cost and value must both move; unknown while an undecided factor could still bring the missing one."""
    if any(action in SAVING for action in actions) and any(action in ADDING for action in actions):
        return True
    return None if not actions or None in actions else False


def _distance(factors: list[Json], own: str) -> float | None:
    """Mean distance of a curve from the industry's, over the factors where both are known."""
    known = [f for f in factors if f.get("industry") is not None and f.get(own) is not None]
    return round(sum(abs(f[own] - f["industry"]) for f in known) / len(known), 2) if known else None


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    say = framework_spec("blue_ocean").say
    lines = [_verdict(body, locale)] if body["factors"] else []
    if body["divergence_now"] is not None and body["divergence_target"] is not None:
        lines.append(say("divergence", locale, **figures(body, "divergence_now", "divergence_target")))
    if body["noncustomers"]:
        lines.append(say("noncustomers", locale, tiers=_tiers(body, locale)))
    return tuple(lines)


def _verdict(body: Json, locale: Locale) -> str:
    say = framework_spec("blue_ocean").say
    saving, adding = (_names(body, actions) for actions in (SAVING, ADDING))
    if body["value_innovation"] is None:
        decided = sum(factor["action"] is not None for factor in body["factors"])
        return say("undecided", locale, decided=decided, of=len(body["factors"]))
    if body["value_innovation"]:
        return say("innovation", locale, saving=", ".join(saving), adding=", ".join(adding))
    return say("no_adding" if saving else "no_saving", locale)


def _names(body: Json, actions: tuple[str, ...]) -> list[str]:
    return [factor.get("name") or factor["id"] for factor in body["factors"] if factor["action"] in actions]


def _tiers(body: Json, locale: Locale) -> str:
    found = [record.get("tier") for record in body["noncustomers"]]
    names: dict[str | None, str] = {
        tier: label("blue_ocean", "noncustomers.tier", tier, locale) for tier in TIERS
    }
    names[None] = framework_spec("blue_ocean").say("untiered", locale)
    return ", ".join(f"{name} {found.count(tier)}" for tier, name in names.items() if tier in found)


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """The four actions with their factors, as soon as one is known."""
    say = framework_spec("blue_ocean").say
    if not any(factor["action"] for factor in body["factors"]):
        return ()
    actions = [
        (label("blue_ocean", "factors.action", one, locale), _names(body, (one,)))
        for one in (*SAVING, *ADDING)
    ]
    row = tuple(", ".join(names) or say("grid_empty", locale) for _, names in actions)
    return (Section(say("grid", locale), (Table(tuple(head for head, _ in actions), (row,)),)),)


def charts(body: Json, locale: Locale) -> tuple[Chart, ...]:
    """The strategy canvas, as soon as a factor has two of its curves."""
    say, factors = framework_spec("blue_ocean").say, body["factors"]
    if not any(sum(factor.get(curve) is not None for curve in _CURVES) > 1 for factor in factors):
        return ()
    drawn = [curve for curve in _CURVES if any(factor.get(curve) is not None for factor in factors)]
    readings = "; ".join(_reading(factor, locale) for factor in factors)
    return (
        Curves(
            say("chart", locale),
            say("alt", locale, of=len(factors), readings=readings),
            say("chart_y", locale),
            tuple(factor.get("name") or factor["id"] for factor in factors),
            tuple((say(curve, locale), tuple(factor.get(curve) for factor in factors)) for curve in drawn),
        ),
    )


def _reading(factor: Json, locale: Locale) -> str:
    say = framework_spec("blue_ocean").say
    levels = {
        curve: say("unknown", locale) if factor.get(curve) is None else number(factor[curve])
        for curve in _CURVES
    }
    return say("alt_reading", locale, name=factor.get("name") or factor["id"], **levels)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """The half of a value innovation that is missing, then who is not reached, then the line that says it."""
    say, factors = framework_spec("blue_ocean").say, body["factors"]
    asked: list[Question] = []
    if not factors:
        asked.append(Question("factors", say("ask_factors", locale)))
    if body["value_innovation"] is False:
        missing = "ask_adding" if _names(body, SAVING) else "ask_saving"
        asked.append(Question("factors", say(missing, locale)))
    if factors and not body["noncustomers"]:
        asked.append(Question("noncustomers", say("ask_noncustomers", locale)))
    if body["value_innovation"] and not body.get("tagline"):
        asked.append(Question("tagline", say("ask_tagline", locale)))
    return tuple(asked)


FRAMEWORK = Framework("blue_ocean", compute, headline, draft, sections, charts, questions)
