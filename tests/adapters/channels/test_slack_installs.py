"""Installs in many workspaces: agreed to in a browser, kept in the vault, rotated by whoever speaks."""

import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlparse

import aiohttp
import pytest
from slack_sdk.oauth.installation_store import Installation

from adapters.channels.slack.channel import Slack
from adapters.channels.slack.installs import INSTALL, Installs, States
from bot.ports import Rejected
from bot.types import Heard, Reply
from config.channels import Slack as Settings
from config.errors import Refused
from tests.contracts.channel import REPLY, Spool, until
from tests.wires.slack.delivery import ByRequest
from tests.wires.slack.person import Person
from tests.wires.slack.server import Fate, Server, serving
from tests.wires.slack.stage import mounted, shown
from tests.wires.slack.workspace import BOT_TOKEN, SIGNING_SECRET, Workspace

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
"""The SDK says it of itself: slack_sdk 3.47 gives its client's id and secret to aiohttp 3.14 in the older way."""

DIGEST = Heard("slack", "T0STUDIO", "C0CRUMB", "", "", "digest")


@dataclass
class Drawer:
    """A vault in memory."""

    held: dict[tuple[str, str], bytes] = field(default_factory=dict[tuple[str, str], bytes])

    async def get(self, kind: str, key: str) -> bytes | None:
        return self.held.get((kind, key))

    async def put(self, kind: str, key: str, value: bytes) -> None:
        self.held[kind, key] = value

    async def drop(self, kind: str, key: str) -> None:
        self.held.pop((kind, key), None)


@dataclass
class Operator:
    """An operator's bot that others install."""

    server: Server
    vault: Drawer
    inbox: Spool
    settings: Settings
    slack: Slack
    address: str

    def __post_init__(self) -> None:
        self.delivery = ByRequest(f"{self.address}/slack/events")
        self.person = Person(self.server, self.delivery)

    async def elsewhere(self, to: Heard, reply: Reply, key: str) -> None:
        """A post by another process, which has only the vault in common with this one."""
        other = Slack(self.inbox, self.settings, lambda: lambda _chart: b"PNG", self.vault)
        try:
            await other.mouth.post(to, reply, key)
        finally:
            await other.aclose()

    async def install(self, *, state: str = "", cookie: bool = True) -> tuple[int, str]:
        """Mina clicks, agrees and comes back; gives what she sees then."""
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            async with browser.get(f"{self.address}/slack/install", allow_redirects=False) as page:
                kept = page.headers["Set-Cookie"].partition(";")[0]
                link = page.headers["Location"]
            assert link.startswith(f"{self.server.address}/oauth/v2/authorize")
            async with browser.get(link, allow_redirects=False) as agreed:
                back = urlparse(agreed.headers["Location"])
            query = {name: values[0] for name, values in parse_qs(back.query).items()}
            headers = {"Cookie": kept} if cookie else {}
            asked = query | ({"state": state} if state else {})
            async with browser.get(self.address + back.path, params=asked, headers=headers) as done:
                return done.status, await done.text()


@contextlib.asynccontextmanager
async def operator(*, rotating: bool = False, token: str = "") -> AsyncIterator[Operator]:
    async with serving(Workspace()) as server:
        server.rotating = rotating
        vault, inbox = Drawer(), Spool()
        settings = Settings(
            bot_token=token,
            signing_secret=SIGNING_SECRET,
            client_id="1.2",
            client_secret="shh",  # noqa: S106 - of the loopback
            api_url=server.api_url,
            public_url="https://stratum.example",
        )
        slack = Slack(inbox, settings, lambda: lambda _chart: b"PNG", vault, pace=0.0)
        async with mounted(slack) as address:
            made = Operator(server, vault, inbox, settings, slack, address)
            yield made
            await made.delivery.aclose()
        await slack.aclose()


