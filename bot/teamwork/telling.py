"""A notice in words, for its reader; nothing at all where what it is about has been settled since."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from agents.types import AgentResult, Button
from bot.house import House
from bot.teamwork import approvals as desk
from bot.teamwork import comments as saying
from bot.teamwork import tasks as doing
from bot.teamwork.approving import ended
from bot.teamwork.cards import card
from bot.teamwork.days import today
from bot.teamwork.seeing import insider
from bot.teamwork.tasking import line_of
from config.errors import Locale
from config.wording import words
from memory.collaboration import Approval, Notice, Task, TaskState
from memory.store import approvals, comments, outputs, pulls, tasks, wishes
from memory.store.entrance import Entrance
from memory.store.refs import UnknownRef

SENT = "report.send"
"""Not told to its reader: posted to the client by whoever sends it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice that is told at its own place, to its reader."""

    house: House
    entrance: Entrance
    notice: Notice
    locale: Locale

    def say(self, key: str, **facts: object) -> str:
        return words("teamwork")(key, self.locale, **facts)

    @property
    def place(self) -> str:
        return " › ".join(self.entrance.place.names)


async def told(telling: Telling) -> AgentResult | None:
    """What to say, or None."""
    kind = telling.notice.kind
    tell = _TELL.get(kind) or _TELL.get(kind.rpartition(".")[0])
    if tell is None:
        return None
    try:
        return await tell(telling)
    except UnknownRef:
        return None


async def _approval(telling: Telling) -> Approval:
    async with telling.house.database.reading(telling.entrance.access) as unit:
        return await approvals.get(unit, telling.notice.ref)


async def _card(telling: Telling, lead: str = "card") -> AgentResult | None:
    found = await _approval(telling)
    if not found.open_at(telling.house.now()) or not desk.mine_to_decide(
        telling.house, telling.entrance, found
    ):
        return None
    internal = insider(telling.house, telling.entrance)
    return await card(telling.house, telling.entrance, found, telling.locale, internal=internal, lead=lead)


async def _reminder(telling: Telling) -> AgentResult | None:
    shown = await _card(telling, "card.again")
    return replace(shown, sections=shown.sections[:1]) if shown else None


async def _lapse(telling: Telling) -> AgentResult | None:
    """Its time is over: that is written down now, and told to who asked."""
    async with telling.house.database.writing(telling.entrance.access) as unit:
        found, _ = await approvals.decide(unit, telling.notice.ref, "lapse")
    if found.state != "expired":
        return None
    again = Button(telling.say("button.again"), f"approve request {found.output}")
    line = ended(found, telling.entrance, telling.locale, "told")
    return AgentResult((line,), buttons=(again,), verb="approve")


async def _decided(telling: Telling) -> AgentResult | None:
    found = await _approval(telling)
    line = ended(found, telling.entrance, telling.locale, "told")
    learn = Button(telling.say("button.learn"), f"approve learn {found.id}")
    buttons = (learn,) if found.reason else ()
    return AgentResult((line,), buttons=buttons, verb="approve")


async def _comment(telling: Telling) -> AgentResult | None:
    async with telling.house.database.reading(telling.entrance.access) as unit:
        found = await comments.get(unit, telling.notice.ref)
        output = await outputs.get(unit, found.output)
    part = telling.say("comment.part", path=found.path) if found.path else ""
    facts = {"title": output.draft.title, "version": output.version, "part": part, "place": telling.place}
    line = telling.say("told.comment", by=found.created_by or "-", **facts)
    buttons = (
        Button(telling.say("button.reply", by=found.created_by or "-"), f"comment reply {found.id}"),
        Button(telling.say("button.resolve"), f"comment resolve {found.id}"),
    )
    return AgentResult((line, f"> {found.text}"), buttons=buttons, verb="comment")


async def _task(telling: Telling, key: str, *states: TaskState) -> AgentResult | None:
    """A task that is in one of these states."""
    async with telling.house.database.reading(telling.entrance.access) as unit:
        found = await tasks.get(unit, telling.notice.ref)
    if found.state not in states:
        return None
    line = telling.say(key, line=_line(telling, found), by=found.created_by or "-", place=telling.place)
    done = Button(telling.say("button.done"), f"task done {found.id}")
    return AgentResult((line,), buttons=(done,) if found.state == "open" else (), verb="task")


def _line(telling: Telling, found: Task) -> str:
    day = today(telling.house.now(), telling.entrance.place.timezone)
    return line_of(found, telling.locale, day)


async def _given(telling: Telling) -> AgentResult | None:
    return await _task(telling, "told.task", "open")


async def _due(telling: Telling) -> AgentResult | None:
    return await _task(telling, "told.task.due", "open")


async def _check(telling: Telling) -> AgentResult | None:
    """What came of a task that is done; of one that is not, that its result was to be looked at."""
    return await _task(telling, "told.task.check", "open", "done")


async def _wish(telling: Telling) -> AgentResult | None:
    async with telling.house.database.reading(telling.entrance.access) as unit:
        found = await wishes.get(unit, telling.notice.ref)
    if found is None:
        return None
    facts = {"name": found.name, "channel": found.key.channel, "place": telling.place}
    line = telling.say(f"told.wish.{found.kind}", platform=found.key.platform.title(), **facts)
    whole = found.kind == "map" and not (found.scope.client or found.scope.campaign)
    buttons = (
        *(() if whole else (Button(telling.say("button.grant"), f"wish yes {found.id}"),)),
        Button(telling.say("button.decline"), f"wish no {found.id}"),
    )
    return AgentResult((line,), buttons=buttons, verb="wish")


async def _report(telling: Telling) -> AgentResult | None:
    """A draft that is ready, that there was none, or a report that somebody sends: told by whoever makes them."""
    from bot.reports import drafting, sending  # noqa: PLC0415 - few notices are about reports

    tell = {drafting.NOTICE: drafting.told_draft, drafting.EMPTY: drafting.told_empty, SENT: sending.posted}
    told_ = tell.get(telling.notice.kind)
    return await told_(telling.house, telling.entrance, telling.notice.ref, telling.locale) if told_ else None


async def _unread(telling: Telling) -> AgentResult | None:
    """A connected account that cannot be read, with the way out."""
    from bot.measuring.telling import fault  # noqa: PLC0415 - few notices are about connections

    async with telling.house.database.reading(telling.entrance.access) as unit:
        found = await pulls.noticed(unit, telling.notice.ref)
    if found is None:
        return None
    line = fault(found, telling.entrance.place.path, telling.locale)
    return AgentResult((line,), buttons=(Button(telling.say("button.pull"), "pull"),), verb="pull")


_TELL: Mapping[str, Callable[[Telling], Awaitable[AgentResult | None]]] = {
    desk.CARD: _card,
    desk.REMINDER: _reminder,
    desk.LAPSE: _lapse,
    desk.DECIDED: _decided,
    saying.SAID: _comment,
    doing.GIVEN: _given,
    doing.DUE: _due,
    doing.CHECK: _check,
    wishes.NOTICE: _wish,
    "report": _report,
    pulls.NOTICE: _unread,
}
