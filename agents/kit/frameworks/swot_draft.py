"""A SWOT of what was said: each statement placed by its signal, scored by what it measures, its source beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from agents.kit.frameworks import swot_score as scoring
from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import LONGEST, Drawing, Entry, proposal
from agents.kit.frameworks.likeness import alike
from agents.kit.frameworks.swot_anchor import anchor, topics
from agents.kit.frameworks.swot_place import INTERNAL, QUADRANTS, Place, place
from agents.kit.reading.inference import plain
from agents.kit.reading.types import Clause, Derivation, Reading
from agents.types import Question
from config.catalogue import framework_spec
from config.errors import Locale
from config.reading import table

MOST = 7
"""Items of a quadrant; more are kept apart."""
_TOGETHER = ("time_concentration", "quiet_time")
"""Sales bunched at one time and quiet at another, said in one breath, are one finding."""


_BACK = frozenset({"the average one", "it", "they", "this", "that", "each", "both"})
"""Subjects that point at what was just said: the statement goes on with it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause with its place, and the clauses that say the same."""

    clause: Clause
    place: Place
    share: Decimal | None
    others: tuple[Clause, ...] = ()
    aside: Clause | None = None

    @property
    def statement(self) -> str:
        full = f"{self.clause.text} ({self.aside.text})" if self.aside else self.clause.text
        return full if len(full) <= LONGEST else self.clause.text[:LONGEST]

    @property
    def measured_impact(self) -> int | None:
        return scoring.impact(self.clause, self.share)

    @property
    def second(self) -> int:
        """Strength inside, likelihood outside."""
        if self.place.quadrant in INTERNAL or not self.place.quadrant:
            return scoring.strength(self.clause, self.place.tag)
        return scoring.likelihood(self.clause, self.place.tag)

    @property
    def score(self) -> int:
        return (self.measured_impact or scoring.DEFAULT) * self.second


def draft(reading: Reading, locale: Locale) -> Sheet:
    """Every placed clause, best first in its quadrant; the tray of two readings; what follows by arithmetic."""
    findings = list(_distinct(_joined(list(_findings(reading)))))
    drawing, ids = Drawing(), dict[str, str]()
    for quadrant in QUADRANTS:
        ranked = sorted(
            (one for one in findings if one.place.quadrant == quadrant), key=lambda one: -one.score
        )
        for at, finding in enumerate(ranked):
            _item(drawing, finding, reading, locale, kept=at < MOST, ids=ids)
    for finding in findings:
        if finding.place.readings:
            _held_back(drawing, finding, locale)
    _arithmetic(drawing, reading, ids, locale)
    if drawing.body:
        drawing.body |= {"sentences": reading.sentences, "locale": locale} | _unread(reading, locale)
    drawing.questions.extend(_doubts(findings, ids, locale))
    return drawing.sheet()


def _findings(reading: Reading) -> Iterator[Finding]:
    for clause in reading.clauses:
        if found := place(clause):
            yield Finding(clause, found, scoring.share(clause, reading))


def _joined(findings: list[Finding]) -> Iterator[Finding]:
    """A quiet time beside the busy one, in one sentence, becomes an aside of it."""
    first, second = _TOGETHER
    taken: set[str] = set()
    for at, finding in enumerate(findings):
        after = findings[at + 1] if at + 1 < len(findings) else None
        if finding.clause.id in taken:
            continue
        pair = after is not None and (finding.place.tag, after.place.tag)
        goes_on = after is not None and finding.place == after.place and after.clause.subject.lower() in _BACK
        if after and (pair == (first, second) or goes_on) and _one_breath(finding, after):
            taken.add(after.clause.id)
            yield replace(finding, others=(after.clause,), aside=after.clause)
        else:
            yield finding


def _one_breath(one: Finding, other: Finding) -> bool:
    return one.clause.sentence == other.clause.sentence


def _distinct(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Near-duplicates of one signal are one finding, in the words that measure more."""
    kept: list[Finding] = []
    for finding in findings:
        twin = next((one for one in kept if _same(one, finding)), None)
        if twin is None:
            kept.append(finding)
        else:
            better, other = (finding, twin) if finding.score > twin.score else (twin, finding)
            kept[kept.index(twin)] = replace(better, others=(*better.others, other.clause, *other.others))
    yield from kept


def _same(one: Finding, other: Finding) -> bool:
    return one.place == other.place and alike(one.clause.text, other.clause.text)


