"""`stratum insight`: what was learnt, why, and how it is put right or forgotten."""

import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict

import click

from agents.kit.knowing.cards import Teller
from agents.kit.knowing.changes import counts
from bot.cli.guard import permit
from bot.cli.recall import moment
from bot.cli.session import as_option, at, house, json_option, print_json, print_table, wait
from bot.house import House
from bot.learning.recollection import PlaceMemory
from config.errors import Misused, UnknownScope
from config.wording import words
from memory.errors import UnknownInsight, UnknownUser
from memory.insight import Forgotten, InsightStatus, Trace
from memory.store.entrance import Entrance, directory, enter

_STATUS: tuple[InsightStatus, ...] = ("active", "superseded", "disputed", "pending")
_scope = click.option(
    "--scope",
    default="",
    metavar="SCOPE",
    help="Where to look; without it, everywhere that this user may see.",
)


class NothingForgotten(Misused):
    """Nothing was forgotten: say yes to the question, or add `--yes`.

    ko: 아무것도 지우지 않았습니다. 질문에 y로 답하거나 `--yes`를 붙이세요.
    """


@click.group()
def insight() -> None:
    """What was learnt: list, why, correct, confirm, forget."""


@insight.command("list")
@click.argument("scope", metavar="SCOPE")
@click.option("--all", "everything", is_flag=True, help="What was replaced, disputed or waits, too.")
@click.option("--as-of", "as_of", default="", metavar="TIME", help="What held at that moment.")
@as_option
@json_option
def list_insights(scope: str, everything: bool, as_of: str, user: str, as_json: bool) -> int:
    """What is known at a place, above it and below it, newest first."""
    return wait(_list(scope, everything, as_of, user, as_json))


async def _list(scope: str, everything: bool, as_of: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "insight")
        memory = PlaceMemory(opened, entrance)
        found = await memory.every(_STATUS if everything else ("active",), moment(as_of))
    if as_json:
        print_json({"items": [one.document() for one in found]})
        return 0
    rows: list[tuple[object, ...]] = [
        (one.id, one.category, one.status, f"{one.grade:.2f}", one.place, one.text) for one in found
    ]
    print_table(("id", "category", "status", "grade", "scope", "text"), rows)
    return 0


@insight.command("why")
@click.argument("ref", metavar="ID")
@_scope
@as_option
@json_option
def why(ref: str, scope: str, user: str, as_json: bool) -> int:
    """Where an insight was learnt, what it replaced, and where it was used."""
    return wait(_why(ref, scope, user, as_json))


async def _why(ref: str, scope: str, user: str, as_json: bool) -> int:
    async with knowing(ref, scope, user) as (opened, entrance, memory):
        permit(entrance, opened, "why")
        trace = await memory.why(ref)
    if as_json:
        print_json(
            {
                "insight": trace.insight.document(),
                "sources": [asdict(one) for one in trace.sources],
                "history": [one.document() for one in trace.history],
                "conflicts": [asdict(one) for one in trace.conflicts],
                "used_by": [asdict(one) for one in trace.uses],
            }
        )
    else:
        _tell(trace, entrance)
    return 0


def _tell(trace: Trace, entrance: Entrance) -> None:
    tell = Teller(entrance.access.actor.locale, entrance.place, {}, {})
    for source in trace.sources:
        facts = {"text": trace.insight.text, "day": tell.day(source.said_at), "quote": source.quote}
        file = source.kind == "brief"
        click.echo(
            tell.say(
                "why.file" if file else "why", who=source.external_id if file else source.author, **facts
            )
        )
    for one in trace.history[:-1]:
        click.echo(f"  {tell.row(one)}")
    for use in trace.uses:
        click.echo(f"  {use.used_in} {use.ref}")


@insight.command("correct")
@click.argument("ref", metavar="ID")
@click.argument("text", nargs=-1, required=True)
@_scope
@as_option
@json_option
def correct(ref: str, text: tuple[str, ...], scope: str, user: str, as_json: bool) -> int:
    """Puts an insight right in your own words."""
    return wait(_correct(ref, " ".join(text), scope, user, as_json))


