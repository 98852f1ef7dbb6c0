"""How well learning works on labelled turns: precision, recall, and where it went wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.kit.learning.types import Candidate


@dataclass(frozen=True, slots=True)
class Label:
    """What a turn teaches: the category, and a part of the value that has to be in it."""

    category: str
    value: str

    def fits(self, candidate: Candidate) -> bool:
        return self.category == candidate.category and self.value.casefold() in candidate.value.casefold()


@dataclass(frozen=True, slots=True)
class Scored:
    """The outcome of one turn, or of many added up."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    surplus: tuple[Candidate, ...] = ()
    missed: tuple[Label, ...] = ()

    @property
    def precision(self) -> float:
        """The share of what was learnt that should have been; 1 when nothing was learnt."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what should have been learnt that was; 1 when there was nothing to learn."""
        return self.right / self.wanted if self.wanted else 1.0


def label(text: str) -> Label:
    """`budget=3000000` as a Label. Raises ValueError without the sign."""
    category, sign, value = text.partition("=")
    if not sign:
        raise ValueError(f"{text!r} is not category=value")
    return Label(category.strip(), value.strip())


def score(learnt: Sequence[Candidate], wanted: Sequence[Label]) -> Scored:
    """Each label is met by at most one candidate, and each candidate meets at most one label."""
    left = list(wanted)
    surplus: list[Candidate] = []
    for candidate in learnt:
        met = next((one for one in left if one.fits(candidate)), None)
        if met is None:
            surplus.append(candidate)
        else:
            left.remove(met)
    right = len(learnt) - len(surplus)
    return Scored(right, len(learnt), len(wanted), tuple(surplus), tuple(left))


def total(scores: Iterable[Scored]) -> Scored:
    """All turns together."""
    each = tuple(scores)
    return Scored(
        sum(one.right for one in each),
        sum(one.found for one in each),
        sum(one.wanted for one in each),
        tuple(candidate for one in each for candidate in one.surplus),
        tuple(missed for one in each for missed in one.missed),
    )
