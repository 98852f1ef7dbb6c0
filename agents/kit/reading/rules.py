"""The rules of config/reading/signals.toml: what a clause must speak of to be a signal.

A condition is a line of terms, all of which must hold:
`rise` the concept occurs, not denied; `no.rise` it occurs denied; `any.rise` either way; `a|b` one of them;
`a~b` both, at most a few words apart, whatever their order; `-a` not so;
`by.rival` who the clause is about (own, rival, buyer, supplier, state, market; `by.we` is "we" itself, `by.ours`
anything of ours, `by.other` a subject that is not called ours);
`q.percent` a quantity of this kind is measured (`q.share` percent or fraction, `q.half` a share of at least a half, `q.most` of three quarters,
`q.one` one of something, `q.minus` less than nothing, `q.up` and `q.down` from one figure to another, `q.any` any measure at all); `t.future` its tense; `p.first` it is of the first sentence;
`end.fall` it falls, or rises (`end.rise`), in the end.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.kit.reading.inference import change
from agents.kit.reading.types import Clause, Hit, Quantity, Signal
from config.kept import derived
from config.reading import table

NEAR = 6
"""Words between two concepts that belong together."""
_NO_MEASURE = frozenset({"date", "number", "clock", "age"})

_Test = Callable[["Facts"], bool]


@dataclass(frozen=True, slots=True)
class Facts:
    """A clause as the rules see it."""

    clause: Clause
    who: frozenset[str]
    """The answers to `by.`: the actor, and we, ours or other."""
    first: bool
    """Whether it belongs to the first sentence of its source, in which people say who they are."""
    concepts: frozenset[str]
    stated: dict[str, list[Hit]]
    denied: dict[str, list[Hit]]

    def found(self, term: str) -> list[Hit]:
        how, _, concept = term.rpartition(".")
        if how == "no":
            return self.denied.get(concept, [])
        if how == "any":
            return self.denied.get(concept, []) + self.stated.get(concept, [])
        return self.stated.get(concept, [])

    def ends_with(self, concept: str) -> bool:
        """Whether this is the way that things go in the end: 전기차가 늘면서 일이 줄었다 ends with fall."""
        other = "rise" if concept == "fall" else "fall"
        last = max((hit.start for hit in self.found(concept)), default=-1)
        return last >= 0 and all(hit.start <= last for hit in self.found(other))


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    tag: str
    line: str
    needs: tuple[frozenset[str], ...]
    """Concepts of which one each must occur: a quick look before the tests."""
    stop: bool

    def holds(self, facts: Facts) -> bool:
        if any(facts.concepts.isdisjoint(need) for need in self.needs):
            return False
        return all(test(facts) for test in _tests(self.line))


def signals(clause: Clause, who: frozenset[str], *, first: bool = False) -> tuple[Signal, ...]:
    """In the order of the rules, each tag once; a rule that says `stop` is the last to speak."""
    stated: dict[str, list[Hit]] = {}
    denied: dict[str, list[Hit]] = {}
    for hit in clause.hits:
        (denied if hit.negated else stated).setdefault(hit.concept, []).append(hit)
    facts = Facts(clause, who, first, clause.concepts, stated, denied)
    found: dict[str, Signal] = {}
    for rule in _speaking(facts.concepts):
        if rule.tag not in found and rule.holds(facts):
            found[rule.tag] = Signal(rule.id, rule.tag)
            if rule.stop:
                break
    return tuple(found.values())


def _speaking(concepts: frozenset[str]) -> Iterator[Rule]:
    """The rules that may hold for a clause of these concepts, in their order."""
    first, ordered = _by_need(), rules()
    return (
        ordered[place]
        for place in sorted({*first.get("", ()), *(p for one in concepts for p in first.get(one, ()))})
    )


@cache
def _by_need() -> dict[str, list[int]]:
    """The places of the rules by the concepts of their first need; "" for those that need none."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(rules()):
        for concept in rule.needs[0] if rule.needs else ("",):
            found.setdefault(concept, []).append(place)
    return found


@cache
def rules() -> tuple[Rule, ...]:
    told = table("signals")
    return tuple(Rule(*one) for one in derived("rules", told, lambda: tuple(_parsed(told))))


def _parsed(told: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    for tag, data in told.items():
        for number, line in enumerate(data["when"], start=1):
            yield f"{tag}.{number}", tag, line, tuple(_needs(line)), data.get("stop", False)


@cache
def _tests(line: str) -> tuple[_Test, ...]:
    return tuple(_test(term) for term in _hardest_first(line))


def _needs(line: str) -> Iterator[frozenset[str]]:
    for term in line.split():
        for side in term.split("~") if term[0] != "-" else ():
            options = side.split("|")
            if not any(option.startswith(("by.", "q.", "t.", "p.", "end.")) for option in options):
                yield frozenset(option.rpartition(".")[2] for option in options)


def _hardest_first(line: str) -> list[str]:
    """The terms with what is cheap to refute first; what is excluded last."""
    return sorted(line.split(), key=lambda term: (term[0] == "-", "~" in term))


def _test(term: str) -> _Test:
    if term[0] == "-":
        inner = _test(term[1:])
        return lambda facts: not inner(facts)
    if "~" in term:
        left, right = term.split("~")
        return lambda facts: _near(facts, left.split("|"), right.split("|"))
    options = term.split("|")
    if len(options) > 1:
        tests = [_test(option) for option in options]
        return lambda facts: any(test(facts) for test in tests)
    return _single(term)


def _single(term: str) -> _Test:
    how, _, name = term.partition(".")
    if how == "by":
        return lambda facts: name in facts.who
    if name in {"up", "down"} and how == "q":
        return lambda facts: any((one.value > 0) == (name == "up") for one in change(facts.clause))
    if how == "q":
        return lambda facts: any(_measures(quantity, name) for quantity in facts.clause.quantities)
    if how == "end":
        return lambda facts: facts.ends_with(name)
    if how == "p":
        return lambda facts: facts.first
    if how == "t":
        return lambda facts: facts.clause.tense == name
    return lambda facts: bool(facts.found(term))


def _measures(quantity: Quantity, kind: str) -> bool:
    if kind == "minus":
        return quantity.kind == "percent" and quantity.value < 0
    if kind == "share":
        return quantity.share is not None
    if kind == "one":
        return quantity.kind == "count" and quantity.value == 1
    if kind == "most":
        return quantity.share is not None and quantity.share * 4 >= 3
    if kind == "half":
        return quantity.share is not None and quantity.share * 2 >= 1
    if kind == "any":
        return quantity.kind not in _NO_MEASURE
    return quantity.kind == kind


def _near(facts: Facts, left: list[str], right: list[str]) -> bool:
    text = facts.clause.text
    return any(
        _apart(text, one, other)
        for a in left
        for b in right
        for one in facts.found(a)
        for other in facts.found(b)
    )


def _apart(text: str, one: Hit, other: Hit) -> bool:
    """Whether two finds are different words and close enough."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    if second.start < first.end:
        return False
    return text.count(" ", first.end, second.start) <= NEAR
