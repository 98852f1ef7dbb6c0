"""A language model speaks for a persona: in character, within the record, and never instead of it."""

from pathlib import Path
from typing import Any

import pytest

from bot.house import House
from bot.learning.learner import Learner
from memory.interview import Ground, Interaction
from memory.store import insights, interviews
from memory.store.entrance import enter
from tests.journeys.flows import walks
from tests.journeys.personas import settle
from tests.journeys.test_models import PLACE, ask, house
from tests.wires.llm.model import wire
from tests.wires.llm.script import Act, Gives, Hangs, Says

DELIVERY = "What do you think of delivery?"
LEADING = "You'd love to have it delivered, wouldn't you?"


def gives(text: str, stance: str, *based_on: str, facts: tuple[tuple[str, str], ...] = ()) -> Gives:
    told: list[dict[str, Any]] = [{"about": about, "value": value} for about, value in facts]
    return Gives(
        {"text": text, "based_on": list(based_on), "stance": stance, "certainty": "high", "new_facts": told}
    )


FEE = gives(
    "I skip it: the fee is too high.",
    "against",
    "A:objections",
    "A:nothing",
    facts=(("habit", "buys before work"),),
)


async def history(opened: House) -> tuple[Interaction, ...]:
    async with opened.database.reading((await enter(opened.database, PLACE)).access) as unit:
        return await interviews.history(unit, "dana")


@walks("persona_interaction-persona.answer")
async def test_it_answers_in_character_and_what_it_said_shapes_what_it_says_next(tmp_path: Path) -> None:
    again = gives("As before: the fee is too high.", "against", "A:objections", "T1")
    async with wire("anthropic", FEE, again) as server, house(tmp_path, server) as opened:
        await settle(opened.database, PLACE, "en")
        await ask(opened, "/interview Dana")
        first = await ask(opened, DELIVERY)
        second = await ask(opened, "And delivery in the evening?")
        kept = await history(opened)
        wrapped = await ask(opened, "wrap up")
    assert "Dana** (synthetic persona): “I skip it: the fee is too high.”" in first.text
    assert "Objections" in first.text
    assert first.degraded == ()
    assert "T1: asked" in server.calls[1].text
    assert "buys before work" not in server.calls[0].text
    assert [one.based_on for one in kept] == [
        (Ground("attribute", "objections"),),
        (Ground("attribute", "objections"), Ground("turn", "1")),
    ]
    assert "turn 1" in second.text
    [output] = wrapped.outputs
    assert output.draft.engine.startswith("llm:anthropic:")
    assert {one.grade for one in output.draft.evidence} == {0.2}


async def test_a_model_that_gives_way_is_asked_again_and_then_replaced(tmp_path: Path) -> None:
    yes = gives("Yes, I would love that!", "for", "A:objections")
    async with wire("anthropic", yes) as server, house(tmp_path, server) as opened:
        await settle(opened.database, PLACE, "en")
        await ask(opened, "/interview Dana")
        reply = await ask(opened, LEADING)
        [kept] = await history(opened)
    assert len(server.calls) == 2
    assert "left the recorded stance" in server.calls[1].text
    assert (kept.stance, kept.engine, kept.notes) == ("against", "recorded", ("kept_stance",))
    assert "love that" not in reply.text
    assert "the delivery fee is too high" in reply.text


async def test_what_nothing_bears_out_is_not_said(tmp_path: Path) -> None:
    ski = gives("I ski in the Alps every winter with my two brothers.", "neutral", "A:channels")
    async with wire("anthropic", ski) as server, house(tmp_path, server) as opened:
        await settle(opened.database, PLACE, "en")
        await ask(opened, "/interview Dana")
        reply = await ask(opened, "Which sport do you do?")
        [kept] = await history(opened)
    assert (kept.stance, kept.based_on) == ("unknown", ())
    assert "Alps" not in reply.text


@pytest.mark.parametrize("act", [Says(("no JSON at all",)), Hangs(8)], ids=["breaks the form", "hangs"])
async def test_what_is_recorded_answers_for_a_model_that_fails(tmp_path: Path, act: Act) -> None:
    async with wire("anthropic", act) as server, house(tmp_path, server) as opened:
        await settle(opened.database, PLACE, "en")
        await ask(opened, "/interview Dana")
        reply = await ask(opened, DELIVERY)
        [kept] = await history(opened)
    assert kept.engine == "recorded"
    assert "as recorded: “the delivery fee is too high for one loaf”" in reply.text
    assert len(reply.degraded) == 1


async def test_what_a_persona_is_asked_teaches_nothing(tmp_path: Path) -> None:
    async with wire("anthropic", FEE) as server, house(tmp_path, server) as opened:
        await settle(opened.database, PLACE, "en")
        learner = Learner(opened)
        opened.listeners.append(learner.tell)
        await ask(opened, "/interview Dana")
        reply = await ask(
            opened, "Our media budget is 3,000,000 won and delivery starts in May, what do you say?"
        )
        asked = len(server.calls)
        await learner.finish()
        async with opened.database.reading((await enter(opened.database, PLACE)).access) as unit:
            assert await insights.every(unit) == ()
    assert len(server.calls) == asked
    assert reply.lesson.learned == ()
