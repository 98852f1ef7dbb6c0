"""Installs by OAuth: somebody agrees in the browser, and the bot says hello to her."""

import time
from dataclasses import replace
from html import escape
from urllib.parse import urljoin

from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation

from adapters.channels.slack.discreet import sdk_logger
from adapters.channels.slack.installs import Installs, States
from adapters.channels.slack.manifest import SCOPES
from adapters.channels.slack.wire import web_client
from bot.ports import Inbox, Vault
from bot.types import Heard
from config.channels import Slack as Settings
from config.wording import words

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
_SOON = 120


def flow(settings: Settings, installs: Installs, vault: Vault, inbox: Inbox) -> AsyncOAuthFlow:
    """Bolt's flow on the house's vault. Who has installed the bot is greeted in a direct message."""

    async def welcome(args: AsyncSuccessArgs) -> BoltResponse:
        hello = _hello(args.installation)
        await inbox.take(_back(hello))
        await inbox.take(hello)
        return page(await args.default.success(args), "slack.installed")

    async def failed(args: AsyncFailureArgs) -> BoltResponse:
        return page(await args.default.failure(args), "slack.not_installed", reason=args.reason)

    chosen = AsyncOAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=SCOPES,
        user_scopes=[],
        redirect_uri=f"{settings.public_url}{REDIRECT}" if settings.public_url else None,
        install_path=INSTALL,
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT,
        authorization_url=urljoin(settings.api_url, "../oauth/v2/authorize"),
        installation_store=installs,
        installation_store_bot_only=True,
        token_rotation_expiration_minutes=_SOON,
        state_store=States(vault),
        callback_options=AsyncCallbackOptions(success=welcome, failure=failed),
        logger=sdk_logger(),
    )
    return AsyncOAuthFlow(client=web_client(settings.api_url), logger=sdk_logger(), settings=chosen)


def page(answer: BoltResponse, key: str, **facts: str) -> BoltResponse:
    """Bolt's answer with our words, in both languages; what came with the address is never part of it unescaped."""
    said = [escape(words("channels")(key, locale, **facts)) for locale in ("ko", "en")]
    answer.headers["content-type"] = ["text/html; charset=utf-8"]
    answer.body = f"<!doctype html><meta charset=utf-8><title>Stratum</title><p>{'</p><p>'.join(said)}</p>"
    return answer


def _back(hello: Heard) -> Heard:
    """The bot is in the workspace, perhaps again: what rested since it was put out goes on."""
    event = f"back:{hello.event_id}"
    return replace(
        hello, channel="", account="", event_id=event, thread=event, action="", kind="joined", wide=True
    )


def _hello(installation: Installation) -> Heard:
    team, user = installation.team_id or installation.enterprise_id or "", installation.user_id
    event = f"install:{team}:{user}:{int(installation.installed_at or time.time())}"
    reach = {"team": installation.team_id or "", "enterprise": installation.enterprise_id or "", "user": user}
    return Heard(
        platform="slack",
        workspace=team,
        channel=user,
        account=user,
        text="",
        event_id=event,
        thread=event,
        action="hello",
        direct=True,
        reach={name: value for name, value in reach.items() if value},
    )
