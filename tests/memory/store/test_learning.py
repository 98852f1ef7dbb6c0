"""Learning keeps the rows true to the rule: repeated, replaced, contradicted, waiting; never overwritten."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from agents.kit.learning.reconcile import reconcile
from agents.kit.learning.types import Candidate
from memory.errors import AmbiguousInsight, UnknownInsight
from memory.insight import Learned
from memory.search import Request
from memory.store import insights, messages
from memory.store.learning import confirm, correct, learn, settle
from memory.tables.insights import ai_insights, insight_sources
from memory.types import Said, Thread
from tests.memory.tenants import Tenants

NIKE = "acme/nike/summer"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def budget(text: str, value: str, **more: object) -> Candidate:
    plain = Candidate(
        "learning", "budget", "budget:media", "is", value, "KRW", text, text, 0, len(text), confidence=0.8
    )
    return replace(plain, **more)


def rival(text: str, name: str) -> Candidate:
    return Candidate(
        "observation", "competitor", f"competitor:{name}", "is", name, "", text, text, 0, len(text)
    )


async def hear(
    tenants: Tenants,
    text: str,
    *candidates: Candidate,
    author: str = "jin",
    at: datetime = MONDAY,
    place: str = NIKE,
    id: str = "",
) -> Learned:
    """A message is said and learnt from, in one unit."""
    said = Said(place, Thread("t"), "turn", author, text, id or f"{author}{at}{text}", {}, at)
    async with tenants.db.writing((await tenants.at(place)).access) as unit:
        message, _ = await messages.admit(unit, said)
        return await learn(unit, candidates, message, reconcile)


async def told(tenants: Tenants, place: str = NIKE, **how: object) -> list[str]:
    async with tenants.db.reading((await tenants.at(place)).access) as unit:
        return [insight.value for insight in await insights.every(unit, **how)]  # type: ignore[arg-type]


async def found(tenants: Tenants, word: str, at: datetime | None = None) -> set[str]:
    """Ids of insights that a search gives."""
    asked = Request((word,), at) if at else Request((word,))
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        return {fact.id for fact in (await unit.find(asked)).facts}


async def test_ten_deliveries_of_one_message_leave_one_message_and_one_insight(tenants: Tenants) -> None:
    text = "Media budget is 10 million"
    first, *again = [await hear(tenants, text, budget(text, "10000000"), id="m1") for _ in range(10)]
    assert [one.value for one in first.added] == ["10000000"]
    assert all(one.added == () and one.repeated == (first.added[0].id,) for one in again)
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        assert await unit.scalar(select(func.count()).select_from(ai_insights)) == 1
        assert await unit.scalar(select(func.count()).select_from(insight_sources)) == 1


async def test_ten_deliveries_at_once_leave_one_insight(tenants: Tenants) -> None:
    text = "Media budget is 10 million"
    learned = await asyncio.gather(
        *(hear(tenants, text, budget(text, "10000000"), id=f"m{n}") for n in range(10))
    )
    assert sum(len(one.added) for one in learned) == 1
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        assert await unit.scalar(select(func.count()).select_from(ai_insights)) == 1
        assert await unit.scalar(select(func.count()).select_from(insight_sources)) == 10


async def test_what_is_said_again_is_another_source(tenants: Tenants) -> None:
    text = "Media budget is 10 million"
    made = (await hear(tenants, text, budget(text, "10000000"))).added[0]
    earlier = MONDAY - timedelta(days=30)
    await hear(tenants, "10M it is", budget("10M it is", "10000000"), author="mina", at=earlier)
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        trace = await insights.why(unit, made.id[:20])
    assert [(source.author, source.quote) for source in trace.sources] == [
        ("mina", "10M it is"),
        ("jin", text),
    ]
    assert trace.insight.recorded_at == earlier


async def test_a_new_value_ends_the_old_one_which_stays_to_be_asked_for(tenants: Tenants) -> None:
    old = (await hear(tenants, "Budget 10M", budget("Budget 10M", "10000000"))).added[0]
    friday = MONDAY + timedelta(days=4)
    learned = await hear(tenants, "Budget 12M", budget("Budget 12M", "12000000"), at=friday)
    assert learned.superseded == (old.id,)
    assert learned.conflicts == ()
    assert await told(tenants) == ["12000000"]
    assert await told(tenants, as_of=MONDAY + timedelta(days=1)) == ["10000000"]
    assert await told(tenants, as_of=friday) == ["12000000"]
    assert await told(tenants, as_of=MONDAY - timedelta(days=1)) == []
    assert await found(tenants, "budget") == {learned.added[0].id}
    assert await found(tenants, "budget", MONDAY + timedelta(days=1)) == {old.id}
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        history = (await insights.why(unit, learned.added[0].id)).history
    assert [(one.value, one.status) for one in history] == [
        ("10000000", "superseded"),
        ("12000000", "active"),
    ]
    assert history[0].content_hash != old.content_hash


async def test_a_value_may_come_back(tenants: Tenants) -> None:
    for day, value in enumerate(("10", "12", "10")):
        at = MONDAY + timedelta(days=day)
        await hear(tenants, f"Budget {value}", budget(f"Budget {value}", value), at=at)
    assert await told(tenants) == ["10"]
    assert await told(tenants, status=("superseded",)) == ["12", "10"]


async def test_what_somebody_else_says_holds_for_now_and_is_a_conflict(tenants: Tenants) -> None:
    old = (await hear(tenants, "Budget 10M", budget("Budget 10M", "10"))).added[0]
    friday = MONDAY + timedelta(days=4)
    learned = await hear(tenants, "Budget 12M", budget("Budget 12M", "12"), author="mina", at=friday)
    assert [(card.holds, card.disputed) for card in learned.conflicts] == [(learned.added[0].id, old.id)]
    assert await told(tenants) == ["12"]
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        open_ones = await insights.conflicts(unit)
        assert [card.id for card in open_ones] == [learned.conflicts[0].id]
        kept = await settle(unit, open_ones[0], old.id)
        assert kept.status == "active"
        assert await insights.conflicts(unit) == ()
    assert await told(tenants) == ["10"]
    assert await told(tenants, status=("superseded",)) == ["12"]
    assert await found(tenants, "budget") == {old.id}


async def test_what_was_said_before_is_history(tenants: Tenants) -> None:
    await hear(tenants, "Budget 12M", budget("Budget 12M", "12"))
    january = MONDAY - timedelta(days=50)
    late = await hear(tenants, "Budget 10M", budget("Budget 10M", "10"), at=january)
    assert [one.status for one in late.added] == ["superseded"]
    assert await told(tenants) == ["12"]
    assert await told(tenants, as_of=january + timedelta(days=1)) == ["10"]


async def test_a_weaker_source_does_not_replace_a_stronger_one(tenants: Tenants) -> None:
    text = "Conversion is 3 percent"
    said = Said(NIKE, Thread("t"), "turn", "jin", text, "x", {}, MONDAY)
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        message, _ = await messages.admit(unit, said)
        await learn(unit, [budget(text, "3")], message, reconcile, grade=0.95)
    friday = MONDAY + timedelta(days=4)
    learned = await hear(tenants, "It is 5", budget("It is 5", "5"), at=friday)
    assert [one.status for one in learned.added] == ["disputed"]
    assert len(learned.conflicts) == 1
    assert await told(tenants) == ["3"]


async def test_several_things_of_one_kind_stand_beside_each_other(tenants: Tenants) -> None:
    text = "Competitors: Puma and Asics"
    await hear(tenants, text, rival(text, "Puma"), rival(text, "Asics"))
    assert sorted(await told(tenants)) == ["Asics", "Puma"]


async def test_an_invented_quote_is_dropped_and_a_masked_one_kept_masked(tenants: Tenants) -> None:
    text = "Ask jin@acme.example for the media budget"
    invented = budget("Budget is 99", "99", end=12)
    masked = budget(text.replace("jin@acme.example", "•" * 16), "1", end=len(text))
    learned = await hear(tenants, text, invented, masked)
    assert [one.value for one in learned.added] == ["1"]
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        (source,) = await insights.sources(unit, [learned.added[0].id])
    assert "jin@" not in source.quote


async def test_words_from_outside_wait_for_a_member(tenants: Tenants) -> None:
    await hear(tenants, "Budget 10M", budget("Budget 10M", "10"))
    friday = MONDAY + timedelta(days=4)
    outside = budget("We need 50M", "50", to_confirm=True)
    learned = await hear(tenants, "We need 50M", outside, author="vendor", at=friday)
    assert [one.status for one in learned.pending] == ["pending"]
    assert learned.added == ()
    assert await told(tenants) == ["10"]
    assert await found(tenants, "need") == set()
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        held = await confirm(unit, learned.pending[0].id, reconcile)
    assert (held.value, held.grade) == ("50", 0.75)
    assert await told(tenants) == ["50"]
    assert await found(tenants, "need") == {held.id}


async def test_confirming_what_is_known_already_adds_its_source(tenants: Tenants) -> None:
    outside = budget("Budget 10M", "10", to_confirm=True)
    waiting = (await hear(tenants, "Budget 10M", outside, author="vendor")).pending[0]
    known = (await hear(tenants, "Budget is 10M", budget("Budget is 10M", "10"))).added[0]
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        assert (await confirm(unit, waiting.id, reconcile)).id == known.id
        assert {source.author for source in await insights.sources(unit, [known.id])} == {"jin", "vendor"}
    assert await told(tenants, status=("pending",)) == []


async def test_a_correction_holds_and_says_where_it_comes_from(tenants: Tenants) -> None:
    wrong = (await hear(tenants, "Budget 10M", budget("Budget 10M", "10"))).added[0]
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        said = Said("corrections", Thread(""), "turn", "mina", "No, 11 million", "c1")
        message, _ = await messages.admit(unit, said)
        right = await correct(unit, wrong.id, message, "11")
        trace = await insights.why(unit, right.id)
    assert await told(tenants) == ["11"]
    assert [source.quote for source in trace.sources] == ["No, 11 million"]
    assert [one.value for one in trace.history] == ["10", "11"]


async def test_insights_are_seen_down_the_chain_and_never_across(tenants: Tenants) -> None:
    await hear(tenants, "Budget 10M", budget("Budget 10M", "10"), place="acme/nike")
    for place, seen in ((NIKE, 1), ("acme/nike", 1), ("acme", 1), ("acme/adidas/summer", 0), ("rival", 0)):
        assert len(await told(tenants, place)) == seen, place


async def test_a_message_of_another_place_teaches_nothing(tenants: Tenants) -> None:
    said = Said(NIKE, Thread("t"), "turn", "jin", "Budget 10M", "x")
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        message, _ = await messages.admit(unit, said)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(ValueError, match="teaches nothing"):
            await learn(unit, [budget("Budget 10M", "10")], message, reconcile)


async def test_an_insight_is_named_by_the_beginning_of_its_id(tenants: Tenants) -> None:
    made = [
        (await hear(tenants, f"Rival {name}", rival(f"Rival {name}", name))).added[0] for name in ("A1", "B2")
    ]
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        assert (await insights.get(unit, made[1].id)).value == "B2"
        with pytest.raises(AmbiguousInsight):
            await insights.get(unit, made[0].id[:5])
        for nothing in ("", "nothing"):
            with pytest.raises(UnknownInsight):
                await insights.get(unit, nothing)
