"""Pieces of content beside the visits that their links brought, and beside what was spent on them: joined by UTM."""

from collections.abc import Iterable, Sequence

from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.reading import Line, Read, read
from agents.kit.budgeting.window import Window
from agents.kit.flows import Flowing, arriving
from agents.kit.measuring.port import Facts
from agents.types import Ask
from config.budgeting import names
from memory.metrics import ANALYTICS, Dimension
from memory.naming import suggestion
from memory.types import InputUsed, Json

FLOW = "content.utm-analytics.join"
_SITE = ANALYTICS[:1]
Key = tuple[str, str, str]


async def contents(
    ask: Ask, facts: Facts, window: Window
) -> tuple[tuple[Json, ...], tuple[Flowing, ...], tuple[InputUsed, ...]]:
    """A row for each link that the site's analytics know: its pieces, visits, key events, and its costs.

    Pieces that share campaign, source and medium share a row: exports do not tell them apart.
    """
    pieces = _pieces(arriving(FLOW, ask.context))
    if not pieces:
        return (), (), ()
    visits = await _visits(facts, window)
    costs = await read(facts, Inquiry(by=("campaign",)), window, ("campaign",))
    found = {key: _visiting(key, visits.lines) for key in pieces}
    known = {key: lines for key, lines in found.items() if lines}
    rows = tuple(_row(key, pieces[key], lines, costs.lines) for key, lines in known.items())
    used = tuple(one.measured.used() for one in (visits, costs) if one.lines) if rows else ()
    return rows, tuple(one for key in known for one in pieces[key]), used


async def _visits(facts: Facts, window: Window) -> Read:
    """By campaign and source, or by campaign alone where an export has no more."""
    parts: tuple[tuple[Dimension, ...], ...] = (("campaign", "ad_group"), ("campaign",))
    found = [await read(facts, Inquiry(by=by, platforms=_SITE), window, by) for by in parts]
    return next((one for one in found if one.lines), found[-1])


def _pieces(brought: Iterable[Flowing]) -> dict[Key, list[Flowing]]:
    """Pieces by campaign, source and medium of their links; those without links have none."""
    found: dict[Key, list[Flowing]] = {}
    for one in brought:
        told: Json = one.value
        key = tuple(str(told.get(f"utm_{name}") or "") for name in ("campaign", "source", "medium"))
        if all(key):
            found.setdefault((key[0], key[1], key[2]), []).append(one)
    return found


def _visiting(key: Key, lines: Sequence[Line]) -> list[Line]:
    """The site's rows of these links; where its export has no sources, those of the campaign."""
    campaign, source, medium = key
    mine = [one for one in lines if _called(one, "campaign") == campaign]
    link = [one for one in mine if _called(one, "ad_group") == f"{source} / {medium}"]
    return link or [one for one in mine if not _called(one, "ad_group")]


def _called(line: Line, dimension: Dimension) -> str:
    return (line.names.get(dimension) or line.key.get(dimension, "")).strip().lower()


def _row(key: Key, pieces: Sequence[Flowing], lines: Sequence[Line], costs: Sequence[Line]) -> Json:
    campaign, source, medium = key
    paid = [one for one in costs if _paid(one, campaign, source)]
    return {
        "titles": [one.output.draft.title for one in pieces],
        "refs": [one.ref for one in pieces],
        "campaign": campaign,
        "source": source,
        "medium": medium,
        "sessions": _sum(lines, "sessions"),
        "conversions": _sum(lines, "conversions"),
        "revenue": _sum(lines, "revenue"),
        "currency": next((one.sums.value_currency for one in lines if one.sums.value_currency), ""),
        "spend": _sum(paid, "spend") if len({one.sums.currency for one in paid}) == 1 else None,
        "spend_currency": paid[0].sums.currency if paid else "",
    }


def _paid(line: Line, campaign: str, source: str) -> bool:
    """Whether a platform's campaign of this name is where the links' source is bought."""
    platform = names().platforms.get(line.key.get("platform", ""))
    return (
        platform is not None
        and source in platform.sources
        and suggestion(_called(line, "campaign")) == campaign
    )


def _sum(lines: Sequence[Line], metric: str) -> float | None:
    known = [value for one in lines if (value := one.sums.value(metric)) is not None]
    return sum(known) if known else None
