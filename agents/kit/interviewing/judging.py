"""What of a model's answer may stand: it names what there is, bears on the question, and keeps its stance."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.kit.frameworks.vetting import Vetting
from agents.kit.interviewing.interviewee import Interviewee
from agents.kit.interviewing.model import ModelAnswer
from agents.kit.interviewing.recorded import CERTAINTIES, Answer, bears_on, certainty, content, records
from agents.kit.interviewing.speech import DEFINITE, Asked, spoken_side
from agents.kit.interviewing.stances import Held, side_of
from memory.insight import Insight
from memory.interview import Certainty, Fact, Ground, Interaction, Stance


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer is held against."""

    asked: Asked
    persona: Interviewee
    history: tuple[Interaction, ...]
    insights: tuple[Insight, ...]
    """What was learnt from people; what was accepted from interviews is not among it."""
    holds: Held
    vetting: Vetting


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer with what was mended, and what is wrong with it all the same."""

    answer: Answer
    faults: tuple[str, ...] = ()


def judge(given: ModelAnswer, engine: str, setting: Setting) -> Judged:
    """An answer without faults may stand as it is here."""
    text = " ".join(given.text.split())
    named = tuple(dict.fromkeys(_grounds(given.based_on, setting)))
    notes = ("dropped",) if len(named) < len(set(given.based_on)) else ()
    raw = spoken_side(text, setting.asked) or given.stance
    grounds, repaired = _supported(named, text, setting) if given.stance != "unknown" else ((), False)
    answer = Answer(
        text=text,
        stance=given.stance,
        certainty=_capped(given.certainty, grounds, setting),
        based_on=_with_earlier(grounds, setting) if grounds else (),
        new_facts=tuple(_facts(given, setting)),
        notes=(*notes, *(("repaired",) if repaired else ())),
        engine=engine,
        raw=raw,
    )
    return Judged(_settled(answer, setting), tuple(_faults(answer, setting)))


def _faults(answer: Answer, setting: Setting) -> Iterator[str]:
    if not setting.vetting.allows(answer.text):
        yield "figures"
    spoken = spoken_side(answer.text, setting.asked)
    if spoken and answer.stance in DEFINITE and spoken != answer.stance:
        yield "two_sides"
    if _flips(spoken or answer.stance, answer, setting) or _flips(answer.stance, answer, setting):
        yield "flipped"
    if answer.stance != "unknown" and (not answer.based_on or _gives_way(answer, setting)):
        yield "unsupported"


def _gives_way(answer: Answer, setting: Setting) -> bool:
    """Whether it follows a leading question where nothing is held, and says nothing of its own that is recorded."""
    if setting.asked.leads is None or setting.holds.grounds or answer.stance not in DEFINITE:
        return False
    own = content(answer.text) - content(setting.asked.text)
    return not any(own & content(text) for text in _cited(answer.based_on, setting))


def _cited(grounds: Iterable[Ground], setting: Setting) -> Iterator[str]:
    """The words of what an answer rests on."""
    for ground in grounds:
        attribute = setting.persona.attribute(ground.ref) if ground.kind == "attribute" else None
        yield from (attribute.text,) if attribute else ()
        yield from (one.text for one in setting.insights if one.id == ground.ref)


def _flips(stance: Stance, answer: Answer, setting: Setting) -> bool:
    """Whether it leaves a definite stance for another one without anything learnt that says so."""
    holds = setting.holds
    if not holds.definite or setting.asked.supposes or stance not in {*DEFINITE, "mixed"}:
        return False
    return stance != holds.stance and not _newly_learnt(stance, answer.based_on, setting)


def _newly_learnt(stance: Stance, cited: Iterable[Ground], setting: Setting) -> bool:
    refs = {one.ref for one in cited if one.kind == "insight"}
    about = setting.asked.subject
    sides = {side_of(one.text, about) for one in setting.insights if one.id in refs}
    return stance in sides or (stance == "mixed" and bool(sides - {None}))


def _settled(answer: Answer, setting: Setting) -> Answer:
    """An answer that takes no side where one is held counts as that side."""
    if answer.stance == "neutral" and setting.holds.definite:
        return replace(answer, stance=setting.holds.stance)
    return answer


def _grounds(labels: Iterable[str], setting: Setting) -> Iterator[Ground]:
    """What the labels name; one that names nothing is dropped."""
    turns = {str(one.number) for one in setting.history}
    for label in labels:
        kind, rest = label[:1].upper(), label[1:].strip(" :")
        if kind == "A" and setting.persona.attribute(rest):
            yield Ground("attribute", rest)
        elif kind == "T" and rest in turns:
            yield Ground("turn", rest)
        elif kind == "I" and (found := _insight(rest, setting.insights)):
            yield Ground("insight", found)


def _insight(start: str, insights: Sequence[Insight]) -> str:
    found = [str(one.id) for one in insights if start and short(one) == start]
    return found[0] if len(found) == 1 else ""


def short(insight: Insight) -> str:
    """How an insight is labelled: the end of its id, which tells it apart."""
    return str(insight.id)[-8:]


def _supported(named: Sequence[Ground], text: str, setting: Setting) -> tuple[tuple[Ground, ...], bool]:
    """What was named, where some of it bears on the question; else what is recorded and said in the answer."""
    if any(_bears(one, text, setting) for one in named):
        return tuple(named), False
    said = content(text)
    found = [
        one.ground
        for one in records(setting.asked, setting.persona, setting.history)
        if len(said & content(one.text)) > 1
    ]
    return tuple(dict.fromkeys(found)), bool(found)


def _bears(ground: Ground, text: str, setting: Setting) -> bool:
    if ground.kind == "attribute":
        return bears_on(ground, setting.asked, setting.persona, text)
    if ground.kind == "turn":
        turn = next(one for one in setting.history if str(one.number) == ground.ref)
        return turn.subject == setting.asked.subject or bool(content(text) & content(turn.answer))
    learnt = next(one for one in setting.insights if one.id == ground.ref)
    return bool(content(text) & content(learnt.text))


def _with_earlier(grounds: tuple[Ground, ...], setting: Setting) -> tuple[Ground, ...]:
    """With the last turn about the same subject, where none was named."""
    same = [
        one for one in setting.history if one.subject == setting.asked.subject and one.stance != "unknown"
    ]
    if not same or any(one.kind == "turn" for one in grounds):
        return grounds
    return (*grounds, Ground("turn", str(same[-1].number)))


def _facts(given: ModelAnswer, setting: Setting) -> Iterator[Fact]:
    recorded = {text.casefold() for one in setting.persona.attributes for text in one.texts}
    for one in given.new_facts:
        said = " ".join(one.value.split())
        about = " ".join(one.about.split())
        if said.casefold() not in recorded and setting.vetting.allows(f"{about} {said}"):
            yield Fact(about, said)


def _capped(told: Certainty, grounds: Iterable[Ground], setting: Setting) -> Certainty:
    """No more certain than what the answer rests on."""
    refs = {one.ref for one in grounds if one.kind == "attribute"}
    mine = [one for one in records(setting.asked, setting.persona, ()) if one.ground.ref in refs]
    return CERTAINTIES[min(CERTAINTIES.index(told), CERTAINTIES.index(certainty(mine)))]
