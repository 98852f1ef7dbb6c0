"""A report sent to the client by a person: once to each channel, through the outbox as everything that is posted."""

import logging
from dataclasses import dataclass

from agents.types import AgentResult, Button, Document
from bot.documents.exporting import Format, NoExtra
from bot.house import House
from bot.render import outward
from bot.reports.desk import permit
from bot.reports.errors import NoClientChannel, NoReport, OldReport
from bot.reports.filing import REPORT, files
from bot.teamwork.seeing import insider
from bot.teamwork.telling import SENT
from config.errors import Locale, Refused
from config.wording import words
from memory.reports import TEMPLATE_KINDS
from memory.store import bindings, notices, outputs, reports, templates
from memory.store.entrance import Entrance, enter_scope
from memory.types import Binding, Output

log = logging.getLogger(__name__)

_USUAL: Format = "pdf"
"""Where the client has no template of its own."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A report and the channels of the client that it may go to."""

    entrance: Entrance
    """At the report's own place, as the one who sends it."""
    output: Output
    channels: tuple[Binding, ...]


async def prepared(house: House, entrance: Entrance, ref: str, locale: Locale) -> Sending:
    """Raises Refused, NoReport, OldReport, UnknownOutput, AmbiguousOutput."""
    permit(house, entrance, locale, "send")
    if not insider(house, entrance):
        raise Refused(detail=words("report")("send.insider", locale))
    output = await _report(house, entrance, ref)
    there = await enter_scope(house.database, output.scope, entrance.access.actor.user)
    permit(house, there, locale, "send")
    async with house.database.reading(there.access) as unit:
        if await outputs.overtaken(unit, output):
            raise OldReport(title=output.draft.title, version=output.version)
        found = [one for one in await bindings.every(unit) if _open(one, output)]
    found.sort(key=lambda one: output.scope.chain.index(one.scope))
    nearest = [one for one in found if one.scope == found[0].scope]
    return Sending(there, output, tuple(nearest))


async def _report(house: House, entrance: Entrance, ref: str) -> Output:
    """The one that is named, or the place's newest."""
    async with house.database.reading(entrance.access) as unit:
        if ref:
            found = await outputs.get(unit, ref)
            if found.draft.output_type != REPORT:
                raise NoReport()
            return found
        newest = (one for one in await outputs.latest(unit) if one.draft.output_type == REPORT)
        output = next(newest, None)
    if output is None:
        raise NoReport()
    return output


def _open(one: Binding, output: Output) -> bool:
    """Whether the client reads along there."""
    return one.client_safe and not one.rests and not one.key.thread and one.scope in output.scope.chain


async def send(house: House, sending: Sending, to: Binding) -> bool:
    """Has it posted there; False where it went there already. It counts as approved by whoever sends it."""
    if to not in sending.channels:
        raise NoClientChannel()
    async with house.database.writing(sending.entrance.access) as unit:
        sent = await reports.sent(unit, sending.output.id, to.key)
        if sent is None:
            return False
        await outputs.mark(unit, sending.output.id, "approved")
        await notices.post(unit, SENT, sent, to.key)
    return True


async def posted(house: House, entrance: Entrance, ref: str, locale: Locale) -> AgentResult | None:
    """What the client's channel is told: the report in short, and its files. None for a sending that is not there."""
    async with house.database.reading(entrance.access) as unit:
        found = await reports.sending(unit, ref)
        if found is None:
            return None
        output = await outputs.get(unit, found)
        kinds = {one.kind for one in await templates.every(unit)}
    shown = house.agents[output.draft.agent].show(output)
    wanted: list[Format] = [kind for kind in TEMPLATE_KINDS if kind in kinds]
    documents = list[Document]()
    for to in wanted or [_USUAL]:
        try:
            documents += await files(house, entrance, output, to, client=True)
        except NoExtra as error:
            log.warning("a report without its file: %s", error.say(locale))
    lines = (f"**{output.draft.title}**", *shown.lines)
    sections = () if documents else outward(shown.sections)
    return AgentResult(lines, sections, charts=shown.charts[:1], documents=tuple(documents), verb=REPORT)


def send_buttons(sending: Sending, locale: Locale) -> tuple[Button, ...]:
    """Which of the client's channels."""
    say = words("report")
    return tuple(
        Button(say("send.to", locale, platform=one.key.platform.title(), channel=one.key.channel),
               f"report send {sending.output.id} {one.id}")
        for one in sending.channels
    )  # fmt: skip
