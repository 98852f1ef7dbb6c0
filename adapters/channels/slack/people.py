"""What Slack says of a person: a name, a language, whether she is a guest or of another company."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from adapters.channels.slack.desk import Badge
from adapters.channels.slack.lanes import Lanes
from adapters.channels.slack.wire import Denied, Wire
from bot.ports import Unposted
from config.errors import Locale

log = logging.getLogger(__name__)

_KNOWN = 3600.0
"""Seconds for which somebody is known."""
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Person:
    name: str = ""
    locale: Locale = "en"
    outsider: bool = False


class People:
    """Asks once an hour for each person."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._lanes = Lanes()
        self._known: OrderedDict[tuple[str, str], tuple[float, Person]] = OrderedDict()

    async def person(self, badge: Badge, user: str) -> Person:
        """What is known of somebody; where Slack does not answer, what was known, else nothing."""
        key = (badge.team, user)
        async with self._lanes.lane(key):
            until, known = self._known.get(key, (0.0, Person()))
            return known if until > time.monotonic() or not user else await self._asked(badge, user, known)

    async def _asked(self, badge: Badge, user: str, known: Person) -> Person:
        try:
            async with asyncio.timeout(self._wire.soon):
                answer = await self._wire.call(
                    badge.token, "users.info", {"user": user, "include_locale": "true"}, form=True
                )
        except Denied as error:
            known = Person(outsider=error.code in {"user_not_found", "user_not_visible"})
        except (Unposted, TimeoutError) as error:
            log.warning("users.info: %s", type(error).__name__)
            return known
        else:
            known = _person(badge, cast("Mapping[str, Any]", answer.get("user") or {}))
        self._keep((badge.team, user), known)
        return known

    def _keep(self, key: tuple[str, str], person: Person) -> None:
        self._known[key] = (time.monotonic() + _KNOWN, person)
        self._known.move_to_end(key)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)


def _person(badge: Badge, user: Mapping[str, Any]) -> Person:
    profile = cast("Mapping[str, Any]", user.get("profile") or {})
    name = (
        profile.get("display_name") or profile.get("real_name") or user.get("real_name") or user.get("name")
    )
    guest = any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger"))
    enterprise = cast("Mapping[str, Any]", user.get("enterprise_user") or {})
    team = str(user.get("team_id") or badge.team)
    teams = {badge.team, badge.enterprise, *cast("list[str]", enterprise.get("teams") or [])}
    korean = str(user.get("locale") or "").lower().startswith("ko")
    return Person(
        str(name or ""), "ko" if korean else "en", bool(guest) or (bool(badge.team) and team not in teams)
    )
