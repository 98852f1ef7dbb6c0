"""What is true and may be leant on, and what kind of proof it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from agents.kit.flows import arriving
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.likeness import alike
from agents.kit.frameworks.vetting import numbers
from agents.kit.given import Brand
from agents.kit.planning.values import Ground, Proof, of_flow, of_guideline
from agents.kit.reading.reader import read
from agents.kit.reading.types import Clause, Reading, Source
from agents.types import Context
from config.patterns import regex
from config.planning import planning

_LONGEST = 140
_FIGURES = 2
"""Figures at most in a clause that is to convince somebody."""
_INTERNAL = regex(
    r"매출|이익|원가|마진|비용|납품|전환율|클릭률|오픈율|이탈률|방문자|유입"
    r"|\b(?:visitors|visits|(?:conversion|click|open|bounce|churn)[ -](?:through )?rate"
    r"|revenue|turnover|profit|margin|costs?|of (?:our )?sales|accounts? for)\b",
    re.IGNORECASE,
)
"""What a business tells itself and not its customers."""
_DIGIT = regex(r"\d")
_BAD = frozenset(
    {"absence", "inexperience", "dependency", "concentration", "time_concentration", "loss", "debt", "cost_heavy",
     "complaint", "low_awareness", "low_share", "decline_own", "weak_spot", "quiet_time", "unsold_stock",
     "price_resistance", "staff_shortage", "staff_loss", "capacity_limit", "outdated", "slow_process", "manual_work",
     "cash_short", "customer_unhappy", "price_stuck", "key_person", "repeat_rate", "question"}
)  # fmt: skip
"""Signals of what nobody would lead with."""


def proofs(context: Context, brand: Brand, reading: Reading) -> tuple[Proof, ...]:
    """Strengths and advantages, then what the guidelines prove, value propositions, and what was told. Each once.

    What the resources analysis calls parity is not led with.
    """
    avoided = [one.text for one in arriving("vrio.parity-plan.avoid", context)]
    found: list[Proof] = []
    for text, ground, tags in _candidates(context, brand, reading):
        said = " ".join(text.split())
        if (
            not said
            or any(alike(said, one.text) for one in found)
            or any(alike(said, one) for one in avoided)
        ):
            continue
        found.append(Proof(f"P{len(found) + 1}", said[:_LONGEST], kinds(said, tags), ground))
    return tuple(found)


def _candidates(
    context: Context, brand: Brand, reading: Reading
) -> Iterator[tuple[str, Ground, Sequence[str]]]:
    for one in arriving("swot.strength-plan.proof", context):
        yield one.text, of_flow(one), (one.value.get("tag") or "",)
    for one in arriving("vrio.advantage-plan.proof", context):
        yield one.text, of_flow(one), ("unique_resource",)
    yield from _guidelines(brand)
    for one in arriving("bmc.value-plan.message", context):
        if one.value.get("state") in ("fact", "validated"):
            yield one.text, of_flow(one), ("unique_resource",)
    for clause in reading.clauses:
        if is_proof(clause):
            yield clause.text, of_clause(clause), clause.tags


def _guidelines(brand: Brand) -> Iterator[tuple[str, Ground, Sequence[str]]]:
    field = brand.guidelines.fields.get("messaging.proof_points")
    for text, place in field.items if field else ():
        yield text, of_guideline(place, text), ()


def is_proof(clause: Clause) -> bool:
    """Whether a clause says something good of the business itself that has happened."""
    wanted = {tag for tags in planning().proofs.values() for tag in tags}
    own = clause.actor == "own" and clause.tense in ("past", "present")
    plain = len(clause.quantities) <= _FIGURES
    return own and plain and bool(wanted & set(clause.tags)) and not (_BAD & set(clause.tags))


def of_clause(clause: Clause) -> Ground:
    return Ground(clause.source_kind, clause.source_ref, clause.quote, GRADES[clause.source_kind])


def kinds(text: str, tags: Iterable[str] = ()) -> frozenset[str]:
    """What kind of proof a text is, by its signals. Figures of the books are `internal`: the last to be led with."""
    if _INTERNAL.search(text):
        return frozenset({"internal"})
    known = {tag for tag in tags if tag}
    known |= {tag for clause in read([Source("statement", "", text)]).clauses for tag in clause.tags}
    found = {kind for kind, wanted in planning().proofs.items() if known & set(wanted)}
    return frozenset(found | ({"number"} if _DIGIT.search(text) else set()))


def unproved(text: str, proved: Iterable[str]) -> str:
    """The first number of a text that stands in none of its proofs; "" when all do."""
    known = frozenset[str]().union(*(numbers(proof) for proof in proved))
    return next(iter(sorted(numbers(text) - known)), "")
