"""What people said that calls for a win: their words, a brief, what is remembered, a weakness in a SWOT."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from agents.kit.flows import Flowing, arriving
from agents.kit.frameworks.confidence import GRADES
from agents.types import Context
from config.patterns import regex
from config.winning import Rule
from memory.types import Evidence, EvidenceKind, InputUsed

_SENTENCE = regex(r"[^.!?。\n]*(?:\.\d[^.!?。\n]*)*[.!?。]?")
_LONGEST = 240
_TURN = "turn"


@dataclass(frozen=True, slots=True)
class Source:
    """Some words and where they stand."""

    text: str
    kind: EvidenceKind
    ref: str
    grade: float
    used: InputUsed


@dataclass(frozen=True, slots=True)
class Said:
    """A rule that words call for."""

    rule: str
    quote: str
    source: Source
    value: str = ""
    """The number that was said, where the rule reads one."""

    def evidence(self, path: str) -> Evidence:
        return Evidence(path, self.source.kind, self.source.ref, self.quote, self.source.grade)


def sources(context: Context) -> tuple[Source, ...]:
    """Everything told here: the newest words first."""
    return (*_turns(context), *_known(context), *_weaknesses(context))


def weaknesses(context: Context) -> tuple[Flowing, ...]:
    return arriving("swot.weakness-wins.candidate", context)


def said(rules: Iterable[tuple[str, Rule]], told: Iterable[Source]) -> tuple[Said, ...]:
    """Each rule once, for the first words that call for it."""
    told = tuple(told)
    found = (next(_calls(name, rule, told), None) for name, rule in rules if rule.kind == "told")
    return tuple(one for one in found if one is not None)


def _calls(name: str, rule: Rule, told: Iterable[Source]) -> Iterator[Said]:
    patterns = [regex(words, 2) for words in (rule.says_en, rule.says_ko)]  # 2: re.IGNORECASE
    for source in told:
        for sentence in _SENTENCE.findall(source.text):
            for pattern in patterns:
                hit = pattern.search(sentence)
                value = (hit.groupdict().get("value") or "") if hit else ""
                if hit and _above(rule, value):
                    yield Said(name, sentence.strip()[:_LONGEST], source, value)


def _above(rule: Rule, value: str) -> bool:
    """Whether what was said is beyond the published limit; a rule without one needs no number."""
    return rule.benchmark is None or (bool(value) and Decimal(value) > Decimal(str(rule.benchmark.above)))


def _turns(context: Context) -> Iterator[Source]:
    for one in (*reversed(context.turns), *context.briefs):
        if one.kind in ("turn", "brief", "imported"):
            kind: EvidenceKind = "statement" if one.kind == _TURN else "document"
            yield Source(one.text, kind, one.id, GRADES[kind], InputUsed("turn", one.id, one.content_hash))


def _known(context: Context) -> Iterator[Source]:
    for one in context.known:
        yield Source(one.text, "statement", one.id, one.grade, InputUsed("insight", one.id, one.content_hash))


def _weaknesses(context: Context) -> Iterator[Source]:
    for one in weaknesses(context):
        grade = one.evidence("").grade
        yield Source(one.text, "output", one.ref, grade, one.used())
