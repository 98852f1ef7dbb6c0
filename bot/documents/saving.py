"""Files of an answer put on this machine's disk, where an answer cannot carry them."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from agents.types import Document


def save(documents: Iterable[Document], folder: Path) -> list[Path]:
    """Where each of them stands now. What is there already stays: a name that is taken gets a number."""
    paths: list[Path] = []
    for document in documents:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder / Path(document.name).name)
        path.write_bytes(document.content)
        paths.append(path)
    return paths


def _free(path: Path) -> Path:
    numbered = (path.with_stem(f"{path.stem} ({number})") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())
