"""What is forgotten leaves no word anywhere: in messages, answers, outputs, other insights, the search."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from memory.erasure import finish
from memory.errors import NothingToForget, NotYours
from memory.insight import Forgotten, Insight
from memory.redaction import GONE
from memory.search import Request, asked_terms
from memory.store import audit, insights, messages, outputs
from memory.store.forgetting import forget, forget_text
from memory.store.uses import used
from memory.tables.whole import metadata
from memory.types import Evidence, InputUsed, Message, Said, Thread
from tests.memory.store.test_learning import NIKE, budget, hear, rival
from tests.memory.tenants import Tenants, draft

CODE = "Bluebird7731"
TEXT = f"The launch is called {CODE}, and Puma is a rival."
QUOTE = f"The launch is called {CODE}"


async def remembered(tenants: Tenants, place: str = NIKE) -> Insight:
    """A secret that was learnt, answered, used in an output, and said again by the bot."""
    secret = replace(rival(TEXT, CODE), quote=QUOTE, end=len(QUOTE))
    other = replace(rival(TEXT, "Puma"), quote=TEXT)
    learned = await hear(tenants, TEXT, secret, other, place=place, id="m1")
    made = next(one for one in learned.added if one.value == CODE)
    async with tenants.db.writing((await tenants.at(place)).access) as unit:
        reply = Said("c", Thread("t"), "reply", "stratum", f"Noted: {QUOTE.lower()}.", "re:1", {"q": [CODE]})
        await messages.admit(unit, reply)
        source = InputUsed("insight", made.id, made.content_hash)
        said = Evidence("text", "statement", "m1", QUOTE, 0.75)
        await outputs.save(
            unit,
            replace(draft(f"We plan {CODE} for spring"), inputs_used=(source,), evidence=(said,)),
        )
        await used(unit, [made.id], "reply", "re:1")
    return made


async def forgotten(tenants: Tenants, ref: str, place: str = "acme", name: str = "owner") -> Forgotten:
    async with tenants.db.writing((await tenants.at(place, name)).access) as unit:
        return await forget(unit, ref)


async def everything(tenants: Tenants, place: str = "acme") -> str:
    """All rows of an organisation as text."""
    async with tenants.db.reading((await tenants.at(place)).access) as unit:
        found = [repr(row) for table in metadata.sorted_tables for row in await unit.all(select(table))]
    return "\n".join(found)


async def test_an_insight_is_forgotten_wherever_it_was_used(tenants: Tenants) -> None:
    made = await remembered(tenants)
    assert CODE in await everything(tenants)
    gone = await forgotten(tenants, made.id)
    left = await everything(tenants)
    assert CODE.casefold() not in left.casefold()
    assert gone.insights == (made.id,)
    assert len(gone.messages) == 2
    assert len(gone.outputs) == 1
    assert {use.used_in for use in gone.used_by} == {"output", "reply"}
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        (output,) = await outputs.every(unit)
        assert output.stale
        assert output.draft.body == {"text": f"We plan {GONE} for spring"}
        assert output.draft.evidence[0].quote == GONE
        assert (await insights.get(unit, made.id)).status == "forgotten"
        assert (await unit.find(Request(asked_terms(CODE)))).rows == ()
    async with tenants.db.reading((await tenants.at("acme")).access) as unit:
        assert await audit.verify(unit) is None


async def test_the_other_insights_of_a_message_still_point_to_their_words(tenants: Tenants) -> None:
    made = await remembered(tenants)
    await forgotten(tenants, made.id)
    async with tenants.db.reading((await tenants.at(NIKE)).access) as unit:
        (other,) = await insights.every(unit)
        assert other.text == f"{GONE}, and Puma is a rival."
        (source,) = await insights.sources(unit, [other.id])
        message = await messages.get(unit, source.message)
    assert isinstance(message, Message)
    assert message.text[source.starts : source.ends] == source.quote == f"{GONE}, and Puma is a rival."


async def test_words_are_forgotten_without_knowing_an_id(tenants: Tenants) -> None:
    await remembered(tenants)
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        gone = await forget_text(unit, CODE.lower())
    assert CODE.casefold() not in (await everything(tenants)).casefold()
    assert len(gone.messages) == 2
    async with tenants.db.writing((await tenants.at("acme")).access) as unit:
        with pytest.raises(NothingToForget):
            await forget_text(unit, CODE)


async def test_another_tenant_with_the_same_words_keeps_them(tenants: Tenants) -> None:
    made = await remembered(tenants)
    await remembered(tenants, "rival/puma/summer")
    await forgotten(tenants, made.id)
    assert CODE in await everything(tenants, "rival")


async def test_who_may_not_write_there_forgets_nothing(tenants: Tenants) -> None:
    made = await remembered(tenants, "acme/nike")
    with pytest.raises(NotYours):
        await forgotten(tenants, made.id, "acme/nike", "nina")
    assert CODE in await everything(tenants)


async def test_a_short_number_is_not_taken_out_of_other_texts(tenants: Tenants) -> None:
    made = (await hear(tenants, "Budget is 12", budget("Budget is 12", "12"))).added[0]
    await hear(tenants, "Chapter 12 of the brief")
    await forgotten(tenants, made.id)
    assert "Chapter 12" in await everything(tenants)


async def test_saying_it_again_is_learning_it_again(tenants: Tenants) -> None:
    made = (await hear(tenants, "Budget is 12", budget("Budget is 12", "12"))).added[0]
    await forgotten(tenants, made.id)
    again = await hear(tenants, "Budget is 12", budget("Budget is 12", "12"), id="again")
    assert [one.value for one in again.added] == ["12"]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_after_scrubbing_no_byte_is_left_in_any_file(url: str, tenants: Tenants) -> None:
    folder = Path(make_url(url).database or "").parent
    made = await remembered(tenants)
    for number in range(300):
        await hear(tenants, f"{number} words around Bluebird7731 and {number * 7919}", id=str(number))
    await forgotten(tenants, made.id)
    await finish(url)
    words = (CODE, CODE.lower(), CODE[3:], CODE[3:].lower())
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not any(word.encode() in content for word in words), file
