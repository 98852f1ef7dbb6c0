"""From the clauses about a group to its attributes: only what they say, in their words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from agents.kit.persona.groups import Told
from agents.kit.persona.sheet import DOCUMENT, INFERRED, STATED, Heard, Origin, Sheet
from agents.kit.reading.types import Clause
from config.errors import Locale
from config.patterns import regex
from config.persona import AttributeSpec, Market, attributes, channels
from config.wording import words

_NEEDS = frozenset(["pains", "objections", "goals", "gains", "criteria", "trigger_events", "motivations"])
_SAID = regex(r"[\"“「]([^\"”」]{4,160})[\"”」]")
_PRONOUN = regex(r"^(?:they|she|he|these|those|both|all of them|most of them)\s+", re.IGNORECASE)
_PRONOUN_KO = regex(r"^(?:이들|그들|이분들|그분들|둘 다|모두|대부분|다들)(?:은|는|이|가)?\s+")
_NOUN_BEFORE = r"[가-힣0-9~]+(?<![는은을를이가에서한된던])\s"
"""A word that tells the group by itself, as in 퇴근길 직장인; not one that ends in a particle or as a verb does."""
_ENDING = 8
"""Characters by which the words may be longer than the statement; more are about somebody else as well."""
_SCORES = {"high": 4.0, "low": 2.0}


@dataclass(frozen=True, slots=True)
class Grades:
    """What a source's words are worth, where that is not what its kind says: an insight has a grade of its own."""

    by_ref: dict[str, tuple[str, float]]

    def origin(self, clause: Clause, most: float = 1.0) -> Origin:
        usual = ("document", DOCUMENT) if clause.source_kind == "document" else ("turn", STATED)
        kind, grade = self.by_ref.get(clause.source_ref, usual)
        return Origin(kind, clause.source_ref, clause.quote, min(grade, most))  # type: ignore[arg-type]


def gather(
    sheet: Sheet, told: Iterable[Told], market: Market, grades: Grades, known: Iterable[str] = ()
) -> None:
    """Fills the sheet from the clauses, each of which speaks of this persona.

    `known` are attributes that are not to be read: those that are for everybody are read of the group alone.
    """
    closed = frozenset(known)
    for one in told:
        origin = grades.origin(one.clause)
        needs = {name for name in (*_NEEDS, "region", "share") if _cued(attributes()[name], one)}
        for spec in attributes().values():
            if spec.fits(market) and spec.id not in closed:
                _fill(sheet, spec, one, origin, needs)
        for match in _SAID.finditer(one.clause.quote):
            sheet.heard.append(Heard(match[1], one.clause.source_ref, origin.kind))


def _fill(sheet: Sheet, spec: AttributeSpec, told: Told, origin: Origin, needs: set[str]) -> None:
    clause = told.clause
    if spec.kind == "score":
        _score(sheet, spec, clause, origin)
    elif spec.kind == "channels":
        for channel in channels_in(f"{clause.text} {told.mention}", clause.language):
            sheet.add(spec.id, channel, origin)
    elif spec.takes == "option":
        if found := option_in(spec, f"{clause.text} {clause.quote} {told.mention}"):
            _choose(sheet, spec, found, told, origin)
    elif spec.takes == "match":
        for value in matches(spec, clause):
            _keep(sheet, spec, value, origin)
    elif spec.takes == "clause" and _cued(spec, told) and not (spec.id == "behaviours" and needs):
        _keep(sheet, spec, statement(told), origin)


def _choose(sheet: Sheet, spec: AttributeSpec, found: str, told: Told, origin: Origin) -> None:
    """An option that its own words name is stated; one that only follows from a habit is inferred."""
    said = f"{told.clause.text} {told.clause.quote} {told.mention}"
    if not spec.sure or re.search(spec.sure, said, re.IGNORECASE):
        sheet.put(spec.id, found, origin)
    else:
        inferred = Origin(origin.kind, origin.ref, origin.quote, min(origin.grade, INFERRED))
        sheet.put(
            spec.id, found, inferred, words("persona")("because.habit", told.clause.language), assumed=True
        )


def _keep(sheet: Sheet, spec: AttributeSpec, value: str, origin: Origin) -> None:
    if spec.many:
        sheet.add(spec.id, value, origin)
    else:
        sheet.put(spec.id, value, origin)


