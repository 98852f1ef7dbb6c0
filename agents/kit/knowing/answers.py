"""What the memory answers when it is asked: what is known, since when, why, and what disagrees."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agents.kit.commands import without_command
from agents.kit.frameworks.wish import facts_of
from agents.kit.knowing.cards import Teller, cut
from agents.kit.knowing.port import Recollection
from agents.kit.knowing.topics import category_of
from agents.kit.knowing.wish import Wish
from agents.types import AgentResult, Ask, Bullets, Button, Section
from memory.insight import Insight, InsightStatus, Source, Use
from memory.recalled import Recalled
from memory.terms import terms

_MOST = 12
_QUOTES = 4
_QUOTED = 200
_SHORTEST = 12
"""Characters of a message that says something about anything."""
_WEEK = timedelta(days=7)
_TOLD: tuple[InsightStatus, ...] = ("active", "superseded", "disputed", "pending")


async def teller(ask: Ask, memory: Recollection, found: Iterable[Insight]) -> Teller:
    """What is needed to tell these insights."""
    first: dict[str, Source] = {}
    ids = [one.id for one in found]
    for source in await memory.sources(ids):
        first.setdefault(source.insight, source)
    used: dict[str, int] = {}
    for use in await memory.uses(ids):
        used[use.insight] = used.get(use.insight, 0) + (use.used_in == "output")
    return Teller(ask.locale, ask.context.place, first, used)


async def know(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """The facts on a topic with their sources, and what was said about it; everything where none is named."""
    topic, at = wish.topic, _moment(ask, wish)
    if not topic:
        return await everything(ask, memory, wish)
    category = category_of(topic)
    hits = await memory.find(topic, 2 * _MOST, at)
    old = await _outdated(memory, category) if at is None else frozenset[str]()
    facts = await _facts(memory, category, hits, at, old)
    tell = await teller(ask, memory, facts)
    quotes = _quotes(topic, hits, facts, tell, old)
    if not facts and not quotes:
        return AgentResult((tell.say("nothing"),), verb="know")
    sections = [Section(tell.say("known.title", topic=topic), (tell.items(facts),))] if facts else []
    if quotes:
        sections.append(Section(tell.say("said.title"), (Bullets(quotes),)))
    sentences, failed = await _spoken(ask, wish.rest, facts)
    cards = await _cards(ask, memory, {one.id for one in facts})
    lines = (*(sentences or (_first(tell, facts, wish.as_of),)), *cards.lines)
    used = tuple(one.id for one in facts)
    return AgentResult(lines, tuple(sections), buttons=cards.buttons, verb="know", used=used, degraded=failed)


def _first(tell: Teller, facts: Sequence[Insight], day: date | None) -> str:
    if not facts:
        return tell.say("said.only")
    if day:
        return tell.say("known.at", day=day, count=len(facts))
    return tell.say("known", count=len({one.text for one in facts}))


async def _spoken(
    ask: Ask, question: str, facts: Sequence[Insight]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A model's sentences where there is one, and why there are none."""
    if ask.llm is None:
        return (), ()
    from agents.kit.knowing.spoken import spoken  # noqa: PLC0415 - only where there is a model

    return await spoken(ask, question, facts)


