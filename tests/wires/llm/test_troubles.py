"""What goes wrong on the wire: each vendor's way of it, and what the house makes of it."""

import asyncio
import time

import pytest
from pydantic import BaseModel

from agents.kit.errors import BrokenAnswer, KeyRefused, ModelError, ModelFailed
from agents.kit.llm import Request
from config.models import VendorId
from tests.wires.llm.model import KEY, PATIENT, VENDORS, turn, wire
from tests.wires.llm.script import Calls, Fails, FailsInside, Gives, Hangs, HangsUp, Says

each = pytest.mark.parametrize("vendor", VENDORS)
REQUEST = Request("business_strategy", "You rank ideas.", "Which idea first?", max_tokens=500)
KEY_NAME = {"anthropic": "ANTHROPIC_API_KEY", "gemini": "GEMINI_API_KEY", "local": "STRATUM_LOCAL_KEY"}


class Idea(BaseModel):
    name: str


GOOD = Gives({"name": "A loyalty card"})


async def nobody(_piece: str) -> None:
    """Hears, and keeps nothing."""


@each
@pytest.mark.parametrize("status", [401, 403])
async def test_a_dead_key_is_said_at_once_and_by_name(vendor: VendorId, status: int) -> None:
    async with wire(vendor, Fails(status, f"invalid key {KEY}")) as server, turn(server) as one:
        with pytest.raises(KeyRefused) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) == 1
    assert KEY_NAME[vendor] in caught.value.say("en")
    assert "거부했습니다" in caught.value.say("ko")
    assert KEY not in caught.value.say("en") + caught.value.say("ko")


async def test_a_key_that_google_does_not_know_is_a_dead_key() -> None:
    async with (
        wire("gemini", Fails(400, "API key not valid. Please pass a valid API key.")) as server,
        turn(server) as one,
    ):
        with pytest.raises(KeyRefused):
            await one.llm.fill(Idea, REQUEST)


@each
@pytest.mark.parametrize("status", [429, 500, 503, 529])
async def test_a_busy_vendor_is_asked_again(vendor: VendorId, status: int) -> None:
    async with wire(vendor, Fails(status), Fails(status), GOOD) as server, turn(server) as one:
        filled = await one.llm.fill(Idea, REQUEST)
    assert filled.value.name == "A loyalty card"
    assert len(server.calls) == 3
    assert len(one.book.rows) == 1


@each
async def test_a_busy_vendor_is_not_asked_for_ever(vendor: VendorId) -> None:
    async with wire(vendor, Fails(529)) as server, turn(server) as one:
        with pytest.raises(ModelFailed) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) == 3
    assert caught.value.reason == "busy"
    assert one.book.rows == []


@each
async def test_a_vendor_that_says_when_is_asked_then(vendor: VendorId) -> None:
    patience = PATIENT.model_copy(update={"longest_wait": 2.0})
    async with (
        wire(vendor, Fails(429, retry_after=1), GOOD) as server,
        turn(server, patience=patience) as one,
    ):
        began = time.monotonic()
        await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) == 2
    assert time.monotonic() - began >= 1


@each
async def test_nobody_waits_for_a_minute(vendor: VendorId) -> None:
    async with wire(vendor, Fails(429, retry_after=60)) as server, turn(server) as one:
        with pytest.raises(ModelFailed):
            await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) == 1


@each
async def test_a_rejected_request_is_not_sent_again(vendor: VendorId) -> None:
    async with wire(vendor, Fails(400, "prompt is odd")) as server, turn(server) as one:
        with pytest.raises(ModelFailed) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) == 1
    assert "prompt is odd" in caught.value.say("en")


@each
async def test_silence_ends(vendor: VendorId) -> None:
    """What was sent is paid for, so it is not sent again; and it is booked."""
    async with wire(vendor, Hangs(3600)) as server, turn(server) as one:
        with pytest.raises(ModelFailed) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert caught.value.reason == "silent"
    assert len(server.calls) == 1
    assert one.book.rows[0].tokens_in > 100
    assert one.book.rows[0].tokens_out == 0