def _score(sheet: Sheet, spec: AttributeSpec, clause: Clause, origin: Origin) -> None:
    """One step from the middle for what the words let one infer of a temper; what contradicts stays out."""
    found = [name for name in ("high", "low") if _temper(spec.id, name, clause.language).search(clause.text)]
    if len(found) == 1:
        inferred = Origin(origin.kind, origin.ref, origin.quote, INFERRED)
        why = words("persona")("because.habit", clause.language)
        sheet.put(spec.id, _SCORES[found[0]], inferred, why, assumed=True)


def statement(told: Told) -> str:
    """The clause without whom it is about, with its reason: "Worry that switching takes weeks"."""
    text = told.clause.text.strip()
    if told.clause.language == "ko":
        text = (
            re.sub(
                rf"^(?:{_NOUN_BEFORE}){{0,2}}{re.escape(told.mention)}(?:들)?(?:은|는|이|가|도|께서)\s+",
                "",
                text,
            )
            if told.mention
            else text
        )
        text = _PRONOUN_KO.sub("", text)
    else:
        text = (
            re.sub(rf"^(?:the |our |most )?{re.escape(told.mention)}\s+", "", text, flags=re.IGNORECASE)
            if told.mention
            else text
        )
        text = _PRONOUN.sub("", text)
    text = f"{text} {told.reason}".strip()
    return text[:1].upper() + text[1:]


def matches(spec: AttributeSpec, clause: Clause) -> Iterator[str]:
    """What the cue finds in the clause, or in the words that it was said in, each once."""
    cue = _cue(spec.id, clause.language)
    found = list(cue.finditer(clause.text)) or list(cue.finditer(clause.quote))
    values = (next((part for part in match.groups() if part), match[0]).strip(" ,") for match in found)
    yield from dict.fromkeys(value for value in values if value)


def option_in(spec: AttributeSpec, text: str) -> str | None:
    """The option whose words stand first in the order of the options."""
    return next((one.id for one in spec.options if _words(tuple(one.words)).search(text)), None)


def channels_in(text: str, locale: Locale) -> list[str]:
    """The channels that a text names without denying them, in the order of the catalogue; the longest name wins."""
    found: dict[str, tuple[int, int]] = {}
    for one in channels():
        for match in _words(tuple(one.words)).finditer(text):
            if not _denied(text, *match.span(), locale):
                found.setdefault(one.id, match.span())
    spans = list(found.values())
    return [name for name, span in found.items() if not any(_inside(span, other) for other in spans)]


def _inside(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and one != other


def _denied(text: str, start: int, end: int, locale: Locale) -> bool:
    if locale == "ko":
        return (
            re.match(
                r"[가-힣]{0,3}\s?(?:거의\s|전혀\s|잘\s)?(?:안\s|못\s|없|않|[가-힣]+지\s?(?:않|못))",
                text[end:],
            )
            is not None
        )
    return (
        re.search(r"\b(?:no|not|never|\w+n['’]t|without)\s(?:\w+\s){0,3}$", text[:start], re.IGNORECASE)
        is not None
    )


def _cued(spec: AttributeSpec, told: Told) -> bool:
    """Whether the cue stands in the clause, or in the words that it was said in, beyond the group's own name."""
    cue = _cue(spec.id, told.clause.language)
    clause = told.clause
    whole = len(clause.quote) <= len(clause.text) + _ENDING
    texts = (clause.text, clause.quote) if whole else (clause.text,)
    return any(cue.search(text.replace(told.mention, " ") if told.mention else text) for text in texts)


@cache
def _cue(attribute: str, locale: Locale) -> re.Pattern[str]:
    return re.compile(
        attributes()[attribute].cue(locale) or r"(?!)", re.IGNORECASE if attribute != "region" else 0
    )


@cache
def _temper(attribute: str, name: str, locale: Locale) -> re.Pattern[str]:
    spec = attributes()[attribute]
    return re.compile(getattr(spec, f"{locale}_{name}"), re.IGNORECASE)


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    latin = [re.escape(word) for word in sorted(words, key=len, reverse=True) if word.isascii()]
    others = [re.escape(word) for word in sorted(words, key=len, reverse=True) if not word.isascii()]
    parts = [rf"(?<![A-Za-z])(?:{'|'.join(latin)})(?![a-z])"] if latin else []
    return re.compile("|".join([*parts, *others]), re.IGNORECASE)
