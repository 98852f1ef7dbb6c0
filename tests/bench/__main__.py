"""`python -m tests.bench [--full]`: what a start, its memory and a turn cost on this machine."""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.startup import start_up
from tests.bench.table import table
from tests.bench.turns import later_turns


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="three times as many runs")
    times = 3 if parser.parse_args().full else 1
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        rows = start_up(Path(home), 7 * times)
        rows += asyncio.run(later_turns(Path(home), 30 * times))
        sys.stdout.write(table(rows) + "\n")


main()
