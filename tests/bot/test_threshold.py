"""What a message completes, and what it does not: commands, questions and other people's answers go their own way."""

import pytest

from bot.arrival.forms import UnknownForm
from bot.arrival.threshold import Expected, masked, resolved
from bot.toolbox import NAMES
from bot.types import Heard, HeardKind

STORY = "매출의 80%가 오전에 나옵니다. 봄에 300m 거리에 프랜차이즈가 엽니다."


def heard(text: str, action: str = "", kind: HeardKind = "message", platform: str = "telegram") -> Heard:
    return Heard(platform, "w", "c", "a", text, "e", "t", action, kind)


@pytest.mark.parametrize(
    ("text", "expects", "action"),
    [
        ("나비 제과", "start sme:", "start sme:"),
        ("도움말", "start sme:", ""),
        ("/where", "start sme:", ""),
        ("!help", "start sme:", ""),
        (STORY, "strategy brief:", "strategy brief:"),
        ("SWOT 분석해줘", "strategy brief:", ""),
        ("나비 제과", "", ""),
        ("시작 2345-6789-ABCD-EFGH", "", "start 2345-6789-ABCD-EFGH"),
        ("link 2345-6789-abcd", "start sme:", "link 2345-6789-abcd"),
    ],
)
def test_words_complete_what_was_asked_unless_they_say_something_else(
    text: str, expects: str, action: str
) -> None:
    assert resolved(heard(text), Expected(expects), "ko", NAMES).action == action


def test_a_console_completes_by_itself() -> None:
    assert resolved(heard("나비", platform="console"), Expected("start sme:"), "ko", NAMES).action == ""


def test_events_are_the_tools_of_their_names() -> None:
    found = resolved(heard("a channel's title", kind="joined"), Expected("start sme:"), "en", NAMES)
    assert (found.action, found.text) == ("joined", "")


def test_a_form_becomes_its_command_at_its_last_answer() -> None:
    asked = Expected("form digest days=daily time:")
    assert resolved(heard("08:30"), asked, "en", NAMES).action == "digest add daily 08:30"
    assert resolved(heard("late"), asked, "en", NAMES).action == asked.action
    pressed = heard("every day", "form digest days=daily")
    assert resolved(pressed, Expected("form digest days:"), "en", NAMES).action == pressed.action
    late = resolved(
        heard("daily", "form digest days=daily"), Expected("form digest time=07:00 days:"), "en", NAMES
    )
    assert late.action == "digest add daily 07:00"
    with pytest.raises(UnknownForm):
        resolved(heard("{}", "form nothing", "form"), Expected(), "en", NAMES)


def test_a_colon_right_after_a_command_is_no_part_of_it() -> None:
    assert (
        resolved(heard("/campaign: Nike / Winter"), Expected(), "en", NAMES).text
        == "/campaign : Nike / Winter"
    )
    assert resolved(heard("/use acme/nike"), Expected(), "en", NAMES).text == "/use acme/nike"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("/start 2345-6789-ABCD-EFGH", "/start ····"),
        ("/link 2345-6789-abcd", "/link ····"),
        ("/strategy swot 2345-6789", "/strategy swot 2345-6789"),
        ("our code is 2345-6789-ABCD-EFGH", "our code is 2345-6789-ABCD-EFGH"),
    ],
)
def test_codes_are_not_kept(text: str, kept: str) -> None:
    assert masked(text) == kept
