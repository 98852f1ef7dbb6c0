"""Slack as a channel: Socket Mode with an app token, signed requests with a signing secret, or both."""

import asyncio
import logging
import time
from typing import Any, cast

from aiohttp import web as aio
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse

from adapters.channels.slack.desk import Desk
from adapters.channels.slack.discreet import sdk_logger
from adapters.channels.slack.ears import Ears
from adapters.channels.slack.findings import findings
from adapters.channels.slack.installs import Installs
from adapters.channels.slack.line import Line
from adapters.channels.slack.mouth import Mouth
from adapters.channels.slack.oauth import EVENTS, INSTALL, REDIRECT, flow, page
from adapters.channels.slack.posting import Posting
from adapters.channels.slack.threads import Threads
from adapters.channels.slack.voice import PACE
from adapters.channels.slack.wire import SOON, Now, Wire, web_client
from bot import ports
from bot.ports import Finding, Inbox, Painter, Vault
from config.channels import Slack as Settings
from config.errors import StratumError
from config.wording import words

log = logging.getLogger(__name__)


class Slack:
    """Made with the vault it serves installs of many workspaces; without one, the workspace of its own token."""

    alone = False
    """Slack spreads what it delivers over the sockets there are, and redelivers what a lost one did not confirm."""

    def __init__(
        self,
        inbox: Inbox,
        settings: Settings,
        painter: Painter,
        vault: Vault | None = None,
        *,
        pace: float = PACE,
        now: Now = time.monotonic,
        soon: float = SOON,
    ) -> None:
        self._settings = settings
        self._wire = Wire(settings.api_url, now, soon)
        installs = Installs(vault) if vault and settings.client_id and settings.client_secret else None
        self._desk = Desk(settings, self._wire, installs)
        threads = Threads(self._wire)
        self._ears = Ears(self._wire, self._desk, threads, inbox)
        self._mouth = Mouth(Posting(self._wire, self._desk, threads), painter, pace)
        self._flow = flow(settings, installs, vault, inbox) if installs and vault else None
        self._app = _app(settings, self._desk, self._flow)
        self._ears.listen(self._app)
        self._vault = vault

    @property
    def mouth(self) -> ports.Mouth:
        return self._mouth

    def share(self, among: int) -> None:
        self._mouth.among = among

    async def run(self) -> None:
        if self._settings.app_token:
            await Line(self._app, self._settings.app_token, self._settings.api_url).run()
        await asyncio.Event().wait()

    def mount(self, web: object) -> None:
        """The address of signed requests, and those of installs."""
        if not self._settings.signing_secret:
            return
        routes = cast("aio.Application", web).router
        routes.add_post(EVENTS, self._request)
        if self._flow:
            routes.add_get(INSTALL, self._install)
            routes.add_get(REDIRECT, self._installed)

    async def check(self) -> tuple[Finding, ...]:
        return await findings(self._settings, self._wire, self._vault is not None)

    async def aclose(self) -> None:
        await self._ears.settle()
        await self._wire.aclose()

    async def _request(self, request: aio.Request) -> aio.Response:
        return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))

    async def _install(self, request: aio.Request) -> aio.Response:
        if self._flow is None:
            raise aio.HTTPNotFound
        return await to_aiohttp_response(await self._flow.handle_installation(await to_bolt_request(request)))

    async def _installed(self, request: aio.Request) -> aio.Response:
        """The end of an install. Where its tokens cannot be kept, as without a keyring, that is said."""
        if self._flow is None:
            raise aio.HTTPNotFound
        try:
            answer = await self._flow.handle_callback(await to_bolt_request(request))
        except StratumError as error:
            log.error("an install was not kept: %s", error)
            answer = page(
                BoltResponse(status=500, body=""), "slack.not_installed", reason=type(error).__name__
            )
        return await to_aiohttp_response(answer)


def _app(settings: Settings, desk: Desk, oauth_flow: AsyncOAuthFlow | None) -> AsyncApp:
    """Bolt's app. It answers after its listeners have ended, and asks our desk who it is."""
    say = words("channels")
    authorize: Any = desk
    return AsyncApp(
        name="stratum",
        logger=sdk_logger(),
        client=web_client(settings.api_url),
        signing_secret=settings.signing_secret,
        authorize=authorize,
        oauth_flow=oauth_flow,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
        user_facing_authorize_error_message=f"{say('slack.left', 'ko')}\n{say('slack.left', 'en')}",
    )
