"""The second vendor is asked when the first cannot answer, and never to hide what somebody must mend."""

import pytest
from pydantic import BaseModel

from agents.kit.errors import BrokenAnswer, KeyRefused, ModelFailed
from agents.kit.llm import Request
from tests.wires.llm.model import turn, wire
from tests.wires.llm.script import Act, Fails, Gives, Hangs, HangsUp, Says

REQUEST = Request("business_strategy", "You rank ideas.", "Which idea first?", max_tokens=500)


class Idea(BaseModel):
    name: str


GOOD = Gives({"name": "A loyalty card"})


async def nobody(_piece: str) -> None:
    """Hears, and keeps nothing."""


@pytest.mark.parametrize(
    "first",
    [Fails(529), Fails(500), Fails(429, retry_after=60), Fails(402), Fails(404), Hangs(30), Says(("words",))],
    ids=["overloaded", "broken", "limited", "no credit", "no such model", "silent", "off the form"],
)
async def test_the_second_answers_when_the_first_cannot(first: Act) -> None:
    async with (
        wire("anthropic", first) as claude,
        wire("gemini", GOOD) as gemini,
        turn(claude, gemini) as one,
    ):
        filled = await one.llm.fill(Idea, REQUEST)
    assert filled.model == "gemini:gemini-3.8-flash"
    assert len(gemini.calls) == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_dead_key_is_not_hidden_by_the_second(status: int) -> None:
    async with (
        wire("anthropic", Fails(status)) as claude,
        wire("gemini", GOOD) as gemini,
        turn(claude, gemini) as one,
    ):
        with pytest.raises(KeyRefused, match="ANTHROPIC_API_KEY"):
            await one.llm.fill(Idea, REQUEST)
        with pytest.raises(KeyRefused, match="ANTHROPIC_API_KEY"):
            await one.llm.stream(REQUEST, nobody)
    assert gemini.calls == []


async def test_the_seconds_dead_key_is_said_as_well() -> None:
    async with (
        wire("anthropic", Fails(529)) as claude,
        wire("gemini", Fails(403)) as gemini,
        turn(claude, gemini) as one,
    ):
        with pytest.raises(KeyRefused, match="GEMINI_API_KEY"):
            await one.llm.fill(Idea, REQUEST)


async def test_when_none_can_the_firsts_reason_is_given() -> None:
    async with (
        wire("anthropic", Fails(529)) as claude,
        wire("gemini", Fails(500)) as gemini,
        turn(claude, gemini) as one,
    ):
        with pytest.raises(ModelFailed, match="Anthropic did not answer"):
            await one.llm.fill(Idea, REQUEST)
    assert (len(claude.calls), len(gemini.calls)) == (3, 3)


@pytest.mark.parametrize("stop", ["length", "refused"])
async def test_what_is_too_long_or_declined_is_not_taken_elsewhere(stop: str) -> None:
    act = Gives({"name": "x"}, stop="length" if stop == "length" else "refused")
    async with wire("anthropic", act) as claude, wire("gemini", GOOD) as gemini, turn(claude, gemini) as one:
        with pytest.raises((BrokenAnswer, ModelFailed)):
            await one.llm.fill(Idea, REQUEST)
    assert gemini.calls == []


async def test_a_stream_that_was_heard_is_not_begun_again_elsewhere() -> None:
    async with (
        wire("anthropic", HangsUp(("Half",))) as claude,
        wire("gemini", Says(("Whole",))) as gemini,
        turn(claude, gemini) as one,
    ):
        with pytest.raises(BrokenAnswer):
            await one.llm.stream(REQUEST, nobody)
    assert gemini.calls == []


async def test_a_stream_that_was_not_heard_is() -> None:
    async with (
        wire("anthropic", Fails(529)) as claude,
        wire("gemini", Says(("Whole",))) as gemini,
        turn(claude, gemini) as one,
    ):
        said = await one.llm.stream(REQUEST, nobody)
    assert (said.text, said.model) == ("Whole", "gemini:gemini-3.8-flash")


async def test_what_is_meant_for_a_local_model_goes_nowhere_else() -> None:
    async with (
        wire("local", Fails(503)) as local,
        wire("anthropic", GOOD) as claude,
        wire("gemini", GOOD) as gemini,
        turn(local, claude, gemini) as one,
    ):
        with pytest.raises(ModelFailed, match="tiny"):
            await one.llm.fill(Idea, REQUEST)
    assert claude.calls == gemini.calls == []
