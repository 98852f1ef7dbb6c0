"""`task …` and `tasks` in the chat."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from agents.kit.learning.when import days
from agents.types import AgentResult, Bullets, Button, Section
from bot.recall import last_reply
from bot.teamwork import refs
from bot.teamwork import tasks as desk
from bot.teamwork.days import day_in, today
from bot.teamwork.people import present, split
from bot.teamwork.seeing import insider
from bot.wanted import Wanted
from config.errors import Locale
from config.patterns import regex
from config.wording import words
from memory.collaboration import Task, TaskPlan, TaskState
from memory.errors import UnknownOutput
from memory.store import messages, outputs, tasks
from memory.store.entrance import Entrance
from memory.types import OutputId, Thread, UserId

_VERBS: Mapping[str, str] = {
    "add": "add", "추가": "add", "new": "add", "done": "done", "완료": "done", "끝": "done",
    "drop": "drop", "취소": "drop", "삭제": "drop", "reopen": "open", "다시": "open",
    "list": "list", "목록": "list",
}  # fmt: skip
_DUE = regex(r"(?:^|\s)(?:due|기한|마감)[:=]?\s+(?P<day>.+)$")
_BY = regex(r"\s(?:by|until|on|for|before)\s*$")
_CHECK = regex(r"(?:^|\s)(?:check|확인)=(?P<day>\S+)")
_ME = regex(r"@(?:me|나|저)(?=\s|$)")
_UNTIL = "까지"
_QUOTES = "\"'“”‘’ "
_MOST, _MOST_BUTTONS = 25, 3


async def task(wanted: Wanted) -> AgentResult:
    """`task add "…" [@NAME] [due DAY] [check=DAY]`, `task done|drop|reopen ID`."""
    verb, _, rest = wanted.rest.strip().partition(" ")
    known = _VERBS.get(verb.casefold())
    asked = replace(wanted, rest=rest.strip() if known else wanted.rest.strip())
    return await _DO[known or ("add" if asked.rest else "list")](asked)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A task's words taken apart: its title, and its days."""

    title: str
    due: date | None
    check: date | None


def spoken(said: str, now: datetime, zone: str) -> Spoken:
    """Raises NoDay where a day is announced and none can be read."""
    check = None
    if found := _CHECK.search(said):
        check = day_in(found["day"], now, zone)
        said = f"{said[: found.start()]} {said[found.end() :]}"
    if found := _DUE.search(said):
        return Spoken(_title(said[: found.start()]), day_in(found["day"], now, zone), check)
    due, said = _until(said.rstrip(" .!"), today(now, zone))
    return Spoken(_title(said), due, check)


def _until(said: str, day: date) -> tuple[date | None, str]:
    """A day that the words end with, or that stands before 까지; and the words without it."""
    for one in days(said, day):
        behind = said[one.end :].lstrip()
        if behind.startswith(_UNTIL):
            return one.period.end, f"{said[: one.start]} {behind.removeprefix(_UNTIL)}"
        if not behind and one.start:
            return one.period.end, _BY.sub("", said[: one.start])
    return None, said


def _title(said: str) -> str:
    return " ".join(said.split()).strip(_QUOTES)


async def _add(wanted: Wanted) -> AgentResult:
    say, locale = words("teamwork"), wanted.locale
    entrance = wanted.entrance
    if entrance is None:
        return AgentResult((say("task.where", locale),), status="needs_input", verb="task")
    there = await present(wanted.house, entrance.place.scope)
    words_ = _ME.sub(f"@{entrance.access.actor.name}", wanted.rest.removeprefix(":").strip())
    person, said = await split(wanted.house, wanted.heard, there, words_)
    read = spoken(said, wanted.house.now(), entrance.place.timezone)
    if not read.title:
        line = say("task.what", locale)
        return AgentResult((line,), status="needs_input", expects="task add :", verb="task")
    owner = (person.user, person.name) if person else (UserId(""), "")
    plan = TaskPlan(read.title, *owner, read.due, read.check, await _thread_output(wanted, entrance))
    made = await desk.add(wanted.house, entrance, plan, locale)
    return _added(wanted, entrance, made)


