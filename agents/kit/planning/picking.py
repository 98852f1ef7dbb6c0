"""Which rows a plan has: opportunities first, then what the money is for, then the best fits for everybody in turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agents.kit.figures import money as told_money
from agents.kit.figures import number
from agents.kit.planning.choices import Choices
from agents.kit.planning.fit import Fit, fits, minimum, proof_for
from agents.kit.planning.naming import related
from agents.kit.planning.people import meant
from agents.kit.planning.values import ASSUMED, Ground, Known, Lead, Origin, Proof
from agents.kit.planning.writing import Message, message, price
from config.errors import Locale
from config.planning import MEDIA, RECORDS, Basis, Record, Tactic, planning
from config.wording import words

_BY_CHANNEL = 2
"""Rows at most on one channel for one persona."""
_COVERAGE = 8
"""Points for a stage that no row serves yet."""
_ANSWERS = 15
"""Points for a tactic that its part's money waits for; off for one that is in the plan already."""
_HOUR = 4
"""Points that an hour a week costs, where an opportunity can be taken up in several ways."""
_WAITING = 6
"""Tactics in the backlog that would fit if there were more money or time."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A row before its money."""

    key: str
    fit: Fit
    proof: Proof
    message: Message
    record: Record
    record_why: str
    record_ground: Ground
    bucket: str
    least: int
    """What it needs over the whole plan, in minor units; 0 for one that can be done for nothing."""
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is no row, and what it lacks."""

    key: str
    title: str
    why: str
    missing: tuple[str, ...]
    """`proof`, `budget`, `hours`, `score`, `fit` or `you`."""
    ground: Ground = ASSUMED
    origin: Origin | None = None
    persona: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    rows: tuple[Pick, ...]
    backlog: tuple[Waiting, ...]
    refused: tuple[Fit, ...] = ()
    """Tactics that a ban keeps out, each once."""


@dataclass(slots=True)
class _Desk:
    """The plan as it grows."""

    known: Known
    choices: Choices
    basis: Basis
    room: Mapping[str, int]
    """Minor units by part; empty where nothing is spent."""
    every: list[Fit]
    rows: list[Pick] = field(default_factory=list[Pick])
    backlog: list[Waiting] = field(default_factory=list[Waiting])
    used: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def full(self) -> bool:
        return len(self.rows) >= planning().modes[self.known.mode].rows

    def hours_left(self) -> float:
        available = self.known.hours
        return (
            float("inf") if available is None else available - sum(row.fit.tactic.hours for row in self.rows)
        )

    def money_left(self, bucket: str) -> int:
        return self.room.get(bucket, 0) - sum(row.least for row in self.rows if row.bucket == bucket)


def pick(known: Known, choices: Choices, basis: Basis, room: Mapping[str, int]) -> Picked:
    """The rows of a plan, in the order of their weight, and what waits."""
    desk = _Desk(known, choices, basis, room, fits(known))
    _leads(desk)
    _accepted(desk)
    _spending(desk)
    _filling(desk)
    _priced(desk)
    _left(desk)
    return Picked(tuple(desk.rows), tuple(desk.backlog), tuple(_refused(desk.every)))


def record_of(known: Known, tactic: Tactic) -> tuple[Record, str, Ground]:
    """How a tactic stands here: by the business's own words, or else in general (assumed)."""
    say, book = words("plan"), planning()
    channel = book.channels[tactic.channel].name.say(known.locale)
    own = next((known.standing[one] for one in book.houses(tactic.channel) if one in known.standing), None)
    if own:
        key = "record.own" if own.record == "proven" else "record.untried"
        return own.record, say(key, known.locale, channel=channel, quote=own.ground.quote), own.ground
    if tactic.media == "paid" and known.paid_untried:
        quote = known.paid_untried.ground.quote
        return tactic.record, say("record.paid", known.locale, quote=quote), known.paid_untried.ground
    return tactic.record, say("record.general", known.locale), ASSUMED


def bucket_of(known: Known, tactic: Tactic, basis: Basis) -> str:
    return tactic.media if basis == "media" else record_of(known, tactic)[0]


def buckets(basis: Basis) -> tuple[str, ...]:
    return RECORDS if basis == "risk" else MEDIA


def _leads(desk: _Desk) -> None:
    accepted = desk.choices.of("accept")
    wanted = [*desk.known.opportunities, *desk.known.outcomes]
    most = planning().rules.opportunities
    wanted = [*wanted[:most], *(one for one in desk.known.waiting if f"lead:{one.key}" in accepted)]
    for lead in wanted:
        _place_lead(desk, lead)
    for lead in [*desk.known.opportunities, *desk.known.outcomes][most:]:
        _wait_lead(desk, lead, "why.enough", "fit")
    for lead in desk.known.waiting:
        if f"lead:{lead.key}" not in accepted:
            _wait_lead(desk, lead, "why.score", "score")


