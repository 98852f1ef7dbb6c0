"""A reply as Slack's messages: nothing is lost, nothing is too long, nobody is called."""

import re
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.channels.slack.markup import calm, escaped, mrkdwn, plain, unescaped, units
from adapters.channels.slack.render import LIMIT, measured, render
from adapters.channels.slack.split import split
from adapters.channels.slack.table import around
from agents.types import Button
from bot.render import markdown
from memory.types import Output
from tests.contracts.channel import REPLY
from tests.wires.slack.limits import fault_of_message

FENCE = "```"
PIECES = st.sampled_from(
    [
        "매출의 80%가 오전입니다. ", "한글" * 40,
        "emoji 👩‍👩‍👧‍👦 🇰🇷 👍🏽 ", "\n", "\n\n", "- 항목 하나\n", "1. first\n",
        "> 인용 > 속\n", "a < b && c > d ", "<!channel> @channel @here ", "[링크](https://crumb.example/a?b=1&c=2) ",
        f"\n{FENCE}python\nprint('안녕')\n", f"{FENCE}\n", "~~~\n", "`code` ", "| 채널 | 비용 |\n| --- | --- |\n",
        "| 검색 | 1,000 |\n", "word " * 30, "x" * 300, "\r\n", "\u2028", "é", "&amp; ", "# 제목\n", "**굵게** ",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@given(TEXTS, st.integers(60, 900))
def test_the_pieces_joined_are_the_text_and_each_fits(text: str, limit: int) -> None:
    pieces = split(text, limit, measured)
    assert "".join(piece.text for piece in pieces) == text
    assert all(measured(piece.whole) <= limit for piece in pieces)
    assert all(piece.text for piece in pieces)


@given(TEXTS, st.integers(120, 900))
def test_a_cut_never_goes_through_an_open_fence_unclosed(text: str, limit: int) -> None:
    for piece in split(text, limit, measured):
        assert _open_fence(piece.whole) == ""


def _open_fence(text: str) -> str:
    fence = ""
    for line in text.split("\n"):
        found = re.match(r"^ {0,3}(`{3,}|~{3,})([^`\n]*)$", line.rstrip("\r"))
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return fence


@given(TEXTS)
def test_what_is_shown_of_all_messages_is_the_whole_text(text: str) -> None:
    parts = render(replace(REPLY, text=text, header=""))
    assert all(fault_of_message(way) == "" for part in parts for way in part.ways())
    if len(parts) == 1 and not around(calm(text)):
        shown = "".join(str(block["text"]) for block in parts[0].rich if block["type"] == "markdown")
        whole = unescaped(escaped(calm(text))) if text.strip() else ""
        assert unescaped(shown).startswith(whole)
        assert unescaped(shown)[len(whole) :].strip("\n") in {"", "```", "~~~"}


@given(st.text(max_size=300))
def test_escaped_text_has_no_tags_and_comes_back(text: str) -> None:
    safe = escaped(calm(text))
    assert "<" not in safe
    assert not re.search(r"@(?:channel|here|everyone)\b", safe)
    if "\u2060" not in text and "&" not in text:
        assert unescaped(safe) == text


@given(st.text(max_size=200))
def test_the_older_dialect_holds_no_tag_but_links_that_were_links(text: str) -> None:
    assert all(re.match(r"<https?://", tag) for tag in re.findall(r"<[^>]*>?", mrkdwn(text)))


def test_joined_characters_stay_together() -> None:
    family, limit = "👩‍👩‍👧‍👦", 40
    for piece in split(family * 20, limit, units):
        assert not piece.text.startswith(("\u200d", "\ufe0f"))
        assert not piece.text.endswith("\u200d")


def test_a_link_is_not_cut() -> None:
    link = "[리틀크럼 메뉴판](https://crumb.example/menu/spring)"
    for limit in range(70, 120):
        text = "가" * 50 + link + "나" * 50
        assert sum(link in piece.whole for piece in split(text, limit)) == 1


def test_a_table_and_a_fence_are_opened_again_with_their_head() -> None:
    table = "| 채널 | 비용 |\n| --- | --- |\n" + "".join(f"| 검색 {n} | {n} |\n" for n in range(40))
    first, second, *_ = split(table, 200)
    assert second.before == "| 채널 | 비용 |\n| --- | --- |\n"
    assert first.whole.startswith("| 채널 | 비용 |")
    code = f"{FENCE}python\n" + "".join(f"print({n})\n" for n in range(60)) + f"{FENCE}\n끝"
    pieces = split(code, 200)
    assert all(piece.before == f"{FENCE}python\n" for piece in pieces[1:-1])
    assert all(piece.after == FENCE for piece in pieces[:-1])


def test_paragraphs_stay_whole_where_there_is_room() -> None:
    text = "\n\n".join("가" * 90 for _ in range(10))
    assert all(piece.text.strip("\n").split("\n\n") == ["가" * 90] * 2 for piece in split(text, 240))


def test_one_table_is_a_table_of_slacks_own() -> None:
    text = "앞\n\n| 채널 | 비용 |\n| --- | ---: |\n| 검색 | 1,000 |\n| 소셜 \\| 기타 | 20 % |\n\n뒤"
    [part] = render(replace(REPLY, text=text))
    assert [block["type"] for block in part.rich] == ["markdown", "table", "markdown"]
    table = part.rich[1]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["채널", "비용"],
        ["검색", "1,000"],
        ["소셜 | 기타", "20 %"],
    ]
    assert [one["align"] for one in table["column_settings"]] == ["left", "right"]
    assert "소셜" in part.text


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c | d |\n| --- | --- |\n| 3 | 4 |\n",
        "| a | b |\n| --- | --- |\n| **1** | 2 |\n",
        "| a |" + " b |" * 20 + "\n| --- |" + " --- |" * 20 + "\n",
        "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 100,
        f"{FENCE}\n| a | b |\n| --- | --- |\n| 1 | 2 |\n{FENCE}",
    ],
)
def test_tables_that_do_not_fit_stay_markdown(text: str) -> None:
    [part] = render(replace(REPLY, text=text))
    assert [block["type"] for block in part.rich] == ["markdown"]
    assert part.rich[0]["text"] == escaped(text)


