"""Telegram keeps the contract of all chat platforms: in private and in groups, by polling and by webhook."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.channel import ChannelContract
from tests.wires.telegram.stage import TelegramStage, playing


class TestPrivateByPolling(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[TelegramStage]:
        async with playing("polling") as stage:
            yield stage


class TestPrivateByWebhook(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[TelegramStage]:
        async with playing("webhook") as stage:
            yield stage


class TestGroupByPolling(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[TelegramStage]:
        async with playing("polling", group=True) as stage:
            yield stage
