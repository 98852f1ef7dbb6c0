"""Jobs, pains and gains that the user's words name: job stories first, else what customers ask for."""

import re
from collections.abc import Iterator

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.drawing import LONGEST, Drawing, Entry, picked, wanted
from agents.kit.frameworks.swot_place import place
from agents.kit.reading.types import Clause, Reading, Source
from config.errors import Locale
from config.patterns import regex
from memory.types import Evidence

_ENGLISH = regex(
    r"\bwhen\s+(?P<when>[^.\n]{3,200}?),?\s+(?:i|we|they|customers|people)\s+(?:want|need|would like)\s+"
    r"(?:to\s+)?"
    r"(?P<want>[^.\n]{3,200}?)(?:,?\s+so\s+(?:that\s+)?(?:i|we|they)\s+(?:can|could)\s+(?P<so_that>[^.\n]{3,200}))?"
    r"\s*(?=[.\n]|$)",
    re.IGNORECASE,
)
_KOREAN = regex(
    r"(?P<when>[^.\n]{2,200}?)\s*때[,는]?\s+"
    r"(?P<want>[^.\n,]{2,200}?고\s*싶(?:다|어요|습니다|어|음)|[^.\n,]{2,200}?기를\s*원\S+)"
    r"(?:[,.]?\s*(?:그래서|그래야)\s*(?P<so_that>[^.\n]{2,200}))?\s*(?=[.\n,]|$)"
)
PAINS = ("complaint", "capacity_limit", "waiting_list", "slow_process", "outdated")
LACKS = ("absence",)
CUSTOMER_FACING = frozenset({"online", "asset"})
INSIDE = frozenset({"staff", "marketing", "cash_short", "hard_hire", "customer"})
GAINS = ("reputation", "praise", "recurring_customers", "good_results", "price_low", "unique_resource")
THEIRS = ("unmet_demand", "rival_strength", "new_rival", "cost_up")
OURS = ("dependency", "inexperience", "staff_loss", "cash_short", "key_person", "profit_fact")
MOST = 5


def draft(reading: Reading, _locale: Locale) -> Sheet:
    """Each story is a job, or else each demand that nobody meets; pains and gains go to the first job."""
    drawing = Drawing()
    for source in reading.sources:
        for match in _stories(source):
            _tell(drawing, source, match)
    if not drawing.body:
        for clause in wanted(reading):
            drawing.entry("jobs", "J").state("want", clause.text, clause)
    _surround(drawing, reading)
    return drawing.sheet()


def _stories(source: Source) -> Iterator[re.Match[str]]:
    yield from _ENGLISH.finditer(source.text)
    yield from _KOREAN.finditer(source.text)


def _tell(drawing: Drawing, source: Source, match: re.Match[str]) -> None:
    entry = drawing.entry("jobs", "J")
    for name in ("when", "want", "so_that"):
        said = (match[name] or "").strip(" ,")
        if said and len(said) <= LONGEST:
            entry.record[name] = said
            path, grade = f"{entry.path}.{name}", GRADES[source.kind]
            drawing.add(Evidence(path, source.kind, source.ref, match[0].strip(), grade))


def _surround(drawing: Drawing, reading: Reading) -> None:
    pains = [*picked(reading, *PAINS, but=OURS), *_lacking(reading)][:MOST]
    gains = list(picked(reading, *GAINS, but=(*OURS, *PAINS, *THEIRS)))[:MOST]
    who = [one for one in picked(reading, "segment", but=("dependency",)) if _describes(one)][:1]
    if not (drawing.body or pains or gains):
        return
    jobs = drawing.body.get("jobs")
    job = Entry(drawing, f"jobs.{jobs[0]['id']}", jobs[0]) if jobs else drawing.entry("jobs", "J")
    for name, clauses in (("pains", pains), ("gains", gains)):
        if clauses:
            job.record[name] = [clause.text for clause in clauses]
            for clause in clauses:
                drawing.ground(f"{job.path}.{name}", clause.source_kind, clause)
    for clause in who:
        if len(clause.text) <= 120:
            job.state("executor", clause.text, clause)


def _describes(clause: Clause) -> bool:
    """Whether it says who the customers are, rather than how they do: "we lose 5% of members" names nobody."""
    return "segment" in clause.concepts and place(clause) is None


def _lacking(reading: Reading) -> Iterator[Clause]:
    """What customers would use and do not find."""
    for clause in picked(reading, *LACKS, but=(*OURS, *PAINS)):
        if clause.concepts & CUSTOMER_FACING and not clause.concepts & INSIDE:
            yield clause
