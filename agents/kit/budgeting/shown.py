"""A budget's output as it is answered, whichever it is: the same the first time and whenever it is opened again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from agents.types import AgentResult, Bullets, Button, Chart, Question, Section
from config.errors import Locale
from config.wording import words
from memory.types import Draft

_SHOWN: Mapping[str, str] = {
    "pacing": "pacing_shown",
    "forecast": "forecast_shown",
    "reconciliation": "reconciliation_shown",
    "roi": "returns_shown",
    "reallocation": "reallocation_shown",
    "what_if": "what_if_shown",
    "incrementality": "lift",
}
"""The module that shows each type of output."""
_VERBS = {"reconciliation": "reconcile", "reallocation": "reallocate", "incrementality": "lift"}
_NEXT: Mapping[str, tuple[str, ...]] = {
    "pacing": ("forecast", "reallocate"),
    "forecast": ("pacing",),
    "reconciliation": ("roi", "reallocate"),
    "roi": ("reconcile", "reallocate"),
    "reallocation": ("pacing", "reconcile"),
    "what_if": ("reallocate",),
    "incrementality": ("roi",),
}
"""What can be asked next, after each type of output."""


class Shown(Protocol):
    """What such a module has."""

    lines: Callable[[Draft], tuple[str, ...]]
    sections: Callable[[Draft], tuple[Section, ...]]
    charts: Callable[[Draft], tuple[Chart, ...]]


@dataclass(frozen=True, slots=True)
class Open:
    """What is to be asked along with an answer, and what the next words then complete."""

    questions: tuple[Question, ...] = ()
    expects: str = ""


def shown(draft: Draft, open_: Open = Open()) -> AgentResult:
    """The whole answer for one output."""
    of = cast("Shown", import_module(f"agents.kit.budgeting.{_SHOWN[draft.output_type]}"))
    questions, told = open_.questions or _questions(draft), of.sections(draft)
    return AgentResult(
        lines=of.lines(draft),
        sections=(*told[:-1], *_asking(questions, draft.locale), *told[-1:]),
        outputs=(draft,),
        questions=questions,
        buttons=(*_options(questions, open_), *_next(draft)),
        charts=of.charts(draft),
        status="needs_input" if questions else "ok",
        verb=_VERBS.get(draft.output_type, draft.output_type).replace("_", "-"),
        expects=open_.expects or (_expected(draft) if questions else ""),
    )


def _asking(questions: Sequence[Question], locale: Locale) -> tuple[Section, ...]:
    if not questions:
        return ()
    return (Section(words("budget")("questions", locale), (Bullets(tuple(one.text for one in questions)),)),)


def _questions(draft: Draft) -> tuple[Question, ...]:
    return tuple(Question(one.field, one.ask) for one in draft.missing_inputs[:3])


def _expected(draft: Draft) -> str:
    verb = _VERBS.get(draft.output_type, draft.output_type).replace("_", "-")
    return f"budget {verb} :"


def _options(questions: Sequence[Question], open_: Open) -> tuple[Button, ...]:
    before = open_.expects.rstrip(" :")
    return tuple(
        Button(option, f"{before} {option}")
        for question in questions
        for option in question.options
        if before
    )


def _next(draft: Draft) -> tuple[Button, ...]:
    return tuple(button(verb, draft.locale) for verb in _NEXT[draft.output_type])


def button(verb: str, locale: Locale) -> Button:
    return Button(words("budget")(f"button.{verb}", locale), f"budget {verb}")
