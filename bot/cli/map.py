"""`stratum map`: what flows where."""

from pathlib import Path

import click

from agents.kit.registry import load_agents
from bot.cli.session import json_option, language, print_json, print_table
from bot.plugins import painter
from bot.tools.flow_map import flow_map


@click.command("map")
@click.argument("what", metavar="[WHAT]", default="")
@click.option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Draws it as a PNG into this file.",
)
@json_option
def map_(what: str, picture: Path | None, as_json: bool) -> int:
    """What flows where: agents, outputs, consumers. WHAT is an agent or an output; without it, everything."""
    found = flow_map(load_agents(), language(), what)
    if picture is not None:
        picture.write_bytes(painter()(found.picture()))
    if as_json:
        print_json(found.document())
        return 0
    print_table(found.columns, list(found.rows(found.flows)))
    for line in found.result().lines:
        click.echo(line)
    return 0
