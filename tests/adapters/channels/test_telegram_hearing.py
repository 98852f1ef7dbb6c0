"""What people do in Telegram, as the house hears it."""

from collections.abc import AsyncIterator

import pytest

from bot.ports import Rejected
from bot.types import File, Heard
from tests.wires.telegram.stage import TelegramStage, playing
from tests.wires.telegram.world import BOT, JOE, MINA, Json

GROUP = -1009
OTHER: Json = {"id": 9, "is_bot": True, "first_name": "Other"}


@pytest.fixture
async def stage() -> AsyncIterator[TelegramStage]:
    async with playing() as stage:
        yield stage


@pytest.fixture
def group(stage: TelegramStage) -> Json:
    return stage.api.world.group(GROUP)


async def heard(stage: TelegramStage, count: int = 1) -> Heard:
    return await stage.inbox.until(count)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("/strategy swot 리틀크럼", "/strategy swot 리틀크럼"),
        ("/전략 swot 리틀크럼", "/전략 swot 리틀크럼"),
        (f"/strategy@{BOT['username']} swot", "/strategy swot"),
        (f"/STRATEGY@{str(BOT['username']).upper()} swot", "/STRATEGY swot"),
        ("/start ABC-123_x", "start ABC-123_x"),
        ("/start", "start"),
        ("/strategy\n첫째 줄\n둘째 줄", "/strategy 첫째 줄\n둘째 줄"),
        ("안녕하세요 👨‍👩‍👧", "안녕하세요 👨‍👩‍👧"),
        ("w/o slash", "w/o slash"),
    ],
)
async def test_words_and_commands_in_private(stage: TelegramStage, said: str, text: str) -> None:
    stage.api.world.say(stage.chat, said)
    message = await heard(stage)
    assert (message.text, message.kind, message.direct, message.overheard) == (text, "message", True, False)
    assert (message.workspace, message.channel, message.account) == (str(BOT["id"]), "501", "501")
    assert (message.name, message.locale) == ("미나 김", "ko")


@pytest.mark.parametrize(
    ("said", "text", "overheard"),
    [
        ("@stratum_bot, 리틀크럼 어때요?", "리틀크럼 어때요?", False),
        ("안녕 @Stratum_Bot 분석해 주세요", "안녕 분석해 주세요", False),
        ("🎉 @stratum_bot 축하", "🎉 축하", False),
        ("@stratum_bot", "", False),
        ("/strategy swot", "/strategy swot", False),
        ("/전략 swot", "/전략 swot", False),
        ("/중지", "/중지", False),
        ("/play music", "/play music", True),
        ("점심 뭐 먹을까요", "점심 뭐 먹을까요", True),
        ("@somebody 보세요", "@somebody 보세요", True),
    ],
)
async def test_in_a_group_it_is_told_what_is_meant_for_the_bot(
    stage: TelegramStage, group: Json, said: str, text: str, overheard: bool
) -> None:
    stage.api.world.say(group, said)
    message = await heard(stage)
    assert (message.text, message.overheard, message.direct) == (text, overheard, False)
    assert message.action == ("" if text else "hello")


async def test_a_command_for_another_bot_is_not_heard_at_all(stage: TelegramStage, group: Json) -> None:
    stage.api.world.say(group, "/strategy@other_bot swot")
    stage.api.world.say(group, "/help")
    assert (await heard(stage)).text == "/help"


async def test_other_bots_are_not_answered(stage: TelegramStage, group: Json) -> None:
    stage.api.world.say(group, "@stratum_bot hello", OTHER)
    stage.api.world.say(group, "@stratum_bot hi", JOE)
    spoke = await heard(stage)
    assert (spoke.account, spoke.locale) == ("502", "en")


async def test_an_anonymous_administrator_speaks_as_the_group(stage: TelegramStage, group: Json) -> None:
    nobody: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    stage.api.world.say(group, "@stratum_bot hi", nobody, sender_chat=group)
    assert (await heard(stage)).account == str(GROUP)


async def test_a_reply_to_the_bot_is_for_it(stage: TelegramStage, group: Json) -> None:
    own = stage.api.world.keep(group, {"from": BOT, "text": "무엇을 볼까요?"})
    stage.api.world.say(group, "매출이요", reply_to_message=own)
    message = await heard(stage)
    assert (message.text, message.overheard) == ("매출이요", False)


async def test_a_topic_is_a_thread_and_its_first_message_is_no_word_of_the_bot(
    stage: TelegramStage, group: Json
) -> None:
    opened = stage.api.world.keep(
        group, {"from": BOT, "forum_topic_created": {"name": "봄", "icon_color": 1}, "message_thread_id": 7}
    )
    topic: Json = {"message_thread_id": 7, "is_topic_message": True, "reply_to_message": opened}
    stage.api.world.say(group, "그냥 하는 말", **topic)
    stage.api.world.say(group, "/help", **topic)
    stage.api.world.say(group, "/help", message_thread_id=9)
    first, second, third = [await heard(stage, count) for count in (1, 2, 3)]
    assert first.overheard
    assert (first.thread, second.thread, third.thread) == (f"{GROUP}:7", f"{GROUP}:7", str(GROUP))


