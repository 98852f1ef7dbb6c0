"""`python -m tests.bench [--full]`: what a start, its memory and a turn cost on this machine."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.startup import start_up
from tests.bench.table import table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="three times as many runs")
    runs = 21 if parser.parse_args().full else 7
    with TemporaryDirectory(prefix="stratum-bench-") as home:
        sys.stdout.write(table(start_up(Path(home), runs)) + "\n")


main()
