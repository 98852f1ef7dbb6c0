"""What is to be reached in a time, as people set it: `300 leads a month`, `월 매출 5천만 원`."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from agents.kit.figures import minor_digits
from agents.kit.frameworks.confidence import GRADES
from agents.kit.planning.values import PERS, Aim, Ground, Per
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.analysing import aim_metrics, catalogue, metric_words
from config.planning import aim_words
from memory.types import Json


def aims(told: Iterable[tuple[str, Ground]], currency: str) -> tuple[Aim, ...]:
    """Each metric and time once, by whoever is heard first; only amounts of a metric in a time count."""
    found: dict[tuple[str, Per], Aim] = {}
    for text, ground in told:
        for one in _said(text, ground, currency):
            found.setdefault((one.metric, one.per), one)
    return tuple(found.values())


def kept_aims(records: Iterable[Json]) -> Iterator[Aim]:
    """Those that a plan holds already."""
    for one in records:
        if one.get("per"):
            ground = Ground("statement", str(one["ref"]), str(one["name"]), GRADES["statement"])
            value = Decimal(str(one["target"]))
            yield Aim(one["metric"], str(one["name"]), value, str(one["unit"]), one["per"], ground)


def _said(text: str, ground: Ground, currency: str) -> Iterator[Aim]:
    for part in (one for one in aim_words("words")["parts"].split(text) if one.strip()):
        amounts = [one for one in read_quantities(part, currency) if one.kind in ("money", "count", "number")]
        metric, per = _metric(part), _per(part, amounts)
        stands = aim_words("words")["present"].search(part)
        if metric and per and len(amounts) == 1 and amounts[0].value > 0 and not stands:
            value = _value(metric, amounts[0])
            if value is not None:
                unit = amounts[0].unit if amounts[0].kind == "money" else ""
                yield Aim(metric, _name(part), value, unit, per, ground)


def _value(metric: str, amount: Quantity) -> Decimal | None:
    """In whole units; None where money is said of a count, or a count of money."""
    money = catalogue()[metric].unit == "money"
    if money != (amount.kind == "money"):
        return None
    return amount.value.scaleb(-minor_digits(amount.unit)) if money else amount.value


def _name(part: str) -> str:
    told = aim_words("words")
    return told["tail"].sub("", told["cue"].sub("", part.strip()))


def _metric(part: str) -> str:
    """The one metric that is named, by the analysis' words or by those that plans have besides."""
    known = [
        (name, pattern)
        for name, pattern in metric_words()
        if catalogue()[name].kind == "sum" and name != "spend"
    ]
    found = {name for name, pattern in (*known, *aim_metrics()) if pattern.search(part)}
    return found.pop() if len(found) == 1 else ""


def _per(part: str, amounts: list[Quantity]) -> Per | None:
    named = (name for name, pattern in aim_words("times").items() if pattern.search(part))
    said = (*named, *(one.per for one in amounts))
    return next((one for one in PERS if one in said), None)
