"""`notices` in the chat: what somebody has not read; and the telling of one that the clock brings."""

from dataclasses import replace

from agents.types import AgentResult, Bullets, Button, Section
from bot.arrival.standing import key_of
from bot.teamwork.comments import SAID
from bot.teamwork.courier import PREFIX, SEND
from bot.teamwork.telling import SENT, Telling, told
from bot.wanted import Wanted
from config.errors import UnknownScope
from config.wording import words
from memory.collaboration import Notice, NoticeState
from memory.store import notices
from memory.store.entrance import Entrance, binding_at, enter_scope
from memory.types import OrgId, UserId

_MOST = 15
_MOST_BUTTONS = 4


async def notify(wanted: Wanted) -> AgentResult:
    """`notices`; `notices send ID` only from the clock, in the place of the notice itself."""
    heard = wanted.heard
    ref = heard.event_id.removeprefix(PREFIX)
    if heard.kind == "due" and heard.action == f"{SEND} {ref}" and wanted.entrance:
        return await _send(wanted, wanted.entrance, ref)
    return await _listed(wanted)


async def _send(wanted: Wanted, entrance: Entrance, ref: str) -> AgentResult:
    """The notice in words, with others that wait for the same reader here where it is told in a channel."""
    database = wanted.database
    notice = await notices.one(database, ref)
    if notice is None:
        return AgentResult((), verb="notices")
    result = await told(Telling(wanted.house, entrance, notice, wanted.locale))
    if result is None:
        await notices.settle(database, notice, "dropped")
        return AgentResult((), verb="notices")
    await notices.settle(database, notice, "told")
    if notice.target.direct or notice.kind == SENT:
        return replace(result, verb="notices")
    return await _in_channel(wanted, entrance, notice, result)


async def _in_channel(wanted: Wanted, entrance: Entrance, notice: Notice, result: AgentResult) -> AgentResult:
    """Begins with the name that it is for; if people from outside have come in since, it says no more than that."""
    binding = await binding_at(wanted.database, key_of(wanted.heard))
    call = f"@{entrance.access.actor.name}"
    if binding is None or binding.client_safe or binding.outsiders:
        line = words("teamwork")("told.privately", wanted.locale, call=call)
        return AgentResult((line,), verb="notices")
    others = [
        one
        for one in await notices.unread(wanted.database, notice.scope.org, notice.user)
        if one.state in notices.UNSENT and one.scope == notice.scope and one.id != notice.id
    ]
    lines: list[str] = []
    for other in others:
        more = await told(Telling(wanted.house, entrance, other, wanted.locale))
        await notices.settle(wanted.database, other, "told" if more else "dropped")
        lines += [_short(other, more)] if more else ()
    section = (
        [Section(words("teamwork")("notices.more", wanted.locale), (Bullets(tuple(lines)),))] if lines else []
    )
    head = (f"{call} {result.lines[0]}", *result.lines[1:])
    return replace(result, lines=head, sections=(*result.sections, *section), verb="notices")


async def _listed(wanted: Wanted) -> AgentResult:
    """What is unread, of all places where nobody reads along, of this place elsewhere."""
    say, locale = words("teamwork"), wanted.locale
    found = [pair for org, user in wanted.who for pair in await mine(wanted, org, user)]
    if not found:
        return AgentResult((say("notices.none", locale),), verb="notices")
    lines = tuple(_short(notice, result) for notice, result in found)
    buttons = tuple(button for _, result in found for button in result.buttons)[:_MOST_BUTTONS]
    if wanted.private:
        for notice, _ in found:
            await notices.settle(wanted.database, notice, _seen(notice), read=True)
            await notices.read(wanted.database, notice.scope.org, notice.user, [notice.ref])
    section = Section(say("notices.title", locale), (Bullets(lines[:_MOST]),), internal=not wanted.private)
    more = () if wanted.private else (Button(say("button.tasks", locale), "tasks"),)
    return AgentResult(
        (say("notices", locale, count=len(found)),), (section,), buttons=(*buttons, *more), verb="notices"
    )


def _short(notice: Notice, result: AgentResult) -> str:
    """In one line; of a comment with its words."""
    said = result.lines[1].removeprefix("> ") if notice.kind == SAID else ""
    return f"{result.lines[0]} {said}".rstrip()


def _seen(notice: Notice) -> NoticeState:
    """One that is read here need not be sent any more."""
    return "told" if notice.state in (*notices.UNSENT, "kept") else notice.state


async def mine(wanted: Wanted, org: OrgId, user: UserId) -> list[tuple[Notice, AgentResult]]:
    """What somebody has not read, in words, of one matter once; what is settled by now is left out."""
    found: list[tuple[Notice, AgentResult]] = []
    for notice in await notices.unread(wanted.database, org, user):
        if notice.ref in {one.ref for one, _ in found}:
            continue
        here = wanted.entrance.place.scope if wanted.entrance and not wanted.private else None
        if here and here not in notice.scope.chain:
            continue
        try:
            entrance = await enter_scope(wanted.database, notice.scope, user)
        except UnknownScope:
            continue
        result = await told(Telling(wanted.house, entrance, notice, wanted.locale))
        if result and result.lines:
            found.append((notice, result))
        if len(found) >= _MOST:
            break
    return found
