from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.ranking import Corpus, Fact, Row, Weights, rank, rarest
from memory.terms import query_terms, terms_of

TALK = (
    ("Dana", "Harbor Lane sent the signed contract"),
    ("Priya", "Finally! Who is our contact now?"),
    ("Dana", "A woman called Ingrid, she ran retail before"),
    ("Priya", "Good, somebody who knows shops"),
    ("Dana", "예산은 월 300만원으로 정했어요"),
    ("Priya", "See you on Monday"),
)
ROWS = tuple(Row(f"m{at}", "c", at, terms_of(who, said)) for at, (who, said) in enumerate(TALK))
CORPUS = Corpus(len(ROWS), sum(len(row.terms.split()) for row in ROWS))
LEXICAL = Weights(around=0, window=0, insight=0)


def found(question: str, weights: Weights | None = None, facts: tuple[Fact, ...] = ()) -> list[str]:
    return [hit.id for hit in rank(query_terms(question), ROWS, facts, CORPUS, weights=weights)]


def test_bm25_is_that_of_the_formula() -> None:
    rows = (Row("a", "c", 0, "budget spring"), Row("b", "c", 9, "launch plan"))
    (hit,) = rank(("budget",), rows, (), Corpus(2, 4), weights=LEXICAL)
    assert hit.score == pytest.approx(0.693147 * 2.2 / 2.2, abs=1e-5)


def test_words_find_the_turn_that_has_them() -> None:
    assert found("signed contracts", LEXICAL) == ["m0"]
    assert found("예산이 얼마였지?", LEXICAL) == ["m4"]


def test_a_turn_is_found_by_what_was_asked_before_it() -> None:
    assert "m2" not in found("who is the contact", LEXICAL)
    assert {"m0", "m2"} < set(found("who is the contact")[:3])


def test_a_neighbour_of_another_conversation_is_none() -> None:
    apart = tuple(replace(row, conversation=row.id) for row in ROWS)
    assert [hit.id for hit in rank(("contact",), apart, (), CORPUS)] == ["m1"]


def test_an_insight_raises_the_message_it_was_learnt_from() -> None:
    fact = Fact("i1", terms_of("", "day to day liaison person"), ("m2",))
    (best, *_) = rank(query_terms("who is the liaison"), ROWS, (fact,), CORPUS)
    assert (best.kind, best.id, best.insights) == ("message", "m2", ("i1",))


def test_an_insight_without_its_message_is_a_hit_of_its_own() -> None:
    fact = Fact("i1", terms_of("", "liaison"), ("gone",))
    (only,) = rank(("liaison",), ROWS, (fact,), CORPUS)
    assert (only.kind, only.id) == ("insight", "i1")


def test_vectors_find_what_words_do_not() -> None:
    near = {"m2": 0.9, "m5": 0.1, "not-here": 0.99}
    hits = rank(query_terms("Ansprechpartnerin"), ROWS, (), CORPUS, near)
    assert [hit.id for hit in hits] == ["m2", "m5"]


def test_words_and_vectors_add_up() -> None:
    near = {"m0": 0.5, "m2": 0.5, "m5": 0.0}
    hits = rank(query_terms("signed contract"), ROWS, (), CORPUS, near, LEXICAL)
    assert hits[0].id == "m0"
    assert hits[0].score > hits[1].score


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=4), min_size=1, max_size=12),
    st.lists(st.sampled_from("abcdefgh"), max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_candidates_moves_nothing(
    texts: list[list[str]], query: list[str], random: Random
) -> None:
    rows = [Row(f"r{n}", "c", n, " ".join(text)) for n, text in enumerate(texts)]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    corpus = Corpus(12, 36)
    assert rank(query, rows, (), corpus) == rank(query, shuffled, (), corpus)


def test_no_words_no_hits() -> None:
    assert rank((), ROWS, (), CORPUS) == ()
    assert rank(("budget",), (), (), Corpus(0, 0)) == ()


def test_common_terms_are_left_out_when_rarer_ones_are_enough() -> None:
    assert rarest({"launch": 900, "alpaca": 2, "spring": 80, "absent": 0}, 500) == ("alpaca", "spring")


def test_the_rarest_term_is_always_looked_for() -> None:
    assert rarest({"launch": 90_000}, 500) == ("launch",)
