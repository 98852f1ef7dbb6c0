"""A day out of words, in both languages, read as everything else that people say of days is read."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from agents.kit.frameworks.records.dates import date_in
from agents.kit.learning.when import days
from bot.teamwork.errors import NoDay
from config.teamwork import teamwork


def today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def morning(day: date, zone: str) -> datetime:
    """When people are told of something that is due on a day, in UTC."""
    return datetime.combine(day, teamwork().tasks.hour, ZoneInfo(zone)).astimezone(UTC)


def morning_after(now: datetime, zone: str) -> datetime:
    """That time on the day that follows at a place."""
    return morning(today(now, zone) + timedelta(days=1), zone)


def day_in(said: str, now: datetime, zone: str) -> date:
    """The day that the words name, of a longer time its last; seen from today at a place. Raises NoDay."""
    if exact := date_in(said):
        return date.fromisoformat(exact)
    found = days(said, today(now, zone))
    if not found:
        raise NoDay(value=said)
    return found[0].period.end
