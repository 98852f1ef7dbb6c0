"""What the inbox promises with any engine on any database, said once. Inherit it, and give it a `desk`."""

import asyncio

import pytest

from bot.delivery.inbox import Limits
from bot.errors import InboxFull
from bot.ports import Ambiguous, Rejected, Throttled
from bot.types import Heard
from memory.store import spool
from tests.contracts.desk import Desk
from tests.contracts.engine import PATIENCE, until

LIMITS = Limits(in_conversation=3, in_house=100)


class InboxContract:
    @pytest.fixture
    async def desk(self) -> Desk:
        raise NotImplementedError

    async def test_a_message_is_answered(self, desk: Desk) -> None:
        desk.road.open.set()
        assert await desk.hear("SWOT please")
        await until(lambda: desk.platform.texts == ["re: SWOT please"])
        assert desk.platform.told == ["reading", "so far"]
        await _idle(desk)

    async def test_all_keys_of_a_message_and_those_of_its_twins_are_one_message(self, desk: Desk) -> None:
        desk.road.open.set()
        assert await desk.hear("a", event_id="Ev1", keys=("C:1.1",))
        assert not await desk.hear("a", event_id="Ev1", keys=("C:1.1",))
        assert not await desk.hear("a", event_id="Ev2", keys=("C:1.1", "mention:1.1"))
        assert not await desk.hear("a", event_id="Ev3", keys=("mention:1.1",))
        await until(lambda: desk.platform.texts == ["re: a"])
        await _idle(desk)
        assert not await desk.hear("a", event_id="Ev1")
        assert desk.road.heard == ["a"]

    async def test_the_same_key_of_another_workspace_is_another_message(self, desk: Desk) -> None:
        desk.road.open.set()
        assert await desk.hear("a", event_id="1")
        assert await desk.hear("b", event_id="1", workspace="V")
        await until(lambda: sorted(desk.platform.texts) == ["re: a", "re: b"])

    async def test_twins_at_the_same_moment_are_one_message(self, desk: Desk) -> None:
        new = await asyncio.gather(*(desk.hear("a", event_id=f"E{n}", keys=("ts",)) for n in range(8)))
        assert sorted(new) == [False] * 7 + [True]

    async def test_a_conversation_keeps_its_order(self, desk: Desk) -> None:
        desk.road.open.set()
        for number in range(3):
            await desk.hear(f"a{number}", "a")
            await desk.hear(f"b{number}", "b")
        await until(lambda: len(desk.platform.posted) == 6)
        for thread in "ab":
            texts = [text for text in desk.platform.texts if thread in text.removeprefix("re: ")]
            assert texts == [f"re: {thread}{number}" for number in range(3)]

    async def test_a_full_conversation_is_refused_with_words_and_others_are_not(self, desk: Desk) -> None:
        await desk.hear("runs")
        await until(lambda: desk.road.heard == ["runs"])
        for number in range(LIMITS.in_conversation):
            await desk.hear(f"waits {number}")
        with pytest.raises(InboxFull):
            await desk.hear("too much", event_id="late")
        assert await desk.hear("elsewhere", "other")
        desk.road.open.set()
        await until(lambda: len(desk.platform.posted) == 5)
        assert await desk.hear("too much", event_id="late")

    async def test_stop_passes_what_waits_and_ends_what_runs(self, desk: Desk) -> None:
        await desk.hear("runs")
        await until(lambda: desk.road.heard == ["runs"])
        await desk.hear("waits")
        await desk.hear("elsewhere", "other")
        assert await desk.hear("/stop")
        await until(lambda: desk.platform.stopped == ["Stopped."])
        desk.road.open.set()
        await until(lambda: desk.platform.texts == ["re: elsewhere"])
        await _idle(desk)
        assert desk.road.cancelled == 1
        assert "waits" not in desk.road.heard

    async def test_a_stop_beside_the_threads_ends_what_its_author_has_in_the_channel(
        self, desk: Desk
    ) -> None:
        for thread, more in {"a": {}, "b": {"account": "V"}, "c": {"channel": "D"}}.items():
            await desk.hear(f"runs {thread}", thread, **more)
        await until(lambda: len(desk.road.heard) == 3)
        assert await desk.hear("/stratum stop", "z")
        await until(lambda: desk.platform.texts == ["Nothing is running here at the moment."])
        assert await desk.hear("/stratum stop", "z", wide=True)
        await until(lambda: desk.platform.stopped == ["Stopped."])
        desk.road.open.set()
        await until(lambda: len(desk.platform.posted) == 3)
        assert set(desk.platform.texts[1:]) == {"re: runs b", "re: runs c"}

    async def test_what_only_sounds_like_a_stop_stops_nothing(self, desk: Desk) -> None:
        desk.inbox.listens = _always
        await desk.hear("runs")
        await until(lambda: desk.road.heard == ["runs"])
        await desk.hear("그만", overheard=True)
        await desk.hear("Stop", action="persona stop")
        desk.road.open.set()
        await until(lambda: desk.platform.texts == ["re: runs", "re: 그만", "re: Stop"])
        assert desk.road.cancelled == 0

    async def test_an_answer_to_what_is_taken_back_is_stopped(self, desk: Desk) -> None:
        await desk.hear("to the wrong room", event_id="1")
        await until(lambda: desk.road.heard == ["to the wrong room"])
        assert await desk.hear("", kind="deleted", event_id="2", target="1")
        await until(lambda: desk.platform.stopped == ["Stopped."])
        await _idle(desk)
        assert desk.platform.posted == []

    async def test_a_stop_that_is_delivered_again_stops_nothing_that_came_later(self, desk: Desk) -> None:
        await desk.hear("first")
        await until(lambda: desk.road.heard == ["first"])
        assert await desk.hear("/stop", event_id="s1", kind="stop")
        await until(lambda: desk.platform.stopped == ["Stopped."])
        await _idle(desk)
        await desk.hear("second")
        await until(lambda: desk.road.heard == ["first", "second"])
        assert not await desk.hear("/stop", event_id="s1", kind="stop")
        desk.road.open.set()
        await until(lambda: desk.platform.texts == ["re: second"])
        assert desk.road.cancelled == 1

    async def test_stop_without_anything_to_stop_says_so(self, desk: Desk) -> None:
        assert await desk.hear("/중지")
        await until(lambda: desk.platform.texts == ["지금 진행 중인 작업이 없습니다."])

    async def test_an_edit_changes_what_waits_and_a_deletion_drops_it(self, desk: Desk) -> None:
        await desk.hear("runs", event_id="1")
        await until(lambda: desk.road.heard == ["runs"])
        await desk.hear("wrogn", event_id="2", keys=("C:2",))
        await desk.hear("gone", event_id="3", keys=("C:3",))
        assert await desk.hear("right", kind="edited", event_id="4", target="C:2")
        assert await desk.hear("", kind="deleted", event_id="5", target="C:3")
        assert not await desk.hear("too late", kind="edited", event_id="6", target="1")
        desk.road.open.set()
        await until(lambda: desk.platform.texts == ["re: runs", "re: right"])
        await _idle(desk)

    async def test_a_change_is_about_no_message_whose_id_only_begins_alike(self, desk: Desk) -> None:
        await desk.hear("runs", event_id="1")
        await until(lambda: desk.road.heard == ["runs"])
        await desk.hear("fifty-five", event_id="update/8", keys=("-100/55",))
        assert not await desk.hear("five", kind="edited", event_id="9", target="-100/5")
        assert not await desk.hear("", kind="deleted", event_id="10", target="5")
        desk.road.open.set()
        await until(lambda: desk.platform.texts == ["re: runs", "re: fifty-five"])
        await _idle(desk)

    async def test_a_tenant_that_floods_leaves_room_for_another(self, desk: Desk) -> None:
        desk.road.open.set()
        for number in range(60):
            await desk.hear(f"flood {number}", f"t{number}")
        await desk.hear("one question", channel="quiet")
        await until(lambda: "re: one question" in desk.platform.texts)
        await until(lambda: len(desk.platform.posted) == 61)

    async def test_a_broken_turn_ends_its_event_and_not_its_conversation(self, desk: Desk) -> None:
        desk.road.open.set()
        await desk.hear("break")
        await desk.hear("goes on")
        await until(lambda: desk.platform.texts == ["re: goes on"])
        await _idle(desk)

    async def test_a_throttled_answer_waits_as_long_as_it_is_told(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Throttled(0.4), Throttled(0.2)]
        await desk.hear("a")
        await asyncio.sleep(0.5)
        assert desk.platform.posted == []
        await until(lambda: desk.platform.texts == ["re: a"])
        assert desk.platform.attempts == 3

    async def test_what_was_surely_not_reached_is_posted_again(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Rejected("unavailable"), Rejected("unavailable")]
        await desk.hear("a")
        await until(lambda: desk.platform.texts == ["re: a"])

    async def test_an_ambiguous_answer_that_is_there_is_found_and_not_repeated(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles, desk.platform.arrives = [Ambiguous()], True
        await desk.hear("a")
        await until(lambda: desk.platform.texts == ["re: a"])
        await _idle(desk)
        assert desk.platform.attempts == 1

    async def test_an_ambiguous_answer_that_is_not_there_is_marked_and_not_repeated(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Ambiguous()]
        await desk.hear("a")
        await until(lambda: len(desk.platform.posted) == 1)
        await _idle(desk)
        [mark] = desk.platform.texts
        assert "may be missing" in mark
        assert desk.platform.attempts == 2

    async def test_an_answer_that_is_refused_is_not_repeated(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Rejected("forbidden")]
        await desk.hear("a")
        await desk.hear("b")
        await until(lambda: desk.platform.texts == ["re: b"])
        assert desk.platform.attempts == 2

    async def test_an_answer_that_the_platform_cannot_show_is_posted_in_bare_words(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Rejected("invalid")]
        await desk.hear("a")
        await until(lambda: desk.platform.texts == ["re: a"])

    async def test_an_answer_follows_a_channel_that_has_moved(self, desk: Desk) -> None:
        desk.road.open.set()
        desk.platform.troubles = [Rejected("gone", moved_to="C2")]
        await desk.hear("a")
        await until(lambda: desk.platform.posted == [("C2", "re: a")])

    async def test_what_was_said_is_not_kept_once_it_is_done(self, desk: Desk) -> None:
        desk.road.open.set()
        await desk.hear("our secret")
        [event] = await spool.among(desk.database, *spool.OPEN)
        assert (await spool.body_of(desk.database, event.id) or {})["text"] == "our secret"
        await _idle(desk)
        assert await spool.body_of(desk.database, event.id) is None

    async def test_what_is_overheard_is_not_kept(self, desk: Desk) -> None:
        assert not await desk.hear("not to the bot", overheard=True)
        assert await spool.among(desk.database, *spool.OPEN) == ()


async def _always(_: Heard) -> bool:
    return True


async def _idle(desk: Desk) -> None:
    """Until everything is done, in the spool as well."""
    async with asyncio.timeout(PATIENCE):
        while await spool.among(desk.database, *spool.OPEN):  # noqa: ASYNC110 - nobody is told of it
            await asyncio.sleep(0.02)
