"""What waits for one person, all of it, for the bot's own page."""

from dataclasses import dataclass

from agents.types import Button
from bot.teamwork import approvals as desk
from bot.teamwork.approving import line_of as asked_line
from bot.teamwork.days import today
from bot.teamwork.tasking import line_of
from bot.wanted import Wanted
from config.wording import words
from memory.store import approvals, notices, tasks
from memory.store.entrance import Entrance

_MOST = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Approvals to decide and tasks to do, in words; how much is unread."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...]
    news: int


async def together(wanted: Wanted, root: Entrance) -> Waiting:
    """In one organisation, seen from its top, where nobody reads along; how much is unread, elsewhere."""
    actor, say, locale = root.access.actor, words("teamwork"), wanted.locale
    unread = await notices.unread(wanted.database, root.place.scope.org, actor.user)
    if not wanted.private and wanted.heard.kind != "opened":
        return Waiting((), (), len(unread))
    async with wanted.database.reading(root.access) as unit:
        open_ = await approvals.waiting(unit)
        todo = [one for one in await tasks.every(unit) if one.plan.owner == actor.user]
    mine = [one for one in open_ if desk.mine_to_decide(wanted.house, root, one)]
    zone = root.place.timezone
    day = today(wanted.house.now(), zone)
    lines = [*(asked_line(one, locale, zone) for one in mine), *(line_of(one, locale, day) for one in todo)]
    buttons = tuple(
        Button(say("button.look", locale, title=one.title, version=one.version), f"approve show {one.id}")
        for one in mine[:_MOST]
    )
    return Waiting(tuple(lines[: 2 * _MOST]), buttons, len(unread))
