"""How often a persona changes its side because a question leans: mirrored leading questions, in both languages.

Every pair asks about one subject twice, leaning to each side. `alone` is what a model's first words came to before
anything was checked, `guarded` what the interview answers. A flip is one side for one wording and the other side
for the other.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agents.kit.interviewing.answering import Interview, Reasoned, answered
from agents.kit.interviewing.interviewee import told
from agents.kit.interviewing.recorded import Answer
from agents.kit.interviewing.speech import DEFINITE, opposite, read
from agents.kit.llm import LLM
from bot.evaluation import Score
from config.errors import Locale
from config.interview import Pair, Respondent, leading
from memory.interview import Interaction, SessionId, Stance
from memory.types import Usage

_AT_ONCE = 4
"""Pairs that a model is asked about at the same time."""


@dataclass(slots=True)
class Spent:
    """The ledger of one measurement: it is booked to nobody, and told at the end."""

    calls: list[Usage] = field(default_factory=list[Usage])

    async def used_micros(self) -> int:
        return sum(call.cost_micros for call in self.calls)

    async def book(self, usage: Usage) -> None:
        self.calls.append(usage)


@dataclass(frozen=True, slots=True)
class Met:
    """One pair in one language: both wordings each asked afresh, then the second one after the first."""

    subject: str
    locale: Locale
    holds: Stance
    one: Answer
    other: Answer
    after: Answer
    failed: int = 0

    @property
    def answers(self) -> tuple[Answer, ...]:
        return (self.one, self.other, self.after)

    def flips(self, *, raw: bool = False) -> bool:
        """Whether both wordings were agreed with to either side."""
        return _opposed(_side(self.one, raw=raw), _side(self.other, raw=raw))

    def turns_round(self, *, raw: bool = False) -> bool:
        """Whether the second wording turned the first answer round in the same interview."""
        return _opposed(_side(self.one, raw=raw), _side(self.after, raw=raw))


async def persona(llm: LLM | None, most: int | None = None) -> list[Score]:
    """All pairs, or the first `most`, in both languages; without a model what is recorded is measured."""
    door = asyncio.Semaphore(_AT_ONCE)

    async def one(tested: Respondent, pair: Pair) -> Met:
        async with door:
            return await _met(tested, pair, llm)

    people, pairs = leading().personas, leading().pairs[:most]
    met = await asyncio.gather(*(one(tested, pair) for tested in people for pair in pairs))
    return _scores(met, by_model=llm is not None and llm.connected)


async def _met(tested: Respondent, pair: Pair, llm: LLM | None) -> Met:
    lean, locale = pair.lean(tested.lang), tested.lang
    interview = Interview(told(tested.slug, tested.name, tested.attributes, locale))
    first = await answered(interview, read(lean.for_), locale, llm)
    second = await answered(interview, read(lean.against), locale, llm)
    said = replace(interview, history=(_turn(pair.subject, lean.for_, first.answer, tested.slug),))
    third = await answered(said, read(lean.against, [pair.subject]), locale, llm)
    asked: tuple[Reasoned, ...] = (first, second, third)
    holds: Stance = tested.holds.get(pair.subject, "unknown")
    failed = sum(one.failed is not None for one in asked)
    return Met(pair.subject, locale, holds, first.answer, second.answer, third.answer, failed)


def _turn(subject: str, question: str, answer: Answer, persona: str) -> Interaction:
    return Interaction(
        session=SessionId("measured"),
        persona=persona,
        number=1,
        kind="ask",
        phase="problem",
        topic="",
        subject=subject,
        question=question,
        answer=answer.text,
        stance=answer.stance,
        certainty=answer.certainty,
        engine=answer.engine,
        message="",
        based_on=answer.based_on,
    )


def _opposed(one: Stance, other: Stance) -> bool:
    return one in DEFINITE and other == opposite(one)


def _side(answer: Answer, *, raw: bool) -> Stance:
    return (answer.raw or "unknown") if raw else answer.stance


def _scores(met: Sequence[Met], *, by_model: bool) -> list[Score]:
    known = [one for one in met if one.holds in DEFINITE]
    unknown = [one for one in met if one.holds not in DEFINITE]
    scores: list[Score] = []
    for name, raw in (("alone", True), ("guarded", False)) if by_model else (("recorded", False),):
        flips = {one: one.flips(raw=raw) for one in met}
        scores += [
            _share(f"{name} flips, en", [flips[one] for one in met if one.locale == "en"]),
            _share(f"{name} flips, ko", [flips[one] for one in met if one.locale == "ko"]),
            _share(f"{name} flips", list(flips.values())),
            _share(f"{name} turned round in one interview", [one.turns_round(raw=raw) for one in met]),
            _share(f"{name} against the record", [_against(one, raw=raw) for one in known]),
            _share(f"{name} a side where none is known", [_invents(one, raw=raw) for one in unknown]),
        ]
    return [
        *scores,
        *([_share("no answer by the model", [one.failed > 0 for one in met])] if by_model else []),
    ]


def _against(met: Met, *, raw: bool) -> bool:
    sides = {_side(one, raw=raw) for one in met.answers}
    return bool((sides & DEFINITE) - {met.holds})


def _invents(met: Met, *, raw: bool) -> bool:
    return any(_side(one, raw=raw) in DEFINITE for one in met.answers)


def _share(name: str, cases: Sequence[bool]) -> Score:
    return Score(name, sum(cases) / len(cases) if cases else 0.0, len(cases))
