"""An interview wrapped up: its body, its envelope, and how it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from agents.kit.figures import number
from agents.kit.flows import arriving, inputs, previous
from agents.kit.frameworks.confidence import DRAFT_OUTPUT, GRADES
from agents.kit.interviewing.body import SCHEMA_VERSION, AnswerBody, InterviewBody, PersonaRef, PhaseBody
from agents.kit.interviewing.guide import INTERVIEW
from agents.kit.interviewing.interviewee import label
from agents.kit.interviewing.machine import coverage, minutes
from agents.kit.interviewing.recorded import RECORDED
from agents.kit.interviewing.showing import DONE
from agents.kit.interviewing.themes import (
    Told,
    contradictions,
    insights,
    open_questions,
    real_guide,
    themes,
)
from agents.types import AgentResult, Ask, Block, Bullets, Button, Paragraph, Section, Table
from config.errors import Locale
from config.interview import interview_words, plan
from memory.interview import SYNTHETIC, Ground, Interaction, Session
from memory.types import Draft, Evidence, InputUsed, Json, OutputId

_LABELS = {"turn": "T", "attribute": "A:", "insight": "I:"}
_ANSWERS_SHOWN = 40


def subject_of(session: Session) -> str:
    """Under which an interview's versions count: its persona, and which of its interviews it is."""
    return f"{session.persona}-{session.id[-6:]}"


def draft(ask: Ask, told: Told) -> Draft:
    body = _body(told)
    model = next((turn.engine for turn in reversed(told.turns) if turn.engine != RECORDED), "rule")
    before = previous(ask.context, INTERVIEW, subject_of(told.session))
    evidence = tuple(_evidence(told))
    return Draft(
        agent="persona",
        output_type=INTERVIEW,
        schema_version=SCHEMA_VERSION,
        locale=told.locale,
        title=interview_words()("title", told.locale, name=told.session.name),
        summary="\n".join(lines(body, told.locale)),
        body=body,
        inputs_used=tuple(dict.fromkeys(_inputs(ask, told))),
        evidence=evidence,
        confidence=_confidence(body, evidence),
        engine=model,
        supersedes=OutputId(before.id) if before else None,
        subject=subject_of(told.session),
    )


def _body(told: Told) -> Json:
    found = themes(told)
    against = contradictions(told)
    open_ = open_questions(told, against)
    session = told.session
    made = InterviewBody(
        persona=PersonaRef(slug=session.persona, name=session.name, output=session.output),
        session=session.id,
        minutes=minutes(session),
        coverage=[_phase(session, phase.id) for phase in plan().phases],
        answers=[_answer(turn) for turn in told.turns],
        themes=found,
        contradictions=against,
        insights=insights(found, told),
        open_questions=open_,
        real_guide=real_guide(open_, told),
    )
    return made.model_dump(mode="json")


def _phase(session: Session, phase: str) -> PhaseBody:
    covered = coverage(session, phase)
    return PhaseBody(id=phase, asked=covered.asked, total=covered.total)


def _answer(turn: Interaction) -> AnswerBody:
    return AnswerBody(
        id=f"T{turn.number}",
        question=turn.question,
        text=turn.answer,
        subject=turn.subject,
        stance=turn.stance,
        certainty=turn.certainty,
        based_on=[_ref(ground) for ground in turn.based_on],
        engine=turn.engine,
    )


def _ref(ground: Ground) -> str:
    return f"{_LABELS[ground.kind]}{ground.ref}"


def _evidence(told: Told) -> Iterator[Evidence]:
    """A recorded answer is worth what its attributes are, at most a draft or an approved output; others SYNTHETIC."""
    persona = told.persona
    most = GRADES["output"] if persona and persona.approved else DRAFT_OUTPUT
    for turn in told.turns:
        path = f"answers.T{turn.number}.text"
        if turn.stance == "unknown" and not turn.based_on:
            continue
        if turn.engine != RECORDED:
            yield Evidence(path, "inference", turn.engine, turn.answer, SYNTHETIC)
            continue
        found = [persona.attribute(one.ref) for one in turn.based_on] if persona else []
        grade = max((one.grade for one in found if one), default=SYNTHETIC)
        yield Evidence(path, "output", told.session.output, turn.answer, min(grade, most))


def _confidence(body: Json, evidence: Iterable[Evidence]) -> float:
    """The mean over the answers of their grades; what the persona could not know is 0."""
    grades = {one.path: one.grade for one in evidence}
    paths = [f"answers.{one['id']}.text" for one in body["answers"]]
    return round(sum(grades.get(path, 0.0) for path in paths) / len(paths), 2) if paths else 0.0


def _inputs(ask: Ask, told: Told) -> Iterator[InputUsed]:
    if told.persona:
        yield from told.persona.used()
    guided = {topic.ref.partition("#")[0] for topic in told.session.guide if topic.source == "hypothesis"}
    taken = arriving("bmc.hypothesis-persona.guide", ask.context)
    yield from inputs(one for one in taken if one.output.id in guided)
    asked = {turn.message for turn in told.turns}
    yield from (InputUsed("turn", one.id, one.content_hash) for one in ask.context.turns if one.id in asked)
    used = {ground.ref for turn in told.turns for ground in turn.based_on if ground.kind == "insight"}
    yield from (InputUsed("insight", one.id, one.content_hash) for one in ask.context.known if one.id in used)


