"""Which come first, and how many of them, as a question says it."""

from dataclasses import replace
from functools import cache

from agents.kit.analysing.asked_text import Text
from agents.kit.analysing.inquiry import Inquiry, Order
from config.analysing import catalogue, patterns, ranks
from memory.metrics import TIMES


def rank(words: Text) -> str:
    return next((by for by, pattern in ranks() if words.says(pattern)), "")


def limit_of(words: Text) -> int:
    told = patterns("limit")
    if match := told["pattern"].search(words.rest):
        return int(match["n"] or match["k"] or match["m"])
    return 5 if words.says(told["bare"]) else 0


def ranked(words: Text, asked: Inquiry) -> Inquiry:
    """Which come first, and how many of them."""
    found, limit = rank(words), limit_of(words)
    if not (found or limit) or not set(asked.by) - set(TIMES) or asked.kind not in ("summary", "compare"):
        return asked
    metric = asked.metrics[0] if asked.metrics else ("conversions" if found in ("good", "bad") else "spend")
    descending = found not in ("few",)
    if found in ("good", "bad"):
        descending = (_good(metric) != "down") == (found == "good")
    return replace(asked, order=Order(metric, descending), limit=limit)


@cache
def _good(metric: str) -> str:
    return catalogue()[metric].good
