"""Commands, clicks, windows and the menu of a message: taken, then acknowledged, then answered."""

import json
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from dirty_equals import IsPartialDict

from agents.types import Button
from bot.arrival.forms import form
from bot.delivery.inbox import speaker_of
from bot.errors import InboxFull
from bot.ports import Ambiguous
from bot.types import Document
from tests.contracts.channel import REPLY, until
from tests.wires.discord.payloads import BOT, DM, FRONT, OTHER, TOWN, USER, walk, words
from tests.wires.discord.stage import Stage, stage
from tests.wires.discord.world import Trouble

CALL = f"<@{BOT}> 리틀크럼 SWOT 분석해 주세요"


@pytest.fixture
async def here() -> AsyncGenerator[Stage]:
    async with stage() as made:
        yield made


async def test_a_command_is_taken_then_acknowledged_then_answered_in_place(here: Stage) -> None:
    here.inbox.open.clear()
    asked = here.world.command("swot", TOWN)
    await until(lambda: here.inbox.waiting == 1)
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
    assert sorted(one.wide for one in here.inbox.taken) == [False, False, True, True]


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


async def test_a_stop_is_answered_at_once_and_ends_what_its_author_began_in_the_channel(here: Stage) -> None:
    here.world.say(TOWN, CALL)
    await here.inbox.until(1)
    await until(lambda: here.world.typed == [TOWN])
    asked = here.world.ask(2, {"id": "2", "name": "stop", "type": 1}, TOWN)
    await until(lambda: asked.answered)
    assert asked.kind == 4
    [begun, stop] = here.inbox.taken
    assert (stop.kind, stop.thread, stop.wide) == ("stop", f"{TOWN}.{USER}", True)
    assert speaker_of(stop) == speaker_of(begun)
    here.world.ask(2, {"id": "2", "name": "stop", "type": 1}, TOWN, OTHER)
    assert speaker_of(await here.inbox.until(3)) != speaker_of(begun)


async def test_an_answer_that_wants_a_form_offers_it(here: Stage) -> None:
    here.world.command("start", TOWN)
    heard = await here.inbox.until(1)
    await here.platform.mouth.voice(heard).final(replace(REPLY, form="digest"), "key-1")
    asked = here.world.press(here.world.seen(TOWN)[-1], "입력창 열기")
    await until(lambda: asked.answered)
    assert asked.modal is not None
    assert asked.modal["custom_id"].endswith("|digest")
