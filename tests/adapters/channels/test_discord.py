"""Discord keeps what every channel promises: the real SDK against a Discord of our own."""

from collections.abc import AsyncGenerator

import pytest

from tests.contracts.channel import ChannelContract
from tests.wires.discord.stage import Stage, stage


class TestDiscord(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncGenerator[Stage]:  # pyright: ignore[reportIncompatibleMethodOverride]
        async with stage() as made:
            yield made
