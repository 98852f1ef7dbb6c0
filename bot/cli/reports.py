"""`stratum report`: reports of a place, their templates, terms of billing, drafts in time, and sending."""

from pathlib import Path
from uuid import uuid4

import click

from bot.cli.answered import STATUS, told_of
from bot.cli.session import as_option, at, house, json_option, language, print_json, wait
from bot.documents.saving import save
from bot.house import House
from bot.reports import desk
from bot.reports.days import works
from bot.reports.errors import NoClientChannel
from bot.reports.sending import prepared, send
from bot.turn import Turns
from bot.types import Heard
from config.wording import words as wording
from memory.reports import TEMPLATE_KINDS, Schedule
from memory.store.entrance import Entrance

_FORMATS = click.Choice(["pdf", "docx", "pptx", "xlsx"])
_scope = click.argument("scope", metavar="SCOPE")
_at = click.option(
    "--scope", required=True, metavar="SCOPE", help="Where it holds: also for everything below."
)


@click.group()
def report() -> None:
    """Reports: make, send, and what they need: template, terms, schedule."""


@report.command("make")
@_scope
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option(
    "--to", "formats", multiple=True, type=_FORMATS, help="Also as a file; may be given several times."
)
@click.option("--client", is_flag=True, help="A copy for the client: without sources, notes and confidence.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The folder for files.",
)
@as_option
@json_option
def make(
    scope: str,
    words: tuple[str, ...],
    formats: tuple[str, ...],
    client: bool,
    out: Path | None,
    user: str,
    as_json: bool,
) -> int:
    """A report. WORDS say which days: weekly (the usual), monthly, last 7 days, October."""
    first, reader = ("/리포트", "광고주용") if language() == "ko" else ("/report", "for the client")
    said = (first, *(words or ("weekly",)), *formats, *([reader] if client else ()))
    return wait(_make(" ".join(said), scope, out or Path.cwd(), user, as_json))


async def _make(text: str, scope: str, out: Path, user: str, as_json: bool) -> int:
    async with house() as opened:
        reply = await Turns(opened)(Heard("console", "local", scope, user, text, uuid4().hex), _quiet)
    paths = save(reply.documents, out)
    if as_json:
        print_json(told_of(reply) | {"documents": [str(path) for path in paths]})
    else:
        click.echo(reply.text, err=bool(reply.error))
        for path in paths:
            click.echo(path)
    return STATUS[reply.status]


async def _quiet(_text: str) -> None:
    pass


@report.command("send")
@_scope
@click.argument("ref", metavar="[ID]", default="")
@as_option
@json_option
def send_report(scope: str, ref: str, user: str, as_json: bool) -> int:
    """Sends a report, the newest one without an id, to the client's channel, once. `stratum run` posts it."""
    return wait(_send(scope, ref, user, as_json))


