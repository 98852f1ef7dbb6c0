"""Servers, threads, commands, clicks and windows: what Discord has and other platforms have not."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from dirty_equals import IsPartialDict

from adapters.channels.discord import Discord
from agents.types import Button, Grid
from bot.errors import InboxFull
from bot.forms import form
from bot.ports import Ambiguous, Rejected, Throttled
from bot.types import Document
from config.channels import Discord as Settings
from tests.contracts.channel import REPLY, until
from tests.wires.discord.payloads import BOT, DM, FRONT, GUILD, OTHER, ROLE, TOWN, USER, walk, words
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


async def test_a_command_is_taken_then_acknowledged_then_answered_in_place(here: Stage) -> None:
    here.inbox.open.clear()
    asked = here.world.command("swot", TOWN)
    await asyncio.sleep(0.1)
    assert not asked.answered
    here.inbox.open.set()
    heard = await here.inbox.until(1)
    await until(lambda: asked.answered)
    assert asked.kind == 5
    assert (heard.text, heard.thread, heard.event_id) == ("swot", f"{TOWN}.{USER}", asked.data["id"])
    voice = here.platform.mouth.voice(heard)
    await voice.status("읽고 있습니다")
    await voice.preview("매출의")
    posted = await voice.final(REPLY, "key-1")
    [answer] = here.world.seen(TOWN)
    assert posted.ids == (answer["id"],) == (asked.original,)
    assert not [call for call in here.world.calls if call[:2] == ("POST", "message")]
    assert await here.platform.mouth.find(heard, "key-1") == posted


async def test_the_rest_of_a_long_answer_to_a_command_follows_in_the_channel(here: Stage) -> None:
    here.world.command("swot", TOWN)
    heard = await here.inbox.until(1)
    text = "\n\n".join(f"문장 {number:04d} 입니다." for number in range(900))
    posted = await here.platform.mouth.voice(heard).final(replace(REPLY, text=text), "key-1")
    seen = here.world.seen(TOWN)
    assert posted.ids == tuple(one["id"] for one in seen)
    assert len(seen) > 2
    assert await here.platform.mouth.find(heard, "key-1") == posted
    assert seen[1]["message_reference"]["message_id"] == seen[0]["id"]


async def test_where_the_bot_may_not_post_the_interaction_still_can_and_never_twice(here: Stage) -> None:
    here.world.command("swot", TOWN)
    heard = await here.inbox.until(1)
    reply = replace(REPLY, text="가나다 " * 1500)

    def posting(method: str, path: str) -> bool:
        return method == "POST" and path.endswith("/messages")

    def following(method: str, path: str) -> bool:
        return method == "POST" and path.startswith("/webhooks/")

    here.world.troubles.append(Trouble("refuse", 403, 50013, meant=posting))
    assert len((await here.platform.mouth.voice(heard).final(reply, "key-1")).ids) == 2
    here.world.troubles += [
        Trouble("refuse", 403, 50013, meant=posting),
        Trouble("status", 500, meant=following),
    ]
    with pytest.raises(Ambiguous):
        await here.platform.mouth.voice(heard).final(reply, "key-2")
    assert len(here.world.seen(TOWN)) == 2


async def test_an_expired_interaction_is_done_and_answered_in_the_channel(here: Stage) -> None:
    here.world.command("swot", TOWN, age=5.0)
    heard = await here.inbox.until(1)
    await here.platform.mouth.voice(heard).final(REPLY, "key-1")
    assert ["오전입니다." in words(one) for one in here.world.seen(TOWN)] == [True]
    here.world.command("swot", TOWN, age=1200.0)
    await here.platform.mouth.voice(await here.inbox.until(2)).final(REPLY, "key-2")
    assert len(here.world.seen(TOWN)) == 2


async def test_an_answer_that_is_quicker_than_the_acknowledgement_waits_for_it(here: Stage) -> None:
    slow = Trouble("status", 500, meant=lambda _method, path: path.endswith("/callback"))
    here.world.troubles.append(slow)
    asked = here.world.command("swot", TOWN)
    posted = await here.platform.mouth.voice(await here.inbox.until(1)).final(REPLY, "key-1")
    assert posted.ids == (asked.original,)


async def test_a_full_inbox_is_said_to_the_one_who_asked(here: Stage) -> None:
    here.inbox.trouble = InboxFull()
    asked = here.world.command("swot", TOWN)
    await until(lambda: asked.answered)
    [told] = here.world.seen(TOWN)
    assert told["flags"] & 64
    assert "잠시 뒤 다시" in words(told)


async def test_stop_is_heard_as_such_from_wherever_it_comes(here: Stage) -> None:
    here.world.ask(2, {"id": "2", "name": "stop", "type": 1}, TOWN)
    here.world.say(DM, "/stop")
    here.world.command("중지", TOWN)
    await here.inbox.until(3)
    heard = next(one for one in here.inbox.taken if one.text == "중지")
    await here.platform.mouth.voice(heard).preview("매출의 80%")
    here.world.press(here.world.seen(TOWN)[-1], "멈추기")
    await here.inbox.until(4)
    assert [one.kind for one in here.inbox.taken] == ["stop"] * 4
    assert here.inbox.taken[3].thread == f"{TOWN}.{USER}"


async def test_a_message_is_handed_over_from_its_menu(here: Stage) -> None:
    brief = here.world.say(FRONT, "주중 오후가 조용합니다.", OTHER)
    brief["attachments"].append(here.world.attach(brief, "brief.csv", b"a,b"))
    data = {
        "id": "3",
        "name": "Give to Stratum",
        "type": 3,
        "target_id": brief["id"],
        "resolved": {"messages": {brief["id"]: brief}},
    }
    here.world.ask(2, data, FRONT)
    await until(lambda: any(one.target for one in here.inbox.taken))
    heard = next(one for one in here.inbox.taken if one.target)
    assert "Sam:\n> 주중 오후가 조용합니다." in heard.text
    assert heard.account == USER
    assert [await here.platform.mouth.fetch(heard, file) for file in heard.files] == [b"a,b"]


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


async def test_a_button_opens_its_form_at_once_and_the_window_comes_back(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    await here.platform.mouth.voice(heard).final(
        replace(REPLY, buttons=(Button("열기", "form onboarding"),)), "key-1"
    )
    asked = here.world.press(here.world.seen(DM)[-1], "열기")
    await until(lambda: asked.answered)
    assert asked.kind == 9
    assert asked.modal is not None
    shown = form("onboarding", "ko")
    assert asked.modal["title"] == shown.title
    fields = [one["component"]["custom_id"] for one in asked.modal["components"]]
    assert set(fields) <= {one.name for one in shown.fields}
    here.world.fill(asked.modal, DM, {name: f"값 {name}" for name in fields})
    filled = await here.inbox.until(2)
    assert (filled.kind, filled.action, filled.thread) == ("form", "form onboarding", heard.thread)
    assert json.loads(filled.text) == {name: f"값 {name}" for name in fields}


async def test_a_command_opens_a_form_and_an_unknown_one_is_asked_about(here: Stage) -> None:
    asked = here.world.command("form digest", TOWN)
    await until(lambda: asked.answered)
    assert asked.kind == 9
    assert here.inbox.taken == []
    here.world.command("form nothing", TOWN)
    assert (await here.inbox.until(1)).text == "form nothing"


async def test_buttons_of_a_process_that_is_gone_still_work() -> None:
    async with stage() as first:
        await first.say("시작")
        await first.platform.mouth.voice(await first.inbox.until(1)).final(
            replace(REPLY, buttons=(Button("맞아요", "strategy confirm"),)), "key-1"
        )
        old = first.world.seen(DM)[-1]
    async with stage() as second:
        second.world.press(old, "맞아요")
        assert (await second.inbox.until(1)).action == "strategy confirm"


async def test_many_buttons_files_and_links_find_room(here: Stage) -> None:
    await here.say("시작")
    heard = await here.inbox.until(1)
    buttons = tuple(Button(f"선택 {number}", f"strategy answer {number}") for number in range(33))
    reply = replace(
        REPLY,
        buttons=(*buttons, Button("열기", "https://example.com/login"), Button("김", "a" * 300)),
        documents=tuple(Document(f"{number}.txt", "text/plain", b"x") for number in range(12)),
    )
    await here.platform.mouth.voice(heard).final(reply, "key-1")
    seen = here.world.seen(DM)
    labels = [one.get("label") for message in seen for one in walk(message["components"]) if one["type"] == 2]
    assert labels == [*(one.label for one in buttons), "열기"]
    assert sum(len(one["attachments"]) for one in seen) == 12
    assert "a" * 300 in words(seen[0])


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
    assert (joined.kind, joined.workspace, joined.channel) == ("joined", key, FRONT)
    assert (left.kind, left.workspace) == ("left", key)


async def test_commands_are_registered_once_and_again_only_when_they_change() -> None:
    async with stage() as first:
        kept = first.world.commands
        assert [one["name_localizations"] for one in kept] == [
            {"ko": "스트라텀"},
            {"ko": "중지"},
            {"ko": "스트라텀에 넘기기"},
        ]
        assert kept[0]["options"][0] == IsPartialDict(
            name="text", name_localizations={"ko": "내용"}, autocomplete=True
        )

    def registered(server: object) -> None:
        server.world.commands = kept  # type: ignore[attr-defined]

    async with stage(registered) as second:
        assert not [call for call in second.world.calls if call[0] == "PUT"]
    kept[0]["description"] = "older"
    async with stage(registered) as third:
        assert len([call for call in third.world.calls if call[0] == "PUT"]) == 1


async def test_what_one_types_is_offered_back(here: Stage) -> None:
    options = [{"type": 3, "name": "text", "value": "도움", "focused": True}]
    asked = here.world.ask(4, {"id": "1", "name": "stratum", "type": 1, "options": options}, TOWN)
    await until(lambda: asked.answered)
    assert [one["value"] for one in asked.choices] == ["도움", "도움말"]


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
