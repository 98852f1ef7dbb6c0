"""The legal packs at work: what a text breaks or comes near to breaking, each with its law. No lawyer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.kit.brandcheck.folding import fold
from agents.kit.brandcheck.sendtime import night_of
from agents.kit.brandcheck.sight import Sight
from agents.kit.brandcheck.types import Claim, Finding
from agents.kit.brandcheck.wording import holds
from config.content.checking import Severity
from config.content.legal import LegalRule, Pack, Test, packs
from config.patterns import regex

_HEAD = 20
_LEAD = 80
"""Characters, and two lines, that people see first."""
_LEAD_LINES = 2
_STRONG = {"metric", "source", "document", "output"}
"""Proofs that somebody could be shown; a word of one's own is none before the law."""
_NAMED = regex(r"^\s*\(광고\)\s*[\[<【〈(]?\s*[^\s\])>】〉]{2,20}")
_OTHERS = regex(r"타사|경쟁사|다른\s*(?:브랜드|업체|제품|가게)")
_COMPARES = regex(r"보다|대비|비해|와\s?달리|과\s?달리")


@dataclass(frozen=True, slots=True)
class Case:
    """One rule before one text."""

    id: str
    rule: LegalRule
    sight: Sight
    claims: Sequence[Claim]

    @property
    def text(self) -> str:
        return self.sight.text

    @property
    def all(self) -> str:
        """The text and what was said beside it."""
        return f"{self.text}\n{self.sight.norms.told}"

    @property
    def lead(self) -> str:
        """The title or the first lines."""
        return "\n".join(self.text.strip().split("\n")[:_LEAD_LINES])[:_LEAD]

    def missing(self) -> Finding:
        return Finding(self.id, facts=dict(self.rule.facts), severity=self.rule.severity)

    def at(self, start: int, end: int, severity: Severity | None = None, **facts: object) -> Finding:
        told = {**self.rule.facts, **facts}
        return Finding(self.id, self.text[start:end], start, end, told, severity or self.rule.severity)


def legal(sight: Sight, claims: Sequence[Claim]) -> Iterator[Finding]:
    """What the packs that apply to the text find in it."""
    copy = sight.copy
    groups = {copy.format_id, copy.format.kind, *copy.format.groups}
    about = f"{sight.text}\n{sight.norms.told}\n{' '.join(sight.norms.names)}"
    for pack in packs().values():
        if not _applies(pack, sight, groups, about):
            continue
        for name, rule in pack.rules.items():
            if not rule.formats or groups & set(rule.formats):
                yield from _TESTS[rule.test](Case(name, rule, sight, claims))


def _applies(pack: Pack, sight: Sight, groups: set[str], about: str) -> bool:
    if sight.language not in pack.languages or (pack.formats and not groups & set(pack.formats)):
        return False
    return not pack.context or pack.about.search(about) is not None


def _begins(case: Case) -> Iterator[Finding]:
    text = case.text.lstrip()
    if case.rule.wanted.match(text):
        return
    offset = len(case.text) - len(text)
    bent = case.rule.twisted.search(text[:_HEAD])
    yield case.at(offset + bent.start(), offset + bent.end()) if bent else case.missing()


def _begins_bad(case: Case) -> Iterator[Finding]:
    offset = len(case.text) - len(case.text.lstrip())
    if match := case.rule.wanted.match(case.text, offset):
        yield case.at(*match.span())


def _sender(case: Case) -> Iterator[Finding]:
    folded = fold(case.text)
    named = any(holds(folded, name) for name in case.sight.norms.names)
    if not named and not _NAMED.match(case.text):
        yield case.missing()


def _has(case: Case) -> Iterator[Finding]:
    if not case.rule.wanted.search(case.text):
        yield case.missing()


def _free_optout(case: Case) -> Iterator[Finding]:
    refusal = regex(r"수신\s*거부|거부").search(case.text)
    if refusal and not case.rule.wanted.search(case.text):
        yield case.at(*refusal.span())


def _night(case: Case) -> Iterator[Finding]:
    quote = night_of(case.sight.norms.told, case.rule.start, case.rule.end)
    if quote:
        facts: dict[str, object] = {"start": case.rule.start, "end": case.rule.end, "quote": quote}
        yield Finding(case.id, quote, 0, 0, facts, case.rule.severity)


def _always(case: Case) -> Iterator[Finding]:
    yield case.missing()


def _leads(case: Case) -> Iterator[Finding]:
    trigger = case.rule.triggers.search(case.all)
    if trigger and not case.rule.wanted.search(case.lead):
        inside = trigger.end() <= len(case.text)
        yield case.at(*trigger.span()) if inside else case.missing()


def _vague(case: Case) -> Iterator[Finding]:
    trigger = case.rule.triggers.search(case.text)
    if trigger and not case.rule.wanted.search(case.text):
        yield case.at(*trigger.span())


def _unless(case: Case) -> Iterator[Finding]:
    trigger = case.rule.triggers.search(case.all)
    if trigger and not case.rule.wanted.search(case.text):
        inside = trigger.end() <= len(case.text)
        yield case.at(*trigger.span()) if inside else case.missing()


def _superlative(case: Case) -> Iterator[Finding]:
    for one in case.claims:
        if one.kind != "superlative":
            continue
        if one.proof is None:
            yield case.at(one.start, one.end)
        elif one.proof.kind not in _STRONG:
            yield case.at(one.start, one.end, "caution")


def _comparison(case: Case) -> Iterator[Finding]:
    rivals = case.sight.norms.texts("strategy.competitors")
    for sentence in case.sight.sentences:
        folded = fold(sentence.text)
        others = _OTHERS.search(sentence.text) or any(holds(folded, name) for name in rivals)
        if others and _COMPARES.search(sentence.text):
            yield case.at(sentence.start, sentence.end)


def _terms(case: Case) -> Iterator[Finding]:
    for match in case.rule.wanted.finditer(case.text):
        shown = [one for one in case.sight.norms.proofs if one.kind in _STRONG]
        if not any(match[0].casefold() in one.text.casefold() for one in shown):
            yield case.at(*match.span())


_TESTS: Mapping[Test, Callable[[Case], Iterator[Finding]]] = {
    "begins": _begins,
    "begins_bad": _begins_bad,
    "sender": _sender,
    "has": _has,
    "free_optout": _free_optout,
    "night": _night,
    "always": _always,
    "leads": _leads,
    "vague": _vague,
    "unless": _unless,
    "superlative": _superlative,
    "comparison": _comparison,
    "terms": _terms,
}
