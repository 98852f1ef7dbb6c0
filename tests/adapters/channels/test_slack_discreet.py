"""What the SDK may say in a log."""

import logging
import sys

import pytest

from adapters.channels.slack.discreet import sdk_logger
from bot.ports import Ambiguous
from tests.contracts.channel import REPLY
from tests.wires.slack.stage import on_socket


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1111-2222-abc", "xoxe.xoxb-1-abc", "xoxe-1-abc", "xapp-1-A0-3-abc",
        "wss://wss.example/link/?ticket=abc-def", "https://hooks.example/commands/T1/2/abc",
        "https://hooks.example/actions/T1/2/abc",
    ],
)  # fmt: skip
def test_what_opens_something_is_taken_out(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    sdk_logger().error("could not do it with %s", secret)
    assert "could not do it with" in caplog.text
    assert secret.rpartition("/")[2] not in caplog.text
    assert "abc" not in caplog.text


def test_of_an_exception_only_its_kind_is_left(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("리틀크럼의 비밀")
    except ValueError:
        sdk_logger().error("failed", exc_info=sys.exc_info())
    assert "[ValueError]" in caplog.text
    assert "비밀" not in caplog.text


async def test_nothing_of_the_sdk_is_logged_below_an_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with on_socket() as stage:
        await stage.person.mentions("SWOT")
        heard = await stage.inbox.until(1)
        await stage.platform.mouth.voice(heard).final(REPLY, "key-1")
        stage.drop()
        with pytest.raises(Ambiguous):
            await stage.platform.mouth.voice(heard).final(REPLY, "key-2")
        stage.inbox.trouble = ConnectionError("the database is away")
        await stage.person.mentions("SWOT")
        await stage.server.sockets.goodbye()
    noisy = [one for one in caplog.records if one.name.startswith(("slack", "adapters.channels.slack.sdk"))]
    assert [one.getMessage() for one in noisy if one.levelno < logging.ERROR] == []
