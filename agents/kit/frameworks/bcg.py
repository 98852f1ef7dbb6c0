"""The growth-share matrix: relative share against the growth of the market, and the balance of the portfolio.

Source: Bruce Henderson, The Product Portfolio (1970), for quadrants and balance; Barry Hedley, Strategy and
the Business Portfolio (1977), for relative share on a logarithmic axis, its cut at 1.0 and growth's at 10 %.
"""

from collections.abc import Iterable

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.bcg_draft import draft
from agents.kit.frameworks.keyed import label
from agents.types import Bubble, Bullets, Chart, Matrix, Question, Section
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

GROWTH_CUT, SHARE_CUT = 10.0, 1.0
NEAR = 0.1
"""Within this part of a cut, a unit is borderline."""
ACTIONS = {"star": "hold", "cash_cow": "harvest", "question_mark": "build_or_divest", "dog": "divest"}
QUADRANTS = ("star", "cash_cow", "question_mark", "dog")


def compute(body: Json) -> Json:
    """Relative shares (to two decimals), quadrants, actions; the balance and the parts of revenue in percent.

    A unit is at or above a cut or below it. Without both shares and the market's growth, or with shares that
    exceed the whole, it stays unclassified.
    """
    growth_cut = GROWTH_CUT if body.get("growth_cut_pct") is None else body["growth_cut_pct"]
    share_cut = SHARE_CUT if body.get("share_cut") is None else body["share_cut"]
    units = [_placed(unit, growth_cut, share_cut) for unit in body.get("units") or ()]
    found: Json = {"growth_cut_pct": growth_cut, "share_cut": share_cut, "units": units}
    return body | found | {"balance": _balance(units)} | _parts(units)


def _placed(unit: Json, growth_cut: float, share_cut: float) -> Json:
    growth, rms = unit.get("market_growth_pct"), _relative(unit)
    shown = None if rms is None else round(rms, 2)
    if growth is None or rms is None:
        return unit | {"rms": shown, "quadrant": "unclassified", "borderline": None, "action": None}
    if growth >= growth_cut:
        quadrant = "star" if rms >= share_cut else "question_mark"
    else:
        quadrant = "cash_cow" if rms >= share_cut else "dog"
    borderline = _near(growth, growth_cut) or _near(rms, share_cut)
    return unit | {"rms": shown, "quadrant": quadrant, "borderline": borderline, "action": ACTIONS[quadrant]}


def _relative(unit: Json) -> float | None:
    own, rival = unit.get("own_share_pct"), unit.get("top_rival_share_pct")
    if own is None or not rival or own + rival > 100:
        return None
    return own / rival


def _near(value: float, cut: float) -> bool:
    return abs(value - cut) <= NEAR * abs(cut) + 1e-9


def _balance(units: list[Json]) -> str | None:
    """Cash cows fund what grows; both are needed. Of fewer than two classified units nothing can be said."""
    found = [unit["quadrant"] for unit in units if unit["quadrant"] != "unclassified"]
    if len(found) < 2:
        return None
    grows = "star" in found or "question_mark" in found
    if "cash_cow" in found:
        return "balanced" if grows else "no_future"
    return "unfunded" if grows else "only_dogs"


def _parts(units: list[Json]) -> Json:
    """Of the revenue of all units; None unless each is classified and has a revenue in the one currency."""
    total = sum(unit.get("revenue") or 0 for unit in units)
    known = all(unit.get("revenue") is not None and unit["quadrant"] != "unclassified" for unit in units)
    comparable = known and total > 0 and len({unit.get("currency") for unit in units}) == 1
    found: Json = {}
    for quadrant in QUADRANTS:
        part = sum(unit["revenue"] for unit in units if unit["quadrant"] == quadrant) if comparable else 0
        found[f"{quadrant}_pct"] = round(100 * part / total, 1) if comparable else None
    return found


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """The balance, then the unit with the most revenue, then what waits for figures."""
    say = framework_spec("bcg").say
    placed = [unit for unit in body["units"] if unit["quadrant"] != "unclassified"]
    waiting = [unit for unit in body["units"] if unit["quadrant"] == "unclassified"]
    lines = [_balanced(body, locale)] if body["balance"] else []
    largest = sorted(placed, key=lambda unit: -(unit.get("revenue") or 0))[: 2 - len(lines)]
    lines += [
        say("unit_borderline" if unit["borderline"] else "unit", locale, **_facts(unit, locale))
        for unit in largest
    ]
    if waiting:
        lines.append(say("unclassified", locale, names=_names(waiting)))
    return tuple(lines)