def _place_lead(desk: _Desk, lead: Lead) -> None:
    key = f"lead:{lead.key}"
    if key in desk.choices.of("dropped"):
        _wait_lead(desk, lead, "why.dropped", "you")
        return
    proven = _proven(desk, lead)
    whose = meant(lead.text, desk.known.personas)
    open_ = [one for one in desk.every if not one.blocked and one.persona.id in whose]
    answering = [one for one in open_ if _answers(one, lead)]
    answering.sort(key=lambda one: -_taken_up(desk, one))
    others = [one for one in open_ if not _answers(one, lead)]
    for fit in (*answering, *others):
        if (
            fit.score >= planning().rules.least
            and _fits_in(desk, fit, again=False)
            and _add(desk, key, fit, proven, lead)
        ):
            return
    _wait_lead(desk, lead, "why.no_tactic", "fit")


def _taken_up(desk: _Desk, fit: Fit) -> float:
    """How well a tactic takes up an opportunity: by its fit, its hours, and whether money waits for it."""
    bucket = bucket_of(desk.known, fit.tactic, desk.basis)
    waits = bool(fit.tactic.minimum) and desk.room.get(bucket, 0) > 0
    first = waits and all(row.bucket != bucket or not row.least for row in desk.rows)
    return fit.score - _HOUR * fit.tactic.hours + (_ANSWERS if first else 0)


def _answers(fit: Fit, lead: Lead) -> bool:
    return bool(set(lead.signals) & set(fit.tactic.answers))


def _proven(desk: _Desk, lead: Lead) -> tuple[Proof, ...]:
    """What may prove the row of an opportunity: strengths, or else the accepted opportunity itself."""
    return desk.known.proofs or (Proof("P0", lead.text, frozenset(), lead.ground),)


def _accepted(desk: _Desk) -> None:
    for key in desk.choices.of("accept"):
        fit = next((one for one in desk.every if _key(one) == key), None)
        if fit and not fit.blocked:
            _add(desk, key, fit, desk.known.proofs)


def _spending(desk: _Desk) -> None:
    """For each part of the budget its best tactic, so that no part stays without one; then one more for the largest."""
    rooms = {part: desk.room.get(part, 0) for part in buckets(desk.basis)}
    largest = [part for part, room in rooms.items() if 2 * room >= sum(rooms.values())]
    spent_on = {row.bucket for row in desk.rows if row.least}
    for bucket in (*(part for part in rooms if part not in spent_on), *largest):
        if rooms[bucket] > 0:
            _spend(desk, bucket)


def _spend(desk: _Desk, bucket: str) -> None:
    """The best tactic that this part's money can be spent on."""
    for fit in desk.every:
        if not desk.full and _takes(desk, fit, bucket) and _add(desk, _key(fit), fit, desk.known.proofs):
            return


def _takes(desk: _Desk, fit: Fit, bucket: str) -> bool:
    """Whether a tactic can use money of this part: a paid one, and where parts are media any other, too."""
    spends = bool(fit.tactic.minimum) or (desk.basis == "media" and bucket != "paid")
    return spends and _open(desk, fit) and bucket_of(desk.known, fit.tactic, desk.basis) == bucket


def _filling(desk: _Desk) -> None:
    """Everybody in turn takes the best that is left, with a little more for a stage that nobody serves."""
    while not desk.full:
        before = len(desk.rows)
        for persona in desk.known.personas:
            mine = [one for one in desk.every if one.persona.id == persona.id and _open(desk, one)]
            mine.sort(key=lambda one: -_worth(desk, one))
            any(_add(desk, _key(one), one, desk.known.proofs) for one in mine)
            if desk.full:
                return
        if len(desk.rows) == before:
            return


def _priced(desk: _Desk) -> None:
    """Where buyers press on the price, the first row that sells says what it is worth."""
    pressing = desk.known.price
    for at, row in enumerate(desk.rows):
        if pressing and row.fit.stage == "conversion" and row.lead is None:
            desk.rows[at] = replace(row, message=price(row.message, desk.known, row.proof), lead=pressing)
            return


def _worth(desk: _Desk, fit: Fit) -> float:
    served = {row.fit.stage for row in desk.rows if row.fit.persona.id == fit.persona.id}
    repeated = sum(row.fit.tactic.id == fit.tactic.id for row in desk.rows)
    return fit.score + (0 if fit.stage in served else _COVERAGE) - _ANSWERS * repeated