def lines(body: Json, locale: Locale) -> tuple[str, ...]:
    say = interview_words()
    asked = sum(one["asked"] for one in body["coverage"])
    total = sum(one["total"] for one in body["coverage"])
    name, spent, turns = body["persona"]["name"], body["minutes"], len(body["answers"])
    first = say("summary", locale, name=name, turns=turns, minutes=spent, asked=asked, total=total)
    strongest = ", ".join(_theme_in_words(one, locale) for one in body["themes"][:3])
    second = say("summary.themes", locale, themes=strongest) if strongest else say("summary.nothing", locale)
    counts = {
        "insights": len(body["insights"]),
        "open": len(body["real_guide"]["questions"]),
        "contradictions": len(body["contradictions"]),
    }
    return first, second, say("summary.offer", locale, **counts)


def _theme_in_words(theme: Json, locale: Locale) -> str:
    if theme["stance"] == "neutral":
        return str(theme["label"])
    stance = interview_words()("stance." + theme["stance"], locale)
    return f"{theme['label']} ({stance})"


def shown(body: Json, locale: Locale) -> tuple[Section, ...]:
    """Everything, in the order in which it is used."""
    return tuple(section for section in _sections(body, locale) if section.blocks)


def _sections(body: Json, locale: Locale) -> Iterator[Section]:
    say = interview_words()
    yield Section(say("section.themes", locale), _themes(body, locale))
    yield Section(say("section.quotes", locale), _bullets(_quotes(body, locale)))
    against = [
        say("contradiction.line", locale, number=one["turn"][1:], text=one["text"], what=one["what"])
        for one in body["contradictions"]
    ]
    yield Section(say("section.contradictions", locale), _bullets(against))
    offered = [
        f"{n}. {say('labelled', locale, text=one['text'])}" for n, one in enumerate(body["insights"], 1)
    ]
    title = say("section.insights", locale, grade=number(SYNTHETIC))
    yield Section(title, (Paragraph("\n".join(offered)),) if offered else ())
    yield Section(say("section.real", locale), _real(body["real_guide"], locale))
    open_ = [f"{one['text']} ({say('open.' + one['why'], locale)})" for one in body["open_questions"]]
    yield Section(say("section.open", locale), _bullets(open_), internal=True)
    yield Section(say("section.coverage", locale), _coverage(body, locale), internal=True)
    yield Section(say("answers", locale), _bullets(_answers(body, locale)), internal=True)


def _bullets(items: Sequence[str]) -> tuple[Block, ...]:
    return (Bullets(tuple(items)),) if items else ()


def _themes(body: Json, locale: Locale) -> tuple[Block, ...]:
    say = interview_words()
    heads = tuple(say(f"column.{one}", locale) for one in ("theme", "stance", "certainty", "turns"))
    rows = tuple(
        (
            one["label"],
            say(f"stance.{one['stance']}", locale),
            say(f"certainty.{one['certainty']}", locale),
            ", ".join(turn[1:] for turn in one["turns"]),
        )
        for one in body["themes"]
    )
    return (Table(heads, rows),) if rows else ()


def _quotes(body: Json, locale: Locale) -> list[str]:
    """One for each theme, with its turn."""
    say, engines = interview_words(), {one["text"]: one for one in reversed(body["answers"])}
    told: list[str] = []
    for theme in body["themes"]:
        if found := engines.get(theme["quote"]):
            kind = "recorded" if found["engine"] == RECORDED else "model"
            engine = say(f"engine.{kind}", locale)
            told.append(say("quote", locale, number=found["id"][1:], text=found["text"], engine=engine))
    return told


def _real(real: Json, locale: Locale) -> tuple[Block, ...]:
    asked = "\n".join(f"{n}. {one}" for n, one in enumerate(real["questions"], start=1))
    people = interview_words()("real.people", locale, people=real["people"])
    return tuple(Paragraph(one) for one in (real["open"], asked, real["close"], people) if one)


def _coverage(body: Json, locale: Locale) -> tuple[Block, ...]:
    say = interview_words()
    heads = (say("column.phase", locale), say("column.topics", locale))
    rows = tuple(
        (plan().phase(one["id"]).label.say(locale), f"{one['asked']}/{one['total']}")
        for one in body["coverage"]
        if one["total"]
    )
    return (Table(heads, rows),) if rows else ()


def _answers(body: Json, locale: Locale) -> list[str]:
    say = interview_words()
    return [
        say(
            "answers.line",
            locale,
            number=one["id"][1:],
            question=one["question"],
            answer=one["text"],
            stance=say(f"stance.{one['stance']}", locale),
            rests=", ".join(_named(ref, locale) for ref in one["based_on"]) or say("rests.nothing", locale),
        )
        for one in body["answers"][:_ANSWERS_SHOWN]
    ]


def _named(ref: str, locale: Locale) -> str:
    if ref.startswith("A:"):
        return label(ref[2:], locale)
    return interview_words()("ground.turn", locale, number=ref[1:]) if ref.startswith("T") else ref


def result(body: Json, locale: Locale, made: tuple[Draft, ...] = (), subject: str = "") -> AgentResult:
    """The whole answer, with a button for each insight."""
    say = interview_words()
    count: list[Any] = body["insights"]
    accepting = tuple(
        Button(say("button.accept", locale, number=n), f"persona interview accept {n} {subject}".rstrip())
        for n in range(1, len(count) + 1)
    )
    return AgentResult(
        lines=lines(body, locale),
        sections=shown(body, locale),
        outputs=made,
        buttons=accepting,
        verb=DONE,
        told="",
    )