def test_the_header_is_a_line_of_context_and_the_buttons_come_last() -> None:
    header = "리틀크럼 › 봄 › 전략 담당"
    text = markdown(header, ("매출의 80%",), (), ())
    reply = replace(REPLY, text=text, header=header, buttons=(Button("맞아요", "strategy confirm"),))
    [part] = render(reply, thread="command-1")
    assert [block["type"] for block in part.rich] == ["context", "markdown", "actions"]
    assert part.rich[0]["elements"][0]["text"] == header
    assert part.rich[1]["text"] == "매출의 80%"
    assert part.rich[2]["block_id"] == "thread:command-1#0"
    assert part.text == f"*{header}*\n\n매출의 80%"


def test_a_long_label_is_said_in_full_above_its_button() -> None:
    label = "아주 긴 선택지 " * 12
    [part] = render(replace(REPLY, buttons=(Button(label, "use a/b"),)))
    assert len(part.rich[-1]["elements"][0]["text"]["text"]) == 75
    assert label in part.rich[0]["text"]


def test_sixty_buttons_are_all_there() -> None:
    buttons = tuple(Button(f"선택 {number}", f"use {number}") for number in range(60))
    [part] = render(replace(REPLY, buttons=buttons))
    pressed = [one["value"] for block in part.rich if block["type"] == "actions" for one in block["elements"]]
    assert pressed == [button.action for button in buttons]
    assert fault_of_message(part.ways()[0]) == ""


def test_feedback_is_asked_of_work_that_was_delivered() -> None:
    output = cast("Output", object())
    types = [
        [block["type"] for block in render(one)[0].rich] for one in (REPLY, replace(REPLY, outputs=(output,)))
    ]
    assert types == [["markdown"], ["markdown", "context_actions"]]
    [part] = render(replace(REPLY, outputs=(output,)))
    [element] = part.rich[-1]["elements"]
    assert element["positive_button"]["value"] == "feedback good"


def test_a_long_answer_has_its_header_first_and_its_buttons_last() -> None:
    text = "**머리**\n\n" + "\n\n".join("가나다 " * 200 for _ in range(40))
    parts = render(replace(REPLY, text=text, header="머리", buttons=(Button("네", "yes"),)))
    kinds: list[list[str]] = [[str(block["type"]) for block in part.rich] for part in parts]
    assert len(parts) > 1
    assert kinds[0] == ["context", "markdown"]
    assert kinds[-1] == ["markdown", "actions"]
    assert all(units(_markdown(part.rich)) <= 12_000 for part in parts)
    assert LIMIT < 12_000


def _markdown(blocks: tuple[dict[str, Any], ...]) -> str:
    return "".join(block["text"] for block in blocks if block["type"] == "markdown")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U0BOT> 안녕", "안녕"),
        ("<@U0JUN|jun> 보세요", "@jun 보세요"),
        ("<#C1|crumb> 에서", "#crumb 에서"),
        ("<!here> 모두", "@here 모두"),
        ("<!subteam^S1|@team> 여러분", "@team 여러분"),
        ("<https://a.example|가게>", "가게 (https://a.example)"),
        ("<https://a.example|a.example>", "https://a.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_what_slack_sends_is_read_as_its_user_wrote_it(sent: str, read: str) -> None:
    assert plain(sent, "U0BOT") == read


@pytest.mark.parametrize(
    ("markdown_text", "older"),
    [
        ("**굵게** 그리고 *기울임*", "*굵게* 그리고 *기울임*"),
        ("## 제목", "*제목*"),
        ("- 하나\n  - 둘", "• 하나\n  • 둘"),
        ("[가게](https://a.example?x=1&y=2)", "<https://a.example?x=1&amp;y=2|가게>"),
        ("`a < b`", "`a &lt; b`"),
        (f"{FENCE}\n**x**\n{FENCE}", f"{FENCE}\n**x**\n{FENCE}"),
        ("[bad](javascript:x)", "[bad](javascript:x)"),
    ],
)
def test_markdown_in_the_older_dialect(markdown_text: str, older: str) -> None:
    assert mrkdwn(markdown_text) == older
