"""What turns text into vectors, as memory needs it; absent unless the extra `semantic` is installed."""

from collections.abc import Sequence
from typing import Protocol

Vector = bytes
"""A direction of length one: little-endian 16-bit floats, one after the other."""


class Embedder(Protocol):
    """Places texts so that those of one meaning are near each other, whatever their words and language."""

    @property
    def name(self) -> str:
        """The model. It is stored beside each vector: vectors of different models are never compared."""
        ...

    @property
    def dimensions(self) -> int: ...

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of what may be found, in the order of the texts."""
        ...

    async def query(self, text: str) -> Vector:
        """The vector of what is looked for."""
        ...

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of many that are looked for, faster than one by one."""
        ...
