"""Servers, threads, files and limits: what Discord has and other platforms have not."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

import pytest

from adapters.channels.discord import Discord
from adapters.channels.discord.voice import between
from agents.types import Button, Grid
from bot.ports import Ambiguous, Rejected, Throttled
from bot.types import Document, Heard
from config.channels import Discord as Settings
from tests.contracts.channel import REPLY, until
from tests.wires.discord.payloads import BOT, DM, FRONT, GUILD, OTHER, ROLE, TOWN, USER, words
from tests.wires.discord.server import Loopback
from tests.wires.discord.stage import PNG, Stage, painter, stage
from tests.wires.discord.world import Trouble

CALL = f"<@{BOT}> 리틀크럼 SWOT 분석해 주세요"


@pytest.fixture
async def here() -> AsyncGenerator[Stage]:
    async with stage() as made:
        yield made


async def test_a_mention_is_answered_in_a_thread_of_its_message(here: Stage) -> None:
    message = here.world.say(TOWN, CALL)
    heard = await here.inbox.until(1)
    assert (heard.workspace, heard.channel, heard.thread) == (GUILD, TOWN, message["id"])
    assert (heard.text, heard.account, heard.name) == ("리틀크럼 SWOT 분석해 주세요", USER, "민아")
    assert not heard.direct
    posted = await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert here.world.channels[message["id"]]["name"] == "리틀크럼 SWOT 분석해 주세요"
    [answer] = here.world.seen(message["id"])
    assert posted.ids == (answer["id"],)
    assert await here.platform.mouth.find(heard, "key-1") == posted


async def test_the_thread_goes_on_without_a_mention(here: Stage) -> None:
    message = here.world.say(TOWN, CALL)
    await here.platform.mouth.voice(await here.inbox.until(1)).final(REPLY, "key-1")
    here.world.say(message["id"], "두 번째 강점은요?")
    heard = await here.inbox.until(2)
    assert (heard.channel, heard.thread, heard.overheard) == (TOWN, message["id"], False)
    await here.platform.mouth.voice(heard).final(REPLY, "key-2")
    assert len(here.world.seen(message["id"])) == 2


@pytest.mark.parametrize("code", [10003, 50083, 160005])
async def test_a_thread_that_ended_ends_no_channel(here: Stage, code: int) -> None:
    message = here.world.say(TOWN, CALL)
    await here.platform.mouth.voice(await here.inbox.until(1)).final(REPLY, "key-1")
    here.world.say(message["id"], "두 번째 강점은요?")
    voice = here.platform.mouth.voice(await here.inbox.until(2))
    await voice.preview("매출의 80%")
    here.world.troubles += [Trouble("refuse", 404, code, meant=_written_in(message["id"])) for _ in "12"]
    await voice.final(REPLY, "key-2")
    [answer] = [one for one in here.world.seen(TOWN) if one["author"]["id"] == BOT]
    assert "오전입니다" in words(answer)


def _written_in(place: str) -> Callable[[str, str], bool]:
    """Whether a message in this place is made or changed."""
    return lambda method, path: method in {"POST", "PATCH"} and f"/channels/{place}/messages" in path


def tersely(server: Loopback) -> None:
    server.world.terse = True


@pytest.fixture
async def terse() -> AsyncGenerator[Stage]:
    """A server of another maker's, which says no more than it must."""
    async with stage(tersely) as made:
        yield made


async def test_a_server_that_does_not_say_what_it_made_gets_each_answer_once(terse: Stage) -> None:
    here = terse
    here.world.say(DM, "SWOT")
    voice = here.platform.mouth.voice(await here.inbox.until(1))
    await voice.preview("매출의 80%")
    await voice.final(REPLY, "key-1")
    changed = len([call for call in here.world.calls if call[0] == "PATCH"])
    await here.platform.mouth.post(await here.inbox.until(1), REPLY, "digest-1")
    assert ["오전입니다" in words(one) for one in here.world.seen(DM)] == [True, True]
    assert len([call for call in here.world.calls if call[0] == "PATCH"]) == changed


