"""`stratum eval`: the project's own measured scores, on data that ships with it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from bot.cli.session import house, json_option, language, print_json, print_table, wait
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


@evaluate.command("persona")
@click.option("--pairs", type=click.IntRange(min=1), default=None, help="The first so many pairs only.")
@json_option
def persona(pairs: int | None, as_json: bool) -> int:
    """How often a persona gives way to leading questions: with the connected model, else by what is recorded."""
    return wait(_persona(pairs, as_json))


async def _persona(pairs: int | None, as_json: bool) -> int:
    from agents.kit.meter import Account  # noqa: PLC0415
    from bot.evaluation import persona as measure  # noqa: PLC0415

    async with house() as opened:
        spent = measure.Spent()
        limit = opened.settings.model_budget_micros
        llm = opened.models.for_turn(Account(spent, limit)) if opened.models else None
        scores = await measure.persona(llm, pairs)
    models = sorted({call.model for call in spent.calls})
    model = {"model": ", ".join(models) or None, "cost_micros": await spent.used_micros()}
    note = words("cli")("eval.persona.model" if models else "eval.persona.none", language(), **model)
    show(scores, "eval.persona", as_json=as_json, notes=(note,), **model)
    return 0


def show(
    scores: Sequence[Score], note: str, *, as_json: bool, notes: Sequence[str] = (), **facts: object
) -> None:
    """The figures, and in words what they measure."""
    if as_json:
        print_json(
            {"scores": [asdict(one) for one in scores], **facts, **({"notes": notes} if notes else {})}
        )
        return
    print_table(("score", "value", "cases"), [(one.name, f"{one.value:.3f}", one.of) for one in scores])
    click.echo("".join(f"\n{text}" for text in (words("cli")(note, language()), *notes)))
