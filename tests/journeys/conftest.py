"""A journey goes through the whole house, on both databases."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import open_house
from bot.house import House
from bot.turn import Turns
from bot.types import Heard, Reply
from config.settings import Settings
from tests.memory.conftest import postgres, url

__all__ = ["postgres", "url"]

Talk = Callable[..., Awaitable[Reply]]


@pytest.fixture
async def house(url: str, tmp_path: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=tmp_path, database_url=url, locale="en")) as opened:
        yield opened


@pytest.fixture
def talk(house: House) -> Talk:
    """Says something in the console of a scope: `await talk("SWOT", "acme/nike/summer", thread=…)`."""
    turns = Turns(house)

    async def say(text: str, scope: str = "", user: str = "owner", **more: str) -> Reply:
        heard = Heard("console", "local", scope, user, text, uuid4().hex, **more)
        return await turns(heard, _quiet)

    return say


async def _quiet(_text: str) -> None:
    pass
