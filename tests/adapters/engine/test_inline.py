"""The engine of one process keeps the contract of all engines."""

from collections.abc import AsyncIterator

import pytest

from adapters.engine.inline import Inline
from bot.delivery.engine import Engine
from tests.contracts.engine import EngineContract


class TestInline(EngineContract):
    @pytest.fixture
    async def engine(self) -> AsyncIterator[Engine]:  # pyright: ignore[reportIncompatibleMethodOverride]
        engine = Inline()
        yield engine
        await engine.aclose()
