"""The second `stratum ask` of a machine as a whole process, beside the import of what it stands on."""

import os
import sys
from pathlib import Path
from statistics import median

from tests.bench.process import Cost, measure
from tests.bench.table import Row

BRIEF = Path(__file__).parents[1] / "data" / "briefs" / "little-crumb.en.md"
STRATUM = str(Path(sys.executable).with_name("stratum"))
BASE = (sys.executable, "-c", "import sqlalchemy.ext.asyncio, pydantic")
ASK = (STRATUM, "ask", "SWOT, please", "--scope", "crumb/spring", "--json")


def start_up(home: Path, runs: int) -> list[Row]:
    """Medians of alternated runs, after a first ask that made the database."""
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "STRATUM_HOME": str(home / "data"),
        "LANG": "C.UTF-8",
    }
    for command in _filling():
        measure(command, env)
    bases: list[Cost] = []
    asks: list[Cost] = []
    for _ in range(runs):
        bases.append(measure(BASE, env))
        asks.append(measure(ASK, env))
    base, ask = median(c.seconds for c in bases), median(c.seconds for c in asks)
    return [
        Row("import of SQLAlchemy's asyncio and pydantic alone", base * 1000, "ms"),
        Row("second `stratum ask`, the whole process", ask * 1000, "ms"),
        Row("  the one over the other", ask / base, "x", 1.8),
        Row("  peak memory", median(c.peak_mb for c in asks), "MB", 90),
    ]


def _filling() -> list[tuple[str, ...]]:
    return [
        (STRATUM, "org", "add", "crumb", "--type", "sme", "--locale", "en"),
        (STRATUM, "campaign", "add", "crumb", "spring"),
        (STRATUM, "import", "brief", str(BRIEF), "--scope", "crumb/spring"),
        ASK,
    ]
