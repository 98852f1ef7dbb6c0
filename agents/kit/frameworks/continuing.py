"""A framework that goes on: corrected, answered, added to or confirmed, each time as the next version."""

from dataclasses import replace
from functools import reduce

from agents.kit.frameworks.answers import Setting, answer, answer_all
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.changes import apply
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.edits import Edit
from agents.kit.frameworks.merge import merge
from agents.kit.frameworks.overlap import unstated
from agents.kit.frameworks.records.reader import read as read_records
from agents.kit.frameworks.vetting import without_orders
from agents.kit.frameworks.work import Piece, finish, framework
from agents.kit.reading.reader import read
from agents.kit.reading.types import Source
from agents.types import Ask, Question
from config.catalogue import framework_spec
from memory.types import Evidence, InputUsed, Message, Output


async def corrected(ask: Ask, previous: Output, found: tuple[Edit, ...]) -> Piece:
    """The next version, with the user's corrections. Raises UnknownRecord or UnfitValue."""
    spec, source = framework_spec(previous.draft.output_type), _present(ask)
    sheet = reduce(lambda sheet, edit: apply(sheet, spec, edit, source), found, sheet_of(previous))
    return await _continued(ask, previous, sheet)


async def answered(ask: Ask, previous: Output, field: str, text: str) -> Piece:
    """The next version, with an answer to one question, or to all that were asked when no field is named."""
    place, sheet = ask.context.place, sheet_of(previous)
    setting = Setting(framework_spec(previous.draft.output_type), _present(ask), place.currency, ask.locale)
    if not field:
        return await _continued(ask, previous, answer_all(sheet, ask.context.asked, setting))
    question = next((one for one in ask.context.asked if one.field == field), Question(field, ""))
    result = answer(sheet, question, setting, text)
    return await _continued(
        ask, previous, replace(sheet, questions=(result,)) if isinstance(result, Question) else result
    )


async def told_more(ask: Ask, previous: Output) -> Piece:
    """The next version, with what was told now added to it."""
    spec, currency = framework_spec(previous.draft.output_type), ask.context.place.currency
    source = _present(ask)
    drafted = framework(spec.id).draft(read([source], currency), ask.locale)
    stated = read_records(source, spec, currency, ask.locale)
    more = merge(unstated(drafted, stated, spec), stated, spec)
    sheet = merge(sheet_of(previous), more, spec)
    return await _continued(ask, previous, sheet)


async def confirmed(ask: Ask, previous: Output) -> Piece:
    """The next version, in which what was assumed is the user's own statement."""
    turn = ask.context.turns[-1]
    sheet = sheet_of(previous)
    evidence = tuple(_stated(item, turn) if item.kind == "assumption" else item for item in sheet.evidence)
    return await _continued(ask, previous, replace(sheet, evidence=evidence, assumptions=()))


def sheet_of(output: Output) -> Sheet:
    return Sheet(output.draft.body, output.draft.evidence, output.draft.assumptions)


async def _continued(ask: Ask, previous: Output, sheet: Sheet) -> Piece:
    turn = ask.context.turns[-1]
    before = (one for one in previous.draft.inputs_used if one.kind != "metric")
    inputs = (*before, InputUsed("turn", turn.id, turn.content_hash))
    return await finish(
        ask, previous.draft.output_type, sheet, tuple(dict.fromkeys(inputs)), previous, previous.draft.engine
    )


def _present(ask: Ask) -> Source:
    turn = ask.context.turns[-1]
    return without_orders(Source("statement", turn.id, turn.text, turn.content_hash))


def _stated(item: Evidence, turn: Message) -> Evidence:
    return replace(item, kind="statement", ref=turn.id, quote=turn.text, grade=GRADES["statement"])
