"""The road of every message: place, admit, route, recall, think, learn, render."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import uuid4

from agents.kit.learning.types import Candidate
from agents.kit.secrets import secrets_in
from agents.types import AgentResult, Ask, Command, Context
from bot import permissions, toolbox
from bot.arrival.standing import Standing, stand
from bot.arrival.threshold import EVENTS, Expected, completes, expected, leave_word, masked, resolved, uttered
from bot.errors import SecretSaid
from bot.house import House
from bot.language import language_of
from bot.learning.lesson import Lesson, learn_all, lesson, note_uses, read_out
from bot.metering import Model, model_for
from bot.ports import Fetch, Say, unheard
from bot.reaching import reaching, with_copies
from bot.recall import context_of, last_reply, said_until
from bot.render import Spoken, reply_of
from bot.routing.router import Route
from bot.routing.stage import Going, destination
from bot.tools.handed import Handed, answer, speak, take
from bot.types import Heard, Reply, Status
from bot.wanted import Wanted
from bot.wrong_room import check_room, names_here
from config.errors import Locale, Refused, StratumError
from config.wording import words
from memory.db import Writing
from memory.recalled import OUTSIDER
from memory.store import messages, outputs
from memory.store.entrance import Entrance
from memory.types import Message, Output, Said, Thread

if TYPE_CHECKING:
    from bot.delivery.outbox import Outbox

log = logging.getLogger(__name__)
_EXIT_REFUSED = Refused.exit_status


class Answered(Exception):  # noqa: N818 - no error: the message was heard before, and here is its answer
    def __init__(self, reply: Reply) -> None:
        self.reply = reply


@dataclass(slots=True)
class Turn:
    """A message on its way; each stage adds what it found."""

    heard: Heard
    say: Say
    locale: Locale
    thread: Thread
    fetch: Fetch | None = None
    """Gets the files that came with it; None where none can come."""
    outbox: "Outbox | None" = None
    """Where the answer waits for its delivery, in a turn that is taken again after a crash."""
    show: Say = unheard
    """Shows what of the answer is there."""
    started: float = field(default_factory=perf_counter)
    standing: Standing = Standing()
    entrance: Entrance | None = None
    expected: Expected = Expected()
    message: Message | None = None
    said: tuple[Message, ...] = ()
    model: Model = Model()
    route: Route = field(init=False)
    handed: tuple[Handed, ...] = ()
    context: Context | None = None
    result: AgentResult = field(init=False)
    outputs: tuple[Output, ...] = ()
    lesson: Lesson = Lesson()
    reply: Reply = field(init=False)


Stage = Callable[[Turn, House], Awaitable[None]]


async def place(turn: Turn, house: House) -> None:
    """Finds where the message belongs, and in which language it is answered."""
    turn.standing = await stand(house, turn.heard, turn.locale)
    turn.entrance = turn.standing.entrance
    if turn.entrance:
        async with house.database.reading(turn.entrance.access) as unit:
            turn.said = await messages.thread(unit, turn.thread)
    turn.expected = await expected(house, turn.heard, turn.standing, turn.said)
    turn.locale = _locale(turn, house)
    turn.heard = resolved(turn.heard, turn.expected, turn.locale, house.tools)


async def admit(turn: Turn, house: House) -> None:
    """Lets in who may speak here, and saves what was said before anything is done with it."""
    if secrets_in(uttered(turn.heard)):
        raise SecretSaid()
    if turn.entrance is None and turn.heard.overheard:
        raise Answered(_nothing(turn))
    if turn.entrance is None or turn.heard.kind in EVENTS:
        return
    permit(turn, house, "ask")
    heard, place_ = turn.heard, turn.entrance.place
    said = Said(
        conversation=f"{heard.platform}:{heard.workspace}:{place_.path}",
        thread=turn.thread,
        kind="turn",
        author=turn.entrance.access.actor.name,
        text=masked(uttered(heard)),
        external_id=heard.event_id,
        meta={OUTSIDER: True} if heard.outsider else {},
    )
    async with house.database.writing(turn.entrance.access) as unit:
        turn.message, new = await messages.admit(unit, said)
        if not new:
            said_since = await messages.thread(unit, turn.message.thread)
            if turn.outbox is None or _reply_to(turn.message, said_since):
                raise Answered(_earlier(turn, turn.message, said_since))
    if heard.overheard:
        raise Answered(_nothing(turn))


async def route(turn: Turn, house: House) -> None:
    """Chooses who answers."""
    if turn.heard.kind in EVENTS:
        turn.route = Route(Command("", turn.heard.kind), 1.0, "command")
        return
    text = uttered(turn.heard)
    going = Going(text, turn.said, turn.entrance, turn.message.id if turn.message else "")
    model = await model_for(house, turn.entrance, turn.message.id if turn.message else None)
    remembers = turn.outbox.remembering(model.llm) if turn.outbox and model.llm else model.llm
    turn.model = replace(model, llm=remembers)
    turn.route = await destination(going, house, turn.model.llm)


async def recall(turn: Turn, house: House) -> None:
    """Gathers what is known here."""
    if turn.entrance is None or turn.heard.kind in EVENTS:
        return
    await turn.say(words("turn")("reading", turn.locale))
    if turn.heard.files and turn.fetch:
        turn.handed = await take(turn.heard, turn.entrance, turn.fetch, turn.locale, house)
    async with house.database.reading(turn.entrance.access) as unit:
        turn.context = await context_of(unit, turn.entrance.place, said_until(turn.said, turn.message))
        await check_room((turn.message or turn.heard).text, turn.context, partial(names_here, unit))


async def think(turn: Turn, house: House) -> None:
    """Lets the agent, or one of the bot's own tools, answer."""
    if speak(turn.handed, uttered(turn.heard)):
        turn.result = answer(turn.handed, turn.locale)
        return
    agent = house.agents.get(turn.route.command.agent)
    if agent is None or turn.context is None:
        turn.result = await toolbox.use(_wanted(turn, house))
        return
    text = turn.route.text or (turn.message.text if turn.message else uttered(turn.heard))
    ask = Ask(text, turn.route.command, turn.locale, turn.context, house.now(), turn.say)
    if turn.entrance:
        ask = reaching(ask, house, turn.entrance, turn.message, turn.heard)
    permit(turn, house, agent.id, agent.verb(ask))
    answer_ = await agent.answer(replace(ask, llm=turn.model.llm, show=partial(_shown, turn, house)))
    turn.result = await with_copies(answer_, house, turn.entrance, safe=_client_safe(turn, house))