async def _correct(ref: str, text: str, scope: str, user: str, as_json: bool) -> int:
    async with knowing(ref, scope, user) as (opened, entrance, memory):
        permit(entrance, opened, "insight", "correct")
        made = await memory.correct(ref, text)
    if as_json:
        print_json(made.document())
    else:
        click.echo(words("memory")("corrected", entrance.access.actor.locale, text=made.text))
    return 0


@insight.command("confirm")
@click.argument("ref", metavar="ID")
@_scope
@as_option
@json_option
def confirm(ref: str, scope: str, user: str, as_json: bool) -> int:
    """Stands for what a file or somebody outside said: from now on it counts."""
    return wait(_confirm(ref, scope, user, as_json))


async def _confirm(ref: str, scope: str, user: str, as_json: bool) -> int:
    async with knowing(ref, scope, user) as (opened, entrance, memory):
        permit(entrance, opened, "insight", "correct")
        made = await memory.confirm(ref)
    if as_json:
        print_json(made.document())
    else:
        click.echo(words("memory")("confirmed", entrance.access.actor.locale, text=made.text))
    return 0


@insight.command("forget")
@click.argument("ref", metavar="ID", default="")
@click.option("--text", default="", metavar="TEXT", help="Forgets these words wherever they stand.")
@click.option("--yes", is_flag=True, help="Does not ask.")
@_scope
@as_option
@json_option
def forget(ref: str, text: str, yes: bool, scope: str, user: str, as_json: bool) -> int:  # noqa: PLR0917
    """Forgets an insight, or words; in messages, outputs and files. Says which outputs used it."""
    if not ref and not text:
        raise click.MissingParameter(param_type="argument", param=click.Argument(["ref"]))
    return wait(_forget(ref, text, yes, scope, user, as_json))


async def _forget(ref: str, text: str, yes: bool, scope: str, user: str, as_json: bool) -> int:  # noqa: PLR0917
    async with knowing(ref, scope, user) as (opened, entrance, memory):
        permit(entrance, opened, "insight", "forget")
        locale = entrance.access.actor.locale
        if not yes:
            asked = "forget.words" if text else "forget.sure"
            question = words("memory")(asked, locale, text=text, count=1)
            if not sys.stdin.isatty() or not click.confirm(question, err=True):
                raise NothingForgotten()
        gone = await memory.forget(ref) if ref else await memory.forget_text(text)
        titles = await memory.titles([use.ref for use in gone.used_by])
    used = [
        {"used_in": one.used_in, "ref": one.ref, "title": titles.get(one.ref, ("", 0))[0]}
        for one in gone.used_by
    ]
    if as_json:
        print_json(asdict(gone) | {"used_by": used})
        return 0
    click.echo(words("memory")("forgotten", locale, **counts([gone])))
    _used(gone, used, entrance)
    return 0


def _used(gone: Forgotten, used: Sequence[dict[str, str]], entrance: Entrance) -> None:
    if gone.used_by:
        click.echo(words("memory")("forgotten.used", entrance.access.actor.locale))
    for one in used:
        click.echo(f"  {one['used_in']} {one['ref']} {one['title']}".rstrip())


@asynccontextmanager
async def knowing(ref: str, scope: str, user: str) -> AsyncGenerator[tuple[House, Entrance, PlaceMemory]]:
    """The memory where this user may see the insight. Raises UnknownInsight, AmbiguousInsight."""
    async with house() as opened:
        paths = [scope] if scope else [one.slug for one in await directory(opened.database)]
        for path in paths:
            try:
                entrance = await enter(opened.database, path, user)
                memory = PlaceMemory(opened, entrance)
                if ref:
                    await memory.why(ref)
            except (UnknownScope, UnknownUser, UnknownInsight):
                continue
            yield opened, entrance, memory
            return
    raise UnknownInsight(ref=ref)
