"""Whether a question is about the days of the week, each over all of its days, and not about one such day."""

from dataclasses import replace

from agents.kit.analysing.asked_text import Text
from agents.kit.analysing.inquiry import Inquiry
from config.analysing import patterns
from memory.metrics import TIMES


def take_weekends(words: Text) -> None:
    """Takes out the days of the week that name no dates: weekends beside weekdays, Mondays, every Monday."""
    told = patterns("weekday")
    names = told["each"] if not words.says(told["beside"]) else told["either"]
    for match in list(names.finditer(words.rest)):
        words.take(match.start(), match.end())


def by_weekday(words: Text, asked: Inquiry) -> Inquiry:
    """The query by days of the week, where it is asked so: without other times, and held against what it names."""
    told, said = patterns("weekday"), Text(words.whole)
    if asked.kind not in ("summary", "compare", "why") or not any(
        said.says(told[name]) for name in ("by", "each", "beside")
    ):
        return asked
    by = tuple(name for name in asked.by if name not in TIMES)
    metrics = asked.metrics or (("cpa",) if said.says(told["cheap"]) else ())
    versus = asked.versus if words.says(patterns("kinds")["compare"]) or asked.before else ""
    against = "" if versus == "previous" and said.says(told["beside"]) else versus
    return replace(asked, kind="summary", metrics=metrics, by=by, versus=against, direction="", weekday=True)
