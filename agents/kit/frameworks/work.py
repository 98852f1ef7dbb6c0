"""One framework at work: from what was told to a draft, and from a draft to the next one."""

from dataclasses import dataclass, replace
from functools import reduce
from importlib import import_module

from agents.kit.frameworks.answers import Setting, answer, answer_all
from agents.kit.frameworks.base import Framework, Sheet
from agents.kit.frameworks.changes import apply
from agents.kit.frameworks.confidence import GRADES, confidence
from agents.kit.frameworks.edits import Edit
from agents.kit.frameworks.merge import merge
from agents.kit.frameworks.missing import missing_inputs, questions
from agents.kit.frameworks.records.reader import read as read_records
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.told import inputs_of, sources_of
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from agents.types import Ask, Question
from config.catalogue import framework_spec
from config.korean import fill
from memory.types import Draft, Evidence, InputUsed, Message, Output, OutputId


@dataclass(frozen=True, slots=True)
class Piece:
    """A draft, and what it leaves open."""

    draft: Draft
    asked: tuple[Question, ...] = ()


def framework(framework_id: str) -> Framework:
    """The verbs of a framework; only the one in use is imported."""
    return import_module(f"agents.kit.frameworks.{framework_id}").FRAMEWORK


def sheet_anew(ask: Ask, framework_id: str) -> Sheet:
    """The framework filled from everything told at this place and in this thread."""
    spec, currency = framework_spec(framework_id), ask.context.place.currency
    sources = tuple(sources_of(ask))
    drafted = framework(framework_id).draft(read(sources, currency), ask.locale)
    stated = (read_records(source, spec, currency, ask.locale) for source in sources)
    return reduce(lambda sheet, more: merge(sheet, more, spec), stated, drafted)


def anew(ask: Ask, framework_id: str, previous: Output | None) -> Piece:
    """A draft from the sources as they are now."""
    return finish(ask, framework_id, sheet_anew(ask, framework_id), inputs_of(ask), previous)


def corrected(ask: Ask, previous: Output, found: tuple[Edit, ...]) -> Piece:
    """The next version, with the user's corrections. Raises UnknownRecord or UnfitValue."""
    spec, source = framework_spec(previous.draft.output_type), _present(ask)
    sheet = reduce(lambda sheet, edit: apply(sheet, spec, edit, source), found, sheet_of(previous))
    return _continued(ask, previous, sheet)


def answered(ask: Ask, previous: Output, field: str, text: str) -> Piece:
    """The next version, with an answer to one question, or to all that were asked when no field is named."""
    place, sheet = ask.context.place, sheet_of(previous)
    setting = Setting(framework_spec(previous.draft.output_type), _present(ask), place.currency, ask.locale)
    if not field:
        return _continued(ask, previous, answer_all(sheet, ask.context.asked, setting))
    question = next((one for one in ask.context.asked if one.field == field), Question(field, ""))
    result = answer(sheet, question, setting, text)
    return _continued(
        ask, previous, replace(sheet, questions=(result,)) if isinstance(result, Question) else result
    )


def told_more(ask: Ask, previous: Output) -> Piece:
    """The next version, with what was told now added to it."""
    spec, currency = framework_spec(previous.draft.output_type), ask.context.place.currency
    source = _present(ask)
    drafted = framework(spec.id).draft(read([source], currency), ask.locale)
    stated = read_records(source, spec, currency, ask.locale)
    sheet = merge(sheet_of(previous), merge(drafted, stated, spec), spec)
    return _continued(ask, previous, sheet)


def confirmed(ask: Ask, previous: Output) -> Piece:
    """The next version, in which what was assumed is the user's own statement."""
    turn = ask.context.turns[-1]
    sheet = sheet_of(previous)
    evidence = tuple(_stated(item, turn) if item.kind == "assumption" else item for item in sheet.evidence)
    return _continued(ask, previous, replace(sheet, evidence=evidence, assumptions=()))


def sheet_of(output: Output) -> Sheet:
    return Sheet(output.draft.body, output.draft.evidence, output.draft.assumptions)


def finish(
    ask: Ask, framework_id: str, sheet: Sheet, inputs: tuple[InputUsed, ...], previous: Output | None
) -> Piece:
    """A sheet computed, validated, and put into its envelope."""
    spec, verbs = framework_spec(framework_id), framework(framework_id)
    spoken = {"locale": ask.locale} if any(field.name == "locale" for field in spec.fields) else {}
    computed = verbs.compute(sheet.body | spoken)
    body = body_model(framework_id).model_validate(computed).model_dump(mode="json")
    own = (*sheet.questions, *verbs.questions(body, ask.locale))
    names = ask.context.place.names
    draft = Draft(
        agent="business_strategy",
        output_type=framework_id,
        schema_version=spec.schema_version,
        locale=ask.locale,
        title=fill(spec.title.say(ask.locale), {"place": " › ".join(names[1:] or names)}),
        summary="\n".join(verbs.headline(body, ask.locale)),
        body=body,
        inputs_used=inputs,
        evidence=sheet.evidence,
        assumptions=sheet.assumptions,
        missing_inputs=missing_inputs(body, spec, ask.locale),
        confidence=confidence(body, spec, sheet.evidence),
        supersedes=OutputId(previous.id) if previous else None,
    )
    return Piece(draft, questions(body, spec, ask.locale, own))


def _continued(ask: Ask, previous: Output, sheet: Sheet) -> Piece:
    turn = ask.context.turns[-1]
    inputs = (*previous.draft.inputs_used, InputUsed("turn", turn.id, turn.content_hash))
    return finish(ask, previous.draft.output_type, sheet, tuple(dict.fromkeys(inputs)), previous)


def _present(ask: Ask) -> Source:
    turn = ask.context.turns[-1]
    return Source("statement", turn.id, turn.text, turn.content_hash)


def _stated(item: Evidence, turn: Message) -> Evidence:
    return replace(item, kind="statement", ref=turn.id, quote=turn.text, grade=GRADES["statement"])
