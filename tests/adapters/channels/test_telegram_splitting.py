"""No character of an answer is lost, however it is written and however long it is."""

import re
from itertools import pairwise

import pytest
from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from adapters.channels.telegram.entities import bare, formatted
from adapters.channels.telegram.markdown import Fence, Table, parse
from adapters.channels.telegram.rich import rich
from adapters.channels.telegram.splitting import MESSAGE, Piece, shown, split
from adapters.channels.telegram.width import columns, splits_a_character, units
from tests.wires.telegram.world import text_of

MARKS = re.compile(r"[\s\\`*_~#>|\-+:()\[\].\d•│─┼—]")
"""What Markdown says by, and what a rendering says the same by. Digits number lists."""

word = st.text(
    st.characters(
        codec="utf-8", categories=("L", "N", "So", "Sc", "M"), include_characters="‍️🏽👍🇰🇷가각힣é漢"
    ),
    min_size=1,
    max_size=12,
)
words = st.lists(word, min_size=1, max_size=14).map(" ".join)
cell = st.lists(word, max_size=3).map(" ".join)


def table(width: int) -> st.SearchStrategy[str]:
    rows = st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=6)

    def drawn(body: list[list[str]]) -> str:
        lines = ["| " + " | ".join(row) + " |" for row in body]
        return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])

    return rows.map(drawn)


block = st.one_of(
    words,
    words.map(lambda text: f"## {text}"),
    st.lists(words, min_size=1, max_size=6).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(words, min_size=1, max_size=6).map(
        lambda items: "\n".join(f"{n}. {item}" for n, item in enumerate(items, start=1))
    ),
    words.map(lambda text: f"> {text}"),
    words.map(lambda text: f"**{text}** _{text}_ ~~{text}~~ `{text}`"),
    words.map(lambda text: f"[{text}](https://example.com/report?q=1)"),
    st.lists(words, min_size=1, max_size=20).map(lambda lines: "```python\n" + "\n".join(lines) + "\n```"),
    st.integers(1, 5).flatmap(table),
)
answers = st.lists(block, min_size=1, max_size=12).map("\n\n".join)
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=3000)


def letters(text: str) -> str:
    return MARKS.sub("", text)


@given(answers)
def test_a_rendering_has_every_letter_in_its_order(source: str) -> None:
    piece = formatted(source)
    expected = letters(re.sub(r"```python|\(https://example\.com/report\?q=1\)", "", source))
    assert letters(piece.text) == expected
    links = source.count("](https://example.com")
    assert [entity.url for entity in piece.entities if entity.url] == [
        "https://example.com/report?q=1"
    ] * links


@given(answers)
def test_without_entities_it_has_the_addresses_too(source: str) -> None:
    text = bare(formatted(source)).text
    assert letters(text) == letters(source.replace("```python", ""))
    assert not bare(formatted(source)).entities


@given(anything)
def test_words_that_are_no_markdown_are_not_lost_either(source: str) -> None:
    assert sorted(re.sub(r"[\W_\d]", "", formatted(source).text)) == sorted(
        re.sub(r"[\W_\d]", "", _plain(source))
    )


def _plain(source: str) -> str:
    """Without the languages of code blocks, which are no words of the answer."""
    languages = "".join(one.language for one in parse(source) if isinstance(one, Fence))
    rest = list(source)
    for letter in languages:
        rest.remove(letter)
    return "".join(rest)


@given(answers, st.integers(60, 400))
def test_parts_are_the_whole_in_telegrams_own_unit(source: str, limit: int) -> None:
    piece = formatted(source)
    parts = split(piece, limit)
    assert "".join(part.text for part in parts) == piece.text
    assert all(units(part.text) <= limit for part in parts)
    assert all(len(part.entities) <= 100 for part in parts)
    assert _formats(*parts) == _formats(piece)
    for part in parts:
        for entity in part.entities:
            assert 0 <= entity.offset < entity.offset + entity.length <= units(part.text)


def _formats(*parts: Piece) -> list[frozenset[tuple[str, str]]]:
    """Of each unit of the text, how it is formatted."""
    said: list[frozenset[tuple[str, str]]] = []
    for part in parts:
        of: list[set[tuple[str, str]]] = [set() for _ in range(units(part.text))]
        for entity in part.entities:
            for at in range(entity.offset, entity.offset + entity.length):
                of[at].add((entity.type, entity.url or entity.language or ""))
        said += map(frozenset, of)
    return said


