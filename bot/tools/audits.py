"""Who did what: the newest rows of the audit at a place, and whether its chain still holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from agents.types import AgentResult, Section, Table
from bot import permissions
from bot.house import House
from bot.wanted import Wanted
from config.errors import Locale, Misused, Refused
from config.roles import rights
from config.wording import words
from memory.store import audit as rows
from memory.store import campaigns, clients, users
from memory.store.audit import Entry
from memory.store.entrance import Entrance, enter_scope
from memory.types import Json, Place, Scope

SHOWN = 20
_MOST = 500
_VERIFY = {"verify", "check", "확인", "검증"}
_TOLD = ("role", "level", "expires_at", "until", "fields", "name", "platform", "to", "why")
"""What of a row's detail is shown, in this order."""


class NoCount(Misused):
    """{said!r} is no number of rows. `/audit 50` shows the newest 50, `/audit verify` checks the chain.

    ko: {said!r}: 몇 건인지 알 수 없습니다. `/감사기록 50`은 최근 50건을, `/감사기록 확인`은 그대로인지를 보여 줍니다.
    """


@dataclass(frozen=True, slots=True)
class Log:
    """Rows of the audit, the newest first, and the names of the places that they speak of."""

    place: Place
    entries: tuple[Entry, ...]
    paths: Mapping[str, str]

    def document(self) -> Json:
        return {
            "items": [
                {
                    "seq": one.seq,
                    "at": one.at.isoformat(),
                    "actor": one.actor,
                    "action": one.action,
                    "subject": one.subject,
                    "scope": one.path,
                    "detail": one.detail,
                }
                for one in self.entries
            ]
        }

    def result(self, locale: Locale) -> AgentResult:
        say = words("audit")
        if not self.entries:
            return AgentResult((say("nothing", locale, place=" › ".join(self.place.names)),))
        head = tuple(say(one, locale) for one in ("when", "who", "what", "whom", "detail", "where"))
        table = Table(head, tuple(self._row(one, locale) for one in self.entries))
        line = say("newest", locale, count=len(self.entries), place=" › ".join(self.place.names))
        return AgentResult((line,), (Section(say("title", locale), (table,), internal=True),))

    def _row(self, one: Entry, locale: Locale) -> tuple[str, ...]:
        when = one.at.astimezone(ZoneInfo(self.place.timezone))
        subject = self.paths.get(one.subject, one.subject)
        told = (self._told(key, one.detail[key], locale) for key in _TOLD if one.detail.get(key))
        detail = ", ".join(filter(None, told))
        return f"{when:%Y-%m-%d %H:%M}", one.actor, action(one.action, locale), subject, detail, one.path

    def _told(self, key: str, value: object, locale: Locale) -> str:
        if isinstance(value, list):
            parts: list[object] = value  # pyright: ignore[reportUnknownVariableType] - of a JSON column
            said = [self._told(key, one, locale) for one in parts]
            changes = key in {"role", "expires_at"} and len(said) == 2  # noqa: PLR2004 - before and after
            kept = list(dict.fromkeys(said)) if changes else said
            return (" → " if changes else ", ").join(kept if any(kept) else ())
        text = str(value or "")
        if key == "role":
            known = rights().roles(self.place.org_type)
            return known[text].label.say(locale) if text in known else text
        if key in {"expires_at", "until"}:
            return f"~{text[:10]}" if text else ""
        return self.paths.get(text, text)


def action(name: str, locale: Locale) -> str:
    """What was done, in words; its name where there are none."""
    say = words("audit")
    return say(f"do.{name}", locale) if f"do.{name}" in say else name


async def logged(house: House, entrance: Entrance, most: int = SHOWN) -> Log:
    """The newest rows of this place and below it, as far as the actor may see them."""
    actor, org_scope = entrance.access.actor, Scope(entrance.place.scope.org)
    root = await enter_scope(house.database, org_scope, actor.user)
    async with house.database.reading(root.access) as unit:
        people: dict[str, str] = {one.user: one.name for one in await users.every(unit)}
    async with house.database.reading(entrance.access) as unit:
        found = await rows.newest(unit, max(1, min(most, _MOST)))
        named = {one.id: one.slug for one in await clients.every(unit)}
        below = await campaigns.every(unit)
    org = entrance.place.path.split("/", maxsplit=1)[0]
    paths = {"organization": org, **{f"client:{id_}": f"{org}/{slug}" for id_, slug in named.items()}}
    for one in below:
        above = f"{org}/{named[one.client]}" if one.client and one.client in named else org
        paths[f"campaign:{one.id}"] = f"{above}/{one.slug}"
    told = tuple(replace(one, subject=people.get(one.subject, one.subject)) for one in found)
    return Log(entrance.place, told, paths)


async def broken(house: House, entrance: Entrance, locale: Locale) -> int | None:
    """The number of the first row that was changed or is missing. Raises Refused for who sees only a part of them."""
    actor = entrance.access.actor
    root = await enter_scope(house.database, Scope(entrance.place.scope.org), actor.user)
    verdict = permissions.admit(actor, ("audit",), root.place, house.now())
    if not verdict.allowed:
        raise Refused(detail=verdict.why(locale))
    async with house.database.reading(root.access) as unit:
        return await rows.verify(unit)


def verdict(broken_at: int | None, locale: Locale) -> str:
    say = words("audit")
    return say("holds", locale) if broken_at is None else say("broken", locale, row=broken_at)


async def audit(wanted: Wanted) -> AgentResult:
    """`/audit`, `/audit 50`, `/audit verify`."""
    wanted.permit("audit")
    said = wanted.rest.strip().lower()
    if said in _VERIFY:
        return AgentResult(
            (verdict(await broken(wanted.house, wanted.entered, wanted.locale), wanted.locale),)
        )
    if said and not said.isdecimal():
        raise NoCount(said=wanted.rest.strip())
    log = await logged(wanted.house, wanted.entered, int(said or SHOWN))
    result = log.result(wanted.locale)
    return replace(result, lines=(*result.lines, words("audit")("how", wanted.locale)))
