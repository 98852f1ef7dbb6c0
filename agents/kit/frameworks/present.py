"""A framework's draft as an answer: findings in three lines, tables, sources, open questions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from agents.kit.figures import number
from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.tables import tables, tells
from agents.kit.frameworks.tree import spots
from agents.kit.frameworks.work import Piece
from agents.types import AgentResult, Bullets, Button, Paragraph, Question, Section, Table
from config.catalogue import FrameworkSpec, framework_spec
from config.errors import Locale
from config.wording import words
from memory.types import Draft, Evidence, Json

LINES = 3


def present(spec: FrameworkSpec, verbs: Framework, piece: Piece) -> AgentResult:
    """The whole answer for one framework."""
    draft, locale = piece.draft, piece.draft.locale
    findings = verbs.headline(draft.body, locale) or (words("strategy")("empty", locale),)
    return AgentResult(
        lines=findings[:LINES],
        sections=(*_computed(spec, verbs, draft), *sources(spec, draft), *_asking(piece.asked, locale)),
        outputs=(draft,),
        questions=piece.asked,
        buttons=(
            *_answers(piece.asked),
            *_readings(draft.body, piece.asked),
            *_corrections(draft.body, spec, locale),
        ),
        charts=verbs.charts(draft.body, locale),
        status="ok" if _filled(draft.body, spec) else "needs_input",
        verb=spec.id,
    )


_HELD = 2
"""Statements of two readings that have their buttons under an answer."""


def joined(results: Sequence[AgentResult], locale: Locale) -> AgentResult:
    """Several answers as one: the first line of each, everything else one after the other."""
    if len(results) == 1:
        return results[0]
    firsts = tuple(f"{one.outputs[0].title}: {one.lines[0]}" for one in results)
    return AgentResult(
        lines=firsts[:LINES],
        sections=tuple(section for one in results for section in _titled(one)),
        outputs=tuple(output for one in results for output in one.outputs),
        questions=tuple(question for one in results for question in one.questions)[:LINES],
        buttons=(Button(words("strategy")("button.synthesis", locale), "strategy synthesis"),),
        charts=tuple(chart for one in results for chart in one.charts),
        status="ok" if any(one.status == "ok" for one in results) else "needs_input",
        verb=" ".join(one.verb for one in results),
    )


def _titled(result: AgentResult) -> Iterable[Section]:
    name = framework_spec(result.verb).name.say(result.outputs[0].locale)
    return (replace(section, title=f"{name}: {section.title}") for section in result.sections)


def _computed(spec: FrameworkSpec, verbs: Framework, draft: Draft) -> Iterable[Section]:
    assumed = frozenset(item.path for item in draft.evidence if item.kind == "assumption")
    yield from tables(spec, draft.body, draft.locale, assumed)
    yield from verbs.sections(draft.body, draft.locale)


def sources(spec: FrameworkSpec, draft: Draft) -> Iterable[Section]:
    """What each part rests on, in the user's words, and what was assumed."""
    say = words("strategy")
    quoted = [item for item in draft.evidence if item.quote]
    if quoted:
        heads = tuple(say(f"sources.{column}", draft.locale) for column in ("part", "quote", "grade"))
        owners = [(f"{spot.path}.", str(spot.record["id"])) for spot in spots(draft.body, spec)]
        rows = _best((_part(item, owners), item) for item in quoted)
        yield Section(say("sources", draft.locale), (Table(heads, rows),), internal=True)
    if draft.assumptions:
        yield Section(say("assumptions", draft.locale), (Bullets(draft.assumptions),), internal=True)


def _part(item: Evidence, owners: Sequence[tuple[str, str]]) -> str:
    """The record that a piece of evidence stands under, by its id; a top-level field by its name."""
    return next((one for path, one in reversed(owners) if item.path.startswith(path)), item.path)


def _best(told: Iterable[tuple[str, Evidence]]) -> tuple[tuple[str, ...], ...]:
    """Each quote once for a part, with the best grade that it has there."""
    grades: dict[tuple[str, str], float] = {}
    for part, item in told:
        grades[part, item.quote] = max(item.grade, grades.get((part, item.quote), 0.0))
    return tuple((part, quote, number(grade)) for (part, quote), grade in grades.items())


def _asking(asked: Sequence[Question], locale: Locale) -> Iterable[Section]:
    if asked:
        lines = tuple(f"{number}. {question.text}" for number, question in enumerate(asked, start=1))
        yield Section(words("strategy")("questions", locale), (Paragraph("\n".join(lines)),))


def _answers(asked: Sequence[Question]) -> Iterable[Button]:
    """A button for each option of a question, so that a tap answers it."""
    for place, question in enumerate(asked, start=1):
        for option in question.options:
            yield Button(f"{place}. {option}", f"strategy answer {question.field} {option}")


def _readings(body: Json, asked: Sequence[Question]) -> Iterable[Button]:
    """A button for each reading of what is held back, unless a question has them."""
    fields = {question.field for question in asked}
    held = [one for one in body.get("tray") or () if f"tray.{one['id']}.quadrant" not in fields]
    for one in held[:_HELD]:
        for reading in one["readings"]:
            yield Button(f"{one['id']}: [{reading}]", f"strategy accept {one['id']} as {reading}")


def _corrections(body: Json, spec: FrameworkSpec, locale: Locale) -> Iterable[Button]:
    say = words("strategy")
    if _filled(body, spec):
        yield Button(say("button.confirm", locale), "strategy confirm")
        yield Button(say("button.fix", locale), "strategy fix")
    yield Button(say("button.synthesis", locale), "strategy synthesis")


def _filled(body: Json, spec: FrameworkSpec) -> bool:
    """Whether the body holds a record that is not there by itself."""
    return any(tells(spot.spec, spot.record) for spot in spots(body, spec))
