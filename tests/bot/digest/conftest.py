"""A house on both databases whose time the test sets."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.digest.sender import Sender
from bot.house import House
from bot.ports import Inbox
from bot.toolbox import NAMES
from bot.turn import Turns
from bot.types import Heard, Reply
from config.settings import Settings
from memory.db import Database
from memory.schedule import Digest
from memory.store import bindings, digests, outputs, users
from memory.types import ChannelKey
from tests.memory.conftest import postgres, url
from tests.memory.tenants import Tenants, draft, settle

__all__ = ["postgres", "url"]


@dataclass
class Time:
    """The time as the house reads it."""

    now: datetime = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def set(self, local: str, zone: str = "Asia/Seoul") -> datetime:
        self.now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        return self.now


@dataclass
class Kept:
    """An inbox that keeps what it takes, once for each key, as `bot.ports.Inbox` promises."""

    taken: list[Heard] = field(default_factory=list[Heard])

    async def take(self, heard: Heard) -> bool:
        new = heard.event_id not in {one.event_id for one in self.taken}
        if new:
            self.taken.append(heard)
        return new


def _kept_is_an_inbox(kept: Kept) -> Inbox:
    return kept


@dataclass
class Chat:
    """acme's channels in one Slack workspace: C1 is Nike's, C2 Adidas's, C3 the agency's own."""

    house: House
    tenants: Tenants

    async def say(self, text: str, channel: str = "C1", account: str = "UOWNER", **more: str) -> Reply:
        heard = Heard("slack", "T1", channel, account, text, f"E{datetime.now(UTC).timestamp()}")
        return await Turns(self.house)(replace(heard, **{"thread": channel, **more}), _quiet)

    async def hear(self, heard: Heard) -> Reply:
        return await Turns(self.house)(heard, _quiet)


async def _quiet(_text: str) -> None:
    pass


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def house(url: str, tmp_path: Path, time: Time) -> AsyncIterator[House]:
    settings = Settings(home=tmp_path, database_url=url, locale="ko")
    async with await Database.open(url, clock=time) as database:
        yield House(settings, database, NAMES, time)


@pytest.fixture
async def chat(house: House) -> Chat:
    tenants = await settle(house.database)
    access = (await tenants.at("acme")).access
    async with house.database.writing(access) as unit:
        for channel, path in (("C1", "acme/nike"), ("C2", "acme/adidas"), ("C3", "acme")):
            await bindings.bind(unit, ChannelKey("slack", "T1", channel), await tenants.scope(path))
        await users.link(unit, access.actor.user, "slack", "T1/UOWNER")
        ada = next(one for one in await users.every(unit) if one.name == "ada")
        await users.link(unit, ada.user, "slack", "T1/UADA")
    return Chat(house, tenants)


@pytest.fixture
def inbox() -> Kept:
    return Kept()


async def tick(chat: Chat, inbox: Kept) -> list[Reply]:
    """What one look at the clock brings into the chat."""
    sender, before = Sender(chat.house, inbox, {"slack"}), len(inbox.taken)
    for one in await sender.scheduled():
        await sender.hand_over(one)
    return [await chat.hear(each) for each in inbox.taken[before:]]


async def deliver(chat: Chat, path: str, title: str) -> None:
    async with chat.house.database.writing((await chat.tenants.at(path)).access) as unit:
        await outputs.save(
            unit, replace(draft(title), title=title, output_type="swot", summary=f"{title} in short")
        )


async def all_of(db: Database) -> tuple[Digest, ...]:
    return await digests.scheduled(db)