async def everything(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """All that holds here, by category."""
    found = await memory.every(as_of=_moment(ask, wish))
    tell = await teller(ask, memory, found)
    if not found:
        return AgentResult((tell.say("nothing.yet"),), verb="list")
    cards = await _cards(ask, memory, None)
    first = tell.say("known", count=len({one.text for one in found}))
    return AgentResult((first, *cards.lines), tell.by_category(found), buttons=cards.buttons, verb="list")


async def history(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """How what is known of a topic came to be known, oldest first, with what was replaced."""
    found = await memory.every(_TOLD)
    if topic := wish.topic:
        category = category_of(topic)
        near = {hit.id for hit in await memory.find(topic, 2 * _MOST) if hit.kind == "insight"}
        found = tuple(one for one in found if one.id in near or (category and one.category == category))
    tell = await teller(ask, memory, found)
    if not found:
        return AgentResult((tell.say("nothing"),), verb="history")
    rows = dict.fromkeys(tell.row(one) for one in sorted(found, key=lambda one: (one.recorded_at, one.id)))
    section = Section(tell.say("history.title"), (Bullets(tuple(rows)),))
    return AgentResult((tell.say("history"),), (section,), verb="history")


async def week(ask: Ask, memory: Recollection) -> AgentResult:
    """What was learnt in the last seven days."""
    since = ask.now - _WEEK
    found = await memory.every(_TOLD)
    tell = await teller(ask, memory, found)
    new = [one for one in found if one.recorded_at >= since and one.status == "active"]
    changed = [one for one in found if one.superseded_at and one.superseded_at >= since]
    waiting = [one for one in found if one.status == "pending"]
    day = tell.day(since)
    if not (new or changed or waiting):
        return AgentResult((tell.say("week.none", day=day),), verb="week")
    cards = await _cards(ask, memory, None)
    counts = {
        "added": len(new),
        "changed": len(changed),
        "conflicts": len(cards.lines),
        "waiting": len(waiting),
    }
    sections = [
        Section(tell.say(title), (tell.items(part),))
        for title, part in (("week.title", new), ("week.changed", changed), ("waiting.title", waiting))
        if part
    ]
    lines = (tell.say("week", day=day, **counts), *cards.lines)
    return AgentResult(lines, tuple(sections), buttons=cards.buttons, verb="week")


async def conflicts(ask: Ask, memory: Recollection) -> AgentResult:
    cards = await _cards(ask, memory, None)
    if not cards.lines:
        tell = await teller(ask, memory, ())
        return AgentResult((tell.say("conflict.none"),), verb="conflicts")
    return AgentResult(cards.lines, buttons=cards.buttons, verb="conflicts", status="needs_input")


async def waiting(ask: Ask, memory: Recollection) -> AgentResult:
    """What a file or an outsider said, with a button to confirm each."""
    found = await memory.every(("pending",))
    tell = await teller(ask, memory, found)
    if not found:
        return AgentResult((tell.say("waiting.none"),), verb="waiting")
    section = Section(tell.say("waiting.title"), (tell.items(found),))
    buttons = tuple(
        Button(tell.say("waiting.confirm", text=cut(one.text)), f"memory confirm {one.id}")
        for one in found[:5]
    )
    lines = (tell.say("waiting", count=len(found)),)
    return AgentResult(lines, (section,), buttons=buttons, verb="waiting", status="needs_input")


async def why(ask: Ask, memory: Recollection, wish: Wish) -> AgentResult:
    """Where an insight was learnt, what it replaced, and where it was used; by id or by topic."""
    refs = wish.ids[:1] or await _nearest(memory, wish.topic)
    if not refs:
        return AgentResult((words_of(ask, "why.which"),), verb="why", status="needs_input")
    trace = await memory.why(refs[0])
    tell = await teller(ask, memory, (trace.insight, *trace.history))
    told = [_because(tell, trace.insight, source) for source in trace.sources]
    lines = told[:1] or [tell.say("why.erased", text=trace.insight.text)]
    sections = [Section(tell.say("why.also"), (Bullets(tuple(told[1:])),))] if told[1:] else []
    if len(trace.history) > 1:
        rows = tuple(tell.row(one) for one in trace.history)
        sections.append(Section(tell.say("why.history"), (Bullets(rows),)))
    if trace.uses:
        places = tuple(await used_in(tell, memory, trace.uses))
        sections.append(Section(tell.say("why.used"), (Bullets(places),)))
    forget = Button(tell.say("forget.yes"), f"memory forget {trace.insight.id}")
    return AgentResult(tuple(lines), tuple(sections), buttons=(forget,), verb="why", used=(trace.insight.id,))


async def used_in(tell: Teller, memory: Recollection, uses: Sequence[Use]) -> list[str]:
    """The outputs and answers by title and day."""
    titles = await memory.titles([use.ref for use in uses if use.used_in == "output"])
    told = dict.fromkeys(
        tell.say(
            "used.output", title=titles[use.ref][0], version=titles[use.ref][1], day=tell.day(use.used_at)
        )
        if use.ref in titles
        else tell.say("used.reply", day=tell.day(use.used_at))
        for use in uses
    )
    return list(told)


def words_of(ask: Ask, key: str, **facts: object) -> str:
    return Teller(ask.locale, ask.context.place, {}, {}).say(key, **facts)


async def _facts(
    memory: Recollection, category: str, hits: Sequence[Recalled], at: datetime | None, old: Collection[str]
) -> tuple[Insight, ...]:
    """What is of the category that was named, then what is near to the words, each once."""
    named = [hit.id for hit in hits if hit.kind == "insight"]
    named += [one for hit in hits for one in hit.insights]
    near: dict[str, Insight] = {one.id: one for one in await memory.named(named)}
    of_category = (
        [one for one in await memory.every(as_of=at) if one.category == category] if category else []
    )
    also = (near[id] for id in named if id in near and near[id].text not in old)
    ordered = {one.id: one for one in (*of_category, *also)}
    return tuple(ordered.values())[:_MOST]


async def _outdated(memory: Recollection, category: str) -> frozenset[str]:
    """Sentences that once told something of this category which no longer holds, whatever else they tell."""
    ended = await memory.every(("superseded", "disputed")) if category else ()
    return frozenset(one.text for one in ended if one.category == category)


def _quotes(
    topic: str, hits: Sequence[Recalled], facts: Sequence[Insight], tell: Teller, old: Collection[str]
) -> tuple[str, ...]:
    """Messages on the topic whose words no fact repeats; what only stands beside one is left out."""
    wanted = set(terms(topic))
    known = {source.message for source in tell.first.values()}
    told = {one.text for one in facts}
    quotes: dict[str, str] = {}
    for hit in hits:
        said = " ".join(without_command(hit.text).split())
        asked = said.endswith(("?", "？")) or len(said) < _SHORTEST or any(one in said for one in old)
        asked = asked or wanted.isdisjoint(terms(said))
        fresh = hit.kind == "message" and hit.id not in known and said not in told and not asked
        excerpt = _about(wanted, hit.text) if fresh else ""
        if excerpt and excerpt not in told and hit.origin and not hit.insights:
            key = "by.outsider" if hit.origin.outsider else "by"
            by = tell.say(key, who=hit.origin.author, day=tell.day(hit.origin.said_at))
            quotes.setdefault(excerpt, f"“{cut(excerpt, _QUOTED)}” ({by})")
    return tuple(quotes.values())[:_QUOTES]


def _about(wanted: set[str], text: str) -> str:
    """The sentences of a message that tell something of these terms; "" where it only asks for work."""
    spoken = facts_of(without_command(text))
    return " ".join(" ".join(one.split()) for one in spoken if wanted & set(terms(one)))


class _Cards:
    def __init__(self, lines: tuple[str, ...] = (), buttons: tuple[Button, ...] = ()) -> None:
        self.lines, self.buttons = lines, buttons


async def _cards(ask: Ask, memory: Recollection, about: Collection[str] | None) -> _Cards:
    """The open conflicts as lines and buttons; only those of these insights where any are named."""
    open_ = [
        one
        for one in await memory.conflicts()
        if about is None or one.holds in about or one.disputed in about
    ][:3]
    of = {one.id: one for one in await memory.named([side for c in open_ for side in (c.holds, c.disputed)])}
    open_ = [one for one in open_ if one.holds in of and one.disputed in of]
    tell = await teller(ask, memory, of.values())
    lines = tuple(tell.conflict(one, of) for one in open_)
    return _Cards(lines, tuple(button for one in open_ for button in tell.choices(one, of)))


def _because(tell: Teller, insight: Insight, source: Source) -> str:
    key = "why.file" if source.kind == "brief" else "why"
    who = source.external_id if source.kind == "brief" else source.author
    return tell.say(key, text=insight.text, who=who, day=tell.day(source.said_at), quote=source.quote)


async def _nearest(memory: Recollection, topic: str) -> tuple[str, ...]:
    hits = await memory.find(topic, 5) if topic else ()
    found = [one for hit in hits for one in ((hit.id,) if hit.kind == "insight" else hit.insights)]
    return tuple(found[:1])


def _moment(ask: Ask, wish: Wish) -> datetime | None:
    """The end of the day that was named, where the place is."""
    if wish.as_of is None:
        return None
    return datetime.combine(wish.as_of, time.max, ZoneInfo(ask.context.place.timezone)).astimezone(UTC)
