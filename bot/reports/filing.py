"""A report as files: filled into the client's own template where there is one, else as any output is."""

from asyncio import to_thread
from dataclasses import replace

from agents.kit.reporting.fields import fields
from agents.types import AgentResult, Chart, Document
from bot import plugins
from bot.documents.exporting import MEDIA, Format, NoExtra, Press
from bot.documents.filling import Filling
from bot.house import House
from bot.okrs import as_it_stands
from config.wording import words
from memory.reports import TEMPLATE_KINDS, Template
from memory.store import outputs, templates
from memory.store.entrance import Entrance, enter_scope
from memory.types import Draft, Output, OutputId

REPORT = "report"


async def files(
    house: House, entrance: Entrance, output: Output, to: Format, *, client: bool
) -> tuple[Document, ...]:
    """The output in a format. What fills a template is for the client, whoever asks. Raises NoExtra, NoPicture."""
    template = await _template(house, entrance, output, to)
    if template is not None:
        return (await to_thread(_filled, house, output, template),)
    scope, user = output.scope, entrance.access.actor.user
    place = (await enter_scope(house.database, scope, user)).place if output.place else entrance.place
    output = await as_it_stands(house, entrance, output)
    press = Press(place, client=client)
    return await to_thread(press.files, house.agents[output.draft.agent], output, to)


async def _template(house: House, entrance: Entrance, output: Output, to: Format) -> Template | None:
    """The nearest one of this format, seen from where the report belongs."""
    if output.draft.output_type != REPORT or to not in TEMPLATE_KINDS:
        return None
    there = entrance
    if output.scope != entrance.place.scope:
        there = await enter_scope(house.database, output.scope, entrance.access.actor.user)
    async with house.database.reading(there.access) as unit:
        return await templates.nearest(unit, to)


def _filled(house: House, output: Output, template: Template) -> Document:
    """Blocks: call it in a thread."""
    try:
        filler = plugins.filler(template.kind)
    except ModuleNotFoundError as missing:
        raise NoExtra(format=template.kind.upper(), extra="documents") from missing
    charts = house.agents[output.draft.agent].show(output).charts
    alt = charts[0].alt if charts else ""
    content = filler.fill(template.data, Filling(fields(output.draft), _picture(charts), alt))
    name = f"{output.draft.output_type}-{output.draft.subject}-v{output.version}-client.{template.kind}"
    return Document(name, MEDIA[template.kind], content)


def _picture(charts: tuple[Chart, ...]) -> bytes | None:
    """The first chart; None without one, or without the extra `pictures`."""
    try:
        paint = plugins.painter() if charts else None
    except ModuleNotFoundError:
        return None
    return paint(charts[0]) if paint else None


async def carried(result: AgentResult, house: House, entrance: Entrance, *, safe: bool) -> AgentResult:
    """The answer with the files of its output that it asks for; a format that cannot be made says why."""
    if not result.outputs:
        return result
    output, made, lacking = await _to_be(house, entrance, result.outputs[0]), list[Document](), list[str]()
    for copy in result.copies:
        try:
            made += await files(house, entrance, output, copy.to, client=copy.client or safe)  # type: ignore[arg-type]
        except NoExtra as error:
            lacking.append(error.say(output.draft.locale))
    lines = result.lines
    if made:
        names = ", ".join(one.name for one in made)
        lines = (*lines[:2], words("report")("filed", output.draft.locale, names=names))
    return replace(result, lines=lines, documents=tuple(made), degraded=(*result.degraded, *lacking))


async def _to_be(house: House, entrance: Entrance, draft: Draft) -> Output:
    """The output as it will be when it is saved with the answer; its id is not known yet."""
    async with house.database.reading(entrance.access) as unit:
        before = await outputs.versions(unit, draft.output_type, draft.subject)
    version = before[0].version + 1 if before else 1
    who, digest = entrance.access.actor.name, outputs.draft_hash(draft)
    scope = entrance.place.scope
    return Output(OutputId(""), scope, version, "draft", draft, who, house.now(), digest)
