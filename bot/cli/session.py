"""What every command needs: the settings, the house, a language, and a way to print."""

import asyncio
import json
import os
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click

from bot.app import open_house
from bot.house import House
from config.errors import Locale
from config.logging import start_logging
from config.settings import Settings, load
from memory.store.entrance import OWNER, Entrance, enter

scope_option = click.option(
    "--scope", default="", metavar="SCOPE", help="org, org/client, org/client/campaign or org/campaign."
)
as_option = click.option(
    "--as", "user", default=OWNER, metavar="NAME", help="Acts as this user of the organisation."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Prints one JSON document and nothing else."
)


def settings() -> Settings:
    return load(os.environ, Path.cwd())


def language() -> Locale:
    return settings().language


@asynccontextmanager
async def house() -> AsyncGenerator[House]:
    """The house of these settings, open."""
    chosen = settings()
    start_logging(chosen)
    async with open_house(chosen) as opened:
        yield opened


@asynccontextmanager
async def at(scope: str, user: str) -> AsyncGenerator[tuple[House, Entrance]]:
    """The house, and a place in it as this user reaches it. Raises UnknownScope."""
    async with house() as opened:
        yield opened, await enter(opened.database, scope, user)


def wait(work: Coroutine[Any, Any, int]) -> int:
    """Runs a command's coroutine to its exit status."""
    return asyncio.run(work)


def print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def print_table(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Columns as wide as what stands in them; a Hangul syllable takes two cells."""
    table = [tuple(str(cell) for cell in row) for row in (columns, *rows)]
    widths = [max(_width(row[n]) for row in table) for n in range(len(columns))]
    for row in table:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
