"""What plain language is read by: units, concepts, signals, endings, as TOML tables."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The data in config/reading/<name>.toml. It is shared: nobody changes it."""
    return tomllib.loads(files("config").joinpath("reading", f"{name}.toml").read_text("utf-8"))


def entries(text: str) -> list[str]:
    """The entries of a list that is written as one text, parted by commas."""
    return [entry for part in text.split(",") if (entry := " ".join(part.split()))]
