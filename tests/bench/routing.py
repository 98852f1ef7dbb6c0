"""What the router takes: to be ready, and for a message, by its letters."""

from statistics import median
from time import perf_counter

from bot.evaluation.routing import shipped
from bot.routing.chooser import chooser
from tests.bench.table import Row


def routing(times: int) -> list[Row]:
    ready, asked = list[float](), list[float]()
    for _ in range(times):
        began = perf_counter()
        chooser()
        ready.append(perf_counter() - began)
    choose, utterances = chooser(), [one.text for one in shipped()]
    for text in utterances:
        began = perf_counter()
        choose.decide(text)
        asked.append(perf_counter() - began)
    return [
        Row("what weighs words, made ready", median(ready) * 1000, "ms", 40),
        Row("a message weighed, the median", median(asked) * 1000, "ms", 3),
        Row("  the longest of them", max(asked) * 1000, "ms"),
    ]
