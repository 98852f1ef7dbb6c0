"""`comment …` and `comments` in the chat."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from agents.types import AgentResult, Bullets, Button, Section
from bot.digest.period import stamp
from bot.teamwork import comments as desk
from bot.teamwork import refs
from bot.teamwork.errors import NoOutput
from bot.teamwork.people import names
from bot.teamwork.seeing import insider
from bot.wanted import Wanted
from config.wording import words
from memory.collaboration import Comment
from memory.store import comments, outputs
from memory.store.entrance import Entrance
from memory.store.refs import UnknownRef
from memory.types import Member, Output

_VERBS: Mapping[str, str] = {
    "reply": "reply", "답글": "reply", "답": "reply", "resolve": "resolve", "해결": "resolve",
    "reopen": "reopen", "다시": "reopen", "list": "list", "목록": "list", "add": "add", "추가": "add",
}  # fmt: skip


async def comment(wanted: Wanted) -> AgentResult:
    """`comment [OUTPUT] [PATH] TEXT`, `comment reply|resolve|reopen ID …`."""
    verb, _, rest = wanted.rest.strip().partition(" ")
    known = _VERBS.get(verb.casefold())
    asked = replace(wanted, rest=rest.strip() if known else wanted.rest.strip())
    return await _DO[known or ("add" if asked.rest else "list")](asked)


async def _add(wanted: Wanted) -> AgentResult:
    entrance, output, rest = await _about(wanted)
    first, _, more = rest.partition(" ")
    path = desk.path_of(output, first) if more else ""
    text = more.strip() if path else rest
    say = words("teamwork")
    if not text:
        expects = f"comment {output.id} :"
        line = say("comment.what", wanted.locale, title=output.draft.title)
        return AgentResult((line,), status="needs_input", expects=expects, verb="comment")
    made, told = await desk.add(wanted.house, entrance, wanted.heard, output, text, wanted.locale, path=path)
    return _added(wanted, output, made, told)


def _added(wanted: Wanted, output: Output, made: Comment, told: Sequence[Member]) -> AgentResult:
    say, locale = words("teamwork"), wanted.locale
    part = say("comment.part", locale, path=made.path) if made.path else ""
    line = say("commented", locale, title=output.draft.title, version=output.version, part=part)
    lines = (line, say("comment.told", locale, names=names(told))) if told else (line,)
    buttons = (
        Button(say("button.comments", locale), f"comments {output.id}"),
        Button(say("button.resolve", locale), f"comment resolve {made.id}"),
    )
    return AgentResult(lines, buttons=buttons, verb="comment", told="")


async def _about(wanted: Wanted) -> tuple[Entrance, Output, str]:
    """The output that the first word names, else that of the thread; and the words that are left."""
    said = wanted.rest
    first, _, more = said.partition(" ")
    try:
        entrance, output = await refs.output(wanted, first.rstrip(":"))
        if first:
            return entrance, output, more.strip().removeprefix(":").strip()
    except (NoOutput, UnknownRef):
        entrance, output = await refs.output(wanted, "")
    return entrance, output, said.removeprefix(":").strip()


async def _reply(wanted: Wanted) -> AgentResult:
    ref, _, text = wanted.rest.partition(" ")
    text = text.strip().removeprefix(":").strip()
    entrance, parent = await refs.find(wanted, comments.get, ref.rstrip(":"))
    if not text:
        line = words("teamwork")("reply.what", wanted.locale, by=parent.created_by or "-")
        expects = f"comment reply {parent.id} :"
        return AgentResult((line,), status="needs_input", expects=expects, verb="comment")
    async with wanted.database.reading(entrance.access) as unit:
        output = await outputs.get(unit, parent.output)
    made, told = await desk.add(
        wanted.house, entrance, wanted.heard, output, text, wanted.locale, parent=parent
    )
    return _added(wanted, output, made, told)


async def _resolve(wanted: Wanted) -> AgentResult:
    return await _ended(wanted, resolved=True)


async def _reopen(wanted: Wanted) -> AgentResult:
    return await _ended(wanted, resolved=False)


async def _ended(wanted: Wanted, *, resolved: bool) -> AgentResult:
    entrance, found = await refs.find(wanted, comments.get, wanted.rest)
    done = await desk.resolve(wanted.house, entrance, found, wanted.locale, resolved=resolved)
    key = "resolved" if resolved else "reopened"
    return AgentResult((words("teamwork")(key, wanted.locale, text=_short(done.text)),), verb="comment")


async def listed(wanted: Wanted) -> AgentResult:
    """`comments [OUTPUT]`, threads in the order in which they began."""
    entrance, output = await refs.output(wanted, wanted.rest)
    found = await desk.on(wanted.house, entrance, output, wanted.locale)
    say, locale = words("teamwork"), wanted.locale
    facts = {"title": output.draft.title, "version": output.version}
    write = Button(say("button.comment", locale), f"comment add {output.id}")
    if not found:
        return AgentResult((say("comments.none", locale, **facts),), buttons=(write,), verb="comments")
    heads = [one for one in found if not one.parent or one.parent not in {other.id for other in found}]
    items = [_line(wanted, entrance, one) for head in heads for one in _thread(head, found)]
    open_ = [one for one in heads if one.resolved_at is None]
    inside = insider(wanted.house, entrance)
    section = Section(say("comments.title", locale), (Bullets(tuple(items)),), internal=inside)
    answers = tuple(
        Button(say("button.reply", locale, by=one.created_by or "-"), f"comment reply {one.id}")
        for one in open_[-2:]
    )
    line = say("comments", locale, count=len(found), open=len(open_), **facts)
    return AgentResult((line,), (section,), buttons=(*answers, write), verb="comments")


def _thread(head: Comment, found: Sequence[Comment]) -> list[Comment]:
    return [head, *(one for one in found if one.parent == head.id)]


def _line(wanted: Wanted, entrance: Entrance, one: Comment) -> str:
    say, locale = words("teamwork"), wanted.locale
    facts = {
        "by": one.created_by or "-",
        "at": stamp(one.created_at, entrance.place.timezone, locale),
        "part": say("comment.part", locale, path=one.path) if one.path else "",
        "done": say("comment.done", locale, by=one.resolved_by or "-") if one.resolved_at else "",
    }
    key = "comment.answer" if one.parent else "comment.line"
    return say(key, locale, text=one.text, version=one.version, id=one.id[-8:], **facts)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


_DO: Mapping[str, Callable[[Wanted], Awaitable[AgentResult]]] = {
    "add": _add,
    "reply": _reply,
    "resolve": _resolve,
    "reopen": _reopen,
    "list": listed,
}