async def _shown(turn: Turn, house: House, so_far: AgentResult) -> None:
    """What of the answer is there, as the reply would say it."""
    early = copy(turn)
    early.result = so_far
    await turn.show(f"{_rendered(early, house).text}\n\n_{words('turn')('goes_on', turn.locale)}_")


def _wanted(turn: Turn, house: House) -> Wanted:
    going = (turn.route, turn.entrance, turn.locale, house, turn.heard, turn.standing, turn.expected.action)
    return Wanted("", "", *going)


async def learn(turn: Turn, house: House) -> None:
    """Saves what was delivered and what was said, together."""
    await leave_word(house, turn.heard, turn.expected, _left_open(turn), turn.locale)
    if turn.entrance is None or turn.message is None:
        return
    result, found = turn.result, _read_out(turn)
    async with house.database.writing(turn.entrance.access) as unit:
        if result.keeps:
            await messages.keep_brief(unit, turn.message.id, result.keeps)
        turn.outputs = tuple([await outputs.save(unit, draft) for draft in result.outputs])
        meta = {
            "agent": turn.route.command.agent,
            "verb": result.verb,
            "locale": turn.locale,
            "outputs": [output.id for output in turn.outputs] or _held(turn),
            "questions": [asdict(question) for question in result.questions],
            "expects": result.expects,
            "for": turn.entrance.access.actor.user,
        }
        text = "\n".join(result.lines)
        said = Said(
            turn.message.conversation, turn.thread, "reply", "stratum", text, f"re:{turn.message.id}", meta
        )
        reply, _ = await messages.admit(unit, said)
        turn.lesson = await _learnt(turn, unit, reply, found)
        if turn.outbox:
            await turn.outbox.keep(unit, _rendered(turn, house))
    house.said(turn.entrance, turn.thread)


def _read_out(turn: Turn) -> tuple[Candidate, ...]:
    """What the message teaches, where somebody heard it who tells."""
    heard = turn.route.command.agent or turn.route.how == "ask"
    if turn.context is None or turn.message is None or not heard or turn.result.told == "":
        return ()
    said = [message.text for message in turn.said if message.kind == "reply"]
    author = "outsider" if turn.heard.outsider else "member"
    return read_out(turn.message, turn.context.place, author, said)


async def _learnt(turn: Turn, unit: Writing, reply: Message, found: Sequence[Candidate]) -> Lesson:
    """What the message taught, and what of memory went into the answer."""
    if turn.context is None or turn.message is None:
        return Lesson()
    used = await note_uses(unit, turn.result, turn.outputs, turn.context, reply)
    learned = await learn_all(unit, turn.message, found, reply, turn.result)
    return await lesson(unit, used, learned)


async def render(turn: Turn, house: House) -> None:
    """Makes the reply, the same for every channel."""
    turn.reply = _rendered(turn, house)


