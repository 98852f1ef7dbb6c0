"""One turn: a question of the user's or of the guide, its answer, and the session moved on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from agents.kit.interviewing import machine, showing
from agents.kit.interviewing.answering import Interview, answered
from agents.kit.interviewing.contradictions import contradicted
from agents.kit.interviewing.guide import topic_of
from agents.kit.interviewing.interviewee import Interviewee
from agents.kit.interviewing.port import Interviews
from agents.kit.interviewing.recorded import MOST_QUOTED, RECORDED, Answer, records
from agents.kit.interviewing.speech import Asked, opposite, read
from agents.kit.interviewing.stances import of_attributes
from agents.kit.interviewing.themes import belongs_to, cut
from agents.types import AgentResult, Ask
from config.interview import guide, interview_words
from config.wording import words
from memory.insight import Insight
from memory.interview import Asking, Ground, Interaction, Session, Topic
from memory.recalled import OUTSIDER
from memory.terms import terms

_INSIGHTS = 8
_SAYS_LEADING = frozenset({"kept_stance"})
"""Notes that say of a question that it leads."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A running interview at the moment of a question."""

    ask: Ask
    port: Interviews
    session: Session
    persona: Interviewee | None
    history: tuple[Interaction, ...]

    @property
    def turns(self) -> tuple[Interaction, ...]:
        """Those of this interview."""
        return tuple(one for one in self.history if one.session == self.session.id)


@dataclass(frozen=True, slots=True)
class Posed:
    """A question, and where in the guide it stands."""

    asked: Asked
    kind: Asking
    topic: Topic | None
    generated: bool


async def questioned(talk: Talk, text: str) -> AgentResult:
    """The user's own words."""
    plain = " ".join(text.split())
    asked = read(plain, [one.subject for one in talk.history])
    return await _answered(talk, Posed(asked, "ask", topic_of(plain, talk.session.guide), generated=False))


async def next_asked(talk: Talk) -> AgentResult:
    """The guide's next question."""
    topic = machine.next_topic(talk.session)
    if topic is None:
        return showing.moved_on(talk.session, interview_words()("through", talk.ask.locale), talk.ask.locale)
    return await _answered(talk, Posed(Asked(topic.question, topic.subject), "ask", topic, generated=True))


async def deepened(talk: Talk) -> AgentResult:
    """One more question about the same; without a model, what is recorded and was not quoted yet."""
    last = next((one for one in reversed(talk.turns) if one.based_on), None)
    if last is None:
        return showing.told_only("no_turn", talk.ask.locale, showing.controls(talk.session, talk.ask.locale))
    probes = guide().probes.ask
    asked_before = sum(one.kind == "deeper" and one.subject == last.subject for one in talk.turns)
    question = probes[asked_before % len(probes)].say(talk.ask.locale)
    posed = Posed(Asked(question, last.subject), "deeper", belongs_to(last, talk.session), generated=True)
    return await _answered(talk, posed)


async def challenged(talk: Talk) -> AgentResult:
    """What speaks against the last answer, asked without leaning; without a model, what is recorded against it."""
    answers = (one for one in reversed(talk.turns) if one.based_on and one.kind != "challenge")
    last = next(answers, None)
    if last is None:
        return showing.told_only("no_turn", talk.ask.locale, showing.controls(talk.session, talk.ask.locale))
    said = guide().challenge.ask.say(talk.ask.locale)
    question = said.format(number=last.number, answer=cut(last.answer))
    posed = Posed(Asked(question, last.subject), "challenge", belongs_to(last, talk.session), generated=True)
    return await _answered(talk, posed)


