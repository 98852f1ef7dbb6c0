"""Personas with a language model on the loopback: in the schema, out of it, silent; what is computed stays."""

from pathlib import Path
from typing import Any

import pytest

from bot.house import House
from memory.store import messages
from memory.store.entrance import enter
from tests.journeys.test_models import PLACE, ask, house
from tests.wires.llm.loopback import Call
from tests.wires.llm.model import wire
from tests.wires.llm.script import Act, Fails, Gives, Hangs, Says

BRIEF = (
    "Spoke & Chain repairs bicycles in Utrecht. Most of our customers are commuters.\n"
    "Commuters come before work and hate waiting without a bike. They find us on Google Maps.\n"
)
QUOTE = "Commuters come before work and hate waiting without a bike."
GROWN = {
    "proposals": [
        {"attribute": "motivations", "value": "Being on time for work", "cites": QUOTE},
        {"attribute": "lifestyle", "value": "Cycles to the office all year", "cites": None},
        {"attribute": "pains", "value": "Rude staff everywhere", "cites": QUOTE},
        {"attribute": "media", "value": "Reads 300 newsletters", "cites": QUOTE},
        {"attribute": "criteria", "value": "See www.evil.example", "cites": QUOTE},
        {"attribute": "price_sensitivity", "value": "middle", "cites": "We never said this sentence."},
        {"attribute": "buying_role", "value": "emperor", "cites": QUOTE},
    ]
}


async def briefed(opened: House) -> None:
    async with opened.database.writing((await enter(opened.database, PLACE)).access) as unit:
        await messages.keep_brief(unit, "brief.md", BRIEF)


async def told(act: Act, tmp_path: Path, *texts: str) -> list[Any]:
    async with wire("anthropic", act) as server, house(tmp_path, server) as opened:
        await briefed(opened)
        return [await ask(opened, text) for text in texts]


async def test_a_model_fills_gaps_and_changes_nothing_that_was_told(tmp_path: Path) -> None:
    [reply] = await told(Gives(GROWN), tmp_path, "/persona create")
    [output] = reply.outputs
    attributes = output.draft.body["attributes"]
    assert output.draft.engine.startswith("llm:anthropic:")
    cited, guessed = attributes["motivations"], attributes["lifestyle"]
    assert (cited["value"], cited["grade"], cited["source"]["quote"]) == (
        ["Being on time for work"],
        0.30,
        QUOTE,
    )
    assert (guessed["grade"], guessed["assumed"], guessed["source"]["kind"]) == (0.15, True, "model")
    assert (attributes["price_sensitivity"]["value"], attributes["price_sensitivity"]["grade"]) == (
        "middle",
        0.15,
    )
    assert attributes["pains"]["value"] == ["Hate waiting without a bike"]
    assert attributes["pains"]["source"]["kind"] == "document"
    assert attributes["buying_role"]["source"]["kind"] == "default"
    assert (attributes["media"]["value"], attributes["criteria"]["value"]) == (None, None)
    assert {one.kind for one in output.draft.evidence if one.path == "attributes.motivations"} == {
        "inference"
    }
    assert reply.degraded == ()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (Says(("no JSON at all",)), "does not have the form"),
        (
            Gives({"proposals": [{"attribute": "age_range", "value": "34", "cites": None}]}),
            "does not have the form",
        ),
        (Hangs(30), "did not answer"),
        (Fails(500), "did not answer"),
    ],
    ids=["off form", "beyond its form", "hangs", "down"],
)
async def test_without_an_answer_the_computed_persona_is_delivered(
    tmp_path: Path, act: Act, said: str
) -> None:
    [reply] = await told(act, tmp_path, "/persona create")
    [output] = reply.outputs
    assert output.draft.engine == "rule"
    assert output.draft.body["attributes"]["pains"]["value"] == ["Hate waiting without a bike"]
    assert said in reply.degraded[0]
    assert reply.degraded[0] in reply.text


def in_character(call: Call) -> dict[str, Any]:
    """Grows nothing; speaks for one persona that there is, and for one that there is not."""
    if "reactions" not in str(call.body):
        return {"proposals": []}
    return {
        "reactions": [
            {"persona": SLUG[0], "says": "No more standing around without my bike.", "because": ["pains"]},
            {"persona": "nobody", "says": "I love it.", "because": ["pains"]},
        ]
    }


SLUG = [""]


async def test_a_reaction_is_words_for_a_computed_vote_and_labelled_synthetic(tmp_path: Path) -> None:
    async with wire("anthropic", Gives(in_character)) as server, house(tmp_path, server) as opened:
        await briefed(opened)
        [made] = (await ask(opened, "/persona create")).outputs
        SLUG[0] = made.draft.subject
        reply = await ask(opened, "/persona panel No waiting: repairs done the same day", thread="p")
    [panel] = reply.outputs
    [row] = panel.draft.body["rows"]
    assert (row["vote"], row["says"]) == ("yes", "No more standing around without my bike.")
    assert panel.draft.engine.startswith("llm:")
    assert "synthetic" in panel.draft.title
    assert "In character (synthetic)" in reply.text
    assert panel.draft.confidence <= 0.30


async def test_a_reaction_that_rests_on_nothing_or_breaks_its_form_is_not_told(tmp_path: Path) -> None:
    answer: dict[str, Any] = {
        "reactions": [{"persona": "x", "says": "Buy at www.evil.example", "because": []}]
    }
    texts = ("/persona create", "/persona pretest No waiting for your bike | Good parts")
    made, tested = await told(Gives(answer), tmp_path, *texts)
    assert made.degraded
    [row] = tested.outputs[0].draft.body["rows"]
    assert row["says"] == ""
    assert (row["prefers"], tested.outputs[0].draft.engine) == ("a", "rule")