def _open(desk: _Desk, fit: Fit) -> bool:
    key, dropped = _key(fit), desk.choices.of("dropped")
    new = all(row.key != key for row in desk.rows) and key not in dropped
    return new and not fit.blocked and fit.score >= planning().rules.least and _fits_in(desk, fit)


def _fits_in(desk: _Desk, fit: Fit, *, again: bool = True) -> bool:
    """Whether there are hours and money for it, and not too much of the same channel."""
    tactic = fit.tactic
    same = [
        row for row in desk.rows if row.fit.tactic.id == tactic.id and row.fit.persona.id == fit.persona.id
    ]
    near = [
        row
        for row in desk.rows
        if related(row.fit.tactic.channel, (tactic.channel,)) and row.fit.persona.id == fit.persona.id
    ]
    crowded = (
        bool(same)
        or len(near) >= _BY_CHANNEL
        or (not again and any(r.fit.tactic.id == tactic.id for r in desk.rows))
    )
    bucket, least = bucket_of(desk.known, tactic, desk.basis), _least(desk.known, tactic)
    affordable = not least or least <= desk.money_left(bucket)
    return not crowded and tactic.hours <= desk.hours_left() and affordable


def _least(known: Known, tactic: Tactic) -> int:
    return minimum(known, tactic) * known.frame.months


def _add(desk: _Desk, key: str, fit: Fit, proofs: tuple[Proof, ...], lead: Lead | None = None) -> bool:
    """Adds a row, if there is a proof whose message breaks no rule."""
    left = list(proofs)
    while left:
        proof = proof_for(fit.tactic, tuple(left), desk.used)
        if proof is None:
            break
        told = message(
            desk.known, fit, proof, lead, desk.choices.of("message").get(key), desk.choices.of("cta").get(key)
        )
        if told.forbidden and key not in desk.choices.of("message"):
            left.remove(proof)
            continue
        record, why, ground = record_of(desk.known, fit.tactic)
        bucket = fit.tactic.media if desk.basis == "media" else record
        least = _least(desk.known, fit.tactic)
        desk.rows.append(Pick(key, fit, proof, told, record, why, ground, bucket, least, lead))
        desk.used[proof.id] = desk.used.get(proof.id, 0) + 1
        return True
    return False


def _left(desk: _Desk) -> None:
    """What was taken out, and the best of what lacks a proof, money or hours."""
    say, locale, here = words("plan"), desk.known.locale, {row.key for row in desk.rows}
    by_key = {_key(one): one for one in reversed(desk.every)}
    for key in desk.choices.of("dropped"):
        if key in by_key:
            desk.backlog.append(_wait(by_key[key], locale, say("why.dropped", locale), "you"))
    told = {one.key for one in desk.backlog} | here
    tactics = {row.fit.tactic.id for row in desk.rows}
    for fit in desk.every:
        if (
            len([one for one in desk.backlog if one.origin is None]) >= _WAITING
            or fit.score < planning().rules.least
        ):
            break
        if _key(fit) in told or fit.tactic.id in tactics or fit.ban:
            continue
        if lack := _lack(desk, fit):
            desk.backlog.append(_wait(fit, locale, *lack))
            tactics.add(fit.tactic.id)


def _lack(desk: _Desk, fit: Fit) -> tuple[str, str] | None:
    say, known, tactic = words("plan"), desk.known, fit.tactic
    if fit.blocked and not fit.money:
        return None
    if not known.proofs:
        return say("why.proof", known.locale), "proof"
    if tactic.hours > desk.hours_left() and not fit.money:
        left = number(max(0.0, desk.hours_left()))
        return say("why.hours", known.locale, hours=number(tactic.hours), left=left), "hours"
    least = _least(known, tactic)
    bucket = bucket_of(known, tactic, desk.basis)
    if least and (known.mode == "bootstrapped" or least > desk.money_left(bucket)):
        told = told_money(least, known.currency, known.locale)
        left = told_money(max(0, desk.money_left(bucket)), known.currency, known.locale)
        return say("why.budget", known.locale, least=told, left=left), "budget"
    return None


def _wait(fit: Fit, locale: Locale, why: str, missing: str) -> Waiting:
    return Waiting(_key(fit), fit.tactic.name.say(locale), why, (missing,), persona=fit.persona.name)


def _wait_lead(desk: _Desk, lead: Lead, why: str, missing: str) -> None:
    told = words("plan")(why, desk.known.locale, score=number(lead.score), least=planning().rules.opportunity)
    desk.backlog.append(Waiting(f"lead:{lead.key}", lead.text, told, (missing,), lead.ground, lead.origin))


def _key(fit: Fit) -> str:
    return f"{fit.persona.id}/{fit.tactic.id}"


def _refused(every: Sequence[Fit]) -> Iterator[Fit]:
    yield from {one.tactic.id: one for one in every if one.ban}.values()
