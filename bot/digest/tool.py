"""`/digest` in the chat: what is scheduled here, and everything that is done with it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from agents.types import AgentResult, Bullets, Button, Section
from bot.arrival.phrase import phrase
from bot.digest import desk
from bot.digest.errors import NowhereToSend, UnreadPlan
from bot.digest.orders import order
from bot.digest.sender import SEND
from bot.digest.telling import preview, sending
from bot.house import House
from bot.types import Heard
from config.errors import Locale
from config.wording import words
from memory.schedule import Digest, Target
from memory.store.entrance import Entrance

VERBS: Mapping[str, str] = {
    "add": "add", "추가": "add", "예약": "add", "새로": "add",
    "list": "list", "목록": "list", "": "list",
    "preview": "preview", "미리보기": "preview", "미리": "preview",
    "pause": "pause", "중지": "pause", "멈춤": "pause", "일시중지": "pause",
    "resume": "resume", "재개": "resume", "다시": "resume",
    "remove": "remove", "삭제": "remove", "취소": "remove",
    "send": "send",
}  # fmt: skip
_CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants of the digests of a place."""

    rest: str
    heard: Heard
    entrance: Entrance
    locale: Locale
    house: House
    safe: bool = False
    """Whether people from outside read along where it is answered."""

    def say(self, key: str, **facts: object) -> str:
        return words("digest")(key, self.locale, **facts)

    def line(self, digest: Digest) -> str:
        return desk.line(self.house, digest, self.locale)


async def answer(  # noqa: PLR0913 - all of a turn that a digest needs
    rest: str, heard: Heard, entrance: Entrance, locale: Locale, house: House, *, safe: bool = False
) -> AgentResult:
    """The answer to `/digest …`; days and a time without a verb make one."""
    verb, _, words_ = rest.strip().partition(" ")
    known = VERBS.get(verb.casefold())
    asked = Asked(words_.strip() if known else rest.strip(), heard, entrance, locale, house, safe)
    return await _DO[known or "add"](asked)


async def _add(asked: Asked) -> AgentResult:
    wanted = order(asked.rest, asked.entrance.place.timezone)
    made = await desk.add(asked.house, asked.entrance, wanted, _target(asked, wanted.direct))
    buttons = (_button(asked, "preview", made), _button(asked, "remove", made))
    shared = (asked.say("overlap"),) if await _overlaps(asked, made) else ()
    return AgentResult((asked.say("added", line=asked.line(made)), *shared), buttons=buttons, verb="digest")


async def _overlaps(asked: Asked, made: Digest) -> bool:
    """Whether its channel has another one on one of its days: one of the two waits for the next day then."""
    found = await desk.every(asked.house, asked.entrance)
    others = (one for one in found if one.id != made.id and one.state == "active" and not one.target.direct)
    return any(_place(one) == _place(made) and one.plan.days & made.plan.days for one in others)


def _place(digest: Digest) -> tuple[str, str, str]:
    to = digest.target
    return to.platform, to.workspace, to.channel


def _target(asked: Asked, direct: bool) -> Target:
    """Where it was said; to whoever said it, if that is wanted. Raises NowhereToSend."""
    heard = asked.heard
    if heard.platform == _CONSOLE:
        raise NowhereToSend(scope=asked.entrance.place.path)
    if direct and not heard.direct:
        return Target(heard.platform, heard.workspace, "", heard.account, direct=True)
    return Target(heard.platform, heard.workspace, heard.channel, heard.account, heard.direct)


async def _list(asked: Asked) -> AgentResult:
    found = await desk.every(asked.house, asked.entrance)
    place, new = " › ".join(asked.entrance.place.names), Button(asked.say("button.new"), "form digest")
    if not found:
        return AgentResult((asked.say("list.none", place=place),), buttons=(new,), verb="digest")
    title = asked.say("list", place=place, count=len(found))
    section = Section(title, (Bullets(tuple(asked.line(one) for one in found)),))
    buttons = tuple(button for one in found[:3] for button in _for(asked, one))
    return AgentResult((title,), (section,), buttons=(*buttons, new), verb="digest")


def _for(asked: Asked, digest: Digest) -> tuple[Button, ...]:
    if digest.state == "ended":
        return (_button(asked, "remove", digest),)
    other = "resume" if digest.state == "paused" else "pause"
    return (_button(asked, "preview", digest), _button(asked, other, digest))


async def _preview(asked: Asked) -> AgentResult:
    chosen = await _chosen(asked, "preview")
    if isinstance(chosen, AgentResult):
        return chosen
    return await preview(asked.house, asked.entrance, chosen, asked.locale, safe=asked.safe)


async def _pause(asked: Asked) -> AgentResult:
    options = phrase(asked.rest).options
    chosen = await _chosen(asked, "pause")
    if isinstance(chosen, AgentResult):
        return chosen
    until = _day(options["until"]) if "until" in options else None
    paused = await desk.pause(asked.house, asked.entrance, chosen.id, until)
    resume = (_button(asked, "resume", paused),)
    return AgentResult((asked.say("paused", line=asked.line(paused)),), buttons=resume, verb="digest")


async def _resume(asked: Asked) -> AgentResult:
    chosen = await _chosen(asked, "resume")
    if isinstance(chosen, AgentResult):
        return chosen
    going = await desk.resume(asked.house, asked.entrance, chosen.id)
    return AgentResult((asked.say("resumed", line=asked.line(going)),), verb="digest")


async def _remove(asked: Asked) -> AgentResult:
    chosen = await _chosen(asked, "remove")
    if isinstance(chosen, AgentResult):
        return chosen
    line = asked.line(chosen)
    await desk.remove(asked.house, asked.entrance, chosen.id)
    return AgentResult((asked.say("removed", line=line),), verb="digest")


async def _send(asked: Asked) -> AgentResult:
    """Only the clock says so, in the place of the digest itself; whoever else does sees it as a preview."""
    name, _, day = asked.rest.partition(" ")
    digest = await desk.one(asked.house, asked.entrance, name)
    if not (asked.heard.kind == "due" and asked.heard.action == f"{SEND} {digest.id} {day}"):
        return await preview(asked.house, asked.entrance, digest, asked.locale, safe=asked.safe)
    return await sending(asked.house, asked.entrance, digest, day, asked.locale, safe=asked.safe)


async def _chosen(asked: Asked, verb: str) -> Digest | AgentResult:
    """The digest of the id that was said, or the only one there is; else the question which."""
    ref = next(iter(phrase(asked.rest).words), "")
    if ref:
        return await desk.one(asked.house, asked.entrance, ref)
    found = await desk.every(asked.house, asked.entrance)
    if len(found) == 1:
        return found[0]
    if not found:
        return await _list(asked)
    buttons = tuple(Button(asked.line(one), f"digest {verb} {one.id}") for one in found[:10])
    return AgentResult((asked.say("which"),), buttons=buttons, status="needs_input", verb="digest")


def _button(asked: Asked, verb: str, digest: Digest) -> Button:
    return Button(asked.say(f"button.{verb}"), f"digest {verb} {digest.id}")


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise UnreadPlan(word=word) from None


_DO: Mapping[str, Callable[[Asked], Awaitable[AgentResult]]] = {
    "add": _add,
    "list": _list,
    "preview": _preview,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "send": _send,
}
