"""`stratum eval`: the project's own measured scores, on data that ships with it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

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


@evaluate.command("routing")
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None)
@json_option
def routing(path: Path | None, as_json: bool) -> int:
    """How many utterances reach the right agent; of a FILE of your own, lines of agent<tab>text or JSON."""
    return wait(_routing(path, as_json))


async def _routing(path: Path | None, as_json: bool) -> int:
    from bot.evaluation import routing as measure  # noqa: PLC0415

    utterances = measure.labelled(path) if path else measure.shipped()
    show(await measure.routing(utterances, embedder()), "eval.routing", as_json=as_json)
    return 0


def show(scores: Sequence[Score], note: str, *, as_json: bool) -> None:
    """The figures, and in words what they measure."""
    if as_json:
        print_json({"scores": [asdict(one) for one in scores]})
        return
    print_table(("score", "value", "cases"), [(one.name, f"{one.value:.3f}", one.of) for one in scores])
    click.echo(f"\n{words('cli')(note, language())}")
