"""Paths to a conversion: what people touched, in which order, how many of them bought, and for how much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Path:
    """One order of touches, with all who took it."""

    touches: tuple[str, ...]
    conversions: int
    """In millionths, for a platform may count a part of one."""
    value: int | None
    """In millionths of the file's currency; None where the file does not say, which is not 0."""
    nulls: int
    """Those who took it and did not convert, in millionths."""

    @property
    def channels(self) -> frozenset[str]:
        return frozenset(self.touches)


@dataclass(frozen=True, slots=True)
class Rejected:
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Paths:
    """What a file says, and which lines of it say nothing that can be used."""

    paths: tuple[Path, ...]
    rejected: tuple[Rejected, ...] = ()
    lines: int = 0
    """Data lines, the rejected ones among them."""

    @property
    def channels(self) -> tuple[str, ...]:
        """By name."""
        return tuple(sorted({touch for path in self.paths for touch in path.touches}))

    @property
    def conversions(self) -> int:
        return sum(path.conversions for path in self.paths)

    @property
    def value(self) -> int | None:
        """Of the converting paths whose value is known; None where none is."""
        known = [path.value for path in self.paths if path.conversions and path.value is not None]
        return sum(known) if known else None

    @property
    def unvalued(self) -> int:
        """Conversions in millionths whose value the file does not say."""
        return sum(path.conversions for path in self.paths if path.value is None)


def together(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The same paths once each; a value stays unknown only where no line knows it."""
    found: dict[tuple[tuple[str, ...], bool], Path] = {}
    for path in paths:
        key = path.touches, path.value is None
        before = found.get(key)
        found[key] = path if before is None else _added(before, path)
    return tuple(found.values())


def _added(one: Path, other: Path) -> Path:
    value = None if one.value is None or other.value is None else one.value + other.value
    return Path(one.touches, one.conversions + other.conversions, value, one.nulls + other.nulls)


def credit_of(path: Path, weights: Sequence[float]) -> dict[str, float]:
    """The weights of a path's touches by channel."""
    found: dict[str, float] = {}
    for touch, weight in zip(path.touches, weights, strict=True):
        found[touch] = found.get(touch, 0.0) + weight
    return found
