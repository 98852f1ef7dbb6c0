"""What the house adds to a call of a model, and what loading a vendor costs."""

import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

import httpx2
from pydantic import BaseModel

from agents.kit.llm import Material, Request
from bot.app import open_house
from bot.house import House
from bot.turn import Turns
from bot.types import Heard
from config.settings import Settings
from memory.store import organizations
from memory.types import Organization, OrgId
from tests.bench.process import measure
from tests.bench.table import Row
from tests.wires.llm.model import VENDORS, Wire, turn, wire
from tests.wires.llm.script import Gives


class Idea(BaseModel):
    name: str


BRIEF = "We are a bakery. 80 % of our revenue comes before noon. " * 100
REQUEST = Request("a", "You rank ideas.", "Which first?", (Material("brief", BRIEF),))


async def model_calls(times: int) -> list[Row]:
    """Milliseconds of a `fill` beyond those of a plain POST of the same body to the same loopback server."""
    rows: list[Row] = []
    for vendor in VENDORS:
        async with wire(vendor, Gives({"name": "A loyalty card"})) as server:
            asked, posted = await _calls(server, times), await _posts(server, times)
        rows.append(Row(f"a call of {vendor} beyond its wire", (asked - posted) * 1000, "ms", 20))
    return rows


async def _calls(server: Wire, times: int) -> float:
    took: list[float] = []
    async with turn(server) as one:
        await one.llm.fill(Idea, REQUEST)
        for _ in range(times):
            began = perf_counter()
            await one.llm.fill(Idea, REQUEST)
            took.append(perf_counter() - began)
    return median(took)


async def _posts(server: Wire, times: int) -> float:
    call, took = server.calls[-1], list[float]()
    async with httpx2.AsyncClient() as client:
        for _ in range(times):
            began = perf_counter()
            (await client.post(server.url + call.path, json=call.body)).json()
            took.append(perf_counter() - began)
    return median(took)


def model_loading(runs: int) -> list[Row]:
    """Each vendor in a process of its own, beyond what every model needs: nothing of this without a key.

    To be measured before the calls: a child's peak begins at its parent's.
    """
    env = {"PATH": os.environ["PATH"]}
    rows: list[Row] = []
    bare = [measure((sys.executable, "-c", "import adapters.llm"), env) for _ in range(runs)]
    for vendor in VENDORS:
        costs = [measure((sys.executable, "-c", f"import adapters.llm.{vendor}"), env) for _ in range(runs)]
        seconds = median(c.seconds for c in costs) - median(c.seconds for c in bare)
        memory = median(c.peak_mb for c in costs) - median(c.peak_mb for c in bare)
        rows.append(Row(f"loading {vendor}", seconds * 1000, "ms"))
        rows.append(Row("  memory", memory, "MB"))
    return rows


async def model_turns(home: Path, times: int) -> list[Row]:
    """Milliseconds of a strategy turn with a model on the loopback beyond the same turn without one."""
    idea = Gives({"items": [{"name": "A loyalty card", "impact": 5}]})
    async with wire("anthropic", idea) as server, _house(home) as house:
        asked = replace(house, environ=dict(server.settings()))
        alone = await _turns(house, times)
        together = await _turns(asked, times)
        await asked.close()
    return [
        Row("a strategy turn without a model", alone * 1000, "ms"),
        Row("  with one on the loopback", together * 1000, "ms"),
        Row("  the house's own part of it", (together - alone) * 1000, "ms", 60),
    ]


@asynccontextmanager
async def _house(home: Path) -> AsyncGenerator[House]:
    async with open_house(Settings(home=home / "models", locale="en")) as house:
        new = Organization(OrgId(""), "nabi", "Nabi", "SME", "en", "Asia/Seoul", "KRW")
        await organizations.add(house.database, new)
        yield replace(house, environ={})


async def _turns(house: House, times: int) -> float:
    took, turns = list[float](), Turns(house)

    async def say(_: str) -> None:
        pass

    for _ in range(times + 1):
        heard = Heard("console", "local", "nabi", "owner", f"/strategy ice {BRIEF[:300]}", uuid4().hex)
        began = perf_counter()
        await turns(heard, say)
        took.append(perf_counter() - began)
    return median(took[1:])
