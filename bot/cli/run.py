"""`stratum run`: the service."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import click

from bot import plugins
from bot.app import open_house
from bot.cli.session import settings, wait
from bot.delivery.engine import Engine
from bot.delivery.listening import listening
from bot.delivery.service import DRAIN_SECONDS, Parts, Service, opened
from bot.delivery.ticking import Clocks, Ticking
from bot.delivery.workroom import Workroom
from bot.digest.sender import Sender
from bot.house import House
from bot.learning.indexing import indexing
from bot.learning.learner import learning_on
from bot.measuring.regular import Regular
from bot.ports import Clock, Inbox, Platform, Web
from bot.reports.drafting import Drafter
from bot.teamwork.courier import Courier
from config.channels import Channels, channels
from config.connecting import connecting
from config.errors import Misused, StratumError
from config.logging import start_structured_logging
from config.settings import Settings
from config.teamwork import teamwork
from memory.db import Database

log = logging.getLogger(__name__)
_DRAFT_SECONDS = 30.0
"""How soon a draft that is due is begun."""


class NoChannel(Misused):
    """No channel is configured. Set SLACK_BOT_TOKEN with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET, DISCORD_TOKEN, or
    TELEGRAM_BOT_TOKEN; `stratum chat` needs none.

    ko: 설정된 채널이 없습니다. SLACK_BOT_TOKEN과 SLACK_APP_TOKEN(또는 SLACK_SIGNING_SECRET), DISCORD_TOKEN,
    TELEGRAM_BOT_TOKEN 가운데 하나를 설정하세요. `stratum chat`에는 필요 없습니다.
    """


class NoServe(StratumError):
    """Running as a service needs the extra `serve`: pip install 'stratum[serve]', and the one of each channel.

    ko: 서비스로 실행하려면 추가 기능 `serve`가 필요합니다: pip install 'stratum[serve]'. 채널별 추가 기능도 설치하세요.
    """


class EngineUnset(Misused):
    """With PostgreSQL the engine needs an address of its own: set STRATUM_ENGINE_DATABASE_URL to PostgreSQL, reached
    directly and not through a pooler.

    ko: PostgreSQL을 쓰면 엔진에도 주소가 필요합니다. STRATUM_ENGINE_DATABASE_URL을 풀러를 거치지 않은 PostgreSQL
    주소로 설정하세요.
    """


class AddressTaken(StratumError):
    """The web cannot listen on {address}: {detail}. Set PORT or HOST to something that is free.

    ko: 웹이 {address}에서 들을 수 없습니다: {detail}. PORT나 HOST를 비어 있는 것으로 바꾸세요.
    """


@click.command()
@click.option("--drain", default=DRAIN_SECONDS, help="Seconds that running turns have when it ends.")
def run(drain: float) -> int:
    """Every configured channel, the engine, the clock and the web. SIGTERM drains."""
    return wait(_run(settings(), drain))


async def _run(chosen: Settings, drain: float) -> int:
    gc.enable()
    start_structured_logging(chosen)
    reached = _channels()
    if not reached.switched_on:
        raise NoChannel()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(open_house(chosen))
        workroom = await stack.enter_async_context(Workroom(lambda: _thinking(chosen)))
        engine = await _engine(chosen, stack)
        listens = listening(house.database)
        parts = Parts(engine, _platforms(reached, house), listens=listens, workroom=workroom)
        service = await _opened(house, parts, stack)
        service.clock = _clock(service, house)
        web = await _web(service, reached)
        stack.push_async_callback(web.aclose)
        await service.start()
        gc.collect()
        gc.freeze()
        click.echo(f"{', '.join(service.platforms)} · {reached.web.host}:{web.port}", err=True)
        await _told_to_end()
        await service.drain(drain)
    return 0


@asynccontextmanager
async def _thinking(chosen: Settings) -> AsyncGenerator[House]:
    """The house in which turns are taken, with what goes on beside them."""
    async with open_house(chosen, for_long=True) as house, indexing(house), learning_on(house):
        yield house


async def _opened(house: House, parts: Parts, stack: AsyncExitStack) -> Service:
    try:
        return await stack.enter_async_context(opened(house, parts))
    except ModuleNotFoundError as error:
        raise NoServe() from error


def _platforms(reached: Channels, house: House) -> Mapping[str, Callable[[Inbox], Platform]]:
    """How each platform that has what it needs is made."""
    return {
        name: lambda inbox, name=name: plugins.platform(name, inbox, getattr(reached, name), house.vault)
        for name in reached.switched_on
    }


async def _engine(chosen: Settings, stack: AsyncExitStack) -> Engine:
    if chosen.engine == "inline":
        return plugins.engine("inline")()
    if chosen.database.startswith("postgresql") and not chosen.engine_database_url:
        raise EngineUnset()
    beats = await stack.enter_async_context(await Database.open(chosen.database, pool_size=1))
    url = chosen.engine_database_url or f"sqlite:///{chosen.home / 'engine.db'}"
    try:
        return plugins.engine("dbos")(url, beats)
    except ModuleNotFoundError as error:
        raise NoServe() from error


def _clock(service: Service, house: House) -> Clock:
    """What sends digests when they are due, notices soon, drafts reports in time, and reads accounts daily."""
    try:
        digests = plugins.clock()(Sender(house, service.inbox, service.platforms))
    except ModuleNotFoundError as error:
        raise NoServe() from error
    courier = Courier(house, service.inbox, service.platforms)
    soon = teamwork().notices.look_seconds
    drafts = Ticking(Drafter(house).look, _DRAFT_SECONDS)
    pulls = Ticking(Regular(house).look, connecting().clock.look_seconds)
    return Clocks((digests, drafts, Ticking(courier.look, soon), pulls))


async def _web(service: Service, reached: Channels) -> Web:
    try:
        web = plugins.web()(reached.web, service.tally, lambda: service.well)
    except ModuleNotFoundError as error:
        raise NoServe() from error
    for platform in service.platforms.values():
        platform.mount(web.app)
    try:
        await web.start()
    except OSError as error:
        raise AddressTaken(address=f"{reached.web.host}:{reached.web.port}", detail=error.strerror) from error
    return web


def _channels() -> Channels:
    try:
        return channels(os.environ)
    except ValueError as error:
        raise Misused(detail=f"PORT: {error}") from error


async def _told_to_end() -> None:
    """Until SIGTERM or SIGINT; a second one ends the process at once."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    await told.wait()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)
    log.warning("draining")
