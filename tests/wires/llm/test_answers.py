"""Answers that come as they should, from each vendor, through its real SDK."""

import asyncio

import pytest
from pydantic import BaseModel, Field

from agents.kit.llm import Material, Request, Used
from config.models import VendorId
from tests.wires.llm.model import KEY, VENDORS, turn, wire
from tests.wires.llm.script import Gives, Says

pytestmark = pytest.mark.parametrize("vendor", VENDORS)

REQUEST = Request("business_strategy", "You rank ideas.", "Which idea first?", max_tokens=500)
MODEL = {
    "anthropic": "anthropic:claude-sonnet-5-5", "gemini": "gemini:gemini-3.8-flash", "local": "local:tiny",
}  # fmt: skip
COST = {"anthropic": 60 * 2 + 40 * 0.1 + 20 * 10, "gemini": 60 * 0.75 + 40 * 0.075 + 20 * 3.75, "local": 0}


class Idea(BaseModel):
    name: str = Field(max_length=20)
    impact: int = Field(ge=1, le=10)


class Ideas(BaseModel):
    ideas: list[Idea] = Field(max_length=3)


GOOD = {"ideas": [{"name": "A loyalty card", "impact": 7}]}


async def test_an_answer_in_the_form_is_validated_and_paid_for(vendor: VendorId) -> None:
    async with wire(vendor, Gives(GOOD)) as server, turn(server) as one:
        filled = await one.llm.fill(Ideas, REQUEST)
    cached = 0 if vendor == "local" else 40
    assert filled.value == Ideas(ideas=[Idea(name="A loyalty card", impact=7)])
    assert filled.model == MODEL[vendor]
    assert filled.used == Used(100, 20, cached, int(COST[vendor]))
    [row] = one.book.rows
    assert (row.agent, row.model, row.message) == ("business_strategy", MODEL[vendor], "m1")
    assert (row.tokens_in, row.tokens_out, row.cost_micros) == (100, 20, int(COST[vendor]))


async def test_what_goes_over_the_wire(vendor: VendorId) -> None:
    async with wire(vendor, Gives(GOOD)) as server, turn(server) as one:
        await one.llm.fill(Ideas, REQUEST)
    [call] = server.calls
    assert (
        call.path
        == {
            "anthropic": "/v1/messages",
            "gemini": "/v1beta/models/gemini-3.8-flash:generateContent",
            "local": "/v1/chat/completions",
        }[vendor]
    )
    assert KEY in " ".join(call.headers.values())
    limit = {
        "anthropic": lambda: call.body["max_tokens"],
        "gemini": lambda: call.body["generationConfig"]["maxOutputTokens"] - 2048,
        "local": lambda: call.body["max_tokens"] - 1024,
    }[vendor]
    assert limit() == 500
    assert "tools" not in call.body


async def test_the_answer_is_held_to_the_schema_by_the_vendor_too(vendor: VendorId) -> None:
    async with wire(vendor, Gives(GOOD)) as server, turn(server) as one:
        await one.llm.fill(Ideas, REQUEST)
    body = server.calls[0].body
    schema = {
        "anthropic": lambda: body["output_config"]["format"]["schema"],
        "gemini": lambda: body["generationConfig"]["responseJsonSchema"],
        "local": lambda: body["response_format"]["json_schema"]["schema"],
    }[vendor]()
    assert set(schema["properties"]) == {"ideas"}


async def test_the_stable_part_is_marked_for_the_vendors_cache(vendor: VendorId) -> None:
    """Gemini and local servers find the common beginning themselves."""
    async with wire(vendor, Gives(GOOD)) as server, turn(server) as one:
        for question in ("Which first?", "Which last?"):
            request = Request("a", "Rank.", question, (Material("brief", question),))
            await one.llm.fill(Ideas, request)
    systems = [
        call.body.get("system") or call.body.get("systemInstruction") or call.body["messages"][0]
        for call in server.calls
    ]
    assert systems[0] == systems[1]
    if vendor == "anthropic":
        assert systems[0][-1]["cache_control"]["type"] == "ephemeral"


async def test_the_quick_model_is_asked_for_quick_work(vendor: VendorId) -> None:
    async with wire(vendor, Gives(GOOD)) as server, turn(server) as one:
        filled = await one.llm.fill(Ideas, Request("router", "Sort.", "Where?", size="quick"))
    assert filled.model.removeprefix(f"{vendor}:") in {"claude-haiku-5-5", "gemini-3.8-flash", "tiny"}
    assert filled.model != "anthropic:claude-sonnet-5-5"


async def test_an_answer_off_the_form_is_asked_for_once_more(vendor: VendorId) -> None:
    bad = {"ideas": [{"name": "x" * 21, "impact": 99}]}
    async with wire(vendor, Gives(bad), Gives(GOOD)) as server, turn(server) as one:
        filled = await one.llm.fill(Ideas, REQUEST)
    assert filled.value.ideas[0].impact == 7
    assert filled.used.tokens_in == 200
    assert len(one.book.rows) == len(server.calls) == 2
    assert "ideas.0.impact: Input should be less than or equal to 10" in server.calls[1].text
    assert "x" * 21 not in server.calls[1].text


async def test_words_come_piece_by_piece(vendor: VendorId) -> None:
    heard: list[str] = []

    async def hear(piece: str) -> None:
        heard.append(piece)

    async with (
        wire(vendor, Says(("안녕하세요. ", "오전 ", "매출이 80%입니다."))) as server,
        turn(server) as one,
    ):
        said = await one.llm.stream(REQUEST, hear)
    assert heard == ["안녕하세요. ", "오전 ", "매출이 80%입니다."]
    assert said.text == "".join(heard)
    assert said.model == MODEL[vendor]
    assert said.used.tokens_out == 20
    assert one.book.rows[0].tokens_in == 100


async def test_a_piece_is_heard_when_it_comes(vendor: VendorId) -> None:
    """Nothing between the wire and the ear collects pieces."""
    heard: list[float] = []

    async def hear(_piece: str) -> None:
        heard.append(asyncio.get_running_loop().time())

    act = Says(("one ", "two"), pause=0.2)
    async with wire(vendor, act) as server, turn(server) as one:
        await one.llm.stream(REQUEST, hear)
    assert heard[1] - heard[0] > 0.1
