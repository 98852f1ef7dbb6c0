"""Whatever is written reaches Discord whole: split in its unit, its code blocks closed, nobody called."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from adapters.channels.discord.render import markdown, rendered, split, units
from adapters.channels.discord.stamp import Stamp, coded, place_of, thread_of

WORDS = st.sampled_from(
    [
        "매출의",
        "80%가",
        "오전입니다.",
        "weekday",
        "👨‍👩‍👧‍👦",
        "🇰🇷",
        "👍🏽",
        "é",
        "**굵게**",
        "`code`",
        "[링크](https://example.com/a_b)",
        "\\|",
        "_x_",
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)
LISTS = st.lists(LINES, min_size=1, max_size=6).map(lambda lines: "\n".join(f"- {line}" for line in lines))
FENCES = st.lists(LINES.filter(lambda line: "`" not in line), min_size=1, max_size=20).map(
    lambda lines: "```python\n" + "\n".join(lines) + "\n```"
)
CELLS = st.lists(
    st.sampled_from(["채널", "CPA", "12,000", "검색 광고", "—", "a\\|b"]), min_size=3, max_size=3
)
TABLES = st.lists(CELLS, min_size=2, max_size=8).map(
    lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * 3, *rows[1:]))
)
TEXTS = st.lists(st.one_of(LINES, LISTS, FENCES, TABLES, st.just("### 제목")), min_size=1, max_size=12).map(
    "\n\n".join
)


@given(TEXTS, st.integers(120, 900))
def test_the_bodies_joined_are_the_text_and_each_fits(text: str, room: int) -> None:
    shown = markdown(text)
    pieces = list(split(shown, room))
    assert "".join(piece.body for piece in pieces) == shown
    assert all(units(piece.text) <= room for piece in pieces)
    assert all(piece.text.count("```") % 2 == 0 for piece in pieces)


@given(st.text(max_size=2000), st.integers(60, 400))
@example("`" * 500, 60)
@example("```" + "가" * 300, 60)
@example("👨‍👩‍👧‍👦" * 60, 60)
def test_any_text_at_all_fits_and_is_kept(text: str, room: int) -> None:
    pieces = list(split(text, room))
    assert "".join(piece.body for piece in pieces) == text
    assert all(units(piece.text) <= room for piece in pieces)


@given(
    st.lists(st.sampled_from(["👨‍👩‍👧‍👦", "🇰🇷", "👍🏽", "e\u0301", "가"]), min_size=40, max_size=200).map(
        "".join
    )
)
def test_no_cut_goes_through_what_is_one_character_to_the_eye(text: str) -> None:
    whole = "|".join(map(re.escape, ["👨‍👩‍👧‍👦", "🇰🇷", "👍🏽", "e\u0301", "가"]))
    assert all(re.fullmatch(f"(?:{whole})+", piece.body) for piece in split(text, 80))


@given(TABLES)
def test_a_table_keeps_every_cell_in_its_order(table: str) -> None:
    cells = [
        cell.replace("\\|", "|") for row in table.split("\n") for cell in _cells(row) if "---" not in cell
    ]
    shown, at = markdown(table), 0
    for cell in cells:
        at = shown.index(cell, at) + len(cell)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def test_a_narrow_table_is_drawn_and_a_wide_one_becomes_a_list() -> None:
    assert markdown("앞\n| 채널 | CPA |\n|---|---|\n| 검색 | 12 |\n뒤") == (
        "앞\n```\n채널  CPA\n────  ───\n검색  12\n```\n뒤"
    )
    wide = markdown(f"| 채널 | 말 |\n|---|---|\n| 검색 | {'긴 설명 ' * 12}|")
    assert wide.startswith("- **검색** · **말** 긴 설명")


def test_a_code_block_that_is_cut_goes_on_in_its_language() -> None:
    first, second, *_ = rendered("```python\n" + "print('가')\n" * 40 + "```", 200)
    assert first.startswith("```python\n")
    assert first.endswith("\n```")
    assert second.startswith("```python\nprint")


def test_a_link_is_not_cut() -> None:
    link = "[보고서](https://example.com/" + "x" * 80 + ")"
    assert any(link in text for text in rendered("가" * 90 + link + "나" * 90, 150))


def test_nobody_is_called_and_the_words_stay() -> None:
    said = "@everyone @here <@123456789012345678> <@!12345678901234567> <@&123456789012345678> <#123456789012345678>"
    shown = markdown(said)
    assert not re.search(r"@(everyone|here)|<@[!&]?\d|<#\d", shown)
    assert shown.replace("\u200b", "") == said
    assert markdown("a@b.example") == "a@b.example"


def test_deep_headings_are_bold_and_code_is_left_alone() -> None:
    assert markdown("#### 제목\n```\n#### @everyone\n```") == "**제목**\n```\n#### @everyone\n```"


@given(st.text(min_size=1), st.text(min_size=1), st.integers(0, 254), st.integers(1, 255))
def test_a_stamp_is_read_back_by_its_key_alone(key: str, other: str, place: int, total: int) -> None:
    stamp = Stamp(key, place, total)
    assert 0 < stamp.container < 1 << 31
    assert 0 < stamp.text < 1 << 31
    assert place_of(key, stamp.container, stamp.text) == (place, total)
    assert other == key or place_of(other, stamp.container, stamp.text) is None


@given(st.integers(1 << 40, 1 << 63), st.integers(1 << 40, 1 << 63))
def test_a_thread_is_read_back_from_its_code(channel: int, other: int) -> None:
    place = str(channel)
    for thread in (place, str(other), f"{place}.{other}"):
        code = coded(thread, place)
        assert len(code) <= 14
        assert thread_of(code, place) == thread
