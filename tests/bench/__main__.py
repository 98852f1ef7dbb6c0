"""`python -m tests.bench [--full]`: what a start, a turn, a read and the walls between tenants cost here.

Takes some minutes, most of them to fill a database of each engine with a million insights.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.databases import databases
from tests.bench.delivery import load, soak
from tests.bench.metrics import importing, questions
from tests.bench.models import model_calls, model_loading, model_turns
from tests.bench.routing import routing
from tests.bench.startup import start_up
from tests.bench.table import Row, table
from tests.bench.turns import later_turns


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="three times as many runs")
    asyncio.run(_run(3 if parser.parse_args().full else 1))


async def _run(times: int) -> None:
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = start_up(Path(home), 7 * times)
        rows += await later_turns(Path(home), 30 * times)
    _print("A process and a turn", rows)
    _print("Who a message is for", routing(20 * times))
    rows = model_loading(3 * times)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows += await model_calls(30 * times) + await model_turns(Path(home), 20 * times)
    _print("Language models, on the loopback", rows)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = await load(Path(home) / "load", 120 if times > 1 else 10)
        rows += await soak(Path(home) / "soak", 20_000 if times > 1 else 2_000)
    _print("From a chat to its answer", rows)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = await importing(Path(home), 1_000_000 if times > 1 else 100_000)
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows += await questions(Path(home), 10_000_000 if times > 1 else 1_000_000, 20 * times)
    _print("Numbers in, and asked", rows)
    async for heading, rows in databases(200 * times):
        _print(heading, rows)


def _print(heading: str, rows: list[Row]) -> None:
    sys.stdout.write(f"\n{heading}\n{table(rows)}\n")
    sys.stdout.flush()


main()