def _item(
    drawing: Drawing, finding: Finding, reading: Reading, locale: Locale, *, kept: bool, ids: dict[str, str]
) -> None:
    entry = drawing.into(drawing.body, "items" if kept else "rest", finding.place.quadrant)
    for clause in (finding.clause, *finding.others):
        ids[clause.id] = entry.record["id"]
        entry.state("statement", finding.statement, clause)
    entry.state("quadrant", finding.place.quadrant, finding.clause)
    _scored(entry, finding, "items.impact", finding.place.quadrant in INTERNAL, locale)
    if finding.share is not None:
        entry.infer("share_pct", float(finding.share), finding.clause)
    if when := scoring.horizon(finding.clause):
        entry.infer("horizon", when, finding.clause)
    if note := _note(finding.clause, reading, locale):
        entry.infer("note", note, finding.clause)
    _about(entry, finding)


def _scored(entry: Entry, finding: Finding, path: str, internal: bool, locale: Locale) -> None:
    if finding.measured_impact is None:
        line = proposal("swot", path, finding.clause.text, scoring.DEFAULT, locale)
        entry.propose("impact", scoring.DEFAULT, line)
    else:
        entry.infer("impact", finding.measured_impact, finding.clause)
    entry.infer("strength" if internal else "likelihood", finding.second, finding.clause)


def _about(entry: Entry, finding: Finding) -> None:
    entry.record["tag"] = finding.place.tag
    entry.record["anchor"] = anchor(finding.clause, finding.place.tag)
    if "statement" not in entry.record:
        return
    entry.record["topics"] = topics(finding.clause)
    if quiet := (finding.aside if finding.place.tag == _TOGETHER[0] else None) or (
        finding.clause if finding.place.tag == "quiet_time" else None
    ):
        entry.record["slack"] = anchor(quiet, "quiet_time")


def _held_back(drawing: Drawing, finding: Finding, locale: Locale) -> None:
    entry = drawing.entry("tray", "Y")
    for clause in (finding.clause, *finding.others):
        entry.state("text", finding.statement, clause)
    entry.record["readings"] = list(finding.place.readings)
    entry.record["asks"] = table("signals")[finding.place.tag]["ask"][locale]
    _scored(entry, finding, "tray.impact", True, locale)
    _about(entry, finding)


def _note(clause: Clause, reading: Reading, locale: Locale) -> str:
    say = framework_spec("swot").say
    for derived in reading.derivations:
        if derived.clauses[0] == clause.id and derived.kind == "share_of_share":
            return say("share_of_share", locale, expression=derived.expression, of=say(derived.of, locale))
        if derived.clauses[0] == clause.id and derived.kind == "change":
            return derived.expression
    return ""


def _arithmetic(drawing: Drawing, reading: Reading, ids: dict[str, str], locale: Locale) -> None:
    for derived in reading.derivations:
        entry = drawing.entry("arithmetic", "A")
        entry.infer("text", _followed(derived, locale), reading.clause(derived.clauses[0]))
        entry.record["kind"] = derived.kind
        entry.record["parts"] = _parts(derived, reading)
        entry.record["from_ids"] = list(dict.fromkeys(ids[one] for one in derived.clauses if one in ids))


def _followed(derived: Derivation, locale: Locale) -> str:
    say = framework_spec("swot").say
    of = say(derived.of, locale) if derived.of else ""
    value = f"{plain(derived.value)}{derived.unit}"
    return say(derived.kind, locale, expression=derived.expression, value=value, of=of)


def _parts(derived: Derivation, reading: Reading) -> str:
    shares = [one.share for clause in derived.clauses for one in reading.clause(clause).quantities]
    shown = [f"{plain(share * 100)}%" for share in shares if share is not None]
    return ", ".join(dict.fromkeys(shown))


def _unread(reading: Reading, locale: Locale) -> dict[str, str]:
    if not reading.unread:
        return {}
    read, total = (sum(getattr(one, name) for one in reading.unread) for name in ("read", "total"))
    return {"unread": framework_spec("swot").say("unread", locale, read=f"{read:,}", total=f"{total:,}")}


def _doubts(findings: list[Finding], ids: dict[str, str], locale: Locale) -> Iterator[Question]:
    """An amount whose unit is in doubt is asked about before anything else: "월 300"."""
    for finding in findings:
        for one in finding.clause.quantities:
            where = ids.get(finding.clause.id)
            if one.doubt == "manwon" and where:
                text = framework_spec("swot").say(
                    "ask_amount", locale, quote=finding.clause.text, amount=one.text
                )
                yield Question(f"items.{where}.detail", text)
