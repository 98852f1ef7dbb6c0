"""What is done with comments, on the command line and in chat alike."""

from typing import Any, cast

from bot.house import House
from bot.teamwork.approvals import permit
from bot.teamwork.errors import NoPath
from bot.teamwork.people import called, present
from bot.teamwork.seeing import comments_for, insider
from bot.types import Heard
from config.errors import Locale
from config.patterns import regex
from memory.collaboration import Comment
from memory.store import approvals, comments, notices
from memory.store.entrance import Entrance
from memory.types import Member, Output

SAID = "comment"
"""The kind of the notice."""
_PATH = regex(r"[A-Za-z가-힣_][\w-]*(?:\.[\w-]+)*")


async def add(  # noqa: PLR0913, PLR0917 - a comment is all of this
    house: House,
    entrance: Entrance,
    heard: Heard,
    output: Output,
    text: str,
    locale: Locale,
    path: str = "",
    parent: Comment | None = None,
) -> tuple[Comment, tuple[Member, ...]]:
    """Words on an output, at its own place; gives also whom they call. Whoever is called, is answered, or asked
    for the approval of the output is told. Raises Refused, NoPath, NotYours.
    """
    permit(house, entrance, locale, "comment")
    if path and not has(output.draft.body, path):
        raise NoPath(path=path, title=output.draft.title)
    there = await present(house, output.scope)
    called_on = await called(house, heard, there, text)
    me = entrance.access.actor.user
    async with house.database.writing(entrance.access) as unit:
        made = await comments.add(unit, output, text, path, parent.parent or parent.id if parent else "")
        asked = [one.requester for one in await approvals.every(unit, ("requested",), output.id)]
        told = [*(one.user for one in called_on), *([parent.user] if parent else []), *asked]
        await notices.tell(unit, [one for one in told if one not in (me, "")], SAID, made.id)
    return made, tuple(one for one in called_on if one.user != me)


async def on(house: House, entrance: Entrance, output: Output, locale: Locale) -> tuple[Comment, ...]:
    """The comments on an output that this actor may see. Raises Refused."""
    permit(house, entrance, locale, "comments")
    async with house.database.reading(entrance.access) as unit:
        found = await comments.on(unit, output)
    return comments_for(entrance.access.actor, found, internal=insider(house, entrance))


async def resolve(
    house: House, entrance: Entrance, comment: Comment, locale: Locale, *, resolved: bool = True
) -> Comment:
    """Ends a thread, or opens it again. Raises Refused, NotYours."""
    permit(house, entrance, locale, "comment")
    async with house.database.writing(entrance.access) as unit:
        return await comments.resolve(unit, comment.id, resolved=resolved)


def path_of(output: Output, word: str) -> str:
    """The word, if it names a part of the output: its first name stands in the body."""
    return word if _PATH.fullmatch(word) and word.partition(".")[0] in output.draft.body else ""


def has(body: Any, path: str) -> bool:
    """Whether a body has something at a path, in which records are named by their ids and others by number."""
    at: Any = body
    for name in path.split("."):
        at = _part(at, name)
        if at is None:
            return False
    return True


def _part(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).get(name)
    if isinstance(value, list):
        items = cast("list[dict[str, Any]]", value)
        known = {one["id"]: one for one in items if isinstance(one, dict) and "id" in one}  # pyright: ignore[reportUnnecessaryIsInstance]
        number = int(name) if name.isdigit() else len(items)
        return known.get(name) or (items[number] if number < len(items) else None)
    return None
