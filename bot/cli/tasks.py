"""`stratum task`: who does what until when."""

import click

from bot.cli.refs import found
from bot.cli.session import as_option, at, json_option, language, print_json, print_table, wait
from bot.house import House
from bot.teamwork import tasks as desk
from bot.teamwork.days import day_in
from bot.teamwork.people import named, present
from memory.collaboration import Task, TaskPlan, TaskState
from memory.store import outputs, tasks
from memory.store.entrance import Entrance
from memory.types import UserId


@click.group()
def task() -> None:
    """Tasks: add, list, done, drop."""


@task.command("add")
@click.argument("scope", metavar="SCOPE")
@click.argument("title", metavar="TITLE")
@click.option("--owner", "name", default="", metavar="NAME", help="Who does it.")
@click.option("--due", default="", metavar="DAY", help="Until when: 2026-12-12, Friday, 다음 주 금요일.")
@click.option("--check", default="", metavar="DAY", help="When to look at what came of it.")
@click.option("--about-output", "about", default="", metavar="ID", help="The output that it is about.")
@as_option
@json_option
def add(  # noqa: PLR0913, PLR0917 - a command's options
    scope: str, title: str, name: str, due: str, check: str, about: str, user: str, as_json: bool
) -> int:
    """Adds a task at a place."""
    return wait(_add(scope, title, (name, due, check, about), user, as_json))


async def _add(scope: str, title: str, said: tuple[str, str, str, str], user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        made = await desk.add(house, entrance, await _plan(house, entrance, title, said), language())
    if as_json:
        print_json({"id": made.id, "slug": made.place})
    else:
        _print([made])
    return 0


async def _plan(house: House, entrance: Entrance, title: str, said: tuple[str, str, str, str]) -> TaskPlan:
    name, due, check, about = said
    person = named(await present(house, entrance.place.scope), name) if name else None
    output = None
    if about:
        async with house.database.reading(entrance.access) as unit:
            output = (await outputs.get(unit, about)).id
    now, zone = house.now(), entrance.place.timezone
    return TaskPlan(
        title,
        person.user if person else UserId(""),
        person.name if person else "",
        day_in(due, now, zone) if due else None,
        day_in(check, now, zone) if check else None,
        output,
    )


@task.command("list")
@click.argument("scope", metavar="SCOPE")
@click.option("--ended", "every", is_flag=True, help="Those that have ended, too.")
@as_option
@json_option
def list_tasks(scope: str, every: bool, user: str, as_json: bool) -> int:
    """The tasks of a place and below it, the first due first."""
    return wait(_list(scope, every, user, as_json))


async def _list(scope: str, every: bool, user: str, as_json: bool) -> int:
    async with at(scope, user) as (house, entrance):
        shown = await desk.every(house, entrance, language(), None if every else "open")
    if as_json:
        print_json({"items": [_document(one) for one in shown]})
    else:
        _print(list(shown))
    return 0


@task.command("done")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def done(ref: str, user: str, as_json: bool) -> int:
    """A task is done."""
    return wait(_end(ref, "done", user, as_json))


@task.command("drop")
@click.argument("ref", metavar="ID")
@as_option
@json_option
def drop(ref: str, user: str, as_json: bool) -> int:
    """A task is not to be done any more."""
    return wait(_end(ref, "dropped", user, as_json))


async def _end(ref: str, state: TaskState, user: str, as_json: bool) -> int:
    async with found(tasks.get, ref, user) as (house, entrance, one):
        ended = await desk.end(house, entrance, one, language(), state)
    if as_json:
        print_json(_document(ended))
    else:
        _print([ended])
    return 0


def _print(shown: list[Task]) -> None:
    rows: list[tuple[object, ...]] = [
        (one.id, one.plan.title, one.plan.owner_name, one.plan.due or "", one.state, one.place)
        for one in shown
    ]
    print_table(("id", "title", "to", "due", "state", "scope"), rows)


def _document(one: Task) -> dict[str, object]:
    plan = one.plan
    return {
        "id": one.id,
        "scope": one.place,
        "title": plan.title,
        "owner": plan.owner_name or None,
        "due": plan.due,
        "check_after": plan.check_after,
        "output": plan.output,
        "state": one.state,
        "created_by": one.created_by,
        "created_at": one.created_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_by": one.ended_by or None,
    }
