"""`stratum eval`: the project's own measured scores, on data that ships with it."""

from collections.abc import Sequence
from dataclasses import asdict

import click

from bot.cli.session import json_option, language, print_json, print_table, wait
from bot.evaluation import Score
from bot.plugins import embedder
from config.wording import words
from memory.semantics import Semantics


@click.group("eval")
def evaluate() -> None:
    """The project's own measured scores, on data that ships with it."""


@evaluate.command("memory")
@json_option
def memory(as_json: bool) -> int:
    """What rules learn from labelled turns, and how much of the evidence a search finds."""
    return wait(_memory(as_json))


async def _memory(as_json: bool) -> int:
    from bot.evaluation.memory import learning, recalling  # noqa: PLC0415 - each measure imports its own

    found = embedder()
    scores = [*learning(), *await recalling(Semantics(found) if found else None)]
    show(scores, "eval.memory", as_json=as_json)
    return 0


def show(scores: Sequence[Score], note: str, *, as_json: bool) -> None:
    """The figures, and in words what they measure."""
    if as_json:
        print_json({"scores": [asdict(one) for one in scores]})
        return
    print_table(("score", "value", "cases"), [(one.name, f"{one.value:.3f}", one.of) for one in scores])
    click.echo(f"\n{words('cli')(note, language())}")
