"""`stratum demo`: a guided walk through the same commands that users type, in a home that is thrown away."""

import os
import shlex
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

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
        told = facts(script, home, locale)
        for number, step in enumerate(script["steps"], start=1):
            click.secho(f"\n{number}. {step[locale]}", bold=True)
            for line in step["run"]:
                _run(line.format(**told))
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


class _Named:
    """`{brief:halla}` in a line of the script comes out as the path of that brief; exports as well."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths

    def __format__(self, name: str) -> str:
        return shlex.quote(str(self._paths[name]))


def facts(script: dict[str, Any], home: Path, locale: str) -> dict[str, Any]:
    """What the lines of the script may name; briefs and exports are written into the home."""
    briefs, exports = dict[str, Path](), dict[str, Path]()
    for name, brief in script["briefs"].items():
        briefs[name] = home / f"{name}.{locale}.md"
        briefs[name].write_text(brief[locale].strip() + "\n", "utf-8")
    for name, export in script["exports"].items():
        exports[name] = home / f"{name}.csv"
        exports[name].write_text(dated(export, datetime.now(ZoneInfo(export["zone"])).date()), "utf-8")
    spoken = {name: texts[locale] for name, texts in script["words"].items()}
    return spoken | {"locale": locale, "brief": _Named(briefs), "export": _Named(exports)}


def dated(export: dict[str, Any], today: date) -> str:
    """The rows with their days: the last of them is the Sunday before this week."""
    sunday, rows = today - timedelta(days=today.isoweekday()), export["rows"]
    days = (sunday - timedelta(days=back) for back in reversed(range(len(rows))))
    return "\n".join([export["header"], *(f"{day},{row}" for day, row in zip(days, rows, strict=True)), ""])


def _run(line: str) -> None:
    from bot.cli import execute

    click.secho(f"\n$ stratum {line}", fg="cyan")
    execute(shlex.split(line))