async def _send(scope: str, ref: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        sending = await prepared(opened, entrance, ref, language())
        if not sending.channels:
            raise NoClientChannel()
        sent = [(one, await send(opened, sending, one)) for one in sending.channels]
    if as_json:
        items = [{"platform": one.key.platform, "channel": one.key.channel, "sent": new} for one, new in sent]
        print_json({"output": sending.output.id, "items": items})
        return 0
    for one, new in sent:
        facts = {
            "title": sending.output.draft.title,
            "platform": one.key.platform,
            "channel": one.key.channel,
        }
        click.echo(wording("report")("send.done" if new else "send.again", language(), **facts))
    return 0


@report.command("terms")
@_scope
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.option("--remove", is_flag=True, help="Goes back to what holds above.")
@as_option
@json_option
def terms(scope: str, words: tuple[str, ...], remove: bool, user: str, as_json: bool) -> int:
    """How the client is billed. WORDS set it: `markup 15% vat 10% meta 10% reported net`."""
    return wait(_terms(scope, " ".join(words), remove, user, as_json))


async def _terms(scope: str, said: str, remove: bool, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        if remove:
            await desk.drop_terms(opened, entrance, language())
        elif said:
            await desk.set_terms(opened, entrance, said, language())
        held = await desk.terms(opened, entrance, language())
    if as_json:
        own = held is not None and held.scope == entrance.place.scope
        print_json({"terms": held.terms.as_json() if held else None, "own": own})
    else:
        click.echo(desk.terms_line(held, entrance, language()))
    return 0


@report.group("template")
def template() -> None:
    """Templates: the client's own XLSX or PPTX that reports are filled into."""


@template.command("set")
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@_at
@as_option
@json_option
def set_template(file: Path, scope: str, user: str, as_json: bool) -> int:
    """Looks at a file with {{placeholders}} or named cells, and keeps it."""
    return wait(_set_template(file.name, file.read_bytes(), scope, user, as_json))


async def _set_template(name: str, data: bytes, scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        kept = await desk.set_template(opened, entrance, name, data, language())
    if as_json:
        print_json({"id": kept.id, "kind": kept.kind, "name": kept.name, "scope": kept.place})
    else:
        click.echo(wording("report")("template.kept", language(), name=kept.name, place=kept.place))
    return 0


@template.command("list")
@_scope
@as_option
@json_option
def list_templates(scope: str, user: str, as_json: bool) -> int:
    """The templates that hold at a place: its own, then those from above."""
    return wait(_list_templates(scope, user, as_json))


async def _list_templates(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        found = await desk.kept_templates(opened, entrance, language())
    if as_json:
        items = [{"id": one.id, "kind": one.kind, "name": one.name, "scope": one.place} for one in found]
        print_json({"items": items})
        return 0
    for one in found:
        click.echo(desk.template_line(one, entrance, language()))
    return 0


@template.command("remove")
@click.argument("kind", type=click.Choice(TEMPLATE_KINDS))
@_at
@as_option
def remove_template(kind: str, scope: str, user: str) -> int:
    """Lets the place's own template of a format go."""
    return wait(_remove_template(kind, scope, user))


async def _remove_template(kind: str, scope: str, user: str) -> int:
    async with at(scope, user) as (opened, entrance):
        await desk.drop_template(opened, entrance, kind, language())
    click.echo(wording("report")("template.dropped", language(), kind=kind))
    return 0


@report.group("schedule")
def schedule() -> None:
    """Drafts that are ready in time: each week, or on each month's first working day."""


@schedule.command("add")
@_scope
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@as_option
@json_option
def add(scope: str, words: tuple[str, ...], user: str, as_json: bool) -> int:
    """Has drafts made. WORDS: `weekly mon 09:00`, `monthly 09:00 zone=Asia/Seoul country=KR`."""
    return wait(_add(scope, " ".join(words), user, as_json))


async def _add(scope: str, said: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        made = await desk.schedule(opened, entrance, said, language())
        _shown(opened, entrance, made, as_json)
    return 0


def _shown(opened: House, entrance: Entrance, one: Schedule, as_json: bool) -> None:
    if as_json:
        print_json(_document(opened, one) | {"slug": entrance.place.path})
    else:
        click.echo(desk.schedule_line(opened, one, language()))


@schedule.command("list")
@_scope
@as_option
@json_option
def list_schedules(scope: str, user: str, as_json: bool) -> int:
    """The drafts of a place and below it."""
    return wait(_list_schedules(scope, user, as_json))


async def _list_schedules(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        found = await desk.schedules(opened, entrance, language())
        if as_json:
            print_json({"items": [_document(opened, one) for one in found]})
        else:
            for one in found:
                click.echo(desk.schedule_line(opened, one, language()))
    return 0


@schedule.command("remove")
@_scope
@click.argument("ref", metavar="ID")
@as_option
@json_option
def remove_schedule(scope: str, ref: str, user: str, as_json: bool) -> int:
    """Makes no more of these drafts."""
    return wait(_remove_schedule(scope, ref, user, as_json))


async def _remove_schedule(scope: str, ref: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        gone = await desk.unschedule(opened, entrance, ref, language())
        if as_json:
            print_json(_document(opened, gone) | {"removed": True})
        else:
            line = desk.schedule_line(opened, gone, language())
            click.echo(wording("report")("schedule.removed", language(), line=line))
    return 0


def _document(opened: House, one: Schedule) -> dict[str, object]:
    course = one.course
    return {
        "id": one.id,
        "level": one.scope.level,
        "rhythm": course.rhythm,
        "day": course.day if course.rhythm == "weekly" else None,
        "at": f"{course.at:%H:%M}",
        "zone": course.zone,
        "country": course.country or None,
        "next": None if one.ended else one.next(opened.now(), works),
        "last": one.drafted,
        "ended": one.ended,
    }
