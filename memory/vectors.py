"""The nearest vectors of a scope. Needs numpy, which the extra `semantic` brings; imported on first use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from memory.embed import Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_STORED = "<f2"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The vectors of an organisation, one row for each id."""

    ids: tuple[str, ...]
    matrix: Matrix


def shelf(vectors: Iterable[tuple[str, Vector]]) -> Shelf:
    """The vectors as one matrix, in the order of their ids."""
    import numpy as np

    pairs = sorted(vectors)
    width = len(pairs[0][1]) // 2 if pairs else 0
    rows = np.frombuffer(b"".join(vector for _, vector in pairs), dtype=_STORED)
    return Shelf(tuple(key for key, _ in pairs), rows.reshape(len(pairs), width).astype(np.float32))


def nearest(
    query: Vector, vectors: Shelf, allowed: Sequence[str] | None = None, top: int = 200
) -> dict[str, float]:
    """The cosine of the `top` nearest of the allowed ids, best first; of all ids when `allowed` is None.

    The mean of the allowed vectors is taken away from all of them and from the query: sentences of one
    model lie in a narrow cone, and what sets them apart is what is left without their common part.
    """
    import numpy as np

    ids, rows = _picked(vectors, allowed)
    if not ids:
        return {}
    mean = rows.mean(axis=0)
    wanted = np.frombuffer(query, dtype=_STORED).astype(np.float32) - mean
    apart = rows - mean
    lengths = np.linalg.norm(apart, axis=1) * float(np.linalg.norm(wanted))
    cosines = np.divide(apart @ wanted, lengths, out=np.zeros(len(ids), np.float32), where=lengths > 0)
    order = np.argsort(-cosines, kind="stable")[:top]
    return {ids[at]: float(cosines[at]) for at in order.tolist()}


def _picked(vectors: Shelf, allowed: Sequence[str] | None) -> tuple[tuple[str, ...], Matrix]:
    if allowed is None:
        return vectors.ids, vectors.matrix
    wanted = frozenset(allowed)
    at = [index for index, key in enumerate(vectors.ids) if key in wanted]
    return tuple(vectors.ids[index] for index in at), vectors.matrix[at]
