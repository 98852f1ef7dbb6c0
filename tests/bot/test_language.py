import pytest

from bot.language import language_of
from config.errors import Locale


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SWOT 분석해줘", "ko"),
        ("what should we do first?", "en"),
        ("SWOT", None),
        ("SWOT, please", "en"),
        ("/strategy swot", None),
        ("Nike Summer", None),
        ("", None),
    ],
)
def test_the_words_decide_the_language(text: str, expected: Locale | None) -> None:
    assert language_of(text) == expected


def test_the_letters_of_an_id_are_no_language() -> None:
    assert language_of("/digest send 01a2abf4-facd1-bead2-cafe3-fadedbee1234 2026-11-03") is None
