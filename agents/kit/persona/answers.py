"""What was said to the questions of the thread: each answer goes to its attribute, in its own words."""

from dataclasses import replace

from agents.kit.persona.changes import told_now, turn_of
from agents.kit.persona.edits import Edit, apply, told_of
from agents.kit.persona.errors import UnfitAttribute
from agents.kit.persona.person import Person
from agents.kit.persona.present import present
from agents.kit.persona.roster import Roster, roster
from agents.kit.persona.wish import Wish
from agents.types import AgentResult, Ask, Question
from config.patterns import regex
from config.persona import attributes

_NUMBERED = regex(r"(?:^|\n|\s)(\d)[.)]\s*(.+?)(?=\s\d[.)]\s|\n\d[.)]|$)")
_FIELD = 3
"""Parts of a question's field: the slug, `attributes`, the attribute."""


def answers(ask: Ask) -> bool:
    """Whether the thread waits for answers about personas, and these words are none of a command or a question."""
    asked = [one for one in ask.context.asked if ".attributes." in one.field]
    return (
        bool(asked) and not ask.text.rstrip().endswith("?") and not ask.text.lstrip().startswith(("/", "!"))
    )


async def take(ask: Ask, wish: Wish) -> AgentResult:
    """The personas with the answers; what answers nothing by its number is read as a sentence about them."""
    there = roster(ask)
    changed: dict[str, Person] = {}
    for question, text in _paired(wish.rest, ask.context.asked):
        person, attribute = _about(there, question)
        if person is None:
            continue
        known = changed.get(person.slug, person)
        changed[person.slug] = _answered(ask, known, attribute, text)
    used = [told_now(ask, one) for one in changed.values()]
    return replace(present(used, ask.locale, "answer"), told="")


def _paired(text: str, asked: tuple[Question, ...]) -> list[tuple[Question, str]]:
    """Numbered answers by their numbers, as many lines as questions in their order, else all of it to the first."""
    numbered = [(int(number), said.strip()) for number, said in _NUMBERED.findall(text)]
    fitting = [(asked[number - 1], said) for number, said in numbered if 0 < number <= len(asked)]
    if fitting:
        return fitting
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return list(zip(asked, lines, strict=True)) if len(lines) == len(asked) else [(asked[0], text.strip())]


def _about(there: Roster, question: Question) -> tuple[Person | None, str]:
    parts = question.field.split(".")
    return (there.called(parts[0]), parts[-1]) if len(parts) == _FIELD else (None, "")


def _answered(ask: Ask, person: Person, attribute: str, text: str) -> Person:
    spec = attributes()[attribute]
    try:
        changed = apply(Edit(person, spec, text), turn_of(ask))
    except UnfitAttribute:
        changed = told_of(person, text, turn_of(ask))
        if changed is person:
            raise
    return changed
