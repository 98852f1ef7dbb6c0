"""Writers of one file stand in line, in whichever thread they are."""

import asyncio
import threading

from memory.turnstile import Turnstile, turnstile


async def _pass(gate: Turnstile, name: str, order: list[str], *, first: bool = False) -> None:
    await gate.enter(first=first)
    order.append(name)
    await asyncio.sleep(0)
    gate.leave()


async def test_they_go_through_in_their_order_and_the_first_before_all() -> None:
    gate, order = Turnstile(), list[str]()
    await gate.enter()
    tasks = list[asyncio.Task[None]]()
    for name in ("a", "b", "inbox"):
        tasks.append(asyncio.create_task(_pass(gate, name, order, first=name == "inbox")))
        await asyncio.sleep(0.01)
    assert order == []
    gate.leave()
    await asyncio.gather(*tasks)
    assert order == ["inbox", "a", "b"]


async def test_who_gives_up_stands_in_nobody_s_way() -> None:
    gate, order = Turnstile(), list[str]()
    await gate.enter()
    gone, stays = (asyncio.create_task(_pass(gate, name, order)) for name in "ab")
    await asyncio.sleep(0.01)
    gone.cancel()
    gate.leave()
    await asyncio.gather(gone, stays, return_exceptions=True)
    assert order == ["b"]
    await asyncio.wait_for(gate.enter(), 120)


async def test_one_that_is_cancelled_when_it_is_let_in_lets_the_next_one_in() -> None:
    gate, order = Turnstile(), list[str]()
    await gate.enter()
    gone, stays = (asyncio.create_task(_pass(gate, name, order)) for name in "ab")
    await asyncio.sleep(0.01)
    gate.leave()
    gone.cancel()
    await asyncio.wait_for(asyncio.gather(gone, stays, return_exceptions=True), 120)
    assert "b" in order


async def test_loops_of_several_threads_never_are_in_at_once() -> None:
    gate, inside, most = Turnstile(), 0, 0

    async def write() -> None:
        nonlocal inside, most
        for _ in range(200):
            await gate.enter()
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1
            gate.leave()

    threads = [threading.Thread(target=asyncio.run, args=(write(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    await write()
    for thread in threads:
        await asyncio.to_thread(thread.join)
    assert most == 1


def test_there_is_one_for_each_file() -> None:
    one = turnstile("/somewhere/stratum.db")
    assert turnstile("/somewhere/stratum.db") is one
    assert turnstile("/elsewhere/stratum.db") is not one
