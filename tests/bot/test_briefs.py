from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tools.briefs import BinaryBrief, EmptyBrief, LongBrief, MixedBrief, UnreadableBrief, read_brief
from config.errors import StratumError

_LIMIT = 10_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_is_read_in_the_encodings_that_korean_files_have(encoding: str) -> None:
    assert read_brief("매출의 80%가 오전입니다.".encode(encoding), _LIMIT) == "매출의 80%가 오전입니다."


def test_line_ends_and_control_characters_are_tidied_and_emoji_stays() -> None:
    assert read_brief("one\r\ntwo\x07\rthree 🥐👩‍🍳".encode(), _LIMIT) == "one\ntwo\nthree 🥐👩‍🍳"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyBrief),
        (b" \n\t. ", EmptyBrief),
        (b"%PDF-1.7 ...", BinaryBrief),
        (b"PK\x03\x04....", BinaryBrief),
        (b"text\x00text", BinaryBrief),
        ("매출".encode() + b"\xff\xfe\xfd", MixedBrief),
        (b"a" * (_LIMIT + 1), LongBrief),
    ],
)
def test_what_is_no_brief_is_refused_with_the_reason(data: bytes, error: type[StratumError]) -> None:
    with pytest.raises(error) as caught:
        read_brief(data, _LIMIT)
    assert caught.value.say("en") != caught.value.say("ko")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableBrief, match="nothing.md"):
        read_brief(tmp_path / "nothing.md", _LIMIT)


def test_a_folder_is_no_brief(tmp_path: Path) -> None:
    with pytest.raises(UnreadableBrief):
        read_brief(tmp_path, _LIMIT)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_become_text_or_a_clear_refusal(data: bytes) -> None:
    refused = None
    text = ""
    try:
        text = read_brief(data, _LIMIT)
    except StratumError as error:
        refused = error
    assert refused.say("ko") if refused else text
    assert "\x00" not in text
