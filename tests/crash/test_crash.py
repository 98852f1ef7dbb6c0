"""kill -9 wherever it hurts: nothing said is lost, nothing is answered twice, nothing is paid for twice."""

import asyncio
from pathlib import Path

import pytest

from bot.delivery.holding import Pace
from tests.crash.scene import Scene, scene
from tests.crash.service import POINTS
from tests.memory.conftest import postgres
from tests.memory.server import Server

__all__ = ["postgres"]

pytestmark = pytest.mark.timeout(1800)
"""Dozens of processes are started, one after the other."""


async def test_a_process_that_dies_anywhere_goes_on_where_it_was_on_sqlite(tmp_path: Path) -> None:
    async with scene(tmp_path) as at:
        replica = await at.replica()
        for point in POINTS:
            at.say(f"/think die:{point}", point)
            assert await replica.died() == -9
            replica = await at.replica()
            await at.settled(len(at.chat.events))
        judge(at)


async def test_processes_that_die_anywhere_are_gone_on_with_by_others_on_postgres(
    tmp_path: Path, postgres: Server
) -> None:
    """Two of them; the one that dies is started anew, as an operator's supervisor would."""
    async with scene(tmp_path, postgres, pace=Pace(0.5, 1.5, 3.0)) as at:
        await asyncio.gather(at.replica(), at.replica())
        for point in POINTS:
            at.say(f"/think die:{point}", point)
            await at.one_died()
            await at.replica()
            await at.settled(len(at.chat.events))
        judge(at)


@pytest.mark.parametrize("count", [2, 4])
async def test_when_one_of_several_is_killed_its_conversations_go_on(
    count: int, tmp_path: Path, postgres: Server
) -> None:
    """How soon that is, the holder's pace says: see the test of holding."""
    threads = 12
    async with scene(tmp_path, postgres, slots=6) as at:
        first, *_ = [await at.replica() for _ in range(count)]
        for number in range(threads):
            at.say(f"/think slow number-{number}.", f"t{number}")
        await at.asked(1)
        first.kill()
        await first.died()
        at.say("/think heard by another", "after")
        await at.settled(threads + 1)
        answered_once(at)


def answered_once(at: Scene) -> None:
    """Each message has one answer, or, where a post was cut off, a mark instead."""
    for event in at.chat.events:
        text, thread = event["text"], event["thread"]
        assert (at.answers(text), at.marks(thread)) in ((1, 0), (0, 1)), text


def judge(at: Scene) -> None:
    """And each was paid for once: nobody was killed while a model was about to answer."""
    answered_once(at)
    paid = {event["text"]: at.paid(event["text"]) for event in at.chat.events}
    assert set(paid.values()) == {1}, paid