@each
async def test_an_address_where_nobody_is(vendor: VendorId) -> None:
    async with wire(vendor, GOOD) as server:
        pass
    async with turn(server) as one:
        with pytest.raises(ModelFailed) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert caught.value.reason == "unreachable"
    assert one.book.rows == []


@each
async def test_a_connection_cut_before_the_answer_is_made_again(vendor: VendorId) -> None:
    async with wire(vendor, HangsUp(), GOOD) as server, turn(server) as one:
        filled = await one.llm.fill(Idea, REQUEST)
    assert filled.value.name == "A loyalty card"
    assert len(server.calls) == 2


@each
async def test_an_answer_cut_at_the_limit_is_no_answer(vendor: VendorId) -> None:
    """Though what there is of it happens to fit the form."""
    async with wire(vendor, Gives({"name": "A loy"}, stop="length")) as server, turn(server) as one:
        with pytest.raises(BrokenAnswer) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert caught.value.reason == "cut_short"
    assert "500" in caught.value.say("ko")
    assert len(one.book.rows) == 1


@each
async def test_an_answer_without_an_end_is_no_answer(vendor: VendorId) -> None:
    async with wire(vendor, Gives({"name": "A loyalty card"}, stop="nothing")) as server, turn(server) as one:
        with pytest.raises(BrokenAnswer) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert caught.value.reason == "unfinished"


@each
async def test_a_model_may_decline(vendor: VendorId) -> None:
    async with wire(vendor, Gives({"name": "no"}, stop="refused")) as server, turn(server) as one:
        with pytest.raises(ModelFailed) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert caught.value.reason == "declined"


@each
@pytest.mark.parametrize(
    "act",
    [Says(("I would say: a loyalty card.",)), Gives({"nome": "x"}), Calls("launch", {"budget": 1000000})],
    ids=["words", "another form", "a tool nobody offered"],
)
async def test_what_does_not_fit_twice_is_given_up(vendor: VendorId, act: Says | Gives | Calls) -> None:
    async with wire(vendor, act) as server, turn(server) as one:
        with pytest.raises((BrokenAnswer, ModelFailed)) as caught:
            await one.llm.fill(Idea, REQUEST)
    assert len(server.calls) <= 3
    assert caught.value.reason in {"off_form", "unfinished"}


@each
async def test_a_stream_that_is_cut_is_not_taken_for_whole(vendor: VendorId) -> None:
    heard: list[str] = []

    async def hear(piece: str) -> None:
        heard.append(piece)

    async with wire(vendor, HangsUp(("Half ", "an"))) as server, turn(server) as one:
        with pytest.raises(BrokenAnswer) as caught:
            await one.llm.stream(REQUEST, hear)
    assert heard[0] == "Half "
    assert caught.value.reason == "half_heard"
    assert len(server.calls) == 1
    assert len(one.book.rows) == 1


@each
@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (Says(("Half",), stop="length"), "cut_short"),
        (Says(("Half",), stop="nothing"), "unfinished"),
        (Says((), stop="done"), "empty"),
        (Says(("No.",), stop="refused"), "declined"),
        (FailsInside(("Half",)), "half_heard"),
    ],
)
async def test_a_stream_that_ends_badly_is_an_error(vendor: VendorId, act: Says, reason: str) -> None:
    async with wire(vendor, act) as server, turn(server) as one:
        with pytest.raises(ModelError) as caught:
            await one.llm.stream(REQUEST, nobody)
    assert caught.value.reason == reason


@each
async def test_a_stream_that_fails_before_its_first_word_is_begun_again(vendor: VendorId) -> None:
    async with wire(vendor, Fails(529), Says(("Whole",))) as server, turn(server) as one:
        assert (await one.llm.stream(REQUEST, nobody)).text == "Whole"


@each
async def test_a_turn_that_is_stopped_lets_go_of_its_reservation(vendor: VendorId) -> None:
    """And books what was sent: the vendor does."""
    async with wire(vendor, Hangs(30)) as server, turn(server, limit=10**9) as one:
        asked = asyncio.create_task(one.llm.fill(Idea, REQUEST))
        await server.asked.wait()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await one.account.reserve(10**9 - await one.book.used_micros())
    assert len(one.book.rows) == 1