def _added(wanted: Wanted, entrance: Entrance, made: Task) -> AgentResult:
    say, locale, plan = words("teamwork"), wanted.locale, made.plan
    line = say("task.added", locale, line=_line(wanted, entrance, made))
    told = plan.owner not in ("", entrance.access.actor.user)
    lines = (line, say("comment.told", locale, names=plan.owner_name)) if told else (line,)
    done = Button(say("button.done", locale), f"task done {made.id}")
    return AgentResult(
        lines, buttons=(done, Button(say("button.tasks", locale), "tasks")), verb="task", told=""
    )


async def _thread_output(wanted: Wanted, entrance: Entrance) -> OutputId | None:
    """What the thread's last answer delivered, at this very place: the task is about it."""
    if not wanted.heard.thread:
        return None
    async with wanted.database.reading(entrance.access) as unit:
        last = last_reply(await messages.thread(unit, Thread(wanted.heard.thread)))
        held: list[str] = last.meta.get("outputs", []) if last else []
        if not held:
            return None
        try:
            found = await outputs.get(unit, held[-1])
        except UnknownOutput:
            return None
    return found.id if found.scope == entrance.place.scope else None


async def _done(wanted: Wanted) -> AgentResult:
    return await _ended(wanted, "done")


async def _drop(wanted: Wanted) -> AgentResult:
    return await _ended(wanted, "dropped")


async def _open(wanted: Wanted) -> AgentResult:
    return await _ended(wanted, "open")


async def _ended(wanted: Wanted, state: TaskState) -> AgentResult:
    if not wanted.rest:
        return await listed(wanted)
    entrance, found = await refs.find(wanted, tasks.get, wanted.rest)
    ended = await desk.end(wanted.house, entrance, found, wanted.locale, state)
    line = words("teamwork")(f"task.{state}", wanted.locale, title=ended.plan.title)
    back = words("teamwork")("button.reopen", wanted.locale)
    buttons = () if state == "open" else (Button(back, f"task reopen {ended.id}"),)
    return AgentResult((line,), buttons=buttons, verb="task")


async def listed(wanted: Wanted) -> AgentResult:
    """`tasks`: what is open at this place and below it, one's own first."""
    say, locale, now = words("teamwork"), wanted.locale, wanted.house.now()
    doors = (wanted.entrance,) if wanted.entrance else await refs.doors(wanted)
    found = {one.id: (door, one) for door in doors for one in await desk.every(wanted.house, door, locale)}
    mine = [(door, one) for door, one in found.values() if one.plan.owner == door.access.actor.user]
    others = [pair for pair in found.values() if pair not in mine]
    inside = any(insider(wanted.house, door) for door, _ in found.values())
    sections = [
        Section(say(key, locale), (Bullets(tuple(_line(wanted, *pair) for pair in part[:_MOST])),), inside)
        for key, part in (("tasks.mine", mine), ("tasks.others", others))
        if part
    ]
    late = sum(one.late_at(today(now, door.place.timezone)) for door, one in found.values())
    head = (
        say("tasks", locale, count=len(found), mine=len(mine), late=late)
        if found
        else say("tasks.none", locale)
    )
    buttons = tuple(
        Button(say("button.done.of", locale, title=one.plan.title[:40]), f"task done {one.id}")
        for _, one in mine[:_MOST_BUTTONS]
    )
    return AgentResult((head,), tuple(sections), buttons=buttons, verb="tasks")


def _line(wanted: Wanted, door: Entrance, one: Task) -> str:
    return line_of(one, wanted.locale, today(wanted.house.now(), door.place.timezone))


def line_of(one: Task, locale: Locale, day: date) -> str:
    """A task in one line."""
    say, plan = words("teamwork"), one.plan
    due = say("task.due", locale, day=plan.due.isoformat()) if plan.due else ""
    late = say("task.late", locale) if one.late_at(day) else ""
    check = say("task.check", locale, day=plan.check_after.isoformat()) if plan.check_after else ""
    owner = plan.owner_name or say("task.nobody", locale)
    facts = {"title": plan.title, "owner": owner, "place": one.place, "id": one.id[-8:]}
    return say("task.line", locale, due=due, late=late, check=check, **facts)


_DO: Mapping[str, Callable[[Wanted], Awaitable[AgentResult]]] = {
    "add": _add,
    "done": _done,
    "drop": _drop,
    "open": _open,
    "list": listed,
}
