"""What changed worth the name, and what it is made of."""

from collections.abc import Iterator

from agents.kit.analysing.saying import metric_name, signed
from agents.types import Bullets, Section
from bot.digest.period import DigestSection, Part, Period
from config.wording import words
from memory.types import Json


async def tell(period: Period) -> Part | None:
    """News where figures came in since the last digest; else told beside news."""
    found = period.numbers
    lines = tuple(_lines(found.why, period)) if found else ()
    if found is None or not lines:
        return None
    say, locale = words("numbers"), period.locale
    names = dict.fromkeys(metric_name(one["metric"], locale) for one in found.why)
    fresh = any(one.fetched_at > period.since for one in found.feeds)
    head = say("changes.head", locale, names=", ".join(names)) if fresh else ""
    return Part(head, Section(say("changes.title", locale), (Bullets(lines),)))


def _lines(why: tuple[Json, ...], period: Period) -> Iterator[str]:
    """Each change with its drivers in one line."""
    drivers = {(one["metric"], *one["key"].values()): one for one in why if one["kind"] == "drivers"}
    for one in why:
        if one["kind"] == "change":
            driven = drivers.get((one["metric"], *one["key"].values()))
            yield " ".join([str(one["text"]), *(_driven(driven, period) if driven else ())])


def _driven(one: Json, period: Period) -> Iterator[str]:
    """What it is mostly made of, and where most of it happened."""
    say, locale = words("numbers"), period.locale
    top = one["factors"][0] if one["factors"] else None
    if top and top["share"] is not None:
        part = signed(one["metric"], top["part"], one["currency"], locale)
        yield say(
            "changes.factor", locale, factor=words("analytics")(f"factor.{top['name']}", locale), part=part
        )
    if len(one["segments"]) > 1:
        first = one["segments"][0]
        part = signed(one["metric"], first["part"], one["currency"], locale)
        yield say("changes.segment", locale, segment=first["called"], part=part)


SECTION = DigestSection(8, frozenset({"everything"}), tell, internal=True)
