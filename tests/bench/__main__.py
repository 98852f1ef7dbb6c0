"""`python -m tests.bench [--full] [SECTION ...]`: what a start, a turn, a read and the walls between tenants cost here.

Takes some minutes, most of them to fill a database of each engine with a million insights.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from tests.bench.databases import databases
from tests.bench.delivery import load, soak
from tests.bench.metrics import importing, questions
from tests.bench.models import model_calls, model_loading, model_turns
from tests.bench.routing import routing
from tests.bench.startup import start_up
from tests.bench.table import Row, table
from tests.bench.turns import later_turns

Sections: TypeAlias = AsyncGenerator[tuple[str, list[Row]], None]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--full", action="store_true", help="three times as many runs, and what takes many minutes"
    )
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"only these of {', '.join(_SECTIONS)}"
    )
    asked = parser.parse_args()
    if unknown := {*asked.sections} - {*_SECTIONS}:
        parser.error(f"no section {', '.join(sorted(unknown))}")
    asyncio.run(_run(asked.sections or list(_SECTIONS), 3 if asked.full else 1))


async def _run(names: list[str], times: int) -> None:
    for name in names:
        async for heading, rows in _SECTIONS[name](times):
            sys.stdout.write(f"\n{heading}\n{table(rows)}\n")
            sys.stdout.flush()


async def _process(times: int) -> Sections:
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = start_up(Path(home), 7 * times)
        rows += await later_turns(Path(home), 30 * times)
    yield "A process and a turn", rows


async def _routing(times: int) -> Sections:
    yield "Who a message is for", routing(20 * times)


async def _models(times: int) -> Sections:
    rows = model_loading(3 * times)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows += await model_calls(30 * times) + await model_turns(Path(home), 20 * times)
    yield "Language models, on the loopback", rows


async def _chat(times: int) -> Sections:
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = await load(Path(home) / "load", 120 if times > 1 else 10)
        rows += await soak(Path(home) / "soak", 20_000 if times > 1 else 2_000)
    yield "From a chat to its answer", rows


async def _numbers(times: int) -> Sections:
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = await importing(Path(home), 1_000_000 if times > 1 else 100_000)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows += await questions(Path(home), 10_000_000 if times > 1 else 1_000_000, 20 * times)
    yield "Numbers in, and asked", rows


async def _databases(times: int) -> Sections:
    async for section in databases(200 * times):
        yield section


_SECTIONS: dict[str, Callable[[int], Sections]] = {
    "process": _process,
    "routing": _routing,
    "models": _models,
    "chat": _chat,
    "numbers": _numbers,
    "databases": _databases,
}

main()
