"""How an interview moves: pure steps from one session to the next. Time counts only while people talk."""

from dataclasses import dataclass, replace
from datetime import datetime

from config.interview import Plan, plan
from memory.interview import Session, Topic, TopicState
from memory.types import Thread

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a phase, or of all, has been talked about; what was skipped counts as neither."""

    asked: int
    total: int


def turned(session: Session, now: datetime, topic: str, *, known: bool) -> Session:
    """A question was answered, or the persona could not know; the phase goes on when its topics or minutes are over."""
    counted = _counted(session, now)
    marked = _marked(counted, topic, "answered" if known else "unanswered") if topic else counted
    return _phased(marked, plan())


def skipped(session: Session, now: datetime) -> Session:
    """The next topic is left out."""
    topic = next_topic(session)
    counted = _counted(session, now)
    return _phased(_marked(counted, topic.id, "skipped") if topic else counted, plan())


def phase_skipped(session: Session, now: datetime) -> Session:
    """All that is open in this phase is left out."""
    counted = _counted(session, now)
    left = [one.id for one in counted.guide if one.phase == counted.phase and one.state == "open"]
    for topic in left:
        counted = _marked(counted, topic, "skipped")
    return _phased(counted, plan())


def paused(session: Session, now: datetime) -> Session:
    return replace(_counted(session, now), state="paused") if session.state == "running" else session


def resumed(session: Session, now: datetime, thread: Thread) -> Session:
    """It goes on in this thread; the time between does not count. One that is done stays done."""
    if session.state == "done":
        return session
    return replace(session, state="running", touched_at=now, thread=thread)


def done(session: Session, now: datetime, result: str) -> Session:
    """Wrapped up; wrapped up again it keeps its end."""
    if session.state == "done":
        return session
    counted = _counted(session, now)
    last = plan().phases[-1].id
    return replace(counted, state="done", phase=last, ended_at=now, result=result)


def next_topic(session: Session) -> Topic | None:
    """The first open topic of this phase, else of the phases behind it, else of those before."""
    order = [phase.id for phase in plan().phases]
    at = order.index(session.phase) if session.phase in order else 0
    for phase in (*order[at:], *order[:at]):
        for topic in session.guide:
            if topic.phase == phase and topic.state == "open":
                return topic
    return None


def coverage(session: Session, phase: str = "") -> Coverage:
    """Of one phase, or of all."""
    counted = [one for one in session.guide if (not phase or one.phase == phase) and one.state != "skipped"]
    return Coverage(sum(one.state != "open" for one in counted), len(counted))


def minutes(session: Session) -> int:
    """Whole minutes in conversation."""
    return session.seconds // _MINUTE


def over(session: Session) -> bool:
    """Whether it has taken as long as an interview may."""
    return session.seconds >= plan().most_minutes * _MINUTE


def _counted(session: Session, now: datetime) -> Session:
    if session.state != "running":
        return session
    gap = max(0, int((now - session.touched_at).total_seconds()))
    spent = session.seconds + min(gap, plan().longest_gap)
    return replace(session, seconds=spent, touched_at=max(now, session.touched_at))


def _marked(session: Session, topic: str, state: TopicState) -> Session:
    """What was answered once stays answered."""
    guide = tuple(
        replace(one, state=state) if one.id == topic and one.state != "answered" else one
        for one in session.guide
    )
    return replace(session, guide=guide)


def _phased(session: Session, of: Plan) -> Session:
    """The phase in which to go on: the next one when this one's topics are through or its minutes used up."""
    order = [phase.id for phase in of.phases]
    at = order.index(session.phase) if session.phase in order else 0
    until = 0
    for place, phase in enumerate(of.phases):
        until += phase.minutes * _MINUTE
        if place == at and session.seconds >= until and at < len(order) - 1:
            at += 1
    while at < len(order) - 1 and not _open_in(session, order[at]):
        at += 1
    return replace(session, phase=order[at])


def _open_in(session: Session, phase: str) -> bool:
    return any(one.phase == phase and one.state == "open" for one in session.guide)
