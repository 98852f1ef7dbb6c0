"""A turn of an interview as it is read: the answer, what it rests on, and how far the interview is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.interviewing.interviewee import Interviewee, label
from agents.kit.interviewing.machine import coverage, minutes, next_topic, over
from agents.kit.interviewing.recorded import RECORDED
from agents.kit.interviewing.themes import cut, said_against
from agents.types import AgentResult, Bullets, Button, Section, Table
from config.errors import Locale
from config.interview import interview_words, plan, subject
from memory.insight import Insight
from memory.interview import Ground, Interaction, Session

RUNNING = "interview"
"""The verb of a reply after which the next words in its thread are a question to the persona."""
PAUSED = "interview paused"
DONE = "interview done"
COMMAND = "persona interview"
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn, and what is needed to say it."""

    told: Interaction
    session: Session
    persona: Interviewee
    history: tuple[Interaction, ...]
    insights: tuple[Insight, ...]
    connected: bool
    """Whether there is a language model."""
    generated: bool
    """Whether the question was the house's own: then it is shown above its answer."""


def turn(shown: Shown, locale: Locale) -> AgentResult:
    told, session = shown.told, shown.session
    asked = (interview_words()("asked", locale, question=told.question),) if shown.generated else ()
    lines = (
        *asked,
        _answer(told, shown.persona, locale),
        _SEPARATOR.join(_grounded(shown, locale)),
        *_against(shown, locale),
        standing(session, locale, told.number),
        *_long(session, locale),
    )
    used = tuple(one.ref for one in told.based_on if one.kind == "insight")
    return AgentResult(lines, buttons=controls(session, locale), verb=RUNNING, told="", used=used)


def _answer(told: Interaction, persona: Interviewee, locale: Locale) -> str:
    say = interview_words()
    if told.engine != RECORDED:
        return say("said", locale, name=persona.name, answer=told.answer)
    if not told.based_on:
        return say("nothing", locale, name=persona.name)
    answer = _SEPARATOR.join(_record(text, told, persona, locale) for text in told.answer.split(_SEPARATOR))
    return say("quoted", locale, name=persona.name, answer=answer)


def _record(text: str, told: Interaction, persona: Interviewee, locale: Locale) -> str:
    say = interview_words()
    cited = [one.ref for one in told.based_on if one.kind == "attribute"]
    for key in cited:
        attribute = persona.attribute(key)
        if attribute and text in attribute.texts:
            return say("record", locale, text=text, label=attribute.label(locale))
    turns = [one.ref for one in told.based_on if one.kind == "turn"]
    if turns:
        return say("record.turn", locale, text=text, number=turns[-1])
    return say("record", locale, text=text, label=label(cited[0], locale) if cited else "")


def _grounded(shown: Shown, locale: Locale) -> Iterator[str]:
    say, told = interview_words(), shown.told
    if told.engine == RECORDED:
        yield say("recorded_this_time" if shown.connected else "recorded_only", locale)
    named = ", ".join(_ground(one, shown.persona, shown.insights, locale) for one in told.based_on)
    if named:
        yield say("rests", locale, what=named)
    known = subject(told.subject)
    if known and told.stance not in ("neutral", "unknown"):
        stance = say(f"stance.{told.stance}", locale)
        yield say("stance", locale, proposition=known.proposition.say(locale), stance=stance)
    for note in told.notes:
        yield say(f"note.{note}", locale)


def _ground(ground: Ground, persona: Interviewee, insights: Sequence[Insight], locale: Locale) -> str:
    say = interview_words()
    if ground.kind == "turn":
        return say("ground.turn", locale, number=ground.ref)
    if ground.kind == "insight":
        text = next((one.text for one in insights if one.id == ground.ref), ground.ref)
        return say("ground.insight", locale, text=cut(text, 80))
    attribute = persona.attribute(ground.ref)
    return attribute.label(locale) if attribute else label(ground.ref, locale)


def _against(shown: Shown, locale: Locale) -> Iterator[str]:
    if refs := shown.told.contradicts:
        what = "; ".join(said_against(refs, shown.persona, shown.history, locale))
        yield interview_words()("contradicts", locale, what=what)


def _long(session: Session, locale: Locale) -> Iterator[str]:
    if over(session):
        yield interview_words()("long", locale, minutes=plan().most_minutes)


def standing(session: Session, locale: Locale, number: int = 0) -> str:
    """Phase, coverage and minutes."""
    here, all_ = coverage(session, session.phase), coverage(session)
    return interview_words()(
        "standing" if number else "standing.short",
        locale,
        phase=plan().phase(session.phase).label.say(locale),
        phase_asked=here.asked,
        phase_total=here.total,
        asked=all_.asked,
        total=all_.total,
        minutes=minutes(session),
        planned=plan().minutes,
        number=number,
    )


def controls(session: Session, locale: Locale, *, talked: bool = True) -> tuple[Button, ...]:
    """What can be done next in a running interview; `talked`: something was answered that one can go on from."""
    idle = set[str]() if next_topic(session) else {"next", "skip"}
    idle |= set[str]() if talked else {"deeper", "challenge", "wrap"}
    verbs = ("next", "deeper", "challenge", "skip", "pause", "wrap")
    return tuple(_button(verb, locale) for verb in verbs if verb not in idle)


