"""How a persona answers: by a model within what is recorded, or by what is recorded alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.kit.errors import ModelError
from agents.kit.frameworks.vetting import Vetting, without_orders
from agents.kit.interviewing.interviewee import Attribute, Interviewee
from agents.kit.interviewing.judging import Judged, Setting, judge, short
from agents.kit.interviewing.model import ModelAnswer
from agents.kit.interviewing.recorded import Answer
from agents.kit.interviewing.recorded import answer as recorded_answer
from agents.kit.interviewing.speech import Asked
from agents.kit.interviewing.stances import Held, held
from agents.kit.llm import LLM, Material, Request
from agents.kit.reading.types import Source
from config.errors import Locale
from config.interview import interview_words, prompt
from memory.insight import Insight
from memory.interview import Ground, Interaction

MAX_TOKENS = 800
_TURNS = 12
"""The last turns that a model is shown; those about the same subject come besides."""
_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Interview:
    """What an answer may rest on."""

    persona: Interviewee
    history: tuple[Interaction, ...] = ()
    insights: tuple[Insight, ...] = ()
    outside: bool = False
    """Whether the one who asks is no member of the team."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    answer: Answer
    failed: ModelError | None = None


async def answered(interview: Interview, asked: Asked, locale: Locale, llm: LLM | None) -> Reasoned:
    """It raises no ModelError: what is recorded stands for a model that fails."""
    if llm is None or not llm.connected:
        return Reasoned(_recorded(interview, asked, locale))
    try:
        return Reasoned(await _in_character(interview, asked, locale, llm))
    except ModelError as error:
        return Reasoned(_recorded(interview, asked, locale), error)


async def _in_character(interview: Interview, asked: Asked, locale: Locale, llm: LLM) -> Answer:
    """At most two tries; what still has a fault is replaced by what is held. Raises ModelError."""
    setting = _setting(interview, asked)
    faults, raw = tuple[str, ...](), None
    judged: Judged | None = None
    for _ in range(_ATTEMPTS):
        asking = request(interview, asked, setting.holds, locale, faults)
        given = await llm.fill(ModelAnswer, asking)
        judged = judge(given.value, f"llm:{given.model}", setting)
        raw = raw or judged.answer.raw
        faults = judged.faults
        if not faults:
            return replace(judged.answer, raw=raw)
    return replace(_replaced(interview, asked, locale, faults), raw=raw)


def _replaced(interview: Interview, asked: Asked, locale: Locale, faults: Sequence[str]) -> Answer:
    """What is recorded, in place of an answer that could not stand; and why, as a note."""
    found = _recorded(interview, asked, locale)
    note = (
        "kept_stance" if {"flipped", "two_sides"} & set(faults) and found.stance != "unknown" else faults[0]
    )
    return replace(found, notes=(note,))


def _recorded(interview: Interview, asked: Asked, locale: Locale) -> Answer:
    found = recorded_answer(asked, interview.persona, interview.history)
    return found if found.text else replace(found, text=interview_words()("unknown", locale))


def _setting(interview: Interview, asked: Asked) -> Setting:
    holds = held(interview.persona, asked.subject, interview.history)
    sources = [without_orders(Source("document", "", text, "")) for text in _told(interview, asked)]
    vetting = Vetting(sources, prompt().instructions)
    return Setting(asked, interview.persona, interview.history, interview.insights, holds, vetting)


def _told(interview: Interview, asked: Asked) -> Iterator[str]:
    """Everything that may be repeated."""
    yield from (attribute.text for attribute in interview.persona.attributes)
    for turn in interview.history:
        yield from (turn.question, turn.answer, *(fact.value for fact in turn.new_facts))
    yield from (one.text for one in interview.insights)
    yield asked.text


def request(
    interview: Interview, asked: Asked, holds: Held, locale: Locale, faults: Sequence[str] = ()
) -> Request:
    """What is asked. The instructions are the same for every persona and question."""
    say, known = prompt(), asked.known
    ground = ", ".join(dict.fromkeys(_label(one.ground) for one in holds.grounds))
    stands = holds.definite and not asked.supposes
    question = say.question.format(
        proposition=f"“{known.proposition.en}”" if known else say.no_proposition,
        held=say.held.format(stance=holds.stance, ground=ground) if stands else "",
        leading=say.leading if asked.leads else "",
        answer_in=say.answer_in.say(locale),
    )
    again = say.again.format(faults="; ".join(say.faults[one] for one in faults)) if faults else ""
    return Request("persona", say.instructions, f"{again}{question}", _material(interview, asked), MAX_TOKENS)


def _material(interview: Interview, asked: Asked) -> tuple[Material, ...]:
    persona = interview.persona
    lines = "\n".join(_line(one) for one in persona.attributes)
    turns = [_turn(one) for one in _shown(interview.history, asked)]
    learnt = [f"I:{short(one)}: {one.text}" for one in interview.insights]
    parts = (
        Material("output", lines, name=f"attributes of {persona.name}", ref="attributes"),
        *((Material("output", "\n".join(turns), name="earlier turns", ref="turns"),) if turns else ()),
        *((Material("insight", "\n".join(learnt), ref="insights"),) if learnt else ()),
    )
    question = Material(
        "message", asked.text, author="interviewer", member=not interview.outside, ref="question"
    )
    return (*parts, question)


def _label(ground: Ground) -> str:
    """How the material calls it: what people wrote stands in no instruction."""
    return f"T{ground.ref}" if ground.kind == "turn" else f"A:{ground.ref}"


def _line(attribute: Attribute) -> str:
    standing = "assumed" if attribute.assumed else f"grade {attribute.grade:.2f}"
    return f"A:{attribute.key}: {attribute.text} ({standing})"


def _shown(history: Sequence[Interaction], asked: Asked) -> Iterator[Interaction]:
    last = {one.number for one in history[-_TURNS:]}
    return (one for one in history if one.number in last or one.subject == asked.subject)


def _turn(turn: Interaction) -> str:
    return f"T{turn.number}: asked “{turn.question}”, said “{turn.answer}” (stance {turn.stance})"
