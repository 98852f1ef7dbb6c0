"""The answers to what was asked, put where they belong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.changes import apply
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.edits import Edit
from agents.kit.frameworks.grounds import grounded
from agents.kit.frameworks.merge import merge
from agents.kit.frameworks.records.account import problem
from agents.kit.frameworks.records.entries import Entry, entries, name_of
from agents.kit.frameworks.records.lexicon import Lane, lexicon
from agents.kit.frameworks.records.marks import marks, scale_of
from agents.kit.frameworks.records.reader import names_in, read
from agents.kit.frameworks.records.rows import rows
from agents.kit.frameworks.records.values import Fault, Value, of_text
from agents.kit.frameworks.tree import at, changed
from agents.kit.reading.types import Source
from agents.types import Question
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec
from config.errors import Locale
from config.patterns import regex
from memory.types import Evidence

_NUMBERED = regex(r"(?:^|[\n,;]|\s)\s*\(?([1-3])\s*[.):]\s+(?=\S)")
_UNKNOWN = regex(
    r"\W*(?:(?:i\s+)?(?:don'?t|do not)\s+know|no idea|unknown|not sure|skip|pass|later"
    r"|모름|모르겠\S*|모릅니다|몰라\S*|패스|나중에\S*|글쎄\S*)\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer is read by."""

    spec: FrameworkSpec
    source: Source
    currency: str
    locale: Locale


def answer(sheet: Sheet, question: Question, setting: Setting, said: str = "") -> Sheet | Question:
    """The sheet with the answer, or the question again with what does not fit.

    `said` is the part of the source that answers; all of it when empty. "I do not know" changes nothing.
    """
    text = (said or setting.source.text).strip()
    if _UNKNOWN.fullmatch(text):
        return sheet
    place = _place(sheet, setting.spec, question.field)
    if place is None:
        return question
    kind, field, owner = place
    if field is None:
        return _listed(sheet, question, kind, setting, text)
    return _filled(sheet, question, (kind, field, owner), setting, text)


Target = tuple[RecordSpec | None, FieldSpec | None, str]


def _place(sheet: Sheet, spec: FrameworkSpec, path: str) -> Target | None:
    """The field at the path with its record; or, without a field, the list that the path names."""
    above, _, name = path.rpartition(".")
    spot = at(sheet.body, spec, above) if above else None
    node: FrameworkSpec | RecordSpec | None = spot.spec if spot else _keyed(spec, above) if above else spec
    if node is None:
        return None
    field = next((one for one in node.fields if one.name == name and not one.computed), None)
    child = next((one for one in node.records if one.name == name), None)
    if field:
        return (spot.spec if spot else None), field, above
    return (child, None, above) if child else None


def _keyed(spec: FrameworkSpec, above: str) -> RecordSpec | None:
    """The list of the record of one option, which may not be in the body yet."""
    name, _, option = above.partition(".")
    kind = next((one for one in spec.records if one.name == name and one.key), None)
    options = kind.field(str(kind.key)).options if kind else []
    return kind if any(one.id == option for one in options) else None


def _filled(
    sheet: Sheet, question: Question, target: Target, setting: Setting, text: str
) -> Sheet | Question:
    kind, field, owner = target
    if field is None:
        return question
    value = of_text(field, text, setting.currency)
    spot = at(sheet.body, setting.spec, owner) if owner else None
    if isinstance(value, Fault):
        name = spot.title(setting.locale) if spot else ""
        return replace(question, text=problem(field, value, name, setting.locale))
    if spot and kind and kind.group == field.name:
        return apply(
            sheet, setting.spec, Edit("move", spot.record["id"], to=value.value, quote=text), setting.source
        )
    known = {one.name for one in (kind.fields if kind else setting.spec.fields)}
    told = {name: one for name, one in value.filled(field.name).items() if name in known}
    body = changed(sheet.body, owner, lambda record: record | told)
    source = setting.source
    evidence = Evidence(question.field, source.kind, source.ref, text, GRADES[source.kind])
    left = tuple(one for one in sheet.questions if one.field != question.field)
    return grounded(replace(sheet, body=body, questions=left), [evidence])


def _listed(
    sheet: Sheet, question: Question, kind: RecordSpec | None, setting: Setting, text: str
) -> Sheet | Question:
    """Records for a list that was empty: with their values where they are said, else by their names."""
    lane = ".".join(question.field.split(".")[::2])
    if kind is None:
        return question
    done = sheet
    for entry in _entries(text, setting, lane):
        values = tuple((claim.field.name, claim.value) for claim in entry.claims)
        fit = tuple((name, value) for name, value in values if isinstance(value, Value))
        edit = Edit("add", place=question.field, text=entry.name, values=fit, quote=text)
        done = apply(done, setting.spec, edit, setting.source)
    return done


def _entries(text: str, setting: Setting, lane: str) -> Iterator[Entry]:
    words = lexicon(setting.spec.id)
    known: Lane = words.lane(lane)
    for row in rows(text, words):
        found = entries(
            row.text, marks(row.text, words, setting.currency, scale_of(text)), [known], setting.currency
        )
        if found:
            yield from found
        else:
            yield from (Entry(name, 0) for name in names_in(row.text))


def answer_all(sheet: Sheet, asked: Sequence[Question], setting: Setting) -> Sheet:
    """One text for all that was asked: numbered, as stated values, by lines or by commas; else for the first.

    What did not fit is asked again in `questions`. When nothing fits, the sheet is the one that was given.
    """
    said = _numbered(asked, setting.source.text)
    if not said:
        stated = read(setting.source, setting.spec, setting.currency, setting.locale)
        if stated.body:
            return merge(sheet, _addressed(sheet, stated, asked, setting.spec), setting.spec)
        said = _parted(asked, setting.source.text.strip())
    for question, text in said:
        result = answer(sheet, question, setting, text)
        if isinstance(result, Sheet):
            sheet = result
        elif result.text != question.text:
            left = (one for one in sheet.questions if one.field != result.field)
            sheet = replace(sheet, questions=(result, *left))
    return sheet


def _addressed(sheet: Sheet, stated: Sheet, asked: Sequence[Question], spec: FrameworkSpec) -> Sheet:
    """What was stated of no name belongs to the record that was asked about: `our share 20%`."""
    for question in asked:
        spot = at(sheet.body, spec, question.field.rpartition(".")[0])
        title = spot and spot.record.get(spot.spec.title)
        if spot and title and spot.spec.name in stated.body:
            kind = spot.spec
            named = [
                record | {kind.title: record.get(kind.title) or title} for record in stated.body[kind.name]
            ]
            return replace(stated, body=stated.body | {kind.name: named})
    return stated


Said = list[tuple[Question, str]]


def _numbered(asked: Sequence[Question], text: str) -> Said:
    found = list(_NUMBERED.finditer(text))
    starts = [match.start() for match in found]
    parts = [text[match.end() : end] for match, end in zip(found, [*starts[1:], len(text)], strict=False)]
    said = ((int(match[1]), part.strip(" ,;\n")) for match, part in zip(found, parts, strict=True))
    return [(asked[number - 1], part) for number, part in said if part and number <= len(asked)]


def _parted(asked: Sequence[Question], text: str) -> Said:
    for parts in (
        re.split(r"\s*\n\s*", text),
        re.split(r"\s*[;；]\s*", text),
        re.split(r"(?<=[.!?])\s+", text),
        re.split(r"\s*[,，、]\s+|\s+/\s+", text),
    ):
        named = [name_of(part) or part for part in parts if part]
        if len(named) == len(asked) > 1:
            return list(zip(asked, named, strict=True))
    return [(asked[0], text)] if asked and text else []
