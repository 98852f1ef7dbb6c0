"""One framework at work: from what was told to a draft, and from a draft to the next one."""

from dataclasses import dataclass
from functools import reduce
from importlib import import_module

from agents.kit.frameworks.base import Framework, Sheet
from agents.kit.frameworks.confidence import confidence
from agents.kit.frameworks.merge import merge
from agents.kit.frameworks.missing import missing_inputs, questions
from agents.kit.frameworks.overlap import unstated
from agents.kit.frameworks.records.reader import read as read_records
from agents.kit.frameworks.schema import body_model
from agents.kit.frameworks.told import inputs_of, sources_of, tabular
from agents.kit.frameworks.vetting import without_orders
from agents.kit.reading.reader import read
from agents.types import Ask, Question
from config.catalogue import FRAMEWORKS, FrameworkSpec, framework_spec
from config.errors import Locale
from config.korean import fill
from memory.types import Draft, InputUsed, Json, Output, OutputId

FED = ("seven_s", "okr", "horizons")
"""Frameworks that take of others."""
MEASURED = {"okr": "okr_measured", "ice": "ice_measured"}
"""Frameworks in which something stands that was measured, and who puts it in."""


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
    sources = tuple(map(without_orders, sources_of(ask)))
    stated = [read_records(source, spec, currency, ask.locale) for source in sources]
    own = zip(sources, stated, strict=True)
    prose = tuple(source for source, records in own if records.body or not tabular(source))
    drafted = framework(framework_id).draft(read(prose, currency), ask.locale)
    drafted = reduce(lambda sheet, more: unstated(sheet, more, spec), stated, drafted)
    sheet = reduce(lambda sheet, more: merge(sheet, more, spec), stated, drafted)
    return _fed(ask, framework_id, sheet) if framework_id in FED else sheet


def _fed(ask: Ask, framework_id: str, sheet: Sheet) -> Sheet:
    from agents.kit.frameworks.upstream import fed  # noqa: PLC0415 - few frameworks take of another

    return fed(ask, framework_id, sheet)


async def anew(ask: Ask, framework_id: str, previous: Output | None) -> Piece:
    """A draft from the sources as they are now."""
    return await finish(ask, framework_id, sheet_anew(ask, framework_id), inputs_of(ask), previous)


def _computed(spec: FrameworkSpec, sheet: Sheet, locale: Locale) -> Json:
    """The body with everything that follows from it. Raises pydantic.ValidationError."""
    spoken = {"locale": locale} if any(field.name == "locale" for field in spec.fields) else {}
    computed = framework(spec.id).compute(sheet.body | spoken)
    return body_model(spec.id).model_validate(computed).model_dump(mode="json")


async def _measured(ask: Ask, framework_id: str, sheet: Sheet) -> Sheet:
    """The sheet with what was measured, as it is known now."""
    if framework_id not in MEASURED:
        return sheet
    return await import_module(f"agents.kit.frameworks.{MEASURED[framework_id]}").measured(ask, sheet)


async def finish(
    ask: Ask,
    framework_id: str,
    sheet: Sheet,
    inputs: tuple[InputUsed, ...],
    previous: Output | None,
    engine: str = "rule",
) -> Piece:
    """A sheet computed, validated, and put into its envelope."""
    spec, verbs = framework_spec(framework_id), framework(framework_id)
    body = _computed(spec, sheet := await _measured(ask, framework_id, sheet), ask.locale)
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
        inputs_used=tuple(dict.fromkeys((*inputs, *sheet.inputs))),
        evidence=sheet.evidence,
        assumptions=sheet.assumptions,
        missing_inputs=missing_inputs(body, spec, ask.locale),
        confidence=confidence(body, spec, sheet.evidence),
        engine=engine,
        supersedes=OutputId(previous.id) if previous else None,
    )
    return Piece(draft, questions(body, spec, ask.locale, own) if framework_id in FRAMEWORKS else ())
