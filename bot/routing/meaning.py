"""Guesses which agent a message is for from the vector of its meaning: logistic regression, with numpy.

Learning takes the vectors of all examples, half a minute of the embedder's work. So what was learnt is kept
in config/routing/meaning.json, and holds as long as its `version` is that of what was taught and of the embedder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.routing.classifier import Example, Guess, normalised, nouns
from bot.routing.lexicon import Lexicon
from memory.embed import Embedder, Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

_NOUNS = 0.5
_PENALTY = 5e-5
_ROUNDS = 800
_MOMENTUM = 0.9
_STEP = 2.4
_RECIPE = 2
"""Raised when the same examples would be learnt in another way."""


def version_of(model: str, digest: str) -> str:
    """What a learnt Meaning depends on: the embedder's name, what was taught, and how it is learnt."""
    return hashlib.sha256(json.dumps([_RECIPE, model, digest]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was learnt: for each class a weight per dimension, and one per noun feature of the lexicon."""

    version: str
    mean: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    features: tuple[str, ...]

    def guess(self, lexicon: Lexicon, text: str, vector: Vector) -> Guess:
        """The vector is that of the text, made by the embedder that this was learnt with."""
        import numpy as np

        mean = np.asarray(self.mean, dtype=np.float32)
        row = _row(_direction(_unpacked(vector), mean), self.features, nouns(lexicon, text))
        return normalised({agent: float(row @ np.asarray(own)) for agent, own in self.weights.items()})

    def dump(self) -> bytes:
        return json.dumps([self.version, self.mean, dict(self.weights), self.features]).encode()

    @classmethod
    def load(cls, kept: bytes) -> Meaning:
        """Raises ValueError for bytes that `dump` did not write."""
        version, mean, weights, features = json.loads(kept)
        return cls(version, tuple(mean), {k: tuple(v) for k, v in weights.items()}, tuple(features))


async def learn(embedder: Embedder, lexicon: Lexicon, taught: Sequence[Example], digest: str) -> Meaning:
    """Learns from the examples; the embedder works in a thread, the sums take half a second."""
    import numpy as np

    vectors = await embedder.queries([example.text for example in taught])
    points = np.stack([_unpacked(vector) for vector in vectors])
    mean = points.mean(axis=0)
    named = [nouns(lexicon, example.text) for example in taught]
    features = tuple(sorted(frozenset[str]().union(*named)))
    rows = np.stack(
        [_row(_direction(point, mean), features, own) for point, own in zip(points, named, strict=True)]
    )
    agents = sorted({example.agent for example in taught})
    weights = _fitted(rows, np.asarray([agents.index(example.agent) for example in taught]), len(agents))
    return Meaning(
        version_of(embedder.name, digest),
        tuple(_short(mean)),
        {agent: tuple(_short(weights[:, at])) for at, agent in enumerate(agents)},
        features,
    )


def _fitted(rows: Matrix, wanted: NDArray[np.int64], classes: int) -> Matrix:
    """Multinomial logistic regression: gradient descent with momentum over all examples at once."""
    import numpy as np

    weights = np.zeros((rows.shape[1], classes), np.float32)
    speed = np.zeros_like(weights)
    truth = np.eye(classes, dtype=np.float32)[wanted]
    step = _STEP / float((rows**2).sum(axis=1).mean())
    for _ in range(_ROUNDS):
        scores = rows @ weights
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = raised / raised.sum(axis=1, keepdims=True) - truth
        speed = _MOMENTUM * speed - step * (rows.T @ error / len(rows) + _PENALTY * weights)
        weights = weights + speed
    return weights


def _row(direction: Matrix, features: Sequence[str], named: frozenset[str]) -> Matrix:
    import numpy as np

    flags = np.asarray([_NOUNS * (feature in named) for feature in features] + [_NOUNS / 2], np.float32)
    return np.concatenate([direction, flags])


def _direction(point: Matrix, mean: Matrix) -> Matrix:
    """The point seen from the mean of all examples, with length one."""
    import numpy as np

    apart = point - mean
    return apart / max(float(np.linalg.norm(apart)), 1e-9)


def _unpacked(vector: Vector) -> Matrix:
    import numpy as np

    return np.frombuffer(vector, dtype="<f2").astype(np.float32)


def _short(values: Matrix) -> list[float]:
    return [round(float(value), 4) for value in values]
