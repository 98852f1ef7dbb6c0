"""`stratum run` as an operator sees it: it hears, answers, says how it is, and ends well when it is told to."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.contracts.channel import until
from tests.memory.server import free_port
from tests.wires.telegram.server import TOKEN, BotApi, serving

STRATUM = Path(sys.executable).with_name("stratum")


@dataclass
class Running:
    process: asyncio.subprocess.Process
    api: BotApi
    web: str
    home: Path

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(self.web + path) as response:
            return response.status, await response.text()

    async def end(self, number: signal.Signals) -> tuple[int, str]:
        """The exit status, and what went to stderr."""
        self.process.send_signal(number)
        assert self.process.stderr
        async with asyncio.timeout(120):
            told = await self.process.stderr.read()
            return await self.process.wait(), told.decode()


def environment(home: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": str(home), "STRATUM_HOME": str(home), "LANG": "C.UTF-8", **more}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    async with serving() as api:
        port = free_port()
        more = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api.address, "PORT": str(port)}
        process = await asyncio.create_subprocess_exec(
            STRATUM, "run", env=environment(tmp_path, **more), stderr=asyncio.subprocess.PIPE
        )
        try:
            await _listening(process)
            yield Running(process, api, f"http://127.0.0.1:{port}", tmp_path)
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()


async def _listening(process: asyncio.subprocess.Process) -> None:
    assert process.stderr
    told = b""
    async with asyncio.timeout(180):
        while b"telegram" not in told:
            line = await process.stderr.readline()
            told += line
            assert line, told


async def test_a_service_hears_answers_says_how_it_is_and_ends_well(running: Running) -> None:
    chat = running.api.world.private()
    running.api.world.say(chat, "/help")
    await until(lambda: len(running.api.world.texts(chat)) == 1)
    assert await running.get("/health") == (200, json.dumps({"status": "ok"}))
    assert (await running.get("/ready"))[0] == 200
    counted = 'stratum_answers_total{platform="telegram",state="delivered"} 1.0'
    metrics = ""
    async with asyncio.timeout(120):
        while counted not in metrics:
            _, metrics = await running.get("/metrics")
    assert 'stratum_heard_total{known="false",platform="telegram"} 1.0' in metrics
    assert 'stratum_take_seconds_count{platform="telegram"} 1.0' in metrics
    status, told = await running.end(signal.SIGTERM)
    assert status == 0, told
    assert "/help" not in told
    assert TOKEN not in told
    for line in told.splitlines():
        json.loads(line)


async def test_a_second_service_on_the_same_home_is_refused_with_words(running: Running) -> None:
    more = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": running.api.address, "PORT": str(free_port())}
    process = await asyncio.create_subprocess_exec(
        STRATUM, "run", env=environment(running.home, **more), stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(180):
        _, told = await process.communicate()
    assert process.returncode == 1
    assert b"Another process works on" in told


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ({}, 2, "No channel is configured"),
        ({"STRATUM_LOCALE": "ko"}, 2, "설정된 채널이 없습니다"),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "PORT": "x"}, 2, "PORT"),
    ],
)
async def test_what_is_missing_is_said(more: dict[str, str], status: int, words: str, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        STRATUM, "run", env=environment(tmp_path, **more), stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(180):
        _, told = await process.communicate()
    assert (process.returncode, words in told.decode()) == (status, True), told.decode()