def _rendered(turn: Turn, house: House) -> Reply:
    agent = house.agents.get(turn.route.command.agent) if turn.context else None
    spoken = Spoken(
        entrance=turn.entrance,
        agent=agent,
        route=turn.route,
        result=turn.result,
        outputs=turn.outputs,
        first=last_reply(turn.said) is None,
        lesson=turn.lesson,
        handed=() if speak(turn.handed, uttered(turn.heard)) else tuple(one.line for one in turn.handed),
        agents=house.agents,
        model=turn.model,
        client_safe=_client_safe(turn, house),
    )
    reply = reply_of(spoken, turn.locale)
    message_id = turn.message.id if turn.message else ""
    return replace(reply, thread=turn.thread, message_id=message_id, status=turn.result.status)


def _client_safe(turn: Turn, house: House) -> bool:
    """Whether what is internal is left out: where clients read along, and for who may read nothing internal."""
    safe = turn.standing.binding is not None and turn.standing.binding.client_safe
    if safe or turn.entrance is None:
        return safe
    actor, place_ = turn.entrance.access.actor, turn.entrance.place
    return not permissions.can(actor, "outputs.internal.read", place_, house.now()).allowed


STAGES: tuple[Stage, ...] = (place, admit, route, recall, think, learn, render)


class Turns:
    """Takes every message down the road and back; what goes wrong is said, in the user's language."""

    def __init__(self, house: House, fetch: Fetch | None = None, stages: tuple[Stage, ...] = STAGES) -> None:
        self._house = house
        self._fetch = fetch
        self._stages = stages

    async def __call__(
        self, heard: Heard, say: Say, outbox: "Outbox | None" = None, *, show: Say = unheard
    ) -> Reply:
        """With an outbox the caller sees to it that an event has one turn at a time, and takes it to its end."""
        locale = language_of(heard.text) or heard.locale or self._house.settings.language
        turn = Turn(heard, say, locale, Thread(heard.thread or uuid4().hex), self._fetch, outbox, show)
        try:
            for stage in self._stages:
                await stage(turn, self._house)
        except Answered as known:
            return known.reply
        except StratumError as error:
            return _sorry(turn, error.say(turn.locale), "refused" if _refuses(error) else "failed")
        except Exception as error:  # noqa: BLE001 - the one place that catches all: it logs, and it speaks
            log.exception("turn failed")
            return _sorry(turn, words("turn")("failed", turn.locale, code=type(error).__name__), "failed")
        return replace(turn.reply, elapsed_ms=_elapsed(turn))


def permit(turn: Turn, house: House, *command: str) -> None:
    """Raises Refused, with the reason, where the actor may not give this command here."""
    if turn.entrance:
        actor, place_ = turn.entrance.access.actor, turn.entrance.place
        verdict = permissions.admit(actor, command, place_, house.now())
        if not verdict.allowed:
            raise Refused(detail=verdict.why(turn.locale))


def _locale(turn: Turn, house: House) -> Locale:
    last = last_reply(turn.said)
    held: Locale | None = last.meta.get("locale") if last else turn.expected.locale
    known = turn.entrance.access.actor.locale if turn.entrance else turn.standing.locale
    own = known or turn.heard.locale or house.settings.language
    pressed = turn.heard.kind == "form" or (turn.heard.action and not completes(turn.heard))
    return (None if pressed else language_of(turn.heard.text)) or held or own


def _held(turn: Turn) -> list[str]:
    """The thread goes on with the output it was on when a turn made none."""
    return [turn.context.open.id] if turn.context and turn.context.open else []


def _left_open(turn: Turn) -> str | None:
    """What the next words complete while the conversation has no place; None where it has one."""
    return None if turn.entrance else turn.result.expects


def _nothing(turn: Turn) -> Reply:
    """What was overheard is kept, and not answered."""
    return Reply("ok", "", turn.thread, turn.message.id if turn.message else "")


def _earlier(turn: Turn, message: Message, said: tuple[Message, ...]) -> Reply:
    """The answer that this message had when it was first heard."""
    reply = _reply_to(message, said)
    text = reply.text if reply else words("turn")("underway", turn.locale)
    return Reply("ok", text, message.thread, message.id)


def _reply_to(message: Message, said: tuple[Message, ...]) -> Message | None:
    return next((m for m in said if m.external_id == f"re:{message.id}"), None)


def _refuses(error: StratumError) -> bool:
    return error.exit_status == _EXIT_REFUSED


def _sorry(turn: Turn, text: str, status: Status) -> Reply:
    message_id = turn.message.id if turn.message else ""
    scope = turn.entrance.place.path if turn.entrance else turn.heard.channel
    return Reply(status, text, turn.thread, message_id, scope=scope, error=text, elapsed_ms=_elapsed(turn))


def _elapsed(turn: Turn) -> int:
    return round((perf_counter() - turn.started) * 1000)