async def test_an_edit_names_the_key_of_what_was_said(stage: TelegramStage) -> None:
    said = stage.api.world.say(stage.chat, "첫 말")["message"]
    first = await heard(stage)
    stage.api.world.edit(stage.chat, said["message_id"], "다른 말")
    edited = await heard(stage, 2)
    assert (edited.kind, edited.text) == ("edited", "다른 말")
    assert edited.target in first.keys
    assert not set(edited.keys) & set(first.keys)


async def test_the_bot_comes_and_goes(stage: TelegramStage, group: Json) -> None:
    stage.api.world.member(group, "left", "member", JOE)
    stage.api.world.member(group, "member", "administrator")
    stage.api.world.member(group, "administrator", "kicked")
    stage.api.world.member(stage.chat, "member", "kicked")
    joined, left, blocked = [await heard(stage, count) for count in (1, 2, 3)]
    assert (joined.kind, joined.channel, joined.account, joined.text) == (
        "joined",
        str(GROUP),
        "502",
        "리틀크럼 봄",
    )
    assert (left.kind, left.direct) == ("left", False)
    assert (blocked.kind, blocked.channel, blocked.direct) == ("left", "501", True)


async def test_a_group_that_moves_is_told_once(stage: TelegramStage) -> None:
    small = stage.api.world.group(-77)
    stage.api.world.migrate(small, GROUP)
    stage.api.world.say(stage.chat, "끝")
    await heard(stage, 2)
    moved, last = stage.inbox.taken
    assert (moved.kind, moved.channel, moved.target) == ("moved", "-77", str(GROUP))
    assert last.text == "끝"


async def test_the_native_stop_names_what_it_stops(stage: TelegramStage) -> None:
    stage.api.world.say(stage.chat, "긴 분석")
    asked = await heard(stage)
    await stage.platform.mouth.voice(asked).preview("분석하고")
    stage.api.world.stop(stage.chat)
    stop = await heard(stage, 2)
    assert (stop.kind, stop.thread, stop.account) == ("stop", asked.thread, asked.account)
    assert stop.target in asked.keys


async def test_files_come_with_their_words_and_can_be_fetched(stage: TelegramStage, group: Json) -> None:
    stage.api.world.hand_in(stage.chat, "매출.csv", "달,매출\n1,100".encode())
    bare = await heard(stage)
    assert (bare.text, bare.files) == ("", (File("매출.csv", "file1", 16, "text/csv"),))
    stage.api.world.hand_in(group, "brief.md", b"# brief", "@stratum_bot 이 브리프로 시작해요")
    told = await heard(stage, 2)
    assert (told.text, told.overheard, told.files[0].name) == ("이 브리프로 시작해요", False, "brief.md")
    assert await stage.platform.mouth.fetch(told, told.files[0]) == b"# brief"


async def test_of_a_photo_the_largest_size_is_the_file(stage: TelegramStage) -> None:
    sizes = [
        {"file_id": name, "file_unique_id": f"u{name}", "width": width, "height": 10, "file_size": width}
        for name, width in (("small", 90), ("large", 900), ("middle", 300))
    ]
    photo = {"from": MINA, "photo": sizes, "caption": "이 간판"}
    stage.api.world.push({"message": stage.api.world.keep(stage.chat, photo)})
    message = await heard(stage)
    assert message.text == "이 간판"
    assert message.files == (File("ularge.jpg", "large", 900, "image/jpeg"),)


async def test_a_file_that_telegram_does_not_hand_over_is_refused_with_words(stage: TelegramStage) -> None:
    asked = Heard("telegram", "1", "501", "501", "이 파일을 봐 주세요", "e")
    fetch = stage.platform.mouth.fetch
    with pytest.raises(Rejected, match="20MB") as told:
        await fetch(asked, File("영상.mp4", "x", 21 * 1024 * 1024))
    assert told.value.reason == "too_long"
    ref = stage.api.world.store("big.bin", bytes(21 * 1024 * 1024))
    with pytest.raises(Rejected) as found:
        await fetch(asked, File("big.bin", ref, 0))
    assert found.value.reason == "too_long"
    with pytest.raises(Rejected) as unknown:
        await fetch(asked, File("a.txt", "nothing", 1))
    assert unknown.value.reason == "invalid"


async def test_what_says_nothing_is_passed_over(stage: TelegramStage) -> None:
    stage.api.world.push(
        {"message": stage.api.world.keep(stage.chat, {"from": MINA, "dice": {"emoji": "🎲", "value": 1}})}
    )
    stage.api.world.say(stage.chat, "말")
    assert (await heard(stage)).text == "말"


async def test_only_what_is_heard_is_asked_for(stage: TelegramStage) -> None:
    [first, *_] = stage.api.called("getUpdates")
    assert first["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "stopped_message_generation",
    ]


async def test_whom_a_command_mentions_without_a_name_of_their_own_is_called_with_an_at(
    stage: TelegramStage,
) -> None:
    said = "/comment 🎉 미나 김 확인해 주세요"
    called: Json = {"type": "text_mention", "offset": 12, "length": 4, "user": MINA}
    stage.api.world.say(stage.chat, said, entities=[called])
    assert (await heard(stage)).text == "/comment 🎉 @미나 김 확인해 주세요"