async def test_a_server_that_takes_an_answer_to_an_interaction_without_a_word(
    terse: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    here = terse
    asked = here.world.command("help", TOWN)
    heard = await here.inbox.until(1)
    await until(lambda: asked.answered)
    await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert "오전입니다" in words(here.world.seen(TOWN)[-1])
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


async def test_a_path_that_a_server_does_not_know_ends_no_channel(here: Stage) -> None:
    here.world.say(DM, "SWOT")
    heard = await here.inbox.until(1)
    here.world.troubles.append(Trouble("refuse", 404, 0))
    with pytest.raises(Rejected) as raised:
        await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert raised.value.reason == "invalid"


def test_the_pace_of_an_open_channel_is_shared_by_all_who_speak_and_that_of_a_thread_is_not() -> None:
    inside = Heard("discord", GUILD, TOWN, USER, "", "1", thread="123")
    beside = replace(inside, thread=f"{TOWN}.{USER}")
    assert between(inside, 4) == between(beside, 1)
    assert between(beside, 4) == 4 * between(beside, 1)


async def test_what_is_said_among_people_is_marked_as_overheard(here: Stage) -> None:
    here.world.say(TOWN, "점심 뭐 먹을까요", OTHER)
    assert (await here.inbox.until(1)).overheard
    await asyncio.sleep(0.05)
    assert here.world.typed == []


async def test_without_the_content_intent_mentions_and_direct_messages_still_work() -> None:
    def plain(server: object) -> None:
        server.world.flags = 0  # type: ignore[attr-defined]

    async with stage(plain) as here:
        here.world.say(TOWN, "점심 뭐 먹을까요", OTHER)
        here.world.say(TOWN, CALL)
        here.world.say(DM, "안녕하세요")
        await here.inbox.until(2)
        assert [one.text for one in here.inbox.taken] == ["리틀크럼 SWOT 분석해 주세요", "안녕하세요"]
        assert not here.server.gateway.identified[0]["intents"] & 1 << 15


async def test_a_refused_intent_is_done_without() -> None:
    def refuse(server: object) -> None:
        server.world.intents_allowed = False  # type: ignore[attr-defined]

    async with stage(refuse) as here:
        await until(lambda: here.platform.listening)
        assert len(here.server.gateway.identified) == 2


async def test_the_role_of_the_bot_is_the_bot_and_others_have_names(here: Stage) -> None:
    here.world.say(TOWN, f"<@&{ROLE}> <@{OTHER}>의 초안을 봐 주세요", mention_roles=[ROLE])
    heard = await here.inbox.until(1)
    assert (heard.text, heard.overheard) == ("@Sam의 초안을 봐 주세요", False)


async def test_where_no_thread_can_be_opened_the_channel_has_the_answer(here: Stage) -> None:
    message = here.world.say(TOWN, CALL)
    heard = await here.inbox.until(1)
    here.world.troubles.append(
        Trouble("refuse", 403, 50013, meant=lambda _m, path: path.endswith("/threads"))
    )
    await here.platform.mouth.voice(heard).final(replace(REPLY, buttons=(Button("더", "more"),)), "key-1")
    [answer] = here.world.seen(TOWN)
    assert answer["message_reference"]["message_id"] == message["id"]
    here.world.press(answer, "더")
    assert (await here.inbox.until(2)).thread == heard.thread
    here.world.say(
        TOWN,
        f"<@{BOT}> 그리고요?",
        message_reference={"message_id": answer["id"], "channel_id": TOWN},
        referenced_message=answer,
        type=19,
    )
    assert (await here.inbox.until(3)).thread == heard.thread


async def test_files_come_in_and_go_out(here: Stage) -> None:
    message = here.world.say(
        DM, "이 자료예요", attachments=[here.world.attach({"channel_id": DM}, "자료.csv", b"x,y")]
    )
    heard = await here.inbox.until(1)
    [file] = heard.files
    assert (file.name, file.size) == ("자료.csv", 3)
    assert await here.platform.mouth.fetch(heard, file) == b"x,y"
    here.world.files.clear()
    with pytest.raises(Rejected) as raised:
        await here.platform.mouth.fetch(heard, file)
    assert raised.value.reason == "gone"
    grid = Grid("SWOT", "네 칸: 강점 둘", ())
    reply = replace(
        REPLY,
        charts=(grid,),
        documents=(Document("봄 계획.pdf", "application/pdf", b"%PDF"), Document("표.csv", "text/csv", b"1")),
    )
    await here.platform.mouth.voice(heard).final(reply, "key-1")
    [answer] = here.world.seen(DM)
    assert [one["description"] for one in answer["attachments"]] == ["네 칸: 강점 둘", None, None]
    assert [one["filename"] for one in answer["attachments"]] == ["chart-1.png", "file-1.pdf", "file-2.csv"]
    assert PNG in here.world.files.values()
    assert message["channel_id"] == DM


async def test_an_edit_and_a_deletion_are_told(here: Stage) -> None:
    message = here.world.say(TOWN, CALL)
    await here.inbox.until(1)
    here.world.deliver("MESSAGE_UPDATE", message)
    here.world.change(message, f"<@{BOT}> 다시요")
    edited = await here.inbox.until(2)
    here.world.remove(message)
    gone = await here.inbox.until(3)
    assert (edited.kind, edited.text, edited.target) == ("edited", "다시요", message["id"])
    assert (gone.kind, gone.target, gone.channel) == ("deleted", message["id"], TOWN)


async def test_coming_and_going_are_told(here: Stage) -> None:
    key = str(170000000000 << 22)
    here.world.join(key, "Bakery")
    joined = await here.inbox.until(1)
    here.world.leave(key)
    left = await here.inbox.until(2)
    assert (joined.kind, joined.workspace, joined.channel, joined.wide) == ("joined", key, FRONT, True)
    assert (left.kind, left.workspace) == ("left", key)


async def test_a_removed_bot_is_told_from_one_without_rights(here: Stage) -> None:
    here.world.say(TOWN, CALL)
    heard = await here.inbox.until(1)
    for workspace, reason in ((GUILD, "forbidden"), (str(160000000000 << 22), "removed")):
        here.world.troubles.append(Trouble("refuse", 403, 50001))
        with pytest.raises(Rejected) as raised:
            await here.platform.mouth.voice(replace(heard, workspace=workspace)).final(REPLY, "key-1")
        assert raised.value.reason == reason


async def test_a_server_error_is_repeated_where_that_makes_nothing_twice(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    here.world.troubles.append(Trouble("status", 502))
    await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert len(here.posts()) == 1
    here.world.troubles.append(Trouble("status", 503))
    with pytest.raises(Ambiguous):
        await here.platform.mouth.voice(heard).final(REPLY, "key-2")


async def test_a_preview_of_a_process_that_is_gone_is_gone_on_with(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    await here.platform.mouth.voice(heard).preview("매출의")
    posted = await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    [answer] = here.world.seen(DM)
    assert posted.ids == (answer["id"],)
    assert "오전입니다." in words(answer)
    await here.platform.mouth.voice(heard).final(replace(REPLY, text="다른 답"), "key-2")
    assert [words(one) for one in here.world.seen(DM)] == [words(answer), "다른 답"]


async def test_a_deleted_preview_is_posted_anew(here: Stage) -> None:
    await here.say("시작")
    voice = here.platform.mouth.voice(await here.inbox.until(1))
    await voice.preview("매출의")
    here.world.remove(here.world.seen(DM)[0])
    await voice.final(REPLY, "key-1")
    assert len(here.posts()) == 1


async def test_a_preview_under_way_does_not_outlive_the_channel(here: Stage) -> None:
    await here.say("시작")
    voice = here.platform.mouth.voice(await here.inbox.until(1))
    here.world.troubles.append(Trouble("hang", seconds=3600))
    turn = asyncio.create_task(voice.preview("매출의"))
    await until(lambda: not here.world.troubles)
    turn.cancel()
    await here.platform.aclose()
    assert not [one for one in asyncio.all_tasks() if "Voice._speak" in repr(one.get_coro())]


async def test_a_global_limit_holds_and_a_bucket_is_not_overrun(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    here.world.troubles.append(Trouble("throttle", seconds=20, globally=True))
    with pytest.raises(Throttled) as raised:
        await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert raised.value.seconds == 20
    here.server.rest.limit, here.server.rest.window = 2, 0.4
    for number in range(5):
        await here.platform.mouth.post(heard, REPLY, f"digest-{number}")
    assert len(here.posts()) == 5


async def test_what_was_never_reached_is_unavailable(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    nowhere = Discord(here.inbox, Settings("loop-token", "http://127.0.0.1:9/api/v10"), painter)
    with pytest.raises(Rejected) as raised:
        await nowhere.mouth.post(heard, REPLY, "key-1")
    assert raised.value.reason == "unavailable"
    await nowhere.aclose()


@pytest.mark.parametrize(("method", "path"), [("GET", "/users/@me"), ("POST", "/users/@me/channels")])
async def test_what_was_lost_before_anything_was_posted_leaves_no_doubt(
    here: Stage, method: str, path: str
) -> None:
    other = Discord(here.inbox, Settings(here.world.token, here.server.api_url), painter)
    direct = Heard("discord", "@me", "", USER, "", "digest", direct=True, kind="due")
    here.world.troubles += [
        Trouble("drop", meant=lambda got, at: got == method and at.endswith(path)) for _ in "12345"
    ]
    with pytest.raises(Rejected) as raised:
        await other.mouth.post(direct, REPLY, "digest-1")
    assert raised.value.reason == "unavailable"
    await other.aclose()


async def test_what_nobody_asked_for_goes_into_the_thread_if_there_is_one(here: Stage) -> None:
    message = here.world.say(TOWN, CALL)
    heard = await here.inbox.until(1)
    await here.platform.mouth.post(heard, REPLY, "note-1")
    assert len(here.world.seen(TOWN)) == 1
    await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    await here.platform.mouth.post(heard, REPLY, "note-2")
    assert len(here.world.seen(message["id"])) == 2
    assert await here.platform.mouth.find(heard, "note-2") is not None


async def test_somebody_is_told_directly_by_the_account_alone(here: Stage) -> None:
    to = Heard("discord", GUILD, "", USER, "", "", direct=True)
    await here.platform.mouth.post(to, REPLY, "lost-1")
    assert len(here.world.seen(DM)) == 1
    with pytest.raises(Rejected):
        await here.platform.mouth.post(replace(to, account=OTHER), REPLY, "lost-2")


async def test_a_deleted_message_is_told_with_the_thread_it_was_heard_in(here: Stage) -> None:
    here.world.say(TOWN, CALL)
    first = await here.inbox.until(1)
    await here.platform.mouth.voice(first).final(REPLY, "key-1")
    room = here.world.channels[first.thread]
    here.world.remove(here.world.say(room["id"], "그리고요?"))
    await here.inbox.until(3)
    assert [one.thread for one in here.inbox.taken] == [first.thread] * 3