def _button(verb: str, locale: Locale, behind: str = "") -> Button:
    return Button(interview_words()(f"button.{verb}", locale), f"{COMMAND} {verb} {behind}".rstrip())


def begun(session: Session, persona: Interviewee, locale: Locale) -> AgentResult:
    say, topic = interview_words(), next_topic(session)
    kinds = [one.source for one in session.guide]
    opening = say(
        "begun",
        locale,
        name=persona.name,
        minutes=plan().minutes,
        total=len(session.guide),
        next=say("button.next", locale),
    )
    origin = say(
        "begun.from",
        locale,
        hypotheses=kinds.count("hypothesis"),
        questions=kinds.count("question"),
        catalogue=kinds.count("catalogue"),
    )
    first = (say("begun.first", locale, question=topic.question),) if topic else ()
    return AgentResult(
        (opening, origin, *first, standing(session, locale)),
        sections=(guide_section(session, locale),),
        buttons=controls(session, locale, talked=False),
        verb=RUNNING,
        told="",
    )


def guide_section(session: Session, locale: Locale) -> Section:
    say = interview_words()
    heads = tuple(say(f"column.{one}", locale) for one in ("phase", "question", "from", "state"))
    rows = tuple(
        (
            plan().phase(one.phase).label.say(locale),
            one.question,
            say(f"from.{one.source}", locale),
            say(f"state.{one.state}", locale),
        )
        for one in session.guide
    )
    return Section(say("section.guide", locale), (Table(heads, rows),), internal=True)


def guided(session: Session, locale: Locale) -> AgentResult:
    """How far it is, with the guide."""
    verb = RUNNING if session.state == "running" else PAUSED
    buttons = controls(session, locale) if session.state == "running" else resume(session, locale)
    return AgentResult(
        (standing(session, locale), *_next_line(session, locale)),
        sections=(guide_section(session, locale),),
        buttons=buttons,
        verb=verb,
        told="",
    )


def moved_on(session: Session, line: str, locale: Locale) -> AgentResult:
    """After a step that asked nothing: what was done, and what comes next."""
    lines = (line, *_next_line(session, locale), standing(session, locale), *_long(session, locale))
    return AgentResult(lines, buttons=controls(session, locale), verb=RUNNING, told="")


def _next_line(session: Session, locale: Locale) -> Iterator[str]:
    topic, say = next_topic(session), interview_words()
    yield say("next", locale, question=topic.question) if topic else say("through", locale)


def paused(session: Session, locale: Locale) -> AgentResult:
    line = interview_words()("paused", locale, name=session.name)
    return AgentResult(
        (line, standing(session, locale)), buttons=resume(session, locale), verb=PAUSED, told=""
    )


def resume(session: Session, locale: Locale) -> tuple[Button, ...]:
    return (_button("resume", locale, session.persona), _button("wrap", locale, session.persona))


def resumed(session: Session, last: Interaction | None, locale: Locale) -> AgentResult:
    say, topic = interview_words(), next_topic(session)
    if topic:
        line = say("resumed", locale, name=session.name, question=topic.question)
    else:
        line = say("resumed.through", locale, name=session.name)
    before = (say("resumed.last", locale, number=last.number, answer=cut(last.answer)),) if last else ()
    return AgentResult(
        (line, *before, standing(session, locale)), buttons=controls(session, locale), verb=RUNNING, told=""
    )


def which(sessions: Sequence[Session], locale: Locale) -> AgentResult:
    """Several interviews are open, or none."""
    say = interview_words()
    if not sessions:
        return AgentResult((say("which.none", locale),), status="needs_input", verb=PAUSED, told="")
    listed = tuple(f"{one.name}: {standing(one, locale)}" for one in sessions)
    buttons = tuple(Button(one.name, f"{COMMAND} resume {one.persona}") for one in sessions)
    sections = (Section(say("which", locale), (Bullets(listed),)),)
    return AgentResult(
        (say("which", locale),), sections, buttons=buttons, status="needs_input", verb=PAUSED, told=""
    )


def ended(session: Session, locale: Locale) -> AgentResult:
    """A question in the thread of an interview that is wrapped up."""
    say = interview_words()
    again = Button(say("button.again", locale, name=session.name), f"{COMMAND} new {session.persona}")
    line = say("over", locale, name=session.name)
    return AgentResult((line,), buttons=(again,), status="needs_input", verb=DONE, told="")


def whom(people: Sequence[tuple[str, str]], locale: Locale, unknown: str = "") -> AgentResult:
    """With which persona? `people` are slugs and names."""
    say = interview_words()
    if not people:
        return AgentResult(
            (say("which.nobody", locale),),
            buttons=(Button(say("button.personas", locale), "persona"),),
            status="needs_input",
            verb=PAUSED,
            told="",
        )
    first = say("which.unknown", locale, name=unknown) if unknown else say("which.persona", locale)
    buttons = tuple(Button(name, f"{COMMAND} {slug}") for slug, name in people)
    return AgentResult((first,), buttons=buttons, status="needs_input", verb=PAUSED, told="")


def told_only(
    key: str, locale: Locale, buttons: tuple[Button, ...] = (), *, verb: str = PAUSED, **facts: object
) -> AgentResult:
    """One line; unless it is `DONE`, the thread's next words are still for the interview."""
    return AgentResult((interview_words()(key, locale, **facts),), buttons=buttons, verb=verb, told="")
