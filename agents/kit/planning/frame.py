"""From when to when a plan goes, and whose days it counts."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from agents.kit.planning.choices import Choices
from agents.kit.planning.values import ASSUMED, Frame, Ground, stated
from agents.types import Ask
from config.planning import Mode, planning
from memory.insight import Insight
from memory.types import Campaign


def today(ask: Ask, campaign: Campaign | None = None) -> date:
    """The day it is at the place."""
    return ask.now.astimezone(ZoneInfo(_timezone(ask, campaign))).date()


def frame(ask: Ask, campaign: Campaign | None, choices: Choices, mode: Mode) -> Frame:
    """The campaign's days, so far as they are still to come; otherwise whole weeks from the next Monday on."""
    day, weeks = today(ask, campaign), choices.one("weeks")
    starts, ends, ground = _campaign_days(campaign)
    begun = starts or _insight_day(ask.context.known, "campaign_start", day)
    first = max(begun, day) if begun else next_monday(day)
    if ends is not None and ends < first:
        first, ends, ground = next_monday(day), None, ASSUMED
    if weeks:
        ends, ground = first + timedelta(weeks=int(weeks.value), days=-1), weeks.ground
    last = ends or first + timedelta(weeks=planning().modes[mode].weeks, days=-1)
    timezone = _timezone(ask, campaign)
    return Frame(
        first, last, ground if ends or weeks else ASSUMED, timezone, planning().countries.get(timezone, "")
    )


def next_monday(day: date) -> date:
    """The next Monday; a Monday is its own."""
    return day + timedelta(days=-day.weekday() % 7)


def _campaign_days(campaign: Campaign | None) -> tuple[date | None, date | None, Ground]:
    if campaign is None or not (campaign.plan.starts or campaign.plan.ends):
        return None, None, ASSUMED
    plan = campaign.plan
    said = f"{plan.name or campaign.slug}: {plan.starts or '…'} – {plan.ends or '…'}"
    return plan.starts, plan.ends, stated(campaign.id, said)


def _insight_day(known: tuple[Insight, ...], subject: str, after: date) -> date | None:
    days = [one.valid_from for one in known if one.subject_key == f"date:{subject}" and one.valid_from]
    return next((day for day in reversed(days) if day >= after), None)


def _timezone(ask: Ask, campaign: Campaign | None) -> str:
    own = campaign.plan.timezone if campaign else None
    return own or ask.context.place.timezone
