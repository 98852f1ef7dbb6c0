"""An erased person leaves no interview behind, and none of their words in the interviews of others."""

from dataclasses import replace

from memory.erasure_people import erase_user
from memory.store import interviews
from memory.types import Thread
from tests.memory.store.test_interviews import counted, new, turn
from tests.memory.test_erasure_people import NIKE, VERA, WORD, House, house

__all__ = ["house"]


async def test_an_erased_person_is_in_no_interview(house: House) -> None:
    for name, said in ((VERA, f"They ask for {WORD}"), ("owner", f"Our rival is {WORD}, and I know it")):
        async with house.tenants.db.writing((await house.tenants.at(NIKE, name)).access) as unit:
            session = await interviews.begin(unit, new(f"t-{name}"))
            await interviews.keep(unit, counted, turn(session.id, f"m-{name}", said))
    acme = (await house.tenants.at("acme")).access
    erased = await erase_user(house.owner, acme.scope.org, VERA, acme.actor.user)
    assert (erased.counts["interview_sessions"], erased.counts["persona_interactions"]) == (1, 1)
    assert await house.traces(VERA, WORD) == []
    async with house.tenants.db.reading((await house.tenants.at(NIKE)).access) as unit:
        [left] = await interviews.history(unit, "mina")
        assert await interviews.in_thread(unit, Thread(f"t-{VERA}")) is None
    assert left == replace(left, answer="[…], and I know it")
