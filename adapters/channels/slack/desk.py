"""Who the bot is in a workspace: its own token, or that of an install, rotated in time by whoever needs it."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from adapters.channels.slack.installs import Installs
from adapters.channels.slack.lanes import Lanes
from adapters.channels.slack.wire import Denied, Wire, guarded, unposted
from bot.ports import Rejected, Unposted
from config.channels import Slack as Settings

_KNOWN = 60.0
"""Seconds for which a badge is known without looking again: another process may have rotated its token."""
_MOST = 2000
_SOON = 120
"""Minutes before its end at which a token is rotated."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The bot in one workspace."""

    team: str
    enterprise: str
    user: str
    """The bot's own user id."""
    bot: str
    token: str

    def __repr__(self) -> str:
        return f"Badge({self.team})"


class Desk(AsyncAuthorize):
    """Hands out badges: the same for what is heard and for what is said."""

    def __init__(
        self,
        settings: Settings,
        wire: Wire,
        installs: Installs | None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._installs = installs
        self._now = now
        self._own: Badge | None = None
        self._badges: OrderedDict[tuple[str, str], tuple[float, Badge]] = OrderedDict()
        self._lanes = Lanes()

    async def badge(self, team: str, enterprise: str = "") -> Badge:
        """Raises Rejected("revoked") where the bot is not installed; Throttled, Ambiguous."""
        place = (enterprise, team)
        if known := self._known(place):
            return known
        async with self._lanes.lane(place):
            badge = (
                self._known(place) or await self._installed(team, enterprise) or await self._by_setting(team)
            )
        if badge is None:
            raise Rejected("revoked", "not installed")
        self._badges[place] = (self._now() + _KNOWN, badge)
        self._badges.move_to_end(place)
        while len(self._badges) > _MOST:
            self._badges.popitem(last=False)
        return badge

    def _known(self, place: tuple[str, str]) -> Badge | None:
        known = self._badges.get(place)
        return known[1] if known and known[0] > self._now() else None

    def doubt(self, badge: Badge) -> None:
        """Slack did not take its token: the next one looks again."""
        self._badges = OrderedDict(kept for kept in self._badges.items() if kept[1][1].token != badge.token)
        if self._own is badge:
            self._own = None

    async def leave(self, team: str, enterprise: str = "") -> None:
        """The bot was uninstalled there, or its tokens revoked."""
        self._badges = OrderedDict(kept for kept in self._badges.items() if kept[0] != (enterprise, team))
        if self._installs:
            await self._installs.async_delete_all(enterprise_id=enterprise or None, team_id=team or None)

    async def _by_setting(self, team: str) -> Badge | None:
        if not self._settings.bot_token:
            return None
        if self._own is None:
            answer = await self._wire.call(self._settings.bot_token, "auth.test", {}, form=True)
            self._own = Badge(
                team=str(answer.get("team_id") or ""),
                enterprise=str(answer.get("enterprise_id") or ""),
                user=str(answer.get("user_id") or ""),
                bot=str(answer.get("bot_id") or ""),
                token=self._settings.bot_token,
            )
        return self._own if self._installs is None or team in {"", self._own.team} else None

    async def _installed(self, team: str, enterprise: str) -> Badge | None:
        if self._installs is None:
            return None
        bot = await self._installs.async_find_bot(enterprise_id=enterprise or None, team_id=team or None)
        if bot is None or not bot.bot_token:
            return None
        bot = await self._rotated(self._installs, bot)
        return Badge(team, enterprise, bot.bot_user_id or "", bot.bot_id or "", bot.bot_token)

    async def _rotated(self, installs: Installs, bot: Bot) -> Bot:
        """The bot with a token that lasts. Where another process was faster, its token is taken."""
        rotator = AsyncTokenRotator(
            client_id=self._settings.client_id,
            client_secret=self._settings.client_secret,
            client=self._wire.client(),
        )
        asked = rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=_SOON)
        try:
            fresh = await guarded(asked)
        except (SlackTokenRotationError, Unposted) as error:
            again = await installs.async_find_bot(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
            if again and again.bot_token != bot.bot_token:
                return again
            if (bot.bot_token_expires_at or 0) > time.time():
                return bot
            raise _unrotated(error) from None
        if fresh is None:
            return bot
        await installs.async_save_bot(fresh)
        return fresh

    async def __call__(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """Bolt asks for each request. It is not let in where the bot is not installed."""
        try:
            badge = await self.badge(team_id or "", enterprise_id or "")
        except Rejected as error:
            if error.reason == "unavailable":
                raise
            return None
        return AuthorizeResult(
            enterprise_id=badge.enterprise or None,
            team_id=badge.team,
            bot_id=badge.bot,
            bot_user_id=badge.user,
            bot_token=badge.token,
            user_id=user_id,
        )


def _unrotated(error: SlackTokenRotationError | Unposted) -> Rejected:
    """Only what Slack refuses for certain ends an install; whatever else went wrong is tried again."""
    told = error.api_error if isinstance(error, SlackTokenRotationError) else None
    if isinstance(told, SlackApiError) and isinstance(unposted(told), Denied):
        return Rejected("revoked", "token rotation")
    return Rejected("unavailable", "token rotation")
