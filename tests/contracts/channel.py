"""What every chat platform's adapter must do, said once: the real SDK against a loopback server of its vendor.

An adapter's test inherits `ChannelContract` and gives it a `stage`; what is promised here may not be overridden.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import pytest

from agents.types import Button
from bot.errors import InboxFull
from bot.ports import Ambiguous, Platform, Rejected, Rejection, Throttled
from bot.types import Heard, Reply
from config.wording import words

REPLY = Reply(status="ok", text="**답변** 매출의 80%가 오전입니다.", thread="", message_id="m1")
SAID = "리틀크럼 SWOT 분석해 주세요"
PATIENCE = 180.0
"""Seconds after which a test is taken to hang: no machine is that slow."""


@dataclass
class Spool:
    """An inbox in memory that can be slow, broken or full."""

    taken: list[Heard] = field(default_factory=list[Heard])
    offered: list[Heard] = field(default_factory=list[Heard])
    """All that was brought, known or not."""
    open: asyncio.Event = field(default_factory=asyncio.Event)
    trouble: Exception | None = None
    waiting: int = 0
    """How many stand before it now."""

    def __post_init__(self) -> None:
        self.open.set()

    async def take(self, heard: Heard) -> bool:
        self.waiting += 1
        try:
            await self.open.wait()
        finally:
            self.waiting -= 1
        if self.trouble:
            raise self.trouble
        self.offered.append(heard)
        if any(keys(heard) & keys(known) for known in self.taken):
            return False
        self.taken.append(heard)
        return True

    async def until(self, count: int) -> Heard:
        """Waits for so many; gives the last of them."""
        await until(lambda: len(self.taken) >= count)
        return self.taken[count - 1]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - whatever a test waits for has no event of its own
            await asyncio.sleep(0.005)


def keys(heard: Heard) -> set[str]:
    return {heard.event_id, *heard.keys}


class Stage(Protocol):
    """A platform on the loopback: its adapter, running, and what a user and the vendor can do to it.

    It plays one conversation in which the bot is addressed (a mention in a channel, or a direct message).
    """

    platform: Platform
    inbox: Spool
    secrets: Sequence[str]
    """Tokens and keys that no log may hold."""
    reasons: Sequence[Rejection]
    """The rejections that this vendor can give to a post."""

    async def say(self, text: str) -> None:
        """A user's message to the bot goes over the wire. Does not wait for its acknowledgement."""
        ...

    async def again(self) -> None:
        """The vendor delivers the last event once more, as it was."""
        ...

    async def twin(self) -> None:
        """The vendor delivers the last message under another event, where it does so; else once more."""
        ...

    async def edit(self, text: str) -> None:
        """The user changes the last message."""
        ...

    async def acknowledged(self) -> bool:
        """Whether the vendor considers all that it has delivered as received."""
        ...

    async def press(self, label: str) -> None:
        """The user presses the button with this label under the newest message of the bot."""
        ...

    def posts(self) -> Sequence[str]:
        """What is to be seen of the bot in the conversation now, each message with its text, oldest first."""
        ...

    def fits(self, post: str) -> bool:
        """Whether the vendor would take a message of this text."""
        ...

    def throttle(self, seconds: float) -> None:
        """The next write is answered with 429 and this Retry-After."""
        ...

    def drop(self) -> None:
        """The next write is done, and its connection dropped before the answer."""
        ...

    def refuse(self, reason: Rejection) -> None:
        """The next write is refused for this reason."""
        ...


