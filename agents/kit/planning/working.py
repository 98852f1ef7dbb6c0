"""A plan at work: made, changed, tried with other figures."""

from dataclasses import dataclass

from agents.kit.figures import money
from agents.kit.flows import previous
from agents.kit.planning.choices import Choices, Order, decided, of_body, record_in
from agents.kit.planning.compose import Composed, compose
from agents.kit.planning.drafting import OUTPUT_TYPE, draft, questions
from agents.kit.planning.errors import NoPlan, PinnedTooMuch
from agents.kit.planning.gather import Given, known
from agents.kit.planning.values import Known
from agents.kit.planning.writing import check_own
from agents.types import Ask, Question
from memory.types import Draft, Json, Output


@dataclass(frozen=True, slots=True)
class Made:
    """A plan as it is delivered, with what it was made of."""

    known: Known
    composed: Composed
    draft: Draft
    asked: tuple[Question, ...]


def open_plan(ask: Ask) -> Output | None:
    """The plan that this thread works on."""
    found = ask.context.open
    return found if found and found.draft.output_type == OUTPUT_TYPE else None


def plan_of(ask: Ask) -> Output | None:
    """The plan that this thread works on, or else the place's."""
    return open_plan(ask) or previous(ask.context, OUTPUT_TYPE)


def standing(ask: Ask) -> Output:
    """Raises NoPlan."""
    found = plan_of(ask)
    if found is None:
        raise NoPlan
    return found


def chosen(ask: Ask, orders: tuple[Order, ...], at: Given) -> Choices:
    """What was decided before, and now. Raises UnknownRow, UnprovedNumber, ForbiddenWord."""
    before = plan_of(ask)
    body: Json = before.draft.body if before else {}
    turn = ask.context.turns[-1] if ask.context.turns else None
    if any(one.kind in ("message", "cta") for one in orders):
        _check(ask, orders, at, body)
    return of_body(body).with_(decided(orders, body, turn))


def make(ask: Ask, at: Given, orders: tuple[Order, ...] = ()) -> Made:
    """The plan under what was decided before and now.

    Raises UnknownRow, UnprovedNumber, ForbiddenWord, PinnedTooMuch.
    """
    choices = chosen(ask, orders, at)
    found = known(ask, at, choices)
    if found.mode == "bootstrapped" and (fixed := [one for one in orders if one.kind == "pinned"]):
        amounts = (sum(int(one.value) for one in fixed), 0)
        told = [money(one, found.currency, ask.locale) for one in amounts]
        raise PinnedTooMuch(fixed=told[0], total=told[1])
    composed = compose(found, choices)
    delivered = draft(ask, found, composed)
    return Made(found, composed, delivered, questions(found, delivered.body))


def _check(ask: Ask, orders: tuple[Order, ...], at: Given, body: Json) -> None:
    """Somebody's own words for a row hold no number without a proof, and no forbidden word."""
    found = known(ask, at, of_body(body))
    for one in orders:
        if one.kind in ("message", "cta"):
            row = record_in(body, "rows", one.target)
            check_own(found, one.value, [row["proof"], *(proof.text for proof in found.proofs)])
