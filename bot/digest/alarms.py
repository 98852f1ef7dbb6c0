"""What is wrong at a place now, and what of it a digest has told before: told when new, when worse, when over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from agents.kit.analysing.saying import day, metric_name
from bot.digest.numbers import Numbers
from bot.digest.paces import Paced
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.hashing import content_hash
from memory.metrics import Feed
from memory.types import Json

Group = Literal["budget", "odd", "sources"]
GROUPS: tuple[Group, ...] = ("budget", "odd", "sources")
State = Literal["new", "worse"]
Standing = Mapping[str, int]
"""What was told: the key of each alarm, and how bad it was."""
_LATE = 3
"""Days without figures from which on a source is late."""


@dataclass(frozen=True, slots=True)
class Alarm:
    group: Group
    key: str
    """Of what it is about: ids and words of the program, nothing that anybody wrote."""
    severity: int
    text: str


@dataclass(frozen=True, slots=True)
class Alarms:
    """What there is now beside what was told last."""

    now: tuple[Alarm, ...] = ()
    before: Standing = field(default_factory=dict[str, int])
    watched: frozenset[str] = frozenset()
    """What is looked at: what is not any more is neither wrong nor over."""

    @property
    def standing(self) -> dict[str, int]:
        """For the next digest: what is there, each as bad as it was when it was told last or is now."""
        return {one.key: max(one.severity, self.before.get(one.key, 0)) for one in self.now}

    def told(self) -> Iterator[tuple[State, Alarm]]:
        """What has to be told."""
        for one in self.now:
            if one.key not in self.before:
                yield "new", one
            elif one.severity > self.before[one.key]:
                yield "worse", one

    def over(self) -> tuple[str, ...]:
        """The keys of what was told and is not there any more, although it is still looked at."""
        here = {one.key for one in self.now}
        return tuple(key for key in self.before if key not in here and _about(key) in self.watched)

    @property
    def known(self) -> int:
        """How many stand as they were told."""
        return len(self.now) - sum(1 for _ in self.told())


def alarms(paces: Sequence[Paced], found: Numbers | None, before: Standing, locale: Locale) -> Alarms:
    """Everything that a place's numbers call for, one of each kind."""
    every = [*_budgets(paces), *_figures(found, locale)]
    known = tuple({one.key: one for one in reversed(every)}.values())[::-1]
    budgets = {f"budget|{one.place.scope.level}" for one in paces}
    sources = {_source(one) for one in (found.feeds if found else ())}
    return Alarms(known, before, frozenset(budgets | sources))


def _about(key: str) -> str:
    """Of which budget or source an alarm is."""
    group, *parts = key.split("|")
    return "|".join((group, *parts[: 1 if group == "budget" else 3]))


def _source(feed: Feed) -> str:
    return "|".join(("sources", feed.scope.level, feed.platform, content_hash(feed.account)[:12]))


def _budgets(paces: Iterable[Paced]) -> Iterator[Alarm]:
    for paced in paces:
        for one in paced.draft.body["alerts"]:
            key = "|".join(("budget", paced.place.scope.level, one["kind"], one["band"]))
            yield Alarm("budget", key, one["severity"], f"{paced.place.names[-1]}: {one['text']}")


def _figures(found: Numbers | None, locale: Locale) -> Iterator[Alarm]:
    if found is None:
        return
    yield from _odd(found.odd, locale)
    for feed in found.feeds:
        yield from _late(feed, found.when.today, locale)


def _odd(odd: Sequence[Json], locale: Locale) -> Iterator[Alarm]:
    """Of each platform and day one: the clearest, and what else is out of line there."""
    groups: dict[tuple[str, ...], list[Json]] = {}
    for one in odd:
        groups.setdefault((*one["key"].values(), one["day"]), []).append(one)
    for key, (first, *rest) in groups.items():
        names = ", ".join(metric_name(one["metric"], locale) for one in rest)
        also = [words("numbers")("odd.also", locale, names=names)] if rest else []
        yield Alarm("odd", "|".join(("odd", *key)), len(rest), " ".join([str(first["text"]), *also]))


def _late(feed: Feed, today: date, locale: Locale) -> Iterator[Alarm]:
    behind = (today - feed.last).days - 1
    if behind >= _LATE:
        facts = {"source": source_name(feed, locale), "last": day(feed.last, locale), "days": behind}
        yield Alarm("sources", _source(feed), behind // _LATE, words("numbers")("late", locale, **facts))


def source_name(feed: Feed, locale: Locale) -> str:
    """`Meta (Crumb EU)`; the account's name where it says more than its platform's."""
    platform = platform_name(feed.platform, locale)
    named = feed.name and feed.name.casefold() not in (platform.casefold(), feed.platform)
    return f"{platform} ({feed.name})" if named else platform


def over_said(key: str, names: Mapping[str, str], locale: Locale) -> str:
    """What is over, in words; `names` are the places that are there, by their level."""
    say, (group, *parts) = words("numbers"), key.split("|")
    where = names.get(parts[0], "")
    what = say(f"over.{parts[1]}", locale) if group == "budget" else platform_name(parts[1], locale)
    return say(f"over.{group}", locale, what=what, where=f"{where}: " if where else "")