async def _answered(talk: Talk, posed: Posed) -> AgentResult:
    """Asked twice with one message, as after a crash, it is answered once."""
    ask, persona = talk.ask, talk.persona
    if persona is None:
        return showing.told_only("gone", ask.locale, showing.resume(talk.session, ask.locale))
    message = ask.context.turns[-1]
    kept = next((one for one in talk.turns if one.message == message.id), None)
    if kept:
        return _shown(talk, talk.session, persona, kept, posed, connected=True)
    outside = bool(message.meta.get(OUTSIDER))
    interview = Interview(persona, talk.history, tuple(_learnt(ask, posed.asked)), outside)
    if ask.llm is not None and ask.llm.connected:
        await ask.say(words("models")("asking", ask.locale))
    reasoned = await answered(interview, posed.asked, ask.locale, ask.llm)
    answer = _further(talk, posed, persona, reasoned.answer)
    against = contradicted(answer, posed.asked, persona, talk.history)
    turn = _interaction(talk, posed, answer, against)
    topic = posed.topic.id if posed.topic else ""
    known = answer.stance != "unknown" or bool(answer.based_on)
    move = partial(machine.turned, now=ask.now, topic=topic, known=known)
    session, told = await talk.port.keep(move, turn)
    connected = ask.llm is not None and ask.llm.connected
    result = _shown(talk, session, persona, told, posed, connected=connected)
    failed = (reasoned.failed.say(ask.locale),) if reasoned.failed else ()
    return replace(result, degraded=failed)


def _learnt(ask: Ask, asked: Asked) -> Iterator[Insight]:
    """What people told that shares words with the question."""
    said = frozenset(terms(asked.text))
    near = [one for one in ask.context.known if said & frozenset(terms(one.text))]
    return iter(near[-_INSIGHTS:])


def _further(talk: Talk, posed: Posed, persona: Interviewee, answer: Answer) -> Answer:
    """Of recorded answers, what a deeper question or a challenge adds."""
    if answer.engine != RECORDED or answer.notes or posed.kind == "ask":
        return answer
    if posed.kind == "challenge":
        return _opposing(talk, posed, persona, answer)
    before = {one.answer for one in talk.turns if one.subject == posed.asked.subject}
    quoted = {text for told in before for text in told.split(" · ")}
    about = Asked("", posed.asked.subject)
    found = [one for one in records(about, persona, ()) if one.text not in quoted]
    left = tuple(dict.fromkeys(one.text for one in found))
    if not left:
        return _nothing(talk, answer, "nothing_more")
    grounds = tuple(dict.fromkeys(one.ground for one in found))
    return replace(answer, text=" · ".join(left[:MOST_QUOTED]), based_on=grounds)


def _nothing(talk: Talk, answer: Answer, note: str) -> Answer:
    nothing = interview_words()("unknown", talk.ask.locale)
    return replace(answer, text=nothing, stance="unknown", certainty="low", based_on=(), notes=(note,))


def _opposing(talk: Talk, posed: Posed, persona: Interviewee, answer: Answer) -> Answer:
    against = opposite(answer.stance)
    found = [
        one for one in of_attributes(persona, posed.asked.subject) if one.stance == against != answer.stance
    ]
    if not found:
        return _nothing(talk, answer, "nothing_against")
    grounds: tuple[Ground, ...] = tuple(dict.fromkeys(one.ground for one in found))
    return replace(answer, text=" · ".join(one.quote for one in found), stance="mixed", based_on=grounds)


def _interaction(talk: Talk, posed: Posed, answer: Answer, against: tuple[str, ...]) -> Interaction:
    leading = ("leading",) if posed.asked.leads and not {*answer.notes} & _SAYS_LEADING else ()
    return Interaction(
        session=talk.session.id,
        persona=talk.session.persona,
        number=0,
        kind=posed.kind,
        phase=talk.session.phase,
        topic=posed.topic.id if posed.topic else "",
        subject=posed.asked.subject,
        question=posed.asked.text,
        answer=answer.text,
        stance=answer.stance,
        certainty=answer.certainty,
        engine=answer.engine,
        message=talk.ask.context.turns[-1].id,
        based_on=answer.based_on,
        new_facts=answer.new_facts,
        notes=tuple(dict.fromkeys((*answer.notes, *leading))),
        contradicts=against,
    )


def _shown(
    talk: Talk, session: Session, persona: Interviewee, told: Interaction, posed: Posed, *, connected: bool
) -> AgentResult:
    shown = showing.Shown(
        told,
        session,
        persona,
        talk.history,
        talk.ask.context.known,
        connected=connected,
        generated=posed.generated,
    )
    return showing.turn(shown, talk.ask.locale)
