"""Slack keeps the contract of all channels: over a socket, and by signed requests."""

from collections.abc import AsyncIterator

import pytest

from tests.contracts.channel import ChannelContract
from tests.wires.slack.stage import OnSlack, by_request, on_socket


class TestBySocket(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[OnSlack]:
        async with on_socket() as stage:
            yield stage


class TestBySignedRequests(ChannelContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[OnSlack]:
        async with by_request() as stage:
            yield stage
