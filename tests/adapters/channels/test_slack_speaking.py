"""What the house says, as people in Slack see it, in good and in bad weather."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from agents.types import Button, Grid
from bot.ports import Posted, Voice
from bot.types import Document, Heard
from tests.contracts.channel import REPLY, until
from tests.wires.slack.server import Fate
from tests.wires.slack.stage import OnSlack, on_socket, shown

LONG = replace(REPLY, text="\n\n".join(f"문장 {number} " + "가" * 300 for number in range(100)))


@pytest.fixture
async def stage() -> AsyncIterator[OnSlack]:
    async with on_socket() as made:
        yield made


async def heard(stage: OnSlack) -> Heard:
    await stage.person.mentions("SWOT")
    return await stage.inbox.until(1)


async def voice(stage: OnSlack) -> Voice:
    return stage.platform.mouth.voice(await heard(stage))


def ours(stage: OnSlack) -> list[dict[str, object]]:
    return list(stage.server.workspace.of_bot("C0CRUMB"))


async def test_a_preview_is_a_native_stream_and_becomes_the_answer(stage: OnSlack) -> None:
    speaking = await voice(stage)
    for text in ("매출의", "매출의 80%가", "매출의 80%가 오전"):
        await speaking.preview(text)
    assert [one["markdown_text"] for one in stage.server.sent("chat.startStream")] == ["매출의"]
    assert [one["markdown_text"] for one in stage.server.sent("chat.appendStream")] == [" 80%가", " 오전"]
    [begun] = stage.server.sent("chat.startStream")
    assert (begun["recipient_team_id"], begun["recipient_user_id"]) == ("T0STUDIO", "U0MINA")
    assert stage.posts() == ["매출의 80%가 오전"]
    posted = await speaking.final(REPLY, "key-1")
    [message] = ours(stage)
    assert posted == Posted((str(message["ts"]),))
    assert shown(message) == REPLY.text
    assert stage.server.workspace.streaming == set()
    assert stage.server.sent("chat.postMessage") == []


async def test_a_stream_that_slack_ended_goes_on_as_an_edited_message(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.preview("매출의")
    stage.server.workspace.streaming.clear()
    await speaking.preview("매출의 80%가")
    await speaking.preview("매출의 80%가 오전")
    assert stage.posts() == ["매출의 80%가 오전"]
    await speaking.final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]


async def test_where_nothing_is_streamed_a_message_is_edited(stage: OnSlack) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(Fate("html", method="chat.startStream"))
    await speaking.preview("매출의")
    await speaking.preview("매출의 80%가")
    assert stage.posts() == ["매출의 80%가"]
    await speaking.final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]
    assert len(stage.server.sent("chat.postMessage")) == 1


async def test_a_command_is_answered_by_a_message_of_its_own(stage: OnSlack) -> None:
    await stage.person.commands("swot")
    speaking = stage.platform.mouth.voice(await stage.inbox.until(1))
    await speaking.preview("매출의")
    await speaking.final(REPLY, "key-1")
    [message] = ours(stage)
    assert "thread_ts" not in message
    assert shown(message) == REPLY.text


async def test_a_preview_whose_answer_was_lost_is_found_and_becomes_the_answer(stage: OnSlack) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(Fate("dropped", method="chat.startStream"))
    await speaking.preview("매출의")
    await speaking.preview("매출의 80%가")
    await speaking.final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]


async def test_where_slack_does_not_show_the_lost_preview_the_answer_gets_there_all_the_same(
    stage: OnSlack,
) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(Fate("dropped", method="chat.startStream"))
    await speaking.preview("매출의")
    stage.server.fates.append(Fate("refused", error="missing_scope", method="conversations.replies"))
    await speaking.final(REPLY, "key-1")
    assert REPLY.text in stage.posts()


async def test_a_preview_that_was_deleted_is_replaced_by_a_message(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.preview("매출의")
    stage.server.workspace.channels["C0CRUMB"].messages.pop()
    await speaking.final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]


async def test_what_is_edited_may_be_edited_again_when_the_answer_was_lost(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.preview("매출의")
    stage.server.fates.append(Fate("dropped", method="chat.update"))
    await speaking.final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]
    assert len(stage.server.sent("chat.update")) == 2


async def test_blocks_that_slack_does_not_take_are_said_more_plainly(stage: OnSlack) -> None:
    reply = replace(
        REPLY, header="리틀크럼 › 전략", text="**리틀크럼 › 전략**\n\n매출", buttons=(Button("네", "yes"),)
    )
    speaking = await voice(stage)
    stage.server.fates.append(Fate("refused", error="invalid_blocks"))
    await speaking.final(reply, "key-1")
    [message] = ours(stage)
    assert [block["type"] for block in message["blocks"]] == ["context", "section", "actions"]  # type: ignore[union-attr]
    stage.server.fates += [Fate("refused", error="invalid_blocks"), Fate("refused", error="invalid_blocks")]
    await stage.platform.mouth.post(replace(stage.inbox.taken[0], thread=""), reply, "key-2")
    assert ours(stage)[-1]["text"] == "*리틀크럼 › 전략*\n\n매출"


async def test_charts_are_pictures_with_words_and_documents_are_files(stage: OnSlack) -> None:
    speaking = await voice(stage)
    grid = Grid("SWOT", "강점 둘, 약점 하나", ())
    reply = replace(
        REPLY, charts=(grid,), documents=(Document("보고서.csv", "text/csv", "채널,비용".encode()),)
    )
    posted = await speaking.final(reply, "key-1")
    uploads = list(stage.server.workspace.uploads.values())
    assert [(one.name, one.alt, one.content, one.done) for one in uploads] == [
        ("SWOT.png", "강점 둘, 약점 하나", b"PNG", True),
        ("보고서.csv", "", "채널,비용".encode(), True),
    ]
    assert len(posted.ids) == 1
    assert ours(stage)[-1]["thread_ts"] == stage.inbox.taken[0].thread


async def test_files_that_do_not_get_there_are_named(stage: OnSlack) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(
        Fate("refused", error="restricted_action", method="files.completeUploadExternal")
    )
    await speaking.final(replace(REPLY, documents=(Document("보고서.csv", "text/csv", b"x"),)), "key-1")
    assert "보고서.csv" in stage.posts()[-1]


async def test_a_throttled_upload_waits_and_is_done(stage: OnSlack) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(Fate("throttled", 1.0, method="files.completeUploadExternal"))
    await speaking.final(replace(REPLY, documents=(Document("보고서.csv", "text/csv", b"x"),)), "key-1")
    assert [one for one in stage.server.workspace.uploads.values() if one.done]


async def test_a_form_of_a_reply_opens_at_once_and_later_by_its_button(stage: OnSlack) -> None:
    await stage.person.commands("campaign")
    asked = await stage.inbox.until(1)
    await stage.platform.mouth.voice(asked).final(replace(REPLY, form="campaign"), "key-1")
    assert len(stage.server.workspace.views) == 1
    await stage.person.presses("입력창 열기")
    await until(lambda: len(stage.server.workspace.views) == 2)


async def test_the_status_is_shown_while_it_thinks(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.status("자료를 읽고 있습니다")
    [status] = stage.server.workspace.statuses
    assert (status["status"], status["thread_ts"]) == ("자료를 읽고 있습니다", stage.inbox.taken[0].thread)


async def test_a_stop_before_anything_was_shown_takes_the_status_back_and_is_said(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.status("자료를 읽고 있습니다")
    await speaking.stopped("멈췄습니다.")
    assert [one.get("status", "") for one in stage.server.workspace.statuses][-1] == ""
    assert stage.posts() == ["멈췄습니다."]


async def test_nothing_to_say_is_no_message(stage: OnSlack) -> None:
    speaking = await voice(stage)
    assert await speaking.final(replace(REPLY, text=""), "key-1") == Posted(())
    assert stage.posts() == []


async def test_nobody_is_called_and_no_link_is_made_by_what_a_user_wrote(stage: OnSlack) -> None:
    speaking = await voice(stage)
    await speaking.preview("<!channel> @channel ")
    await speaking.final(
        replace(REPLY, text="<!channel> @here <https://evil.example|bank> & <@U0JUN>"), "key-1"
    )
    sent = [*stage.server.sent("chat.startStream"), *stage.server.sent("chat.update")]
    for text in [str(one.get("markdown_text") or one.get("text")) for one in sent]:
        assert "<!" not in text
        assert "<@" not in text
        assert "<http" not in text
        assert "@channel" not in text
        assert "@here" not in text
    [message] = ours(stage)
    assert shown(message) == "<!channel> @here <https://evil.example|bank> & <@U0JUN>"


async def test_a_hold_after_a_429_covers_the_whole_channel() -> None:
    now = [100.0]
    async with on_socket(now=lambda: now[0]) as stage:
        asked = await heard(stage)
        one, other = stage.platform.mouth.voice(asked), stage.platform.mouth.voice(asked)
        stage.server.fates.append(Fate("throttled", 1.0))
        await one.preview("하나")
        now[0] += 0.95
        await other.preview("둘")
        assert stage.posts() == []
        now[0] += 0.1
        await other.preview("둘 셋")
        assert stage.posts() == ["둘 셋"]


async def test_previews_keep_a_pace() -> None:
    now = [100.0]
    async with on_socket(pace=0.3, now=lambda: now[0]) as stage:
        speaking = await voice(stage)
        for length in range(1, 60):
            await speaking.preview("가" * length)
            now[0] += 0.01
        assert len(stage.server.sent("chat.startStream")) == 1
        assert len(stage.server.sent("chat.appendStream")) == 1
