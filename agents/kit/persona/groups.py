"""Which clauses speak of which group of customers; what is said of all of them, and of the business itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from agents.kit.persona.mentions import Mention, mentions
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale
from config.persona import attributes, people

_NOT_THEIRS = frozenset({"rival", "supplier", "state"})
_OWN = frozenset(["we", "i", "our", "저희", "우리", "당사", "가격", "매장"])
_REASON = 10
"""Characters at the head of a clause in which "because" may stand."""
_OF_THE_BUSINESS = ("repeat_rate", "audience")
"""What a sentence of its own says of the business, although it speaks of what customers do."""
_LACKING = frozenset({"online", "marketing"})
_BECAUSE = re.compile(r"^[\s,]*(because|since|as)\b", re.IGNORECASE)
_TO_WHOM = re.compile(r"\b(?:to|for|by|at|with)\s|에게|대상|위한|고객|손님|회원", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A clause of a group, and the part of it that names the group."""

    clause: Clause
    mention: str = ""
    reason: str = ""
    """Why, where the same sentence says so in a clause of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who belong together, by the words of the sources."""

    mention: Mention
    told: tuple[Told, ...] = ()
    ref: str = ""
    """The output that named it, where it was one."""

    @property
    def label(self) -> str:
        return self.mention.label

    @property
    def share(self) -> Decimal:
        """The first share that was said of it, 0 to 1."""
        shares = (q.share for one in self.told for q in one.clause.quantities if q.share)
        return next(shares, Decimal(0))


@dataclass(slots=True)
class Sorted:
    """Clauses by whom they are about."""

    groups: list[Group] = field(default_factory=list[Group])
    everybody: list[Told] = field(default_factory=list[Told])
    business: list[Clause] = field(default_factory=list[Clause])
    own: tuple[str, ...] = ()
    """Names of the business itself."""


def sort(
    reading: Reading, wanted: Sequence[Group] = (), known: Sequence[str] = (), own: Sequence[str] = ()
) -> Sorted:
    """The clauses of a reading by group. `wanted` groups are there from the start; clauses that name one of the
    `known` personas are about a person that was made up, and are left out. `own` are names of the business, which may
    hold a group's word: Loft Weaving Studio."""
    found = Sorted(list(wanted), own=tuple(own))
    spoken: list[int] = []
    last: Clause | None = None
    for clause in reading.clauses:
        if (
            any(name in clause.quote for name in known)
            or clause.has("question")
            or _matcher("asked").search(clause.quote)
        ):
            continue
        if last is None or last.source_ref != clause.source_ref or _far(reading, last, clause):
            spoken = []
        same = last is not None and last.sentence == clause.sentence
        if last is not None and same and spoken and (joint := _joint(reading, last, clause)):
            _explain(found, last, joint)
        else:
            spoken = _placed(found, clause, spoken, same=same)
        last = clause
    return found


def _far(reading: Reading, last: Clause, clause: Clause) -> bool:
    """Whether a paragraph ended between the two."""
    source = next(one for one in reading.sources if one.ref == clause.source_ref)
    return "\n\n" in source.text[last.start : clause.start]


def _joint(reading: Reading, last: Clause, clause: Clause) -> str:
    """The clause as the reason of the one before it: "because our company is small"; "" where it is none."""
    source = next(one for one in reading.sources if one.ref == clause.source_ref)
    found = _BECAUSE.match(source.text[last.start + len(last.quote) : clause.start + _REASON])
    return f"{found[1].lower()} {clause.text[0].lower()}{clause.text[1:]}" if found else ""


def _explain(found: Sorted, last: Clause, reason: str) -> None:
    for place, group in enumerate(found.groups):
        told = tuple(replace(one, reason=reason) if one.clause.id == last.id else one for one in group.told)
        found.groups[place] = replace(group, told=told)


def _placed(found: Sorted, clause: Clause, spoken: list[int], *, same: bool) -> list[int]:
    """Puts a clause where it belongs; gives the groups that are being spoken of from here on."""
    named = () if _not_theirs(clause) else mentions(clause.text, clause.language)
    telling = [one for one in named if one.key and not _is_the_business(clause, one, found.own)]
    if telling:
        spoken = list(dict.fromkeys(place for one in telling for place in _groups_of(found, one)))
        for place in spoken:
            _add(found, place, _told(clause, telling, found.groups[place]))
        return spoken
    if any(not one.key for one in named) or _all(clause.language).search(clause.text):
        found.everybody.append(Told(clause, next((one.label for one in named if not one.key), "")))
        return spoken
    if spoken and _goes_on(clause, same=same):
        for place in spoken:
            _add(found, place, Told(clause))
        return spoken
    found.business.append(clause)
    return spoken


