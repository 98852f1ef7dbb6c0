"""Posts whose fate is not told, and long answers that break off: each is there once."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.ports import Ambiguous, Posted, Rejected, Throttled, Voice
from bot.types import Heard
from tests.contracts.channel import REPLY
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


@pytest.mark.parametrize("trouble", ["broken", "dropped", "lost"])
async def test_a_post_is_never_sent_twice_by_itself(stage: OnSlack, trouble: str) -> None:
    speaking = await voice(stage)
    stage.server.fates.append(Fate(trouble))  # type: ignore[arg-type]
    with pytest.raises(Ambiguous):
        await speaking.final(REPLY, "key-1")
    assert len(stage.server.sent("chat.postMessage")) == 1


async def test_an_ambiguous_post_is_found_by_its_key(stage: OnSlack) -> None:
    asked = await heard(stage)
    stage.server.fates.append(Fate("dropped"))
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    [message] = ours(stage)
    assert await stage.platform.mouth.find(asked, "key-1") == Posted((str(message["ts"]),))
    assert await stage.platform.mouth.find(asked, "key-2") is None


async def test_an_unasked_post_is_found_in_the_channel(stage: OnSlack) -> None:
    to = Heard("slack", "T0STUDIO", "C0CRUMB", "", "", "digest")
    posted = await stage.platform.mouth.post(to, REPLY, "digest-1")
    [message] = ours(stage)
    assert "thread_ts" not in message
    assert await stage.platform.mouth.find(to, "digest-1") == posted


async def test_an_unasked_post_to_a_person_is_a_direct_message(stage: OnSlack) -> None:
    to = Heard("slack", "T0STUDIO", "U0MINA", "", "", "digest")
    posted = await stage.platform.mouth.post(to, REPLY, "digest-1")
    assert [shown(one) for one in stage.server.workspace.of_bot("D0MINA")] == [REPLY.text]
    assert await stage.platform.mouth.find(to, "digest-1") == posted


async def test_a_long_answer_that_broke_off_goes_on_where_it_ended(stage: OnSlack) -> None:
    asked = await heard(stage)
    speaking = stage.platform.mouth.voice(asked)
    await speaking.preview("문장")
    stage.server.fates.append(Fate("throttled", 1.0, method="chat.postMessage"))
    with pytest.raises(Throttled):
        await speaking.final(LONG, "key-1")
    assert len(stage.posts()) == 1
    posted = await speaking.final(LONG, "key-1")
    assert len(posted.ids) == len(set(posted.ids)) == len(stage.posts()) == 3
    assert all(text.count(f"문장 {n} ") <= 1 for text in stage.posts() for n in range(100))


async def test_a_long_answer_goes_on_by_itself_when_the_answer_to_a_part_was_lost(stage: OnSlack) -> None:
    asked = await heard(stage)
    stage.server.fates.append(Fate("dropped", method="chat.postMessage"))
    posted = await stage.platform.mouth.voice(asked).final(LONG, "key-1")
    assert len(posted.ids) == len(stage.posts()) == 3
    joined = "".join(stage.posts())
    assert [joined.count(f"문장 {number} ") for number in range(100)] == [1] * 100


async def test_a_long_unasked_post_has_its_rest_in_its_thread_and_is_found(stage: OnSlack) -> None:
    to = Heard("slack", "T0STUDIO", "C0CRUMB", "", "", "digest")
    posted = await stage.platform.mouth.post(to, LONG, "digest-1")
    roots = [message.get("thread_ts") for message in ours(stage)]
    assert roots == [None, posted.ids[0], posted.ids[0]]
    assert await stage.platform.mouth.find(to, "digest-1") == posted


async def test_an_answer_whose_question_was_deleted_still_gets_there(stage: OnSlack) -> None:
    asked = await heard(stage)
    stage.server.workspace.channels["C0CRUMB"].messages.clear()
    await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    assert stage.posts() == [REPLY.text]


async def test_a_direct_message_needs_only_the_persons_account(stage: OnSlack) -> None:
    await stage.platform.mouth.post(
        Heard("slack", "T0STUDIO", "", "U0MINA", "", "", direct=True), REPLY, "lost-1"
    )
    assert [shown(one) for one in stage.server.workspace.of_bot("D0MINA")] == [REPLY.text]


async def test_another_process_goes_on_after_the_parts_that_it_finds(stage: OnSlack) -> None:
    asked = await heard(stage)
    stage.server.fates.append(Fate("lost", method="chat.postMessage"))
    with pytest.raises(Ambiguous):
        await stage.platform.mouth.voice(asked).final(LONG, "key-1")
    assert await stage.platform.mouth.find(asked, "key-1") is None
    await stage.platform.mouth.voice(asked).final(LONG, "key-1")
    joined = "".join(stage.posts())
    assert [joined.count(f"문장 {number} ") for number in range(100)] == [1] * 100


async def test_an_unreachable_slack_is_a_refusal_for_certain() -> None:
    async with on_socket() as stage:
        asked = await heard(stage)
    with pytest.raises(Rejected) as raised:
        await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    assert raised.value.reason == "unavailable"
    await stage.platform.aclose()


async def test_where_the_bot_is_no_member_only_the_one_who_asked_gets_the_answer(stage: OnSlack) -> None:
    stage.person.channel = "C0AWAY"
    await stage.person.commands("swot")
    asked = await stage.inbox.until(1)
    await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    [whisper] = stage.server.workspace.whispers
    assert whisper["response_type"] == "ephemeral"
    assert "오전입니다" in whisper["text"]


async def test_an_address_that_has_expired_is_a_refusal_with_its_reason(stage: OnSlack) -> None:
    stage.person.channel = "C0AWAY"
    await stage.person.commands("swot", uses=0)
    asked = await stage.inbox.until(1)
    with pytest.raises(Rejected) as raised:
        await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    assert raised.value.reason == "removed", "the bot may be let in again"


async def test_a_question_whose_answer_was_lost_before_anything_was_posted_leaves_no_doubt(
    stage: OnSlack,
) -> None:
    stage.server.fates.append(Fate("dropped", method="auth.test"))
    digest = Heard("slack", "T0STUDIO", "C0CRUMB", "", "", "digest")
    with pytest.raises(Rejected, match="unavailable"):
        await stage.platform.mouth.post(digest, REPLY, "digest-1")
    await stage.platform.mouth.post(digest, REPLY, "digest-1")
    assert len(stage.posts()) == 1


async def test_a_revoked_token_is_looked_at_anew(stage: OnSlack) -> None:
    asked = await heard(stage)
    stage.server.fates.append(Fate("refused", error="token_revoked"))
    before = len(stage.server.sent("auth.test"))
    with pytest.raises(Rejected, match="revoked"):
        await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    await stage.platform.mouth.voice(asked).final(REPLY, "key-1")
    assert len(stage.server.sent("auth.test")) == before + 1
