"""What a clause means in the light of the others: the practice upstairs, on which sales hang, moves out."""

from collections.abc import Sequence
from dataclasses import replace

from agents.kit.reading.types import Clause, Signal
from config.patterns import regex

_HUNG_ON = ("dependency", "concentration")
_GOES = ("rival_exit", "disruption")
_CONCEPTS = frozenset({"trade", "one_buyer", "giant", "platform", "state", "partner"})
_SIGNAL = Signal("customer_risk.context", "customer_risk")
_WORD = regex(r"[가-힣]{2,}|[a-z]{4,}")


def in_context(found: Sequence[Clause]) -> list[Clause]:
    """The clauses; where the one that the business depends on leaves, that is a risk and no rival's exit."""
    names = frozenset(name for clause in found if clause.has(*_HUNG_ON) for name in _names(clause))
    return [
        _warned(clause) if clause.has(*_GOES) and not names.isdisjoint(_names(clause)) else clause
        for clause in found
    ]


def _names(clause: Clause) -> frozenset[str]:
    said = (clause.text[hit.start : hit.end].lower() for hit in clause.hits if hit.concept in _CONCEPTS)
    return frozenset(word for text in said for word in _WORD.findall(text))


def _warned(clause: Clause) -> Clause:
    return replace(clause, signals=(_SIGNAL, *clause.signals))
