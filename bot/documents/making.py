"""An output put on paper: for those inside with where it comes from, for the client without."""

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from agents.kit.ports import Agent
from agents.types import AgentResult, Chart
from bot.documents.paper import Paper, Picture, readable
from bot.ports import Painter
from bot.render import breadcrumb, engine, outward, surety
from config.wording import words
from memory.types import InputKind, Output, Place

_KINDS: tuple[InputKind, ...] = ("turn", "output", "insight", "metric", "guideline")
_SHOWN_ID, _SHOWN_HASH = 8, 12


def paper_of(agent: Agent, output: Output, place: Place, painter: Painter, *, client: bool) -> Paper:
    """The output as its agent shows it, in its own language. Draws its charts: call it in a thread."""
    shown, locale = agent.show(output), output.draft.locale
    return readable(
        Paper(
            title=output.draft.title,
            trail=" › ".join(breadcrumb(place, agent, locale)),
            facts=tuple(_facts(output, place, client=client)),
            lines=shown.lines,
            sections=outward(shown.sections) if client else shown.sections,
            pictures=_pictures(shown, painter),
            locale=locale,
            made=output.created_at,
            mark="" if client else words("documents")("internal", locale),
        )
    )


def _pictures(shown: AgentResult, painter: Painter) -> tuple[Picture, ...]:
    return tuple(
        Picture(chart.alt, png)
        for chart, png in zip(shown.charts, _drawn(shown.charts, painter), strict=True)
    )


def _drawn(charts: Sequence[Chart], painter: Painter) -> Iterator[bytes | None]:
    try:
        paint = painter() if charts else None
    except ModuleNotFoundError:
        paint = None
    yield from (paint(chart) if paint else None for chart in charts)


def _facts(output: Output, place: Place, *, client: bool) -> Iterator[tuple[str, str]]:
    say, locale, draft = words("documents"), output.draft.locale, output.draft
    local = output.created_at.astimezone(ZoneInfo(place.timezone))
    yield say("date", locale), f"{local:%Y-%m-%d %H:%M} {local.tzname() or place.timezone}"
    yield say("version", locale), f"v{output.version}"
    status = say(f"status.{output.status}", locale)
    stale = output.stale and not client
    yield say("status", locale), say("status.stale", locale, status=status) if stale else status
    if client:
        return
    yield say("confidence", locale), surety(draft, locale)
    yield (
        say("engine", locale),
        say("engine.by", locale, engine=engine(draft, locale), name=output.created_by),
    )
    if draft.inputs_used:
        yield say("inputs", locale), _inputs(output)
    known = (output.id[:_SHOWN_ID], output.content_hash[:_SHOWN_HASH])
    yield say("reference", locale), " · ".join(one for one in known if one)


def _inputs(output: Output) -> str:
    counted = Counter(used.kind for used in output.draft.inputs_used)
    say, locale = words("documents"), output.draft.locale
    return ", ".join(say(f"input.{kind}", locale, count=counted[kind]) for kind in _KINDS if counted[kind])
