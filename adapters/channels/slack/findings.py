"""What `doctor` should know of Slack: each thing that keeps the bot from hearing or speaking."""

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from adapters.channels.slack.manifest import SCOPES
from adapters.channels.slack.wire import Denied, Wire
from bot.ports import Finding, Unposted
from config.channels import Slack as Settings

_SECRET = re.compile(r"[0-9a-f]{32}")
_SKEW = 120
"""Seconds: Slack's signatures are good for five minutes."""


async def findings(settings: Settings, wire: Wire, vault: bool) -> tuple[Finding, ...]:
    """Token, scopes and clock by one call; the app token by opening an address; what cannot be asked by its form."""
    found: list[Finding] = []
    if settings.bot_token:
        found += await _token(settings, wire)
    if found and found[0].name == "slack.reached":
        return tuple(found)
    if settings.app_token:
        found.append(await _app_token(settings, wire))
    if settings.signing_secret:
        shape = bool(_SECRET.fullmatch(settings.signing_secret))
        found.append(Finding("slack.signing_secret", shape, "32 hex" if shape else "?"))
    if settings.signing_secret and not settings.app_token:
        found.append(
            Finding(
                "slack.public_url", settings.public_url.startswith("https://"), settings.public_url or "-"
            )
        )
    if settings.client_id and settings.client_secret:
        found.append(Finding("slack.installs", vault, settings.client_id))
    return tuple(found)


async def _token(settings: Settings, wire: Wire) -> list[Finding]:
    try:
        answer, headers = await wire.ask(settings.bot_token, "auth.test", {}, form=True)
    except Unposted as error:
        return [_failed("slack.token", error)]
    told = {name.lower(): value for name, value in headers.items()}
    who = f"{answer.get('team') or answer.get('team_id')} / {answer.get('user') or answer.get('user_id')}"
    return [Finding("slack.token", True, who), *_scopes(told), *_clock(told)]


def _failed(name: str, error: Unposted) -> Finding:
    """A token that Slack refuses is at fault; without an answer of Slack's nothing is known of it."""
    answered = isinstance(error, Denied) and not error.code.startswith("http_")
    return Finding(name if answered else "slack.reached", False, str(error))


def _scopes(headers: Mapping[str, str]) -> list[Finding]:
    """Nothing where it is not said what the token may do."""
    if "x-oauth-scopes" not in headers:
        return []
    granted = {scope.strip() for scope in headers["x-oauth-scopes"].split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    return [Finding("slack.scopes", not missing, ", ".join(missing) or f"{len(SCOPES)}")]


def _clock(headers: Mapping[str, str]) -> list[Finding]:
    try:
        skew = time.time() - parsedate_to_datetime(headers["date"]).timestamp()
    except (KeyError, ValueError):
        return []
    return [Finding("slack.clock", abs(skew) <= _SKEW, f"{skew:+.0f} s")]


async def _app_token(settings: Settings, wire: Wire) -> Finding:
    try:
        await wire.call(settings.app_token, "apps.connections.open", {}, form=True)
    except Unposted as error:
        return _failed("slack.app_token", error)
    return Finding("slack.app_token", True, "Socket Mode")
