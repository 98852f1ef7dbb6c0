"""What became of connections and pulls, as people and programs read it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from bot.measuring import connections
from bot.measuring.connections import Connection
from bot.measuring.pulling import Outcome
from config.errors import Locale
from config.wording import words
from memory.loading import Kept
from memory.store import pulls
from memory.types import Json


def title(platform: str) -> str:
    return connections.connectable(platform).name


def named(made: Connection, locale: Locale) -> dict[str, str]:
    """A connection's platform, account, currency and time zone, for the eye."""
    say, account = words("connecting"), made.account
    return {
        "platform": title(made.platform),
        "account": f"{account.ref} ({account.name})" if account.name else account.ref,
        "currency": account.currency or say("unknown_currency", locale),
        "timezone": account.timezone or say("unknown_time", locale),
    }


def moment(at: datetime | None, course: pulls.Course | None) -> str:
    """`11-27 06:00`, in the account's own zone."""
    return f"{at.astimezone(connections.zone(course.zone)):%Y-%m-%d %H:%M}" if at and course else "-"


def level(turn: pulls.Turn, locale: Locale) -> str:
    """Down to which level an account is read, in words."""
    finest = turn.course.grain or connections.connectable(turn.platform).levels[0]
    return words("connecting")(f"level.{finest}", locale)


def fault(turn: pulls.Turn, place: str, locale: Locale) -> str:
    """Why an account could not be read, since when it was not, and when it is tried again."""
    say = words("connecting")
    facts = {"platform": title(turn.platform), "account": turn.account, "scope": place, "slug": turn.platform}
    when = {"next": moment(turn.next_at, turn.course), "zone": turn.course.zone}
    last = moment(turn.last_at, turn.course) if turn.last_at else say("never", locale)
    return say("fault", locale, fault=(turn.fault or {}).get(locale, ""), last=last, **facts, **when)


def ending(days: int, platform: str, account: str, scope: str, locale: Locale) -> str:
    """That credentials end soon, or have ended."""
    facts = {"platform": title(platform), "account": account, "slug": platform, "scope": scope}
    return words("connecting")("expired" if days < 0 else "expiring", locale, days=days, **facts)


def pulled(one: Outcome, locale: Locale) -> Iterator[str]:
    """What became of one connection, a line each."""
    say = words("connecting")
    account = f"{one.account} ({one.name})" if one.name else one.account
    facts = {"scope": one.place, "platform": title(one.platform), "account": account}
    if one.error:
        yield say("failed", locale, error=one.error.say(locale), **facts)
        return
    window = {"since": one.since, "until": one.until, "timezone": one.timezone or say("unknown_time", locale)}
    counts = {name: f"{count:,}" for name, count in asdict(one.kept).items()}
    yield say("pulled", locale, **facts, **window, **counts)
    for note in one.notes:
        yield say(note, locale)
    if one.days_left is not None:
        yield ending(one.days_left, one.platform, one.account, one.place, locale)


def document(outcomes: Sequence[Outcome], locale: Locale, *, preview: bool) -> Json:
    """As JSON: counts as of an import, and each connection."""
    kept = Kept()
    for one in outcomes:
        kept.add(one.kept)
    counts: Json = {**asdict(kept), "rejected": []}
    more: Json = {"preview": True} if preview else {}
    return {**counts, **more, "connections": [_outcome(one, locale) for one in outcomes]}


def _outcome(one: Outcome, locale: Locale) -> Json:
    say = words("connecting")
    return {
        "platform": one.platform,
        "account": one.account,
        "scope": one.place,
        "name": one.name,
        "timezone": one.timezone or None,
        "from": one.since.isoformat() if one.since else None,
        "to": one.until.isoformat() if one.until else None,
        **asdict(one.kept),
        "notes": [say(note, locale).strip() for note in one.notes],
        "credentials_end_in_days": one.days_left,
        "error": one.error.say(locale) if one.error else None,
    }
