"""A budget stops hard: before the call, with all turns of an organisation counted together."""

import asyncio

import pytest
from pydantic import BaseModel

from adapters.llm.cost import expected
from adapters.llm.prompting import prompt_of
from agents.kit.errors import BudgetUsedUp
from agents.kit.llm import Material, Request
from config.models import connections
from tests.wires.llm.model import turn, wire
from tests.wires.llm.script import Fails, Gives

REQUEST = Request("business_strategy", "You rank ideas.", "Which idea first?", max_tokens=500)
LONGEST_ANSWER = 500 * 10
"""Millionths of a dollar that 500 tokens of claude-sonnet-5-5 cost."""


class Idea(BaseModel):
    name: str


GOOD = Gives({"name": "A loyalty card"})


async def test_a_call_that_might_pass_the_budget_is_not_made() -> None:
    async with (
        wire("anthropic", GOOD) as claude,
        wire("gemini", GOOD) as gemini,
        turn(claude, gemini, limit=LONGEST_ANSWER) as one,
    ):
        with pytest.raises(BudgetUsedUp) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert claude.calls == gemini.calls == []
    assert "0 of 0.005 USD" in caught.value.say("en")
    assert "한도 0.005" in caught.value.say("ko")


async def test_the_estimate_covers_what_is_used() -> None:
    """On text whose tokens are many for its length: Hangul."""
    text = "오전 매출이 전체의 80%를 차지합니다. " * 200
    request = Request("a", "Rank.", "Which?", (Material("brief", text),), max_tokens=20)
    async with wire("anthropic", GOOD) as claude, turn(claude, limit=len(text) * 2) as one:
        filled = await one.llm.fill(Idea, request)
        assert filled.used.cost_micros <= one.account.limit_micros


async def test_calls_at_the_same_time_share_the_budget() -> None:
    """Three turns, and a budget for one of them at a time."""
    async with wire("anthropic", GOOD) as claude, turn(claude, limit=LONGEST_ANSWER + 2_000) as one:
        results = await asyncio.gather(
            *(one.llm.fill(Idea, REQUEST) for _ in range(3)), return_exceptions=True
        )
    refused = [result for result in results if isinstance(result, BudgetUsedUp)]
    assert len(refused) == 2
    assert len(claude.calls) == len(one.book.rows) == 1


async def test_what_was_held_is_given_back() -> None:
    """So that many cheap calls fit where one estimate does."""
    async with wire("anthropic", GOOD) as claude, turn(claude, limit=LONGEST_ANSWER + 2_000) as one:
        for _ in range(3):
            await one.llm.fill(Idea, REQUEST)
    assert len(claude.calls) == 3


async def test_the_repair_of_an_answer_needs_its_own_room() -> None:
    [connection] = connections("", {"ANTHROPIC_API_KEY": "k"}).vendors
    first = expected(prompt_of(REQUEST, connection, Idea.model_json_schema()))
    async with (
        wire("anthropic", Gives({"nome": 1})) as claude,
        turn(claude, limit=first.input * 2 + LONGEST_ANSWER) as one,
    ):
        with pytest.raises(BudgetUsedUp):
            await one.llm.fill(Idea, REQUEST)
    assert len(claude.calls) == len(one.book.rows) == 1


async def test_a_failed_call_holds_nothing() -> None:
    async with (
        wire("anthropic", Fails(500), Fails(500), Fails(500), GOOD) as claude,
        turn(claude, limit=LONGEST_ANSWER + 2_000) as one,
    ):
        with pytest.raises(Exception, match="did not answer"):
            await one.llm.fill(Idea, REQUEST)
        await one.llm.fill(Idea, REQUEST)
    assert len(one.book.rows) == 1
