"""SWOT: scores 1 to 25, the strongest first, at most seven a quadrant, and what the quadrants suggest together.

Source: Humphrey's SWOT and Weihrich's TOWS (Long Range Planning 15(2), 1982). Score = impact x strength (inside) or
likelihood (outside); from 15 on high, up to 7 low.
"""

from collections.abc import Iterator

from agents.kit.frameworks import swot_score as scoring
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.swot_draft import MOST, draft
from agents.kit.frameworks.swot_place import INTERNAL, QUADRANTS
from agents.kit.frameworks.tows import about, steps, tows
from agents.types import Chart, Grid, Question
from config.catalogue import framework_spec
from config.errors import Locale
from config.korean import fill
from config.reading import entries, table
from memory.types import Json


def compute(body: Json) -> Json:
    """Scores, bands and order; more than seven of a quadrant go to `rest` and come back when there is room."""
    scored = [_scored(item) for item in (*body.get("items", ()), *body.get("rest", ()))]
    scored.sort(key=_order)
    items, rest = _capped(scored)
    locale = _locale(body, items)
    arithmetic = [_settled(one) for one in body.get("arithmetic", ())]
    made = {
        "tows": tows(items, locale),
        "next": steps(items, locale),
        "arithmetic": arithmetic,
        "locale": locale,
    }
    return body | {"items": items, "rest": rest} | made


def _scored(item: Json) -> Json:
    sides = ("strength", "likelihood") if item.get("quadrant") in INTERNAL else ("likelihood", "strength")
    own, other = sides
    if item.get(own) is None and item.get(other) is not None:
        item = item | {own: item[other], other: None}
    second = item.get(own)
    known = item.get("share_pct")
    impact = item.get("impact") if known is None else scoring.impact_of_share(known)
    value = scoring.score(impact, second)
    return item | {"impact": impact, "score": value, "band": scoring.band(value)}


def _order(item: Json) -> tuple[int, int]:
    quadrant = item.get("quadrant")
    return QUADRANTS.index(quadrant) if quadrant in QUADRANTS else len(QUADRANTS), -(item["score"] or 0)


def _capped(items: list[Json]) -> tuple[list[Json], list[Json]]:
    kept: list[Json] = []
    rest: list[Json] = []
    for item in items:
        full = sum(one.get("quadrant") == item.get("quadrant") for one in kept) >= MOST
        (rest if full and item.get("quadrant") else kept).append(item)
    return kept, rest


def _settled(one: Json) -> Json:
    """What is left over holds only while the parts do not overlap."""
    return one | {"text": None} if one.get("overlap") and one.get("kind") == "remainder" else one


def _locale(body: Json, items: list[Json]) -> Locale:
    if body.get("locale") in {"en", "ko"}:
        return body["locale"]
    said = "".join(str(item.get("statement") or "") for item in items)
    return "ko" if any("가" <= char <= "힣" for char in said) else "en"


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    say = framework_spec("swot").say
    items: list[Json] = body.get("items") or []
    if not items:
        return ()
    waiting, sentences = len(body.get("tray") or ()), body.get("sentences")
    lines = (
        [say("found", locale, count=len(items), sentences=sentences, waiting=waiting)] if sentences else []
    )
    inside, outside = _top(items, "SW"), _top(items, "OT")
    core = [one["statement"] for one in (inside, outside) if one]
    lines.append(
        say("core", locale, inside=core[0], outside=core[1])
        if len(core) > 1
        else say("alone", locale, text=core[0])
    )
    lines.extend(_last_line(body, locale))
    return tuple(lines)


def _last_line(body: Json, locale: Locale) -> list[str]:
    say = framework_spec("swot").say
    if body.get("unread"):
        return [body["unread"]]
    if body.get("rest"):
        return [say("more", locale, count=len(body["rest"]))]
    return [say("first", locale, text=one["text"]) for one in (body.get("next") or ())[:1]]


def _top(items: list[Json], quadrants: str) -> Json | None:
    return max(
        (one for one in items if (one.get("quadrant") or "-") in quadrants),
        key=lambda one: one["score"] or 0,
        default=None,
    )


def charts(body: Json, locale: Locale) -> tuple[Chart, ...]:
    spec = framework_spec("swot")
    items: list[Json] = body.get("items") or []
    if not items:
        return ()
    cells = {
        one: tuple(item["statement"] for item in items if item.get("quadrant") == one) for one in QUADRANTS
    }
    labels = {option.id: option.label.say(locale) for option in spec.records[0].field("quadrant").options}
    none = spec.say("none", locale)
    alt = spec.say("picture", locale, **{one: "; ".join(cells[one]) or none for one in QUADRANTS})
    return (Grid(spec.name.say(locale), alt, tuple((labels[one], cells[one]) for one in QUADRANTS)),)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """What would change the most: terms, shares, overlaps; then which reading holds of what is held back."""
    asked = [question for ask in table("tactics")["ask"] for question in _asked(body, ask, locale)]
    held = [
        Question(f"tray.{one['id']}.quadrant", _held(one), tuple(one["readings"]))
        for one in body.get("tray") or ()
    ]
    return (*asked, *held)


def _asked(body: Json, ask: Json, locale: Locale) -> Iterator[Question]:
    tags = frozenset(entries(ask["tags"]))
    if "overlap" in tags:
        for one in body.get("arithmetic") or ():
            if one["kind"] == "remainder" and one.get("overlap") is None:
                parts = _listed(one["parts"].split(", "), locale)
                yield Question(f"arithmetic.{one['id']}.overlap", fill(ask[locale], {"anchor": parts}))
        return
    item = next(
        (one for one in body.get("items") or () if one.get("tag") in tags and not one.get(ask["field"])), None
    )
    if item:
        text = fill(ask[locale], {"anchor": about(item)})
        yield Question(f"items.{item['id']}.{ask['field']}", text[:1].upper() + text[1:])


def _listed(parts: list[str], locale: Locale) -> str:
    *head, last = parts
    before = ", ".join(head)
    if not before:
        return last
    return f"{before}와 {last}" if locale == "ko" else f"{before} and {last}"


def _held(one: Json) -> str:
    return f"{one['text']}: {one['asks']}"


FRAMEWORK = Framework("swot", compute, headline, draft=draft, charts=charts, questions=questions)
