"""What an interview comes to, computed: themes, contradictions, insights to accept, and what is still open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.kit.interviewing.body import ContradictionBody, InsightBody, OpenBody, RealBody, ThemeBody
from agents.kit.interviewing.contradictions import ATTRIBUTE
from agents.kit.interviewing.interviewee import Interviewee, label
from agents.kit.interviewing.recorded import CERTAINTIES
from agents.kit.interviewing.speech import DEFINITE, is_free, leaning
from config.errors import Locale
from config.interview import guide, interview_words, subject
from memory.interview import Interaction, Session, Stance, Topic

MOST_INSIGHTS = 6
_MOST_REAL = 10
_CUT = 60


@dataclass(frozen=True, slots=True)
class Told:
    """One interview: its session, what was said in it, and everything that was said to this persona before."""

    session: Session
    turns: tuple[Interaction, ...]
    history: tuple[Interaction, ...]
    persona: Interviewee | None
    locale: Locale


def themes(told: Told) -> list[ThemeBody]:
    """Turns grouped by what they are about, the groups with most answers first; what nobody knows is none."""
    groups: dict[str, list[Interaction]] = {}
    for turn in told.turns:
        if turn.stance != "unknown":
            groups.setdefault(_about(turn, told.session), []).append(turn)
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[1][0].number))
    return [_theme(n, about, turns, told.locale) for n, (about, turns) in enumerate(ordered, start=1)]


def _about(turn: Interaction, session: Session) -> str:
    """A subject of its own, or that of the guide's topic."""
    if is_free(turn.subject) and (topic := belongs_to(turn, session)):
        return topic.subject
    return turn.subject


def belongs_to(turn: Interaction, session: Session) -> Topic | None:
    """Where in the guide a turn belongs."""
    return next((one for one in session.guide if one.id == turn.topic), None)


def _theme(number: int, about: str, turns: Sequence[Interaction], locale: Locale) -> ThemeBody:
    best = max(turns, key=lambda turn: CERTAINTIES.index(turn.certainty))
    return ThemeBody(
        id=f"TH{number}",
        subject=about,
        label=named(about, turns[0].question, locale),
        turns=[f"T{turn.number}" for turn in turns],
        stance=shared([turn.stance for turn in turns]),
        certainty=best.certainty,
        quote=best.answer,
    )


def named(about: str, question: str, locale: Locale) -> str:
    """What a subject is called; one of nobody's catalogue by the question that brought it up."""
    if known := subject(about):
        return known.label.say(locale)
    asked = next((one for one in guide().questions if one.subject == about and one.attributes), None)
    if asked:
        return label(asked.attributes[0], locale)
    return cut(question, _CUT)


def shared(stances: Sequence[Stance]) -> Stance:
    """The side that all take who take one."""
    sides = {one for one in stances if one in DEFINITE or one == "mixed"}
    if not sides:
        return "neutral"
    return next(one for one in stances if one in sides) if len(sides) == 1 else "mixed"


def contradictions(told: Told) -> list[ContradictionBody]:
    found = [turn for turn in told.turns if turn.contradicts]
    return [
        ContradictionBody(
            id=f"C{n}",
            turn=f"T{turn.number}",
            text=turn.answer,
            against=list(turn.contradicts),
            what="; ".join(said_against(turn.contradicts, told.persona, told.history, told.locale)),
            subject=turn.subject,
        )
        for n, turn in enumerate(found, start=1)
    ]


def said_against(
    refs: Sequence[str], persona: Interviewee | None, history: Sequence[Interaction], locale: Locale
) -> Iterator[str]:
    """Contradicted turns and attributes, in words."""
    say = interview_words()
    turns = {str(one.number): one for one in history}
    for ref in refs:
        if ref.startswith(ATTRIBUTE):
            key = ref.removeprefix(ATTRIBUTE)
            attribute = persona.attribute(key) if persona else None
            text = attribute.text if attribute else ""
            yield say("contradicts.attribute", locale, label=label(key, locale), text=text)
        elif ref in turns:
            yield say("contradicts.turn", locale, number=ref, answer=cut(turns[ref].answer))


def cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def insights(found: Sequence[ThemeBody], told: Told) -> list[InsightBody]:
    """The themes that say something, the best founded first."""
    ordered = sorted(found, key=lambda theme: (-CERTAINTIES.index(theme.certainty), -len(theme.turns)))
    chosen = [theme for theme in ordered if theme.stance != "unknown"][:MOST_INSIGHTS]
    return [_insight(n, theme, told) for n, theme in enumerate(chosen, start=1)]


def _insight(number: int, theme: ThemeBody, told: Told) -> InsightBody:
    say, name, known = interview_words(), told.session.name, subject(theme.subject)
    turns = ", ".join(one.removeprefix("T") for one in theme.turns)
    if known and theme.stance in {*DEFINITE, "mixed"}:
        stance = say(f"stance.{theme.stance}", told.locale)
        proposition = known.proposition.say(told.locale)
        text = say(
            "insight.stance", told.locale, name=name, stance=stance, proposition=proposition, turns=turns
        )
        return InsightBody(
            id=f"IN{number}", text=text, subject=theme.subject, value=theme.stance, turns=theme.turns
        )
    quote = cut(theme.quote)
    text = say("insight.said", told.locale, name=name, label=theme.label, text=quote, turns=turns)
    return InsightBody(id=f"IN{number}", text=text, subject=theme.subject, value=quote, turns=theme.turns)


def open_questions(told: Told, found: Sequence[ContradictionBody]) -> list[OpenBody]:
    """What contradicts itself, what the persona could not know, what was not asked; then what is synthetic only."""
    questions = dict[str, tuple[str, str, str]]()
    real = guide().real
    for one in found:
        about = named(one.subject, "", told.locale)
        if about:
            text = real.contradiction.say(told.locale).format(label=about)
            questions.setdefault(text, ("decision", one.subject, "contradiction"))
    for topic in told.session.guide:
        why = {"unanswered": "unanswered", "open": "unasked", "answered": "synthetic"}.get(topic.state)
        if why and topic.phase != "wrapup":
            questions.setdefault(_asked_really(topic, told.locale), (topic.phase, topic.subject, why))
    for turn in told.turns:
        if turn.stance == "unknown" and turn.kind == "ask" and not turn.topic and not leaning(turn.question):
            questions.setdefault(turn.question, (turn.phase, turn.subject, "unanswered"))
    order = ("contradiction", "unanswered", "unasked", "synthetic")
    ordered = sorted(questions.items(), key=lambda each: order.index(each[1][2]))
    return [
        OpenBody.model_validate({"id": f"O{n}", "text": text, "phase": phase, "subject": about, "why": why})
        for n, (text, (phase, about, why)) in enumerate(ordered, start=1)
    ]


def _asked_really(topic: Topic, locale: Locale) -> str:
    """The topic as one asks a real person; of a hypothesis, what happened and not whether it is true."""
    if topic.source == "hypothesis":
        return guide().hypothesis.real.say(locale).format(text=topic.quote.rstrip("."))
    return topic.question


def real_guide(found: Sequence[OpenBody], told: Told) -> RealBody:
    """Open questions alone: one that leans to a side is asked about its subject instead."""
    real = guide().real
    questions = [_neutral(one, told.locale) for one in found]
    return RealBody(
        open=real.open.say(told.locale),
        questions=list(dict.fromkeys(one for one in questions if one))[:_MOST_REAL],
        close=real.close.say(told.locale),
        people=real.people,
    )


def _neutral(one: OpenBody, locale: Locale) -> str:
    if leaning(one.text) is None:
        return one.text
    known = subject(one.subject)
    return guide().real.side.say(locale).format(label=known.label.say(locale)) if known else ""
