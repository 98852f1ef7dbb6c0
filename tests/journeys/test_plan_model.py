"""A model beside a plan: it words the rows as far as their proofs bear it, and all sums stay the house's."""

from pathlib import Path

import pytest

from bot.types import Reply
from memory.types import Json
from tests.journeys.test_models import ask, house
from tests.wires.llm.model import wire
from tests.wires.llm.script import Act, Gives, Hangs, Says

BRIEF = (
    "/strategy brief Nabi is a salon and is known for its scalp care. Seventy percent of customers come back within "
    "two months. A new apartment block of 800 homes opens across the street in May."
)
PLAN = "/plan budget 2,000,000 won a month"
GOOD = Gives({
    "rows": [
        {"row": "R1", "message": "Known for scalp care, around the corner", "cta": "Book a chair"},
        {"row": "R2", "message": "900 guests trust us", "cta": "Join them"},
        {"row": "R3", "message": "See https://elsewhere.example", "cta": "Go"},
        {"row": "R99", "message": "No such row", "cta": "Go"},
    ]
})  # fmt: skip
NOTHING = Gives({"items": []})


async def planned(home: Path, *acts: Act) -> Reply:
    """The plan that is made while the model acts so."""
    async with wire("anthropic", NOTHING, *acts) as server, house(home, server) as opened:
        await ask(opened, BRIEF, thread="s")
        return await ask(opened, PLAN, thread="p")


def sums(body: Json) -> tuple[int, list[int], float]:
    return body["budget"]["total"], [row["budget"] for row in body["rows"]], body["hours"]["planned"]


async def computed(home: Path) -> Json:
    async with house(home) as opened:
        await ask(opened, BRIEF, thread="s")
        return (await ask(opened, PLAN, thread="p")).outputs[0].draft.body


async def test_words_that_a_proof_bears_are_taken_and_others_are_not(tmp_path: Path) -> None:
    reply = await planned(tmp_path / "model", GOOD)
    draft = reply.outputs[0].draft
    said = {row["id"]: (row["message"], row["cta"], row["message_by"]) for row in draft.body["rows"]}
    assert said["R1"] == ("Known for scalp care, around the corner", "Book a chair", draft.engine)
    assert draft.engine.startswith("llm:anthropic:")
    assert {said["R2"][2], said["R3"][2]} == {"rule"}
    assert "900 guests" not in reply.text
    assert "elsewhere" not in reply.text
    assert reply.degraded == ()
    plain = await computed(tmp_path / "rule")
    assert sums(draft.body) == sums(plain)
    assert ("rows.R1.message", "inference", 0.3) in [
        (one.path, one.kind, one.grade) for one in draft.evidence
    ]


@pytest.mark.parametrize("act", [Says(("no JSON at all",)), Hangs(60)], ids=["broken", "hanging"])
async def test_the_plan_is_there_whatever_the_model_does(tmp_path: Path, act: Act) -> None:
    reply = await planned(tmp_path, act)
    draft = reply.outputs[0].draft
    assert draft.engine == "rule"
    assert len(reply.degraded) == 1
    assert draft.body["rows"]
    assert sum(row["budget"] for row in draft.body["rows"]) + draft.body["budget"]["reserve"] == 6_000_000
