"""`stratum persona`: the personas of a place; they are made, asked and interviewed in the conversation."""

from typing import Any

import click

from bot.cli.guard import permit
from bot.cli.session import as_option, at, json_option, print_json, print_table, wait
from memory.store import outputs
from memory.types import Output

TYPE = "persona"
_SHOWN = ("name", "slug", "market", "group", "synthetic", "attributes", "missing", "heard")


@click.group()
def persona() -> None:
    """Personas, all of them synthetic: list them; make and interview them with `stratum ask "/persona …"`."""


@persona.command("list")
@click.argument("scope", metavar="SCOPE")
@as_option
@json_option
def list_personas(scope: str, user: str, as_json: bool) -> int:
    """The personas of a place, with what is known of them; retired ones are left out."""
    return wait(_list(scope, user, as_json))


async def _list(scope: str, user: str, as_json: bool) -> int:
    async with at(scope, user) as (opened, entrance):
        permit(entrance, opened, "persona", "list")
        async with opened.database.reading(entrance.access) as unit:
            stored = [*await outputs.newest(unit), *await outputs.above(unit)]
    found = [one for one in stored if one.draft.output_type == TYPE and one.status != "archived"]
    if as_json:
        print_json({"items": [document(one) for one in found]})
        return 0
    rows: list[tuple[object, ...]] = [
        (one.draft.subject, one.draft.body["name"], one.draft.body["group"], _known(one), one.version,
         f"{one.draft.confidence:.2f}" + (" stale" if one.stale else ""), one.place)
        for one in found
    ]  # fmt: skip
    print_table(("id", "name", "group", "known", "version", "confidence", "scope"), rows)
    return 0


def document(one: Output) -> dict[str, Any]:
    """A persona as scripts read it: its attributes by name, each with grade, source and whether it is assumed."""
    body = one.draft.body
    shown = {name: body[name] for name in _SHOWN}
    stand = {"status": one.status, "stale": one.stale, "confidence": one.draft.confidence, "scope": one.place}
    return {"id": one.id, **shown, "version": one.version, **stand}


def _known(one: Output) -> str:
    told = one.draft.body["attributes"].values()
    return f"{sum(1 for each in told if each['value'] is not None and not each['assumed'])}/{len(told)}"
