"""Recall through the database: the pure ranking's order on both engines, within the reach, and in time."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from memory import recall as module
from memory.access import Access
from memory.guidelines import Own
from memory.measure import evidence_recall
from memory.recall import Recalled, profile, recall, recall_in
from memory.search import Request, asked_terms
from memory.store import conversations, guidelines, messages
from memory.store.conversations import Line
from tests.memory import recall_benchmark
from tests.memory.store.test_learning import MONDAY, NIKE, budget, hear
from tests.memory.tenants import Tenants, said, say


async def talk(tenants: Tenants, place: str, name: str, texts: Sequence[str]) -> None:
    """A conversation, a minute between its turns."""
    lines = [
        Line(f"{name}-{at}", MONDAY + timedelta(minutes=at), "jin" if at % 2 else "mina", text)
        for at, text in enumerate(texts)
    ]
    async with tenants.db.writing((await tenants.at(place)).access) as unit:
        await conversations.keep(unit, name, lines)


async def hits(
    tenants: Tenants, place: str, query: str, name: str = "owner", **how: object
) -> list[Recalled]:
    access = (await tenants.at(place, name)).access
    return list(await recall(tenants.db, access, query, **how))  # type: ignore[arg-type]


async def test_the_right_message_is_found_in_both_languages(tenants: Tenants) -> None:
    await talk(
        tenants, NIKE, "a", ["Hello", "The European launch is in May", "봄 예산은 천만 원입니다", "Fine"]
    )
    (first, *_) = await hits(tenants, NIKE, "When do we launch in Europe?")
    assert first.text == "The European launch is in May"
    assert first.origin
    assert (first.origin.message, first.origin.author, first.origin.place) == ("a-1", "jin", NIKE)
    assert first.document()["id"] == "a-1"
    (first, *_) = await hits(tenants, NIKE, "예산이 얼마였죠?")
    assert first.text == "봄 예산은 천만 원입니다"
    assert await hits(tenants, NIKE, "?!") == []
    assert await hits(tenants, NIKE, "zebra") == []


async def test_turns_briefs_and_imports_are_found_and_answers_are_not(tenants: Tenants) -> None:
    await say(tenants, NIKE, "zebra in a turn")
    await talk(tenants, NIKE, "a", ["zebra in an import"])
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await messages.keep_brief(unit, "b.md", "zebra in a brief")
        await messages.admit(unit, replace(said("c", "zebra in an answer"), kind="reply"))
    found = {hit.text for hit in await hits(tenants, NIKE, "zebra")}
    assert found == {"zebra in a turn", "zebra in an import", "zebra in a brief"}


async def test_a_reworded_brief_is_found_by_its_new_words_only(tenants: Tenants) -> None:
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await messages.keep_brief(unit, "b.md", "zebra")
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await messages.keep_brief(unit, "b.md", "giraffe")
    assert await hits(tenants, NIKE, "zebra") == []
    assert [hit.text for hit in await hits(tenants, NIKE, "giraffe")] == ["giraffe"]


async def test_reading_goes_up_the_chain_and_never_to_a_sibling(tenants: Tenants) -> None:
    for place in ("acme", "acme/nike", NIKE, "acme/nike/fall", "acme/adidas/summer", "rival/puma/summer"):
        await say(tenants, place, f"zebra at {place}")

    async def seen(place: str, name: str = "owner") -> set[str]:
        return {hit.text.removeprefix("zebra at ") for hit in await hits(tenants, place, "zebra", name)}

    assert await seen(NIKE) == {"acme", "acme/nike", NIKE}
    assert await seen("acme/nike") == {"acme", "acme/nike", NIKE, "acme/nike/fall"}
    assert await seen("acme/nike", "nina") == {"acme", "acme/nike", NIKE}
    assert await seen("acme/adidas", "frida") == {"acme", "acme/adidas/summer"}
    assert await seen("bakery") == set()


async def scores(access: Access, tenants: Tenants) -> list[tuple[str, float]]:
    found = await recall(tenants.db, access, "spring budget for shoes", k=50)
    return [(hit.text, hit.score) for hit in found]


@pytest.mark.parametrize(("place", "name"), [(NIKE, "owner"), ("acme/nike", "nina"), ("acme/nike", "owner")])
async def test_what_others_say_moves_no_score(tenants: Tenants, place: str, name: str) -> None:
    """Neither another organisation nor a sibling client; nor, for somebody of one campaign, its sibling."""
    texts = ["The spring budget", "Shoes are red", "A budget for shoes in spring", "Nothing"]
    await talk(tenants, NIKE, "a", texts)
    access = (await tenants.at(place, name)).access
    before = await scores(access, tenants)
    assert len(before) > 2
    others = ["rival/puma/summer", "rival", "acme/adidas/summer", "acme/adidas"]
    for other in [*others, *(["acme/nike/fall"] if name == "nina" else [])]:
        await talk(tenants, other, "a", ["spring budget shoes " * 20] * 30)
    assert await scores(access, tenants) == before


async def test_neighbours_of_a_conversation_with_the_same_name_elsewhere_stay_there(tenants: Tenants) -> None:
    """A conversation's name is anybody's choice: turns beside a hit are those of the reach all the same."""
    for place in (NIKE, "acme/adidas/summer"):
        async with tenants.db.writing((await tenants.at(place)).access) as unit:
            for number in range(4):
                await messages.admit(unit, said("same", f"turn {number} {place}", f"{place}{number}"))
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        found = await unit.find(Request(asked_terms("turn")))
    assert len(found.rows) == 4
    assert all("nike" in row.terms for row in found.rows)


async def test_what_was_known_then(tenants: Tenants) -> None:
    await hear(tenants, "Media budget 10 million", budget("Media budget 10 million", "10"))
    friday = MONDAY + timedelta(days=4)
    text = "Media budget 12 million"
    await hear(tenants, text, budget(text, "12"), at=friday)
    now = await hits(tenants, NIKE, "budget")
    then = await hits(tenants, NIKE, "budget", as_of=MONDAY + timedelta(days=1))
    assert [len(hit.insights) for hit in now if "12" in hit.text] == [1]
    assert [len(hit.insights) for hit in now if "10" in hit.text] == [0]
    assert [hit.text for hit in then] == ["Media budget 10 million"]
    assert len(then[0].insights) == 1


async def test_an_insight_whose_message_is_not_there_is_a_hit_of_its_own(tenants: Tenants) -> None:
    told = replace(budget("Well, 10", "10"), text="The zebra costs ten")
    learned = await hear(tenants, "Well, 10", told)
    (hit,) = await hits(tenants, NIKE, "zebra")
    assert (hit.kind, hit.id, hit.text) == ("insight", learned.added[0].id, "The zebra costs ten")
    assert hit.origin
    assert hit.origin.quote == "Well, 10"


async def test_long_texts_are_told_in_part(tenants: Tenants) -> None:
    filler = "We sell bread and rolls to people in the street every day. " * 40
    await say(tenants, NIKE, f"{filler}The zebra cake is new this spring. {filler}")
    (hit,) = await hits(tenants, NIKE, "zebra cake")
    assert "zebra cake" in hit.text
    assert len(hit.text) <= 602


async def test_rules_and_preferences_are_always_there(tenants: Tenants) -> None:
    rule = budget("Never say cheap", "cheap", category="rule", subject_key="rule:words")
    await hear(tenants, "Never say cheap", rule, place="acme")
    own = budget("They prefer short copy", "short", category="preference", subject_key="preference:copy")
    await hear(tenants, "They prefer short copy", own)
    await hear(tenants, "Budget 10", budget("Budget 10", "10"))
    async with tenants.db.writing((await tenants.at("acme/nike")).access) as unit:
        await guidelines.put(unit, {"voice.tone": Own("fearless")})
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        known = await profile(unit)
    assert [one.text for one in known.insights] == ["They prefer short copy", "Never say cheap"]
    assert known.guidelines["voice.tone"] == "fearless"
    async with tenants.db.reading((await tenants.at("acme/adidas/fall")).access) as unit:
        assert [one.text for one in (await profile(unit)).insights] == ["Never say cheap"]


async def test_the_benchmark_through_the_database_is_the_pure_one(tenants: Tenants) -> None:
    """467 turns of four dialogues: the same evidence recall as the ranking has on all turns at once."""
    turns: dict[str, list[Line]] = {}
    for turn in recall_benchmark.turns():
        at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=turn.position)
        turns.setdefault(turn.conversation, []).append(Line(turn.id, at, turn.author, turn.text))
    access = (await tenants.at("acme/nike")).access
    async with tenants.db.writing(access) as unit:
        for name, lines in turns.items():
            await conversations.keep(unit, name, lines)
    measured: list[float] = []
    async with tenants.db.reading(access) as unit:
        for asked in recall_benchmark.questions():
            found = await recall_in(unit, asked.query)
            ids = [hit.origin.message for hit in found if hit.origin]
            measured.append(evidence_recall(ids, asked.evidence))
    step = next(one for one in recall_benchmark.STEPS if one.name == "window")
    assert sum(measured) / len(measured) == pytest.approx(recall_benchmark.measured(step)["all"], abs=0.01)


def test_a_hit_is_json() -> None:
    hit = module.Recalled("insight", "i", 1.5, "text", None)
    assert json.loads(json.dumps(hit.document())) == {
        "kind": "insight", "id": "i", "score": 1.5, "text": "text", "source": None,
    }  # fmt: skip
