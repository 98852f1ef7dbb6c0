"""What plain language is read by: units, concepts, signals, endings, as TOML tables."""

from functools import cache
from typing import Any

from config.tables import read_table


@cache
def table(name: str) -> dict[str, Any]:
    """The data in config/reading/<name>.toml. It is shared: nobody changes it."""
    return read_table("reading", f"{name}.toml")


def entries(text: str) -> list[str]:
    """The entries of a list that is written as one text, parted by commas."""
    return [entry for part in text.split(",") if (entry := " ".join(part.split()))]
