"""What waits for somebody's decision, and tasks that are late or due within the week."""

from datetime import timedelta

from agents.types import Bullets, Button, Section
from bot.digest.period import DigestSection, Part, Period
from bot.teamwork.approving import line_of as asked_line
from bot.teamwork.days import today
from bot.teamwork.tasking import line_of
from config.wording import words
from memory.collaboration import Task
from memory.store import approvals, tasks

_MOST = 10
_ASKED = 2
_AHEAD = timedelta(days=7)


async def tell(period: Period) -> Part | None:
    day = today(period.until, period.zone)
    open_ = await approvals.waiting(period.unit)
    due = [one for one in await tasks.every(period.unit) if _due(one, period)]
    lines = [
        *(asked_line(one, period.locale, period.zone) for one in open_),
        *(line_of(one, period.locale, day) for one in due),
    ]
    if not lines:
        return None
    say = words("teamwork")
    more = (period.say("more", count=len(lines) - _MOST),) if len(lines) > _MOST else ()
    section = Section(say("due.title", period.locale), (Bullets((*lines[:_MOST], *more)),))
    buttons = tuple(
        Button(
            say("button.look", period.locale, title=one.title, version=one.version), f"approve show {one.id}"
        )
        for one in open_[:_ASKED]
    )
    return Part(say("due.head", period.locale, count=len(lines)), section, buttons)


def _due(task: Task, period: Period) -> bool:
    return task.plan.due is not None and task.plan.due <= today(period.until + _AHEAD, period.zone)


SECTION = DigestSection(10, frozenset({"everything"}), tell, internal=True)
