"""7S: the gaps of seven elements, and how well each of their 21 pairs fits.

Source: Robert Waterman, Thomas Peters, Julien Phillips, Structure Is Not Organization (Business Horizons,
June 1980). The scales, the fit that follows from two ratings, and the index are ours: the article has none.
"""

from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.keyed import figures, keyed, label
from agents.kit.frameworks.seven_s_draft import draft
from agents.types import Bullets, Chart, Question, Radar, Section
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

HARD = ("strategy", "structure", "systems")
TELLING = 6
"""The index is told from this many pairs on, which is when four elements are rated."""
HOT = -1
"""A pair at this fit or below is a hot spot."""


def compute(body: Json) -> Json:
    """Gaps (desired less current), fits (-2 to 2), hot spots, the alignment index, means of hard and soft."""
    elements = [_measured(element) for element in keyed(body, "seven_s", "elements")]
    current = {element["id"]: element.get("current") for element in elements}
    pairs = [_fitted(pair, current) for pair in keyed(body, "seven_s", "pairs")]
    fits = [pair["fit_used"] for pair in pairs if pair["fit_used"] is not None]
    return body | {
        "elements": elements,
        "pairs": pairs,
        "alignment": _index(fits),
        "pairs_rated": len(fits),
        "hard_mean": _mean([rating for element, rating in current.items() if element in HARD]),
        "soft_mean": _mean([rating for element, rating in current.items() if element not in HARD]),
    }


def _measured(element: Json) -> Json:
    current, desired = element.get("current"), element.get("desired")
    return element | {
        "kind": "hard" if element["id"] in HARD else "soft",
        "gap": None if current is None or desired is None else desired - current,
    }


def _fitted(pair: Json, current: dict[str, int | None]) -> Json:
    """As rated, else from the two elements: equal ratings fit (2), and each point between them costs one."""
    left, right = (current[element] for element in pair["id"].split("-"))
    fit, basis = pair.get("fit"), "rated"
    if fit is None and left is not None and right is not None:
        fit, basis = 2 - abs(left - right), "ratings"
    return pair | {
        "fit_used": fit,
        "basis": None if fit is None else basis,
        "hot": None if fit is None else fit <= HOT,
    }


def _index(fits: list[int]) -> float | None:
    """The mean fit on a scale of 0 (every known pair at -2) to 100 (every one at 2)."""
    return round(100 * (sum(fits) / len(fits) + 2) / 4, 1) if fits else None


def _mean(ratings: list[int | None]) -> float | None:
    """Of all of them or of none: the mean of some would pass for the mean of all."""
    known = [rating for rating in ratings if rating is not None]
    return round(sum(known) / len(known), 2) if len(known) == len(ratings) else None


def widest(body: Json) -> list[Json]:
    """The elements with a gap, widest first, the hard ones before the soft ones where they are equal."""
    return sorted((e for e in body["elements"] if e["gap"]), key=lambda e: -abs(e["gap"]))


def hot_spots(body: Json) -> list[Json]:
    """The pairs that do not fit, worst first."""
    return sorted((pair for pair in body["pairs"] if pair["hot"]), key=lambda pair: pair["fit_used"])


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    say = framework_spec("seven_s").say
    lines = [
        say("gap", locale, **element | {"element": _named(element, locale)}) for element in widest(body)[:1]
    ]
    if hot := hot_spots(body):
        lines.append(say("hot", locale, pairs=", ".join(_pair(pair, locale) for pair in hot[:3])))
    if body["pairs_rated"] >= TELLING:
        lines.append(say("alignment", locale, **figures(body, "alignment", "pairs_rated")))
    return tuple(lines) or _found(body, locale)


def _found(body: Json, locale: Locale) -> tuple[str, ...]:
    """Before there are ratings: which elements were spoken of."""
    spoken = [_named(element, locale) for element in body["elements"] if element["findings"]]
    return (framework_spec("seven_s").say("found", locale, elements=", ".join(spoken)),) if spoken else ()


def _named(element: Json, locale: Locale) -> str:
    return label("seven_s", "elements.element", element["id"], locale)


def _pair(pair: Json, locale: Locale) -> str:
    return label("seven_s", "pairs.pair", pair["id"], locale)


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """The hot spots with their fit and where it comes from; hard against soft."""
    say = framework_spec("seven_s").say
    current = {element["id"]: element.get("current") for element in body["elements"]}
    lines = [_hot_line(pair, current, locale) for pair in hot_spots(body)]
    if body["hard_mean"] is not None and body["soft_mean"] is not None:
        lines.append(say("hard_soft", locale, **figures(body, "hard_mean", "soft_mean")))
    return (Section(say("hot_title", locale), (Bullets(tuple(lines)),)),) if lines else ()


def _hot_line(pair: Json, current: dict[str, int | None], locale: Locale) -> str:
    left, right = (current[element] for element in pair["id"].split("-"))
    key = "hot_line" if pair["basis"] == "rated" else "hot_derived"
    facts = {"pair": _pair(pair, locale), "fit": pair["fit_used"], "left": left, "right": right}
    return framework_spec("seven_s").say(key, locale, **facts)


def charts(body: Json, locale: Locale) -> tuple[Chart, ...]:
    """Both ratings on seven spokes, once three elements have one."""
    say, elements = framework_spec("seven_s").say, body["elements"]
    if sum(element.get("current") is not None for element in elements) < 3:
        return ()
    drawn = [name for name in ("current", "desired") if any(element.get(name) for element in elements)]
    series = tuple((_rated(name, locale), tuple(element.get(name) for element in elements)) for name in drawn)
    spokes = tuple(_named(element, locale) for element in elements)
    readings = "; ".join(_reading(element, locale) for element in elements)
    return (Radar(say("chart", locale), say("alt", locale, readings=readings), spokes, series),)


def _rated(name: str, locale: Locale) -> str:
    return framework_spec("seven_s").records[0].field(name).label.say(locale)


def _reading(element: Json, locale: Locale) -> str:
    say = framework_spec("seven_s").say
    ratings = {name: element.get(name) or say("unknown", locale) for name in ("current", "desired")}
    return say("alt_reading", locale, element=_named(element, locale), **ratings)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """The rating that completes a gap, then what closes the widest one, then the elements without any."""
    half = [e for e in body["elements"] if (e.get("current") is None) != (e.get("desired") is None)]
    none = [e for e in body["elements"] if e.get("current") is None and e.get("desired") is None]
    asked = [_rating(element, locale) for element in half]
    asked += [_closing(element, locale) for element in widest(body)[:1] if not element["actions"]]
    return (*asked, *(_rating(element, locale) for element in none))


def _rating(element: Json, locale: Locale) -> Question:
    field = "current" if element.get("current") is None else "desired"
    text = framework_spec("seven_s").say(f"ask_{field}", locale, element=_named(element, locale))
    return Question(f"elements.{element['id']}.{field}", text)


def _closing(element: Json, locale: Locale) -> Question:
    text = framework_spec("seven_s").say(
        "ask_action", locale, element=_named(element, locale), gap=element["gap"]
    )
    return Question(f"elements.{element['id']}.actions", text)


FRAMEWORK = Framework("seven_s", compute, headline, draft, sections, charts, questions)
