"""`export` in a conversation: an output as a file that comes with the answer."""

from asyncio import to_thread
from dataclasses import dataclass

from agents.types import AgentResult, Button
from bot.documents.exporting import Format, Press, for_client, format_of
from bot.recall import last_reply
from bot.wanted import Wanted
from config.wording import words
from memory.store import messages, outputs
from memory.store.entrance import Entrance, enter
from memory.types import Output, Thread

_OFFERED: tuple[Format, ...] = ("pdf", "docx", "pptx", "xlsx", "csv", "md")
_CLIENT = ("client", "광고주용", "고객용", "광고주", "고객")
_FILLERS = frozenset(
    {
        *("to", "as", "a", "an", "the", "for", "file", "copy", "last", "please", "me", "it", "this"),
        *(
            "로",
            "으로",
            "파일로",
            "파일",
            "마지막",
            "사본",
            "줘",
            "내줘",
            "주세요",
            "내보내줘",
            "내보내",
            "부탁해",
        ),
    }
)
_SHOWN_ID = 13
_MOST = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported."""

    ref: str = ""
    """The beginning of an output's id; "" is the last one of the thread."""
    to: Format | None = None
    client: bool = False


def understand(rest: str) -> Order:
    """`export 0198 pdf client`, `내보내기 워드`, in any order."""
    parts = [one for one in rest.split() if one.lower() not in _FILLERS]
    formats: list[Format] = [found for one in parts if (found := format_of(one))]
    refs = [one for one in parts if one.lower() not in _CLIENT and format_of(one) is None]
    return Order(
        refs[0] if refs else "",
        formats[0] if formats else None,
        any(one.lower() in _CLIENT for one in parts),
    )


async def export(wanted: Wanted) -> AgentResult:
    """The file, or the choice of formats. Raises UnknownOutput, AmbiguousOutput, NoPicture, NoExtra, Refused."""
    wanted.permit("export")
    order, entrance = understand(wanted.rest), wanted.entrance
    output = await _found(wanted, entrance, order.ref) if entrance else None
    if entrance is None or output is None:
        return await _outputs(wanted, entrance, order)
    client = order.client or for_client(
        entrance.access.actor, entrance.place, wanted.house.now(), wanted.binding
    )
    if order.to is None:
        return _formats(wanted, output, client=client)
    return await _file(wanted, output, order.to, client=client)


async def _found(wanted: Wanted, entrance: Entrance, ref: str) -> Output | None:
    """By id, by what it is (`swot`) or whom it is about (`minji`); without any of them, the thread's last one."""
    async with wanted.database.reading(entrance.access) as unit:
        if ref:
            called = (
                one
                for one in await outputs.latest(unit)
                if ref.lower() in (one.draft.output_type, one.draft.subject)
            )
            return next(called, None) or await outputs.get(unit, ref)
        last = last_reply(await messages.thread(unit, Thread(wanted.heard.thread)))
        refs: list[str] = last.meta.get("outputs", []) if last else []
        return await outputs.get(unit, refs[-1]) if refs else None


async def _outputs(wanted: Wanted, entrance: Entrance | None, order: Order) -> AgentResult:
    """The newest outputs of this place, to choose from."""
    found: tuple[Output, ...] = ()
    if entrance:
        async with wanted.database.reading(entrance.access) as unit:
            found = await outputs.latest(unit)
    rest = " ".join(part for part in (order.to, "client" if order.client else "") if part)
    buttons = tuple(
        Button(one.draft.title, f"export {one.id[:_SHOWN_ID]} {rest}".rstrip()) for one in found[:_MOST]
    )
    key = "export.choose" if buttons else "export.nothing"
    return AgentResult((words("documents")(key, wanted.locale),), buttons=buttons, status="needs_input")


def _formats(wanted: Wanted, output: Output, *, client: bool) -> AgentResult:
    say, copy = words("documents"), " client" if client else ""
    buttons = [
        Button(say(f"format.{to}", wanted.locale), f"export {output.id[:_SHOWN_ID]} {to}{copy}")
        for to in _OFFERED
    ]
    if not client:
        label = say("export.for_client", wanted.locale)
        buttons.append(Button(f"{label}: PDF", f"export {output.id[:_SHOWN_ID]} pdf client"))
    line = say("export.which", wanted.locale, title=output.draft.title, version=output.version)
    return AgentResult((line,), buttons=tuple(buttons), status="needs_input", verb="export")


async def _file(wanted: Wanted, output: Output, to: Format, *, client: bool) -> AgentResult:
    agent = wanted.house.agents[output.draft.agent]
    place = (await enter(wanted.database, output.place, wanted.user)).place
    made = await to_thread(Press(place, client=client).files, agent, output, to)
    say, names = words("documents"), ", ".join(one.name for one in made)
    line = say("export.done", wanted.locale, title=output.draft.title, version=output.version, name=names)
    note = (say("export.client", wanted.locale),) if client else ()
    return AgentResult((line, *note), documents=made, verb="export")
