"""Installs of many workspaces, kept in the vault: the SDK's two stores on the house's own port."""

import json
import secrets
import time
from datetime import datetime
from typing import Any, cast

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.ports import Vault

INSTALL = "slack.install"
ABOVE = "slack.above"
STATE = "slack.state"
_SECONDS = 600
"""How long somebody may take to agree to an install."""


class Installs(AsyncInstallationStore):
    """One install a workspace or organisation: the bot's. What users grant for themselves is not asked for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, str] = {}

    async def async_save(self, installation: Installation) -> None:
        await self.async_save_bot(installation.to_bot())

    async def async_save_bot(self, bot: Bot) -> None:
        key = bot.enterprise_id if bot.is_enterprise_install else bot.team_id
        await self._vault.put(INSTALL, key or "", _packed(bot))

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Of the workspace, else of the organisation that it belongs to."""
        if team_id and not is_enterprise_install and (held := await self._vault.get(INSTALL, team_id)):
            return _unpacked(held)
        above = enterprise_id or await self._above(team_id)
        held = await self._vault.get(INSTALL, above) if above else None
        if held and team_id and enterprise_id:
            await self._remember(team_id, enterprise_id)
        return _unpacked(held) if held else None

    async def _above(self, team: str | None) -> str:
        """The organisation of a workspace whose events have named it: what is posted unasked knows only the latter."""
        held = await self._vault.get(ABOVE, team) if team else None
        return held.decode() if held else ""

    async def _remember(self, team: str, enterprise: str) -> None:
        if self._known.get(team) != enterprise:
            await self._vault.put(ABOVE, team, enterprise.encode())
            self._known[team] = enterprise

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        bot = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return Installation(user_id=user_id or "", **_of_bot(bot)) if bot else None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self._vault.drop(INSTALL, team_id or enterprise_id or "")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """The bot's own install stays when one user takes back what she granted."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class States(AsyncOAuthStateStore):
    """What ties the end of an install to its start, good for one use and ten minutes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        state = secrets.token_urlsafe(32)
        await self._vault.put(STATE, state, str(time.time() + _SECONDS).encode())
        return state

    async def async_consume(self, state: str) -> bool:
        until = await self._vault.get(STATE, state)
        if until is None:
            return False
        await self._vault.drop(STATE, state)
        return float(until) > time.time()


def _packed(bot: Bot) -> bytes:
    values = bot.to_dict_for_copying()
    plain = {name: _stamp(value) for name, value in values.items()}
    return json.dumps(plain).encode()


def _stamp(value: object) -> object:
    return value.timestamp() if isinstance(value, datetime) else value


def _unpacked(held: bytes) -> Bot:
    values = cast("dict[str, Any]", json.loads(held))
    if values.get("bot_token_expires_at") is not None:
        values["bot_token_expires_at"] = int(values["bot_token_expires_at"])
    values["bot_scopes"] = values.get("bot_scopes") or ""
    return Bot(**values)


def _of_bot(bot: Bot) -> dict[str, Any]:
    values = bot.to_dict_for_copying()
    values["bot_scopes"] = values.get("bot_scopes") or ""
    return values
