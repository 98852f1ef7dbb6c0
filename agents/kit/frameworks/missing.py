"""What a body still lacks, and the few questions that are worth asking next."""

from collections import Counter
from collections.abc import Sequence

from agents.kit.frameworks.needs import Need, needs
from agents.types import Question
from config.catalogue import FrameworkSpec
from config.errors import Locale
from config.korean import fill
from memory.types import Json, MissingInput

AT_ONCE = 3
"""Nobody answers more questions than this in a chat."""


def missing_inputs(body: Json, spec: FrameworkSpec, locale: Locale) -> tuple[MissingInput, ...]:
    """Every required field without a value, the most valuable one first.

    First what the body has no record of, then records by how little they lack: one answer completes them.
    """
    gaps = [need for need in needs(body, spec) if need.missing]
    lacking = Counter(_owner(need) for need in gaps)
    gaps.sort(key=lambda need: (not need.opens, lacking[_owner(need)]))
    return tuple(_missing(need, locale) for need in gaps)


def _owner(need: Need) -> str:
    return need.path if need.opens else need.path.rpartition(".")[0]


def _missing(need: Need, locale: Locale) -> MissingInput:
    facts = {"name": need.owner.title(locale) if need.owner else ""}
    ask, why = need.field.ask, need.field.why
    return MissingInput(
        need.path,
        fill(why.say(locale), facts) if why else "",
        fill(ask.say(locale), facts) if ask else need.field.label.say(locale),
    )


def questions(
    body: Json, spec: FrameworkSpec, locale: Locale, own: Sequence[Question] = ()
) -> tuple[Question, ...]:
    """At most three: a framework's `own` ones go first and stand for the same field's usual words."""
    asked = {question.field: question for question in own}
    options = {need.path: _options(need, locale) for need in needs(body, spec)}
    for gap in missing_inputs(body, spec, locale):
        asked.setdefault(gap.field, Question(gap.field, gap.ask, options[gap.field]))
    return tuple(asked.values())[:AT_ONCE]


def _options(need: Need, locale: Locale) -> tuple[str, ...]:
    return tuple(option.label.say(locale) for option in need.field.options)
