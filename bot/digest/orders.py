"""A digest's plan out of words: `weekdays 09:00 zone=Asia/Seoul quiet=22:00-07:00`, `매주 배운것 오전 9시`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.arrival.phrase import phrase
from bot.digest.errors import UnknownZone, UnreadPlan
from memory.schedule import DAYS, About, Day, Plan, Quiet

_WEEKDAYS = frozenset(DAYS[:5])
_SPANS: Mapping[str, frozenset[Day]] = {
    "daily": frozenset(DAYS), "everyday": frozenset(DAYS), "매일": frozenset(DAYS),
    "weekdays": _WEEKDAYS, "workdays": _WEEKDAYS, "평일": _WEEKDAYS, "월-금": _WEEKDAYS,
    "weekly": frozenset({"mon"}), "매주": frozenset({"mon"}), "주간": frozenset({"mon"}),
}  # fmt: skip
_KOREAN: Mapping[str, Day] = dict(zip("월화수목금토일", DAYS, strict=True))
_ABOUT: Mapping[str, About] = {
    "learnt": "learnt", "learned": "learnt", "배운것": "learnt", "배운": "learnt",
    "everything": "everything", "전체": "everything",
}  # fmt: skip
_DIRECT = frozenset({"dm", "direct", "me", "개인", "나에게", "디엠"})
_AFTERNOON = frozenset({"오후", "pm"})
_MORNING = frozenset({"오전", "am"})
_FILLING = frozenset({"at", "on", "every", "it", "것", "요일", "에"})
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(am|pm)?|(\d{1,2})(am|pm)|(\d{1,2})시(?:(\d{1,2})분|(반))?")
_MINUTES = re.compile(r"(\d{1,2})분|반")
_HOURS = re.compile(r"([^-~]+)[-~]([^-~]+)")
_NOON = 12


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants: a plan, of what, and whether for themselves alone."""

    plan: Plan
    about: About
    direct: bool


def order(said: str, zone: str) -> Order:
    """`zone` is that of the place, where nothing else is said. Raises UnreadPlan, UnknownZone."""
    spoken = phrase(said.replace("：", ":"))
    reading = _Reading()
    for word in (*spoken.words, *spoken.text.split()):
        reading.take(word.casefold().rstrip(","))
    options = dict(spoken.options)
    quiet = options.pop("quiet", "")
    about = _about(options.pop("about", reading.about))
    days = days_of(options.pop("days", "")) if "days" in options else frozenset(reading.days)
    zone, at = options.pop("zone", zone), options.pop("at", "")
    for name in options:
        raise UnreadPlan(word=name)
    return Order(
        Plan(
            days or _usual(about),
            clock(at) if at else reading.time(),
            zone_of(zone),
            hours(quiet) if quiet else None,
        ),
        about,
        reading.direct,
    )


def days_of(word: str) -> frozenset[Day]:
    """`weekdays`, `mon,thu`, `월목`. Raises UnreadPlan."""
    found = _days(word.casefold())
    if not found:
        raise UnreadPlan(word=word)
    return found


def clock(word: str) -> time:
    """`09:00`, `9am`, `9시 30분`. Raises UnreadPlan."""
    found = _CLOCK.fullmatch(word.casefold().strip())
    if found is None:
        raise UnreadPlan(word=word)
    hour, minute = int(found[1] or found[4] or found[6]), int(found[2] or found[7] or (30 if found[8] else 0))
    return _time(hour, minute, found[3] or found[5] or "", word)


def zone_of(name: str) -> str:
    """Raises UnknownZone."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(zone=name) from None


def hours(word: str) -> Quiet:
    """`22:00-07:00`. Raises UnreadPlan."""
    found = _HOURS.fullmatch(word.strip())
    if found is None:
        raise UnreadPlan(word=word)
    return Quiet(clock(found[1]), clock(found[2]))


@dataclass(slots=True)
class _Reading:
    days: frozenset[Day] = frozenset()
    about: str = "everything"
    direct: bool = False
    half: str = ""
    at: time | None = None

    def take(self, word: str) -> None:
        if word in _ABOUT:
            self.about = word
        elif word in _DIRECT:
            self.direct = True
        elif word in _AFTERNOON or word in _MORNING:
            self.half = "pm" if word in _AFTERNOON else "am"
        elif found := _days(word):
            self.days |= found
        elif _CLOCK.fullmatch(word.removesuffix("에")):
            self.at = clock(word.removesuffix("에"))
        elif (minutes := _MINUTES.fullmatch(word.removesuffix("에"))) and self.at:
            self.at = self.at.replace(minute=_minute(minutes[1] or "30", word))
        elif word not in _FILLING:
            raise UnreadPlan(word=word)

    def time(self) -> time:
        """Nine in the morning where no time is said."""
        at = self.at or time(9)
        return _time(at.hour, at.minute, self.half, f"{at:%H:%M}")


def _days(word: str) -> frozenset[Day]:
    if word in _SPANS:
        return _SPANS[word]
    parts = [part.removesuffix("요일") for part in re.split(r"[,·/]", word) if part]
    parts = [letter for part in parts for letter in (part if set(part) <= set(_KOREAN) else (part,))]
    found = [_KOREAN.get(part) or _english(part) for part in parts]
    days: list[Day] = [day for day in found if day]
    return frozenset(days if len(days) == len(found) else [])


def _english(word: str) -> Day | None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    plain = word.removesuffix("s") if len(word) > 4 else word  # noqa: PLR2004 - Mondays, not tues
    return next(
        (day for day, name in zip(DAYS, names, strict=True) if len(plain) > 2 and name.startswith(plain)),
        None,
    )


def _about(word: str) -> About:
    found = _ABOUT.get(word.casefold())
    if found is None:
        raise UnreadPlan(word=word)
    return found


def _usual(about: About) -> frozenset[Day]:
    return _SPANS["weekly"] if about == "learnt" else _WEEKDAYS


def _time(hour: int, minute: int, half: str, word: str) -> time:
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0) if hour <= _NOON else hour
    try:
        return time(hour, minute)
    except ValueError:
        raise UnreadPlan(word=word) from None


def _minute(text: str, word: str) -> int:
    return _time(0, int(text), "", word).minute