def _told(clause: Clause, named: Sequence[Mention], group: Group) -> Told:
    """The clause as it tells of one group: the names of the others that it speaks of are not this one's."""
    own = [one for one in named if one.fits(group.mention)]
    others = [one for one in named if one not in own]
    text = _piece(clause.text, own, others)
    for other in others:
        text = text.replace(other.label, "…")
    quantities = read_quantities(text, "") if text != clause.text else clause.quantities
    trimmed = replace(clause, text=text, quantities=quantities) if text != clause.text else clause
    return Told(trimmed, own[0].label if own else "")


def _piece(text: str, own: Sequence[Mention], others: Sequence[Mention]) -> str:
    """The part between commas that names this group alone; all of it where they cannot be told apart."""
    parts = [part.strip() for part in text.split(",")]
    mine = [part for part in parts if any(one.label in part for one in own)]
    apart = others and mine and not any(one.label in part for one in others for part in mine)
    return ", ".join(mine) if apart else text


def _groups_of(found: Sorted, mention: Mention) -> list[int]:
    fitting = [place for place, group in enumerate(found.groups) if mention.fits(group.mention)]
    if fitting:
        same = [place for place in fitting if found.groups[place].mention.key == mention.key]
        for place in fitting:
            if len(fitting) == 1 and len(mention.key) > len(found.groups[place].mention.key):
                wider = replace(mention, b2b=mention.b2b or found.groups[place].mention.b2b)
                found.groups[place] = replace(found.groups[place], mention=wider)
        return same or fitting
    found.groups.append(Group(mention))
    return [len(found.groups) - 1]


def _add(found: Sorted, place: int, told: Told) -> None:
    group = found.groups[place]
    found.groups[place] = replace(group, told=(*group.told, told))


def _not_theirs(clause: Clause) -> bool:
    introduces = "introduction" in clause.tags and not _TO_WHOM.search(clause.text)
    works_here = clause.has("staff_fact") and _matcher("staff").search(clause.text) is not None
    return clause.actor in _NOT_THEIRS or works_here or introduces or clause.has("new_rival")


def _is_the_business(clause: Clause, mention: Mention, own: Sequence[str]) -> bool:
    """Whether a group is what the business says that it is, "소리숲은 분당의 음악 학원입니다", or a part of its name.

    A clause that goes on in a sentence has its subject from the one before.
    """
    if any(
        at.start() <= mention.start and mention.end <= at.end()
        for name in own
        for at in re.finditer(re.escape(name), clause.text, re.IGNORECASE)
    ):
        return True
    said = clause.text.rstrip(" .!")
    predicate = clause.language == "ko" and said.endswith(mention.label) and said != mention.label
    before = f"{clause.subject} {said.removesuffix(mention.label)}"
    return predicate and not _matcher("subjects").search(before)


def _goes_on(clause: Clause, *, same: bool) -> bool:
    """Whether a clause that names nobody is about whoever was spoken of last."""
    subject = clause.subject.lower().strip()
    if clause.has("absence", "inexperience") and not clause.concepts.isdisjoint(_LACKING):
        return False
    if clause.actor in _NOT_THEIRS or any(subject.startswith(word) for word in _OWN):
        return False
    if _again(clause.language).search(clause.quote) or _again(clause.language).search(subject):
        return True
    if subject and not same and clause.has(*_OF_THE_BUSINESS):
        return False
    return _personal(clause.language).search(clause.text) is not None and (
        same or not subject or clause.language == "ko"
    )


@cache
def _matcher(name: str) -> re.Pattern[str]:
    return re.compile(getattr(people(), name), re.IGNORECASE)


@cache
def _all(locale: Locale) -> re.Pattern[str]:
    return re.compile(people().all_ko if locale == "ko" else people().all_en, re.IGNORECASE)


@cache
def _again(locale: Locale) -> re.Pattern[str]:
    return re.compile(people().again_ko if locale == "ko" else people().again_en, re.IGNORECASE)


@cache
def _personal(locale: Locale) -> re.Pattern[str]:
    """What only people do or feel, by the attributes' own cues."""
    ids = (
        "behaviours",
        "goals",
        "pains",
        "objections",
        "criteria",
        "trigger_events",
        "media",
        "budget_authority",
    )
    return re.compile("|".join(attributes()[one].cue(locale) for one in ids), re.IGNORECASE)
