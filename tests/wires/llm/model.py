"""A model on the loopback, and the house's own code connected to it through the vendor's real SDK."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from adapters.llm import Models, build
from agents.kit.llm import LLM
from agents.kit.meter import Account
from config.models import Connections, Patience, VendorId, connections
from memory.types import MessageId, Usage
from tests.wires.llm.dialects import Anthropic, Dialect, Gemini, OpenAI, speak
from tests.wires.llm.loopback import Back, Call, serving
from tests.wires.llm.script import Act, Hangs

VENDORS: tuple[VendorId, ...] = ("anthropic", "gemini", "local")
DIALECTS: dict[VendorId, Dialect] = {"anthropic": Anthropic(), "gemini": Gemini(), "local": OpenAI()}
KEY = "a-key-for-tests"
PATIENT = Patience(connect=60.0, read=60.0, whole=120.0, attempts=3, first_wait=0.01, longest_wait=0.5)
"""No server that answers is too slow for it."""
HASTE = PATIENT.model_copy(update={"read": 4.0, "whole": 10.0})
"""Where one of the servers never answers, so that it has to be given up."""


@dataclass
class Wire:
    """One vendor's server: its address, and what it was asked. The last act of the script is repeated."""

    vendor: VendorId
    acts: list[Act]
    url: str = ""
    calls: list[Call] = field(default_factory=list[Call])
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, call: Call) -> Back:
        self.calls.append(call)
        self.asked.set()
        act = self.acts[min(len(self.calls), len(self.acts)) - 1]
        return speak(DIALECTS[self.vendor], call, act)

    def settings(self) -> Iterator[tuple[str, str]]:
        """What an operator would set to use this server."""
        if self.vendor == "local":
            yield "STRATUM_MODEL", f"local:tiny@{self.url}/v1"
            yield "STRATUM_LOCAL_KEY", KEY
        if self.vendor == "anthropic":
            yield from (("ANTHROPIC_API_KEY", KEY), ("ANTHROPIC_BASE_URL", self.url))
        if self.vendor == "gemini":
            yield from (("GEMINI_API_KEY", KEY), ("GOOGLE_GEMINI_BASE_URL", self.url))


@asynccontextmanager
async def wire(vendor: VendorId, *acts: Act) -> AsyncIterator[Wire]:
    made = Wire(vendor, list(acts))
    async with serving(made.answer) as made.url:
        yield made


def patience_with(*wires: Wire) -> Patience:
    """Short only where somebody is silent."""
    return HASTE if any(isinstance(act, Hangs) for one in wires for act in one.acts) else PATIENT


def connected(*wires: Wire, patience: Patience | None = None) -> Connections:
    environ = {name: value for one in wires for name, value in one.settings()}
    made = connections(environ.pop("STRATUM_MODEL", ""), environ)
    return replace(made, patience=patience or patience_with(*wires))


@dataclass
class Book:
    """The ledger of one organisation, in memory."""

    rows: list[Usage] = field(default_factory=list[Usage])

    async def used_micros(self) -> int:
        return sum(row.cost_micros for row in self.rows)

    async def book(self, usage: Usage) -> None:
        self.rows.append(usage)


@dataclass
class Turn:
    """One turn's model, with what it cost."""

    llm: LLM
    book: Book
    account: Account
    models: Models


@asynccontextmanager
async def turn(
    *wires: Wire, limit: int | None = None, patience: Patience | None = None
) -> AsyncIterator[Turn]:
    book = Book()
    account = Account(book, limit)
    models = build(connected(*wires, patience=patience))
    try:
        yield Turn(models.for_turn(account, MessageId("m1")), book, account, models)
    finally:
        await models.aclose()