class ChannelContract:
    """Inherit it, and give it a fixture `stage`."""

    def __init_subclass__(cls) -> None:
        promised = {name for name in vars(ChannelContract) if name.startswith("test_")}
        assert not promised & set(vars(cls)), "what is promised may not be overridden"

    @pytest.fixture
    def stage(self) -> Stage:
        raise NotImplementedError

    async def test_a_message_is_heard_once(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        assert (heard.text, heard.kind, heard.action) == (SAID, "message", "")
        assert all((heard.platform, heard.workspace, heard.channel, heard.account, heard.thread))
        await _settled(stage)
        assert len(stage.inbox.taken) == 1

    async def test_what_is_delivered_again_has_the_same_keys(self, stage: Stage) -> None:
        await self._heard(stage)
        await _settled(stage)
        await stage.again()
        await _offered(stage, 2)
        first, second = stage.inbox.offered[0], stage.inbox.offered[-1]
        assert (first.event_id, first.keys) == (second.event_id, second.keys)
        assert len(stage.inbox.taken) == 1

    async def test_twins_are_one_message(self, stage: Stage) -> None:
        await self._heard(stage)
        await stage.twin()
        await _offered(stage, 2)
        await _settled(stage)
        assert len(stage.inbox.taken) == 1

    async def test_it_acknowledges_when_the_inbox_has_it_and_not_before(self, stage: Stage) -> None:
        stage.inbox.open.clear()
        await stage.say(SAID)
        await until(lambda: stage.inbox.waiting == 1)
        assert not await stage.acknowledged()
        stage.inbox.open.set()
        await _settled(stage)
        assert len(stage.inbox.taken) == 1

    async def test_what_the_inbox_could_not_take_is_not_lost(self, stage: Stage) -> None:
        stage.inbox.trouble = ConnectionError("the database is away")
        await stage.say(SAID)
        await asyncio.sleep(0.15)
        assert stage.inbox.taken == []
        assert not await stage.acknowledged()
        stage.inbox.trouble = None
        await stage.again()
        assert (await stage.inbox.until(1)).text == SAID

    async def test_a_full_inbox_is_said_and_not_delivered_for_ever(self, stage: Stage) -> None:
        stage.inbox.trouble = InboxFull()
        await stage.say(SAID)
        await _settled(stage)
        await until(lambda: bool(stage.posts()))
        assert len(stage.posts()) == 1

    async def test_an_edit_is_no_new_message(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        await stage.edit("리틀크럼 SWOT을 다시 봐 주세요")
        edited = await stage.inbox.until(2)
        assert (edited.kind, edited.text) == ("edited", "리틀크럼 SWOT을 다시 봐 주세요")
        assert edited.target
        assert edited.target in "".join((heard.event_id, *heard.keys))
        assert edited.thread == heard.thread

    async def test_status_preview_and_final_are_one_message(self, stage: Stage) -> None:
        voice = stage.platform.mouth.voice(await self._heard(stage))
        await voice.status("자료를 읽고 있습니다")
        await voice.preview("매출의")
        await voice.preview("매출의 80%가")
        posted = await voice.final(REPLY, "key-1")
        assert len(posted.ids) == 1
        [post] = stage.posts()
        assert "매출의 80%가 오전입니다." in post

    async def test_two_at_once_share_one_preview(self, stage: Stage) -> None:
        voice = stage.platform.mouth.voice(await self._heard(stage))
        await asyncio.gather(*(voice.preview("매출의 80%"[:length]) for length in range(3, 7)))
        await voice.final(REPLY, "key-1")
        assert len(stage.posts()) == 1

    async def test_a_throttled_final_posts_nothing_and_works_later(self, stage: Stage) -> None:
        voice = stage.platform.mouth.voice(await self._heard(stage))
        stage.throttle(7)
        with pytest.raises(Throttled) as raised:
            await voice.final(REPLY, "key-1")
        assert 6 <= raised.value.seconds <= 9
        assert len(stage.posts()) == 0
        await voice.final(REPLY, "key-1")
        assert len(stage.posts()) == 1

    async def test_a_throttled_preview_is_skipped_and_leaves_room(self, stage: Stage) -> None:
        voice = stage.platform.mouth.voice(await self._heard(stage))
        stage.throttle(1)
        await voice.preview("매출의")
        await voice.preview("매출의 80%가")
        await voice.status("거의 다 되었습니다")
        await voice.final(REPLY, "key-1")
        [post] = stage.posts()
        assert "오전입니다." in post

    async def test_a_post_whose_answer_was_lost_is_ambiguous_and_never_repeated(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        stage.drop()
        with pytest.raises(Ambiguous):
            await stage.platform.mouth.voice(heard).final(REPLY, "key-1")
        assert len(stage.posts()) == 1

    async def test_find_settles_where_the_platform_can_tell(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        assert await stage.platform.mouth.find(heard, "key-1") is None
        posted = await stage.platform.mouth.voice(heard).final(REPLY, "key-1")
        assert await stage.platform.mouth.find(heard, "key-1") in {posted, None}
        assert await stage.platform.mouth.find(heard, "key-2") is None

    async def test_a_refusal_names_its_reason(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        for reason in stage.reasons:
            stage.refuse(reason)
            with pytest.raises(Rejected) as raised:
                await stage.platform.mouth.voice(heard).final(REPLY, f"key-{reason}")
            assert raised.value.reason == reason
        assert len(stage.posts()) == 0

    async def test_a_long_answer_is_split_and_loses_nothing(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        marks = [f"문장{number:04d}" for number in range(2500)]
        text = "\n\n".join(
            [" ".join(marks[:1200]), "```\n" + "\n".join(marks[1200:1800]) + "\n```", *marks[1800:]]
        )
        await stage.platform.mouth.voice(heard).final(replace(REPLY, text=text), "key-long")
        posts = stage.posts()
        joined = "\n".join(posts)
        assert [joined.count(mark) for mark in marks] == [1] * len(marks)
        places = [joined.index(mark) for mark in marks]
        assert places == sorted(places)
        assert all(stage.fits(post) for post in posts)
        assert all(post.count("```") % 2 == 0 for post in posts)

    async def test_a_button_comes_back_as_its_action(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        reply = replace(
            REPLY, buttons=(Button("맞아요", "strategy confirm"), Button("고치기", "strategy fix"))
        )
        await stage.platform.mouth.voice(heard).final(reply, "key-1")
        await stage.press("고치기")
        pressed = await stage.inbox.until(2)
        assert (pressed.action, pressed.text, pressed.kind) == ("strategy fix", "고치기", "message")
        assert pressed.thread == heard.thread
        assert pressed.target
        await _settled(stage)

    async def test_a_button_survives_a_long_action(self, stage: Stage) -> None:
        action = "strategy swot 리틀크럼의 봄 캠페인을 위한 " + "가" * 150
        await stage.platform.mouth.voice(await self._heard(stage)).final(
            replace(REPLY, buttons=(Button("다시", action),)), "key-1"
        )
        await stage.press("다시")
        assert (await stage.inbox.until(2)).action == action

    async def test_what_nobody_asked_for_is_posted_too(self, stage: Stage) -> None:
        heard = await self._heard(stage)
        await stage.platform.mouth.post(replace(heard, thread="", text=""), REPLY, "digest-1")
        assert len(stage.posts()) == 1

    async def test_a_stopped_turn_is_settled_and_says_nothing_more(self, stage: Stage) -> None:
        voice = stage.platform.mouth.voice(await self._heard(stage))
        await voice.preview("매출의 80%가 오전이고")
        await voice.stopped("멈췄습니다.")
        await voice.preview("매출의 80%가 오전이고 오후는")
        await voice.status("아직 하고 있습니다")
        [post] = stage.posts()
        assert "멈췄습니다." in post

    async def test_no_log_holds_what_was_said_nor_a_secret(
        self, stage: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        heard = await self._heard(stage)
        await stage.platform.mouth.voice(heard).final(REPLY, "key-1")
        stage.drop()
        with pytest.raises(Ambiguous):
            await stage.platform.mouth.voice(heard).final(REPLY, "key-2")
        stage.inbox.trouble = ConnectionError("the database is away")
        await stage.say("리틀크럼 비밀 이야기")
        await asyncio.sleep(0.2)
        stage.inbox.trouble = None
        parts = [SAID, "비밀 이야기", "오전입니다", *stage.secrets]
        parts += [json.dumps(part)[1:-1] for part in parts]
        assert [part for part in parts if part in caplog.text] == []

    async def test_the_doctor_finds_it_well_and_has_a_mend_for_each(self, stage: Stage) -> None:
        findings = await stage.platform.check()
        assert findings
        assert [finding for finding in findings if not finding.ok] == []
        assert all(finding.name in words("channels") for finding in findings)

    @staticmethod
    async def _heard(stage: Stage) -> Heard:
        await stage.say(SAID)
        return await stage.inbox.until(1)


async def _settled(stage: Stage) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await stage.acknowledged():  # noqa: ASYNC110 - the vendor is asked, it does not tell
            await asyncio.sleep(0.005)


async def _offered(stage: Stage, count: int) -> None:
    await until(lambda: len(stage.inbox.offered) >= count)
