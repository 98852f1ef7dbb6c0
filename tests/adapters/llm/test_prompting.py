"""What a request looks like when it is sent, and what it is reckoned to cost."""

import pytest

from adapters.llm.cost import expected, micros, sent
from adapters.llm.prompting import LONGEST, again, prompt_of
from adapters.llm.types import Tokens
from agents.kit.llm import Material, Request
from config.models import Price, connections
from config.prompting import fence

[CLAUDE] = connections("", {"ANTHROPIC_API_KEY": "k"}).vendors
KEY = "sk-" + "ant-api03-" + "Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0"


def test_the_house_speaks_first_and_last() -> None:
    brief = Material("brief", "Rent rises.")
    prompt = prompt_of(Request("a", "You rank.", "Which first?", (brief,)), CLAUDE)
    assert prompt.instructions == f"You rank.\n\n{fence().rules.strip()}"
    opening = '<material id="1" kind="brief" from="a member of the team">'
    assert prompt.question == f"{opening}\n| Rent rises.\n</material>\n\nWhich first?"


def test_secrets_are_taken_out_of_the_houses_words_too() -> None:
    prompt = prompt_of(Request("a", f"Use {KEY}.", f"And {KEY}?"), CLAUDE)
    assert KEY not in prompt.instructions + prompt.question


def test_more_than_fits_is_left_out_and_said_so() -> None:
    brief = Material("brief", "word " * (LONGEST // 5 + 100))
    prompt = prompt_of(Request("a", "b", "What?", (brief, Material("message", "And this."))), CLAUDE)
    assert "more characters were left out]" in prompt.question
    assert LONGEST - 100 < len(prompt.question) < LONGEST + 1_000
    assert prompt.question.endswith("What?")


@pytest.mark.parametrize("room", range(0, len(KEY) + 8, 4))
def test_a_key_on_the_edge_is_not_sent_by_half(room: int) -> None:
    text = "word " * ((LONGEST - room) // 5) + KEY + " end"
    prompt = prompt_of(Request("a", "b", "c", (Material("brief", text),)), CLAUDE)
    assert "sk-ant" not in prompt.question


def test_a_second_try_says_what_was_wrong() -> None:
    first = prompt_of(Request("a", "b", "c"), CLAUDE)
    second = again(first, "items.0.impact: too large")
    assert second.instructions == first.instructions
    assert second.question.startswith("c\n\n")
    assert "items.0.impact: too large" in second.question


def test_a_price_is_for_a_million_tokens() -> None:
    price = Price(input=2.0, output=10.0, cache_read=0.1, cache_write=2.5)
    assert micros(Tokens(1_000_000, 0), price) == 2_000_000
    assert micros(Tokens(1_000, 100, cache_read=600, cache_write=200), price) == 400 + 60 + 500 + 1_000
    assert micros(Tokens(1, 0, cache_read=1), price) == 1


def test_an_estimate_counts_the_longest_answer_and_its_thoughts() -> None:
    prompt = prompt_of(Request("a", "b", "c", max_tokens=700), CLAUDE)
    assert expected(prompt, 300).output == 1_000
    assert expected(prompt).input == sent(prompt).input > 100


def test_a_hangul_syllable_is_taken_for_a_token() -> None:
    ko, en = (prompt_of(Request("a", "b", text), CLAUDE) for text in ("가" * 300, "a" * 300))
    assert sent(ko).input - sent(en).input == 200
