"""What somebody means: a thing by its id wherever they may see it from here, an output also by what it is."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.recall import last_reply
from bot.teamwork.errors import NoOutput
from bot.wanted import Wanted
from config.errors import UnknownScope
from memory.collaboration import Approval
from memory.db import Unit
from memory.errors import UnknownOutput
from memory.store import approvals, messages, outputs
from memory.store.entrance import Entrance, enter_scope
from memory.store.refs import UnknownRef
from memory.types import Output, Scope, Thread


class Placed(Protocol):
    """A thing that belongs somewhere."""

    @property
    def scope(self) -> Scope: ...


T = TypeVar("T", bound=Placed)


async def doors(wanted: Wanted) -> tuple[Entrance, ...]:
    """From where somebody looks: the place of the conversation, and, where nobody else reads along, everywhere
    that they belong to."""
    found = [wanted.entrance] if wanted.entrance else []
    if wanted.private:
        for org, user in wanted.who:
            try:
                found.append(await enter_scope(wanted.database, Scope(org), user))
            except UnknownScope:
                continue
    return tuple(found)


async def find(wanted: Wanted, get: Callable[[Unit, str], Awaitable[T]], ref: str) -> tuple[Entrance, T]:
    """A thing by its id, and the way into its own place as the one who asks. Raises UnknownRef, AmbiguousRef."""
    for door in await doors(wanted):
        try:
            async with wanted.database.reading(door.access) as unit:
                found = await get(unit, ref)
        except (UnknownRef, UnknownOutput):
            continue
        return await enter_scope(wanted.database, found.scope, door.access.actor.user), found
    raise UnknownRef(ref=ref)


async def output(wanted: Wanted, said: str) -> tuple[Entrance, Output]:
    """An output by id, by its type, subject or title; without words the one that this thread is about.

    Raises NoOutput, UnknownRef, AmbiguousOutput.
    """
    if said and " " not in said and any(character.isdigit() for character in said):
        try:
            return await find(wanted, outputs.get, said.strip("`#"))
        except UnknownRef:
            pass
    if wanted.entrance is None:
        raise NoOutput()
    async with wanted.database.reading(wanted.entrance.access) as unit:
        found = await (_named(unit, said) if said else _open(unit, wanted.heard.thread))
    if found is None:
        raise NoOutput()
    return await enter_scope(wanted.database, found.scope, wanted.entrance.access.actor.user), found


async def asked(wanted: Wanted, said: str) -> tuple[Entrance, Approval]:
    """A request by its id; or by what the output is called that it waits for. Raises UnknownRef, AmbiguousRef."""
    try:
        return await find(wanted, approvals.get, said)
    except UnknownRef:
        if wanted.entrance is None or any(character.isdigit() for character in said):
            raise
    try:
        entrance, found = await output(wanted, said)
    except NoOutput:
        raise UnknownRef(ref=said) from None
    async with wanted.database.reading(entrance.access) as unit:
        waiting = await approvals.every(unit, ("requested",), found.id)
    if not waiting:
        raise UnknownRef(ref=said)
    return entrance, waiting[0]


async def _named(unit: Unit, said: str) -> Output | None:
    wanted = _plain(said)
    latest = await outputs.latest(unit)
    for part in ("subject", "output_type", "title"):
        if same := [one for one in latest if _plain(str(getattr(one.draft, part))) == wanted]:
            return same[0]
    return next((one for one in latest if wanted in _plain(one.draft.title)), None)


async def _open(unit: Unit, thread: str) -> Output | None:
    """What the thread's last answer was about; else the only draft that there is."""
    last = last_reply(await messages.thread(unit, Thread(thread))) if thread else None
    held: list[str] = last.meta.get("outputs", []) if last else []
    if held:
        try:
            return await outputs.get(unit, held[-1])
        except UnknownOutput:
            return None
    drafts = [one for one in await outputs.latest(unit) if one.status == "draft"]
    return drafts[0] if len(drafts) == 1 else None


def _plain(said: str) -> str:
    return " ".join(said.casefold().replace("_", " ").split())
