"""VRIO: four questions in order; the first no decides what a resource is worth.

Source: Jay Barney, Gaining and Sustaining Competitive Advantage (1997), chapter 5; "unused" is what
Barney and Hesterly call an unexploited advantage.
"""

from collections.abc import Iterator
from itertools import product

from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.keyed import label
from agents.kit.frameworks.vrio_draft import draft
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

TESTS = ("valuable", "rare", "costly_to_imitate", "organized")
IMPLICATIONS = ("disadvantage", "parity", "temporary_advantage", "unused_advantage", "sustained_advantage")
"""By the place of the first no; the last one when there is none. Worst first."""


def compute(body: Json) -> Json:
    """The implication of each resource; while an answer is open, the least and the most it can become."""
    return body | {"resources": [_judged(resource) for resource in body.get("resources") or ()]}


def _judged(resource: Json) -> Json:
    possible = sorted(_possible(resource))
    low, high = IMPLICATIONS[possible[0]], IMPLICATIONS[possible[-1]]
    return resource | {
        "implication": low if low == high else None,
        "implication_low": low,
        "implication_high": high,
    }


def _possible(resource: Json) -> set[int]:
    answers = [resource.get(test) for test in TESTS]
    ways = product(*[("yes", "no") if answer in (None, "unknown") else (answer,) for answer in answers])
    return {way.index("no") if "no" in way else len(TESTS) for way in ways}


def open_tests(resource: Json) -> Iterator[str]:
    """The questions that can still change the implication, in their order."""
    for test in TESTS:
        if resource.get(test) == "no":
            return
        if resource.get(test) in (None, "unknown"):
            yield test


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    """What lasts, what is wasted, what does not; then what is still open."""
    say, lines = framework_spec("vrio").say, list[str]()
    for implication in reversed(IMPLICATIONS):
        names = [_name(one) for one in body["resources"] if one["implication"] == implication]
        if names:
            lines.append(say(implication, locale, names=", ".join(names)))
    waiting = [one for one in body["resources"] if one["implication"] is None]
    lines += [_range(one, locale) for one in waiting]
    return tuple(lines[:3])


def _name(resource: Json) -> str:
    return resource.get("name") or resource["id"]


def _range(resource: Json, locale: Locale) -> str:
    tests = [framework_spec("vrio").records[0].field(test).label.say(locale) for test in open_tests(resource)]
    low, high = (
        label("vrio", "resources.implication", resource[f"implication_{end}"], locale)
        for end in ("low", "high")
    )
    return framework_spec("vrio").say(
        "range", locale, name=_name(resource), low=low, high=high, open=", ".join(tests)
    )


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """For each undecided resource its first open test, those closest to a decision first."""
    undecided = [one for one in body["resources"] if one["implication"] is None and one.get("name")]
    undecided.sort(key=lambda one: len(list(open_tests(one))))
    return tuple(_ask(one, next(open_tests(one)), locale) for one in undecided)


def _ask(resource: Json, test: str, locale: Locale) -> Question:
    field = framework_spec("vrio").records[0].field(test)
    ask = field.ask.say(locale) if field.ask else field.label.say(locale)
    options = tuple(option.label.say(locale) for option in field.options)
    return Question(f"resources.{resource['id']}.{test}", ask.format(name=_name(resource)), options)


FRAMEWORK = Framework("vrio", compute, headline, draft, questions=questions)
