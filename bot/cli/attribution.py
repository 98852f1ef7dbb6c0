"""`stratum attribution`: who earned the conversions of a file of paths."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.session import json_option, language, print_json, print_table
from config.errors import Locale

if TYPE_CHECKING:
    from agents.kit.budgeting.attribution import Attributed, Model
    from agents.kit.budgeting.paths import Paths

_MODELS = ("first", "last", "linear", "position", "time_decay", "shapley", "markov")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option("--model", type=click.Choice(_MODELS), default=None, help="Without it: all, side by side.")
@click.option(
    "--half-life", type=click.FloatRange(min=0.01), default=None, metavar="TOUCHES",
    help="Of time_decay: after how many touches one counts half.",
)  # fmt: skip
@json_option
def attribution(file: Path, model: str | None, half_life: float | None, as_json: bool) -> int:
    """Paths in a CSV (`path,conversions,value,nulls`, `>` between channels) to what each channel earned."""
    from agents.kit.budgeting.attribution import attribute, named_model
    from agents.kit.budgeting.attribution_told import document
    from agents.kit.budgeting.paths_file import read_paths
    from config.budgeting import attribution as settings

    locale = language()
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    paths = read_paths(data, locale)
    wanted: tuple[Model, ...] = tuple(named_model(name) for name in ([model] if model else _MODELS))
    done = [attribute(paths, each, half_life or settings().half_life) for each in wanted]
    if as_json:
        documents = [document(each, paths, locale) for each in done]
        print_json(documents[0] if model else {"models": documents})
    else:
        _show(done, paths, locale)
    for line in paths.rejected:
        click.echo(f"{line.line}: {line.reason}", err=True)
    return 0 if paths.paths else 1


def _show(done: "list[Attributed]", paths: "Paths", locale: Locale) -> None:
    from agents.kit.budgeting.attribution_told import checks, compared

    if len(done) == 1:
        _one(done[0], locale)
    else:
        head, rows = compared(done, locale)
        print_table(head, list(rows))
    click.echo()
    for check in checks(done[0], paths, locale):
        if len(done) == 1 or check["name"] != "method":
            click.echo(f"{'✓' if check['ok'] else '!'} {check['detail']}")


def _one(done: "Attributed", locale: Locale) -> None:
    from agents.kit.budgeting.paths import MICRO
    from agents.kit.figures import number, percent
    from config.wording import words

    head = tuple(words("budget")(key, locale) for key in ("channel", "conversions", "value", "share"))
    rows: list[tuple[object, ...]] = [
        (one.channel, number(one.conversions / MICRO), "–" if one.value is None else number(one.value / MICRO),
         percent(one.share))
        for one in done.credits
    ]  # fmt: skip
    print_table(head, rows)
