"""A later turn of a running program: the same road as every message, with the house already open."""

from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from uuid import uuid4

from bot.app import open_house
from bot.turn import Turns
from bot.types import Heard
from config.settings import load
from memory.store.entrance import OWNER
from tests.bench.table import Row


async def later_turns(home: Path, count: int) -> list[Row]:
    """The first turn, and the median and the slowest tenth of so many later ones, in the filled home."""
    async with open_house(load({"STRATUM_HOME": str(home / "data")}, home)) as house:
        turns = Turns(house)
        first, *later = [await _timed(turns) for _ in range(count + 1)]
    return [
        Row("first turn in an open house", first * 1000, "ms"),
        Row(f"later turn, median of {count}", median(later) * 1000, "ms"),
        Row("  slowest tenth from", quantiles(later, n=10)[-1] * 1000, "ms"),
    ]


async def _timed(turns: Turns) -> float:
    """Seconds of one SWOT from the brief, in a thread of its own."""
    heard = Heard("console", "local", "crumb/spring", OWNER, "SWOT, please", uuid4().hex, "", "")
    began = perf_counter()
    reply = await turns(heard, _say)
    took = perf_counter() - began
    if reply.status not in {"ok", "needs_input"}:
        raise RuntimeError(reply.text)
    return took


async def _say(_: str) -> None:
    """Nobody listens to the progress of a benchmark."""
