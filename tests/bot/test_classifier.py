import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.routing.classifier import Example, Letters, Taught, blended, examples, normalised
from bot.routing.lexicon import Lexicon
from config.routing import routing

LEXICON = Lexicon.of({})
TAUGHT = (
    Example("how many visitors came", "analytics"),
    Example("방문자가 몇 명이야", "analytics"),
    Example("write a poem", "content"),
    Example("시 한 편 써줘", "content"),
)


def test_probabilities_add_up_to_one() -> None:
    assert sum(Letters(LEXICON, Taught.by(LEXICON, TAUGHT)).guess("visitors").values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "agent"), [("visiters", "analytics"), ("방문자는?", "analytics"), ("a poemm", "content")]
)
def test_misspelled_words_are_known_by_their_letters(text: str, agent: str) -> None:
    guess = Letters(LEXICON, Taught.by(LEXICON, TAUGHT)).guess(text)
    assert max(guess, key=lambda name: guess[name]) == agent


def test_a_text_without_known_letters_is_guessed_by_chance() -> None:
    guess = Letters(LEXICON, Taught.by(LEXICON, TAUGHT)).guess("☃☃☃")
    assert guess["analytics"] == pytest.approx(guess["content"])


def test_all_examples_are_in_the_order_of_their_files() -> None:
    assert [one.agent for one in examples(routing())][0] == "business_strategy"


@given(st.dictionaries(st.sampled_from("abcd"), st.floats(-50, 50), min_size=1))
def test_normalising_keeps_the_order(scores: dict[str, float]) -> None:
    made = normalised(scores)
    assert sum(made.values()) == pytest.approx(1)
    assert sorted(made, key=lambda k: (made[k], scores[k])) == sorted(
        scores, key=lambda k: (scores[k], scores[k])
    )


def test_a_blend_leans_to_its_larger_share() -> None:
    mixed = blended({"a": 0.9, "b": 0.1}, {"a": 0.1, "b": 0.9}, share=0.8)
    assert mixed["a"] > mixed["b"]