def _balanced(body: Json, locale: Locale) -> str:
    growing = [unit for unit in body["units"] if unit["quadrant"] in ("star", "question_mark")]
    cows = [unit for unit in body["units"] if unit["quadrant"] == "cash_cow"]
    dogs = [unit for unit in body["units"] if unit["quadrant"] == "dog"]
    named = {"no_future": cows, "only_dogs": dogs}.get(body["balance"], growing)
    return framework_spec("bcg").say(body["balance"], locale, names=_names(named), cows=_names(cows))


def _names(units: Iterable[Json]) -> str:
    return ", ".join(unit.get("name") or unit["id"] for unit in units)


def _facts(unit: Json, locale: Locale) -> Json:
    return {
        "name": unit.get("name") or unit["id"],
        "quadrant": label("bcg", "units.quadrant", unit["quadrant"], locale),
        "market_growth_pct": number(unit["market_growth_pct"]),
        "rms": number(unit["rms"]),
    }


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """How the revenue lies in the matrix."""
    say = framework_spec("bcg").say
    lines = [
        say(
            "shares",
            locale,
            quadrant=label("bcg", "units.quadrant", one, locale),
            share=number(body[f"{one}_pct"]),
        )
        for one in QUADRANTS
        if body[f"{one}_pct"]
    ]
    return (Section(say("shares_title", locale), (Bullets(tuple(lines)),)),) if lines else ()


def charts(body: Json, locale: Locale) -> tuple[Chart, ...]:
    """The classified units as bubbles by revenue. A relative share of 0 has no place on a log axis."""
    say = framework_spec("bcg").say
    placed = [unit for unit in body["units"] if unit["quadrant"] != "unclassified" and unit["rms"] > 0]
    if not placed:
        return ()
    largest = max(unit.get("revenue") or 0 for unit in placed)
    corners = ("star", "question_mark", "cash_cow", "dog")
    cuts = {"growth_cut_pct": number(body["growth_cut_pct"]), "share_cut": number(body["share_cut"])}
    readings = "; ".join(say("alt_unit", locale, **_facts(unit, locale)) for unit in placed)
    upper_left, upper_right, lower_left, lower_right = (
        label("bcg", "units.quadrant", one, locale) for one in corners
    )
    chart = Matrix(
        title=say("chart", locale),
        alt=say("alt", locale, readings=readings, **cuts),
        x_title=say("chart_x", locale),
        y_title=say("chart_y", locale),
        x_cut=body["share_cut"],
        y_cut=body["growth_cut_pct"],
        corners=(upper_left, upper_right, lower_left, lower_right),
        bubbles=tuple(_bubble(unit, largest, locale) for unit in placed),
        x_log_reversed=True,
    )
    return (chart,)


def _bubble(unit: Json, largest: int, locale: Locale) -> Bubble:
    size = (unit.get("revenue") or 0) / largest if largest else 0.0
    quadrant = label("bcg", "units.quadrant", unit["quadrant"], locale)
    return Bubble(unit.get("name") or unit["id"], unit["rms"], unit["market_growth_pct"], size, quadrant)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """The market's growth where only the own one was said; shares that cannot both be true."""
    say, asked = framework_spec("bcg").say, list[Question]()
    for unit in body["units"]:
        name, path = unit.get("name") or unit["id"], f"units.{unit['id']}"
        if unit.get("market_growth_pct") is None and unit.get("own_growth_pct") is not None:
            facts = {"own_growth_pct": number(unit["own_growth_pct"]), "name": name}
            asked.append(Question(f"{path}.market_growth_pct", say("ask_market", locale, **facts)))
        both = (unit.get("own_share_pct") or 0) + (unit.get("top_rival_share_pct") or 0)
        if both > 100:
            text = say("ask_shares", locale, name=name, sum=number(both))
            asked.append(Question(f"{path}.top_rival_share_pct", text))
    return tuple(asked)


FRAMEWORK = Framework("bcg", compute, headline, draft, sections, charts, questions)
