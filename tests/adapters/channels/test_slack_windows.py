"""The bot's own page, the agent's tab, windows and shortcuts."""

import json
from collections.abc import AsyncIterator

import pytest

from agents.types import Button
from bot.arrival.forms import form
from bot.types import Heard
from tests.contracts.channel import REPLY, until
from tests.wires.slack.stage import OnSlack, on_socket


@pytest.fixture
async def stage() -> AsyncIterator[OnSlack]:
    async with on_socket() as made:
        yield made


async def first(stage: OnSlack, count: int = 1) -> Heard:
    return await stage.inbox.until(count)


async def test_the_bots_own_page_is_opened_and_published(stage: OnSlack) -> None:
    await stage.person.event(
        {"type": "app_home_opened", "user": "U0MINA", "channel": "D0MINA", "tab": "home"}
    )
    opened = await first(stage)
    assert (opened.kind, opened.channel, opened.direct) == ("opened", "D0MINA", True)
    reply = REPLY.__class__(
        "ok", "# 리틀크럼\n\n승인 2건", "", "m", buttons=(Button("다이제스트", "digest list"),)
    )
    await stage.platform.mouth.voice(opened).final(reply, "home-1")
    view = stage.server.workspace.homes["U0MINA"]
    assert "*리틀크럼*\n\n승인 2건" in view["blocks"][0]["text"]["text"]
    assert stage.posts() == []
    await stage.person.presses_at_home("다이제스트")
    pressed = await first(stage, 2)
    assert (pressed.action, pressed.channel, pressed.direct) == ("digest list", "D0MINA", True)


async def test_the_agents_tab_is_greeted_with_what_one_may_ask(stage: OnSlack) -> None:
    await stage.person.event(
        {"type": "app_home_opened", "user": "U0MINA", "channel": "D0MINA", "tab": "messages"}
    )
    await until(lambda: bool(stage.server.workspace.prompts))
    [asked] = stage.server.workspace.prompts
    assert asked["channel_id"] == "D0MINA"
    assert "SWOT 분석해 주세요" in [prompt["message"] for prompt in asked["prompts"]]
    assert stage.inbox.taken == []


async def test_a_button_of_a_form_opens_it_at_once_and_what_is_filled_in_is_heard(stage: OnSlack) -> None:
    await stage.person.mentions("새 캠페인")
    heard = await first(stage)
    reply = REPLY.__class__("ok", "캠페인", "", "m", buttons=(Button("만들기", "form campaign"),))
    await stage.platform.mouth.voice(heard).final(reply, "key-1")
    await stage.person.presses("만들기")
    await until(lambda: bool(stage.server.workspace.views))
    [view] = stage.server.workspace.views.values()
    asked = form("campaign", "ko")
    assert view["title"]["text"] == asked.title
    assert [block["block_id"] for block in view["blocks"]] == [field.name for field in asked.fields]
    assert len(stage.inbox.taken) == 1
    values = {field.name: "봄" for field in asked.fields if field.kind in {"text", "long"}}
    await stage.person.hands_in(view, values)
    filled = await first(stage, 2)
    assert (filled.kind, filled.action, filled.channel) == ("form", "form campaign", "C0CRUMB")
    assert filled.thread == heard.thread
    assert json.loads(filled.text).items() >= values.items()
    await until(stage.delivery.acknowledged)
    assert stage.delivery.answer() == {}


async def test_what_does_not_fit_is_said_at_its_field(stage: OnSlack) -> None:
    await stage.person.takes_shortcut("form campaign")
    await until(lambda: bool(stage.server.workspace.views))
    [view] = stage.server.workspace.views.values()
    await stage.person.hands_in(view, {"budget": "아주 많이", "name": ""})
    await until(stage.delivery.acknowledged)
    answer = stage.delivery.answer()
    assert answer["response_action"] == "errors"
    assert "name" in answer["errors"]
    assert stage.inbox.taken == []


async def test_a_window_that_cannot_be_opened_any_more_is_said(stage: OnSlack) -> None:
    await stage.person.mentions("새 캠페인")
    heard = await first(stage)
    reply = REPLY.__class__("ok", "캠페인", "", "m", buttons=(Button("만들기", "form campaign"),))
    await stage.platform.mouth.voice(heard).final(reply, "key-1")
    stage.server.workspace.trigger = lambda: "expired"  # type: ignore[method-assign]
    await stage.person.presses("만들기")
    await until(lambda: bool(stage.server.workspace.whispers))
    assert "다시 눌러 주세요" in stage.server.workspace.whispers[0]["text"]


async def test_an_unknown_form_is_an_action_like_any_other(stage: OnSlack) -> None:
    await stage.person.takes_shortcut("form nosuchform")
    assert (await first(stage)).action == "form nosuchform"


async def test_a_shortcut_on_a_message_hands_its_words_over(stage: OnSlack) -> None:
    message = stage.server.workspace.said("C0CRUMB", "U0JUN", "경쟁사가 300m 앞에 엽니다")
    await stage.person.takes_shortcut("ask", message)
    heard = await first(stage)
    assert (heard.text, heard.action, heard.thread) == ("경쟁사가 300m 앞에 엽니다", "", message["ts"])
    assert (heard.account, heard.target) == ("U0MINA", message["ts"])
