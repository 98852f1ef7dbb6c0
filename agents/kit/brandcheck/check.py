"""The brand check: 0 to 100, computed from what was found; the same text has the same score."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.kit.brandcheck import governance, messaging, voice
from agents.kit.brandcheck.claims import claims, unproved
from agents.kit.brandcheck.folding import blanked
from agents.kit.brandcheck.honorific import honorific
from agents.kit.brandcheck.legal import legal
from agents.kit.brandcheck.limits import limits
from agents.kit.brandcheck.sight import Sight, sight
from agents.kit.brandcheck.types import Claim, Copy, Finding, Norms, Status
from agents.kit.brandcheck.visual import visual
from config.catalogue import Bilingual
from config.content.checking import DimensionName, Severity, scoring
from config.content.legal import legal_rules
from config.errors import Locale
from config.korean import fill

_ORDER: Sequence[Severity] = ("breach", "block", "must", "should", "caution", "note")
_LEGAL_COST = {"breach": 0.5, "caution": 0.2, "note": 0.0}
_BLOCKS = {"breach", "block"}


@dataclass(frozen=True, slots=True)
class Redline:
    """What is to be changed: where, by which rule, why, and how."""

    rule_id: str
    severity: Severity
    dimension: DimensionName
    part: str
    quote: str
    start: int
    end: int
    why: str
    fix: str
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """What a part or a dimension has of what it could have; None where it was not measured."""

    name: str
    most: float
    points: float | None


@dataclass(frozen=True, slots=True)
class Dimension:
    name: DimensionName
    weight: int
    points: float | None
    """Of `weight`; None where nothing of it could be measured, and then the others weigh more."""
    parts: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    score: int
    """0 to 100."""
    status: Status
    dimensions: tuple[Dimension, ...]
    redlines: tuple[Redline, ...]
    claims: tuple[Claim, ...]

    @property
    def open(self) -> tuple[Redline, ...]:
        """What has to be mended: everything but notes."""
        return tuple(one for one in self.redlines if one.severity not in {"note", "caution"})

    @property
    def limits_ok(self) -> bool:
        return not any(one.part == "limits" and one.severity == "must" for one in self.redlines)


def check(copy: Copy, norms: Norms, locale: Locale) -> Checked:
    """The check of a copy against its norms, told in the language of who asked.

    Prohibited words are found first, and the rest is measured without them: a word that may not be there
    can earn nothing.
    """
    banned = list(governance.prohibited(copy, norms))
    seen = sight(copy, norms, blanked(copy.text, [(one.start, one.end) for one in banned]))
    made = claims(seen)
    found = {name: None if part is None else list(part) for name, part in _parts(seen, made).items()}
    found["prohibited"] = [*banned, *(found["prohibited"] or [])]
    dimensions = tuple(_dimensions(found))
    redlines = tuple(_redlines(found, copy.text, locale))
    score = _score(dimensions)
    return Checked(score, _status(score, redlines), dimensions, redlines, made)


def _parts(seen: Sight, made: Sequence[Claim]) -> Mapping[str, Iterable[Finding] | None]:
    return {
        "readability": voice.readability(seen),
        "tone": voice.tone(seen),
        "honorific": honorific(seen),
        "person": voice.person(seen),
        "restraint": voice.restraint(seen),
        "pillars": messaging.pillars(seen),
        "proof": messaging.proof(seen),
        "cta": messaging.call(seen),
        "lead": messaging.lead(seen),
        "words": messaging.words(seen),
        "prohibited": governance.never(seen),
        "claims": unproved(seen, made),
        "required": governance.required(seen),
        "rivals": governance.rivals(seen),
        "legal": legal(seen, made),
        "limits": limits(seen.copy),
        **visual(seen),
    }


def _dimensions(found: Mapping[str, list[Finding] | None]) -> Iterator[Dimension]:
    for name, spec in scoring().dimensions.items():
        parts = tuple(Points(part, most, _points(found.get(part), most)) for part, most in spec.parts.items())
        measured = [(one.most, one.points) for one in parts if one.points is not None]
        whole = sum(most for most, _ in measured)
        points = sum(points for _, points in measured) / whole * spec.weight if whole else None
        yield Dimension(name, spec.weight, points, parts)


def _points(findings: list[Finding] | None, most: float) -> float | None:
    return None if findings is None else most * max(0.0, 1.0 - sum(map(cost_of, findings)))


def cost_of(finding: Finding) -> float:
    """The share of its part that a finding takes."""
    if finding.rule in legal_rules():
        return _LEGAL_COST[finding.severity or "caution"]
    return 0.0 if finding.severity == "note" else scoring().rules[finding.rule].cost


def _score(dimensions: Iterable[Dimension]) -> int:
    measured = [(one.weight, one.points) for one in dimensions if one.points is not None]
    return round(sum(points for _, points in measured) / sum(weight for weight, _ in measured) * 100)


def _status(score: int, redlines: Iterable[Redline]) -> Status:
    severities = {one.severity for one in redlines}
    if severities & _BLOCKS:
        return "blocked"
    return "passes" if score >= scoring().passes and "must" not in severities else "revise"


def _redlines(found: Mapping[str, list[Finding] | None], text: str, locale: Locale) -> Iterator[Redline]:
    lines = [
        redline(_quoted(one, text), part, locale)
        for part, findings in found.items()
        for one in findings or ()
    ]
    yield from sorted(lines, key=lambda one: (_ORDER.index(one.severity), one.start, one.rule_id, one.why))


def _quoted(finding: Finding, text: str) -> Finding:
    """With the words as they stand in the text itself."""
    there = text[finding.start : finding.end]
    return replace(finding, quote=there) if there.strip() and len(finding.quote) == len(there) else finding


def redline(finding: Finding, part: str, locale: Locale) -> Redline:
    """A finding in words, with its law where it has one."""
    pack, rule = legal_rules().get(finding.rule, (None, None))
    spec = rule or scoring().rules[finding.rule]
    facts = {"quote": finding.quote} | {name: _said(value, locale) for name, value in finding.facts.items()}
    source = (rule and rule.source) or (pack and pack.source)
    return Redline(
        rule_id=finding.rule,
        severity=finding.severity or spec.severity,
        dimension=scoring().dimension_of[part],
        part=part,
        quote=finding.quote,
        start=finding.start,
        end=finding.end,
        why=fill(spec.why.say(locale), facts),
        fix=fill(spec.fix.say(locale), facts),
        source=source.say(locale) if source else "",
        as_of=pack.as_of if pack else "",
    )


def _said(value: object, locale: Locale) -> object:
    return value.say(locale) if isinstance(value, Bilingual) else value
