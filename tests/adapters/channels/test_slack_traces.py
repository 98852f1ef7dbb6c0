"""The main flows as they go over the wires, kept under tests/data/traces/slack and reviewed as diffs.

`STRATUM_TRACES=write` writes them anew.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agents.types import Button
from bot.arrival.forms import form
from bot.ports import Ambiguous, Throttled
from bot.types import Document, Heard
from tests.contracts.channel import REPLY, until
from tests.wires.slack.server import Fate
from tests.wires.slack.stage import OnSlack, on_socket
from tests.wires.slack.trace import Trace

FOLDER = Path(__file__).parents[2] / "data" / "traces" / "slack"
TABLE = "| 채널 | 비용 |\n| --- | ---: |\n| 검색 | 1,000 |"
ANSWER = replace(
    REPLY,
    header="리틀크럼 › 봄 › 전략 담당",
    text=f"**리틀크럼 › 봄 › 전략 담당**\n\n매출의 80%가 오전입니다.\n\n{TABLE}",
    buttons=(Button("맞아요", "strategy confirm"), Button("고치기", "strategy fix")),
)
Flow = Callable[[OnSlack, Trace], Awaitable[None]]


async def heard(stage: OnSlack, count: int, trace: Trace) -> Heard:
    got = await stage.inbox.until(count)
    await until(stage.delivery.acknowledged)
    trace.note()
    return got


async def a_mention_streamed_and_answered(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("SWOT 분석해 주세요")
    speaking = stage.platform.mouth.voice(await heard(stage, 1, trace))
    await speaking.status("자료를 읽고 있습니다")
    await speaking.preview("매출의")
    await speaking.preview("매출의 80%가 오전")
    trace.becomes("final", await speaking.final(ANSWER, "key-1"))


async def a_twin_and_a_redelivery(stage: OnSlack, trace: Trace) -> None:
    message = await stage.person.mentions("SWOT")
    await heard(stage, 1, trace)
    await stage.person.tells(message)
    await stage.delivery.again()
    await until(lambda: len(stage.inbox.offered) == 3)
    await heard(stage, 1, trace)


async def a_command_and_its_thread(stage: OnSlack, trace: Trace) -> None:
    await stage.person.commands("swot 리틀크럼")
    asked = await heard(stage, 1, trace)
    posted = await stage.platform.mouth.voice(asked).final(ANSWER, "key-1")
    trace.note()
    await stage.person.presses("고치기")
    await heard(stage, 2, trace)
    await stage.person.says("평일 오후는 한산합니다", posted.ids[0])
    await heard(stage, 3, trace)


async def a_form_from_a_button(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("캠페인을 만들고 싶어요")
    asked = await heard(stage, 1, trace)
    reply = replace(REPLY, text="이름을 알려 주세요.", buttons=(Button("만들기", "form campaign"),))
    await stage.platform.mouth.voice(asked).final(reply, "key-1")
    trace.note()
    await stage.person.presses("만들기")
    await until(lambda: bool(stage.server.workspace.views))
    await heard(stage, 1, trace)
    [view] = stage.server.workspace.views.values()
    fields = form("campaign", "ko").fields
    await stage.person.hands_in(view, {one.name: "봄" for one in fields if one.kind in {"text", "long"}})
    await heard(stage, 2, trace)


async def a_throttled_final(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("SWOT")
    speaking = stage.platform.mouth.voice(await heard(stage, 1, trace))
    stage.server.fates.append(Fate("throttled", 7))
    with pytest.raises(Throttled) as raised:
        await speaking.final(REPLY, "key-1")
    trace.becomes("final", repr(raised.value))
    trace.becomes("final", await speaking.final(REPLY, "key-1"))


async def an_answer_that_was_lost_and_found(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("SWOT")
    asked = await heard(stage, 1, trace)
    stage.server.fates.append(Fate("dropped"))
    with pytest.raises(Ambiguous) as raised:
        await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    trace.becomes("final", repr(raised.value))
    trace.becomes("find", (await stage.platform.mouth.find(asked, "key-1")) is not None)


async def words_changed_and_taken_back(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("SWOT")
    await heard(stage, 1, trace)
    await stage.person.edits("<@U0BOT> SWOT, 봄 캠페인만")
    await heard(stage, 2, trace)
    await stage.person.deletes()
    await heard(stage, 3, trace)


async def the_bots_own_page(stage: OnSlack, trace: Trace) -> None:
    await stage.person.event(
        {"type": "app_home_opened", "user": "U0MINA", "channel": "D0MINA", "tab": "home"}
    )
    opened = await heard(stage, 1, trace)
    await stage.platform.mouth.voice(opened).final(ANSWER, "home-1")


async def the_agents_tab(stage: OnSlack, trace: Trace) -> None:
    await stage.person.event(
        {"type": "app_home_opened", "user": "U0MINA", "channel": "D0MINA", "tab": "messages"}
    )
    await until(lambda: bool(stage.server.workspace.prompts))
    trace.note()
    stage.person.channel = "D0MINA"
    await stage.person.says("시작")
    speaking = stage.platform.mouth.voice(await heard(stage, 1, trace))
    await speaking.preview("안녕하세요")
    await speaking.final(REPLY, "key-1")


async def files_in_and_out(stage: OnSlack, trace: Trace) -> None:
    brief = stage.person.uploads("브리프.md", "# 리틀크럼".encode())
    await stage.person.mentions("", files=[brief], subtype="file_share")
    asked = await heard(stage, 1, trace)
    content = await stage.platform.mouth.fetch(asked, asked.files[0])
    trace.becomes("fetch", f"{len(content)} bytes")
    document = Document("보고서.csv", "text/csv", "채널,비용".encode())
    await stage.platform.mouth.voice(asked).final(replace(REPLY, documents=(document,)), "key-1")


async def the_bot_comes_and_goes(stage: OnSlack, trace: Trace) -> None:
    joined = {"type": "member_joined_channel", "user": "U0BOT", "channel": "C0CRUMB", "inviter": "U0MINA"}
    await stage.person.event(joined)
    await heard(stage, 1, trace)
    await stage.person.event({"type": "channel_left", "channel": "C0CRUMB"})
    await heard(stage, 2, trace)


async def a_stopped_turn(stage: OnSlack, trace: Trace) -> None:
    await stage.person.mentions("SWOT")
    speaking = stage.platform.mouth.voice(await heard(stage, 1, trace))
    await speaking.status("자료를 읽고 있습니다")
    await speaking.preview("매출의 80%가 오전이고")
    await speaking.stopped("멈췄습니다.")


FLOWS: tuple[Flow, ...] = (
    a_mention_streamed_and_answered,
    a_twin_and_a_redelivery,
    a_command_and_its_thread,
    a_form_from_a_button,
    a_throttled_final,
    an_answer_that_was_lost_and_found,
    words_changed_and_taken_back,
    the_bots_own_page,
    the_agents_tab,
    files_in_and_out,
    the_bot_comes_and_goes,
    a_stopped_turn,
)


@pytest.fixture
async def stage() -> AsyncIterator[OnSlack]:
    async with on_socket() as made:
        yield made


@pytest.mark.parametrize("flow", FLOWS, ids=[flow.__name__ for flow in FLOWS])
async def test_a_flow_goes_over_the_wires_as_it_did(stage: OnSlack, flow: Flow) -> None:
    trace = Trace(stage.server, stage.inbox.taken)
    await flow(stage, trace)
    trace.note()
    kept = FOLDER / f"{flow.__name__}.jsonl"
    if os.environ.get("STRATUM_TRACES") == "write":
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept.write_text(trace.text(), "utf-8")
    assert trace.text() == kept.read_text("utf-8")


def test_every_trace_has_its_flow() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == {flow.__name__ for flow in FLOWS}