async def test_who_installs_is_greeted_and_heard() -> None:
    async with operator() as it:
        status, page = await it.install()
        assert status == 200, page
        [back, hello] = it.inbox.taken
        assert (back.kind, back.workspace, back.channel, back.wide) == ("joined", "T0STUDIO", "", True)
        assert (hello.action, hello.account, hello.workspace, hello.direct) == (
            "hello",
            "U0MINA",
            "T0STUDIO",
            True,
        )
        await it.slack.mouth.voice(hello).final(REPLY, "key-1")
        assert [shown(one) for one in it.server.workspace.of_bot("D0MINA")] == [REPLY.text]
        await it.person.mentions("SWOT")
        assert (await it.inbox.until(3)).text == "SWOT"
        assert it.server.sent("auth.test") == [{}]


@pytest.mark.parametrize(("state", "cookie", "status"), [("forged", True, 400), ("", False, 400)])
async def test_an_install_that_was_not_begun_here_is_refused(state: str, cookie: bool, status: int) -> None:
    async with operator() as it:
        assert (await it.install(state=state, cookie=cookie))[0] == status
        assert it.inbox.taken == []
        assert not [key for key in it.vault.held if key[0] == INSTALL]


async def test_an_install_whose_tokens_cannot_be_kept_is_said() -> None:
    async with operator() as it:
        keep = it.vault.put

        async def locked(kind: str, key: str, value: bytes) -> None:
            if kind == INSTALL:
                raise Refused(detail="no keyring")
            await keep(kind, key, value)

        it.vault.put = locked  # type: ignore[method-assign]
        status, page = await it.install()
        assert status == 500
        assert "설치하지 못했습니다" in page
        assert it.inbox.taken == []


async def test_a_state_is_good_once_and_not_for_ever() -> None:
    vault = Drawer()
    states = States(vault)
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    late = await states.async_issue()
    [kept] = vault.held
    vault.held[kept] = str(time.time() - 1).encode()
    assert not await states.async_consume(late)


async def test_a_token_is_rotated_by_a_digest_without_any_request() -> None:
    async with operator(rotating=True) as it:
        await it.install()
        first = await _bot(it)
        await _age(it, seconds=60)
        await it.elsewhere(DIGEST, REPLY, "digest-1")
        second = await _bot(it)
        assert second["bot_token"] != first["bot_token"]
        assert second["bot_refresh_token"] != first["bot_refresh_token"]
        assert float(second["bot_token_expires_at"]) > time.time() + 40_000
        assert [call.token for call in it.server.calls if call.method == "chat.postMessage"] == [
            second["bot_token"]
        ]


async def test_two_replicas_that_rotate_at_once_both_speak() -> None:
    async with operator(rotating=True) as it:
        await it.install()
        await _age(it, seconds=60)
        it.slack._desk._badges.clear()  # noqa: SLF001 - a minute passes  # pyright: ignore[reportPrivateUsage]
        old = it.vault.held[INSTALL, "T0STUDIO"]
        await it.slack.mouth.post(DIGEST, REPLY, "digest-1")
        fresh = it.vault.held[INSTALL, "T0STUDIO"]
        it.vault.held[INSTALL, "T0STUDIO"] = old
        reading = it.vault.get

        async def late(kind: str, key: str) -> bytes | None:
            found = await reading(kind, key)
            it.vault.held[INSTALL, "T0STUDIO"] = fresh
            return found

        it.vault.get = late  # type: ignore[method-assign]
        await it.elsewhere(DIGEST, REPLY, "digest-2")
        assert len(it.server.workspace.of_bot("C0CRUMB")) == 2


async def test_a_refresh_that_slack_refuses_ends_the_install_only_when_the_token_ends() -> None:
    async with operator(rotating=True) as it:
        await it.install()
        it.server.workspace.refreshes.clear()
        await _age(it, seconds=60)
        await it.elsewhere(DIGEST, REPLY, "digest-1")
        await _age(it, seconds=-60)
        with pytest.raises(Rejected, match="revoked"):
            await it.elsewhere(DIGEST, REPLY, "digest-2")