@given(st.text(st.sampled_from("가각👍🏽👨‍👩‍👧🇰🇷é한국a "), min_size=200, max_size=900))
def test_no_cut_parts_a_character(text: str) -> None:
    parts = split(Piece(text), 70)
    assert "".join(part.text for part in parts) == text
    for before, after in pairwise(parts):
        if splits_a_character(before.text + after.text, len(before.text)):
            assert not any(
                not splits_a_character(before.text, at)
                for at in range(max(1, len(before.text) - 60), len(before.text))
            )


@given(st.integers(1, 6).flatmap(table), answers)
def test_a_rich_message_has_every_letter_too(tabled: str, source: str) -> None:
    made = rich(f"{source}\n\n{tabled}")
    if made is None:
        assert len(parse(source)) > 150
        return
    text = text_of({"rich_message": made.model_dump(exclude_none=True)})
    expected = letters(re.sub(r"```python|\(https://example\.com/report\?q=1\)", "", f"{source}\n\n{tabled}"))
    assert letters(text) == expected


def test_a_code_block_goes_on_in_the_next_message_in_its_language() -> None:
    code = "\n".join(f"print({number:04d})" for number in range(1200))
    parts = split(formatted(f"앞말\n\n```python\n{code}\n```\n\n끝말"))
    assert len(parts) == 4
    assert [part.entities[0].type for part in parts] == ["pre"] * 4
    assert {part.entities[0].language for part in parts} == {"python"}
    assert all(part.text.endswith(")\n") for part in parts[:-1])


def test_a_message_has_no_more_formats_than_telegram_keeps() -> None:
    parts = split(formatted("\n".join(f"**값{number}** 원" for number in range(250))))
    assert [len(part.entities) for part in parts] == [100, 100, 50]


def test_blank_messages_are_not_sent() -> None:
    parts = split(Piece("가" * 4096 + "\n" * 5000 + "나"))
    assert "".join(part.text for part in shown(parts)).replace("\n", "") == "가" * 4096 + "나"
    assert all(part.text.strip() for part in shown(parts))


def test_columns_stand_under_one_another_in_hangul_and_latin() -> None:
    text = formatted("| 항목 | ROAS |\n|---|---:|\n| 리틀크럼 | 3.2 |\n| Bread | 12 |").text
    head, rule, *rows = text.split("\n")
    assert [columns(line.split("│")[0]) for line in (head, *rows)] == [9, 9, 9]
    assert set(rule) == {"─", "┼"}


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("**굵게** 그리고 _기울임_", "굵게 그리고 기울임", ["bold", "italic"]),
        ("**굵고 _기운_ 말**", "굵고 기운 말", ["bold", "bold", "italic", "bold"]),
        ("2 * 3 * 4 = 24, snake_case_name", "2 * 3 * 4 = 24, snake_case_name", []),
        ("`**코드**`", "**코드**", ["code"]),
        (r"\*별\* \| 막대", "*별* | 막대", []),
        ("[보고서](https://example.com/a_(b))", "보고서", ["text_link"]),
        ("[보고서](javascript:alert)", "[보고서](javascript:alert)", []),
        ("### 제목\n\n- 하나\n  - 둘\n1) 셋", "제목\n\n• 하나\n  • 둘\n1) 셋", ["bold"]),
        ("> 인용\n> 둘째", "인용\n둘째", ["blockquote"]),
        ("첫 줄\n둘째 줄", "첫 줄\n둘째 줄", []),
        ("😀 **굵게**", "😀 굵게", ["bold"]),
        ("```\n끝나지 않은", "끝나지 않은", ["pre"]),
    ],
)
def test_how_markdown_looks(source: str, text: str, marks: list[str]) -> None:
    piece = formatted(source)
    assert piece.text == text
    assert sorted(entity.type for entity in piece.entities) == sorted(marks)


def test_entities_count_in_utf16() -> None:
    [bold] = formatted("👨‍👩‍👧 **굵게**").entities
    assert bold == MessageEntity(type="bold", offset=9, length=2)


def test_long_answers_are_split_at_paragraphs() -> None:
    parts = split(formatted("\n\n".join(f"문단 {number} " + "가" * 900 for number in range(10))))
    assert all(part.text.startswith("문단") and units(part.text) <= MESSAGE for part in parts)


def test_a_table_of_cells_with_bars_keeps_them() -> None:
    [found] = parse("| a \\| b | c |\n|---|---|\n| d |")
    assert isinstance(found, Table)
    assert [["".join(span.text for span in one) for one in row] for row in found.rows] == [
        ["a | b", "c"],
        ["d", ""],
    ]
