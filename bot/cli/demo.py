"""`stratum demo`: a guided walk through the same commands that users type, in a home that is thrown away."""

import os
import shlex
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bot.cli.session import language
from config.tables import read_table


@click.command()
@click.option("--fast", is_flag=True, help="Do not wait for a key between the steps.")
def demo(fast: bool) -> int:
    """A filled agency (two rival clients) and a shop, and a walk through them. Leaves nothing behind."""
    locale = language()
    script = read_table("demo.toml")
    with _thrown_away() as home:
        facts = _facts(script, home, locale)
        for number, step in enumerate(script["steps"], start=1):
            click.secho(f"\n{number}. {step[locale]}", bold=True)
            for line in step["run"]:
                _run(line.format(**facts))
            if not fast and sys.stdin.isatty():
                click.pause()
    click.secho(f"\n{script['words']['closing'][locale]}", bold=True)
    return 0


@contextmanager
def _thrown_away() -> Generator[Path]:
    """A home of its own for this process, whatever the settings say; afterwards all is as before."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("STRATUM_")}
    with TemporaryDirectory(prefix="stratum-demo-") as folder:
        try:
            for name in set(kept) - {"STRATUM_LOCALE"}:
                del os.environ[name]
            os.environ["STRATUM_HOME"] = folder
            yield Path(folder)
        finally:
            os.environ.pop("STRATUM_HOME", None)
            os.environ.update(kept)


class _Brief:
    """`{brief:halla}` in a line of the script comes out as the path of that brief."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths

    def __format__(self, name: str) -> str:
        return shlex.quote(str(self._paths[name]))


def _facts(script: dict[str, Any], home: Path, locale: str) -> dict[str, Any]:
    paths: dict[str, Path] = {}
    for name, brief in script["briefs"].items():
        paths[name] = home / f"{name}.{locale}.md"
        paths[name].write_text(brief[locale].strip() + "\n", "utf-8")
    spoken = {name: texts[locale] for name, texts in script["words"].items()}
    return spoken | {"locale": locale, "brief": _Brief(paths)}


def _run(line: str) -> None:
    from bot.cli import execute

    click.secho(f"\n$ stratum {line}", fg="cyan")
    execute(shlex.split(line))