async def test_a_refresh_that_is_not_reached_waits_as_long_as_the_token_lasts_and_then_is_tried_again() -> (
    None
):
    async with operator(rotating=True) as it:
        await it.install()
        await _age(it, seconds=60)
        it.server.fates.append(Fate("broken", method="oauth.v2.access"))
        await it.elsewhere(DIGEST, REPLY, "digest-1")
        await _age(it, seconds=-60)
        for trouble in ("broken", "dropped"):
            it.server.fates.append(Fate(trouble, method="oauth.v2.access"))  # type: ignore[arg-type]
            with pytest.raises(Rejected, match="unavailable"):
                await it.elsewhere(DIGEST, REPLY, "digest-2")


async def test_a_token_that_another_process_has_rotated_is_looked_up_for_the_same_post() -> None:
    async with operator(rotating=True) as it:
        await it.install()
        await it.slack.mouth.post(DIGEST, REPLY, "digest-1")
        await _age(it, seconds=60)
        await it.elsewhere(DIGEST, REPLY, "digest-2")
        it.server.fates.append(Fate("refused", error="token_revoked", method="chat.postMessage"))
        await it.slack.mouth.post(DIGEST, REPLY, "digest-3")
        assert len(it.server.workspace.of_bot("C0CRUMB")) == 3


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}],
)
async def test_an_install_that_is_taken_back_is_forgotten(event: dict[str, object]) -> None:
    async with operator() as it:
        await it.install()
        await it.person.event(event)
        left = await it.inbox.until(3)
        assert (left.kind, left.workspace, left.channel) == ("left", "T0STUDIO", "")
        await until(it.delivery.acknowledged)
        assert (INSTALL, "T0STUDIO") not in it.vault.held
        with pytest.raises(Rejected, match="revoked"):
            await it.slack.mouth.post(DIGEST, REPLY, "digest-1")


async def test_what_one_user_takes_back_leaves_the_install() -> None:
    async with operator() as it:
        await it.install()
        await it.person.event({"type": "tokens_revoked", "tokens": {"oauth": ["U0MINA"]}})
        await until(it.delivery.acknowledged)
        assert (INSTALL, "T0STUDIO") in it.vault.held
        assert [one.kind for one in it.inbox.taken] == ["joined", "message"]


async def test_a_workspace_without_an_install_is_not_heard() -> None:
    async with operator() as it:
        await it.person.mentions("SWOT")
        await until(lambda: it.delivery.posts[0].status != 0)
        assert it.inbox.offered == []
        assert "설치되어 있지 않습니다" in it.delivery.posts[0].body


async def test_the_own_workspace_needs_no_install_beside_those_of_others() -> None:
    async with operator(token=BOT_TOKEN) as it:
        await it.slack.mouth.post(DIGEST, REPLY, "digest-1")
        with pytest.raises(Rejected, match="revoked"):
            await it.slack.mouth.post(Heard("slack", "T0OTHER", "C1", "", "", "digest"), REPLY, "digest-2")


async def test_an_install_of_a_whole_organisation_serves_its_workspaces() -> None:
    vault = Drawer()
    installs = Installs(vault)
    install = await _organisation(installs)
    found = await installs.async_find_bot(enterprise_id="E1", team_id="T9")
    assert found
    assert found.bot_token == install
    unasked = await installs.async_find_bot(enterprise_id=None, team_id="T9")
    assert unasked
    assert unasked.bot_token == install
    assert await installs.async_find_bot(enterprise_id=None, team_id="T8") is None


async def _organisation(installs: Installs) -> str:
    made = Installation(
        user_id="U1",
        enterprise_id="E1",
        bot_token="xoxb-org",  # noqa: S106 - of the loopback
        bot_id="B1",
        bot_user_id="U2",
        is_enterprise_install=True,
    )
    await installs.async_save(made)
    return "xoxb-org"


async def _bot(it: Operator) -> dict[str, str]:
    return json.loads(it.vault.held[INSTALL, "T0STUDIO"])


async def _age(it: Operator, seconds: float) -> None:
    """The token ends in so many seconds."""
    held = await _bot(it)
    it.vault.held[INSTALL, "T0STUDIO"] = json.dumps(
        held | {"bot_token_expires_at": time.time() + seconds}
    ).encode()
