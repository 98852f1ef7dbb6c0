"""What an interview is to find out: hypotheses of the business model, what is open about the persona, a catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.kit.flows import Flowing, arriving, own
from agents.kit.interviewing.interviewee import Interviewee
from agents.kit.interviewing.speech import is_free, leaning, read, subject_of
from agents.types import Ask
from config.errors import Locale
from config.interview import Asked, guide, plan
from memory.interview import Topic
from memory.terms import terms

_ALIKE = 0.5
INTERVIEW = "interview"
"""The type of what an interview delivers."""


def guide_of(ask: Ask, persona: Interviewee) -> tuple[Topic, ...]:
    """The topics in the order of the phases; in a phase hypotheses first, then what is open, then the rest."""
    found = [*_hypotheses(ask), *_left_open(ask, persona), *_catalogue(persona, ask.locale)]
    order = [phase.id for phase in plan().phases]
    once = {topic.question: topic for topic in reversed(found)}
    ordered = sorted(once.values(), key=lambda topic: (order.index(topic.phase), found.index(topic)))
    return tuple(_numbered(ordered))


def topic_of(question: str, topics: Sequence[Topic]) -> Topic | None:
    """The topic that somebody's own question is about: of the same subject, or in much the same words."""
    about = read(question).subject
    if not is_free(about):
        same = [topic for topic in topics if topic.subject == about]
        if same:
            return next((topic for topic in same if topic.state == "open"), same[0])
    said = frozenset(terms(question))
    best = max(topics, key=lambda topic: _likeness(said, topic), default=None)
    return best if best and _likeness(said, best) >= _ALIKE else None


def _likeness(said: frozenset[str], topic: Topic) -> float:
    other = frozenset(terms(topic.question)) | frozenset(terms(topic.quote))
    return len(said & other) / min(len(said), len(other)) if said and other else 0.0


def _hypotheses(ask: Ask) -> Iterator[Topic]:
    of = guide().hypothesis
    taken = arriving("bmc.hypothesis-persona.guide", ask.context)
    asked = sorted((one for one in taken if _block(one) in of.phases and one.text), key=_risk)
    for one in asked[: plan().most_hypotheses]:
        question = of.text.say(ask.locale).format(text=one.text.rstrip("."))
        phase = of.phases[_block(one)]
        yield Topic("", phase, subject_of(one.text), question, "hypothesis", one.ref, one.text)


def _risk(one: Flowing) -> tuple[bool, int]:
    """The riskiest first; those without a rank after them, in their order."""
    rank = one.value.get("risk_rank")
    return rank is None, rank or 0


def _block(one: Flowing) -> str:
    return one.path.split(".")[1]


def _left_open(ask: Ask, persona: Interviewee) -> Iterator[Topic]:
    """What the last interview with this persona left open."""
    for output in own(ask.context, INTERVIEW):
        if output.draft.body["persona"]["slug"] != persona.slug or output.draft.locale != ask.locale:
            continue
        for one in output.draft.body.get("open_questions", ()):
            phase = str(one.get("phase", ""))
            if phase in {each.id for each in plan().phases} and leaning(one["text"]) is None:
                ref = f"{output.id}#open_questions.{one['id']}"
                yield Topic("", phase, str(one.get("subject", "")), one["text"], "question", ref, one["text"])


def _catalogue(persona: Interviewee, locale: Locale) -> Iterator[Topic]:
    open_ = [one for one in guide().questions if _is_open(one, persona)]
    rest = [one for one in guide().questions if one not in open_]
    for one in (*open_, *rest):
        source = "question" if one in open_ else "catalogue"
        missing = [key for key in one.attributes if key in persona.missing]
        ref = (
            f"{persona.output}#attributes.{missing[0]}" if source == "question" and persona.output else one.id
        )
        yield Topic("", one.phase, one.subject, one.ask.say(locale), source, ref)


def _is_open(one: Asked, persona: Interviewee) -> bool:
    return bool(one.attributes) and all(key in persona.missing for key in one.attributes)


def _numbered(topics: Sequence[Topic]) -> Iterator[Topic]:
    for number, one in enumerate(topics, start=1):
        yield replace(one, id=f"G{number}")
