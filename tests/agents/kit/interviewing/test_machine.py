"""However people go through an interview, its time, its coverage and its phases stay true."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.interviewing import machine
from config.interview import plan
from memory.interview import Session, SessionId, Topic
from memory.types import OrgId, Scope, Thread, UserId

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PHASES = [phase.id for phase in plan().phases]
GUIDE = tuple(
    Topic(f"G{n}", PHASES[n // 2], "s", f"Question {n}?", "catalogue") for n in range(2 * len(PHASES))
)
STEPS = ("ask", "miss", "free", "skip", "phase", "pause", "resume")


def begun() -> Session:
    return Session(
        id=SessionId("s"),
        scope=Scope(OrgId("o")),
        user=UserId("u"),
        persona="p",
        name="P",
        output="",
        thread=Thread("t"),
        locale="en",
        state="running",
        phase=PHASES[0],
        seconds=0,
        guide=GUIDE,
        begun_at=NOON,
        touched_at=NOON,
    )


def stepped(session: Session, step: str, now: datetime) -> Session:
    topic = machine.next_topic(session)
    match step:
        case "ask" | "miss":
            return machine.turned(session, now, topic.id if topic else "", known=step == "ask")
        case "free":
            return machine.turned(session, now, "", known=True)
        case "skip":
            return machine.skipped(session, now)
        case "phase":
            return machine.phase_skipped(session, now)
        case "pause":
            return machine.paused(session, now)
        case _:
            return machine.resumed(session, now, Thread("elsewhere"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 7_000)), max_size=25))
def test_time_coverage_and_phases_stay_true(walk: list[tuple[str, int]]) -> None:
    session, now = begun(), NOON
    for step, gap in walk:
        before, now = session, now + timedelta(seconds=gap)
        session = stepped(session, step, now)
        counted = session.seconds - before.seconds
        assert 0 <= counted <= min(gap, plan().longest_gap)
        assert counted == 0 or before.state == "running"
        assert PHASES.index(session.phase) >= PHASES.index(before.phase)
        assert all(
            new.state == old.state or old.state != "answered"
            for new, old in zip(session.guide, before.guide, strict=True)
        )
        covered = machine.coverage(session)
        assert covered.asked <= covered.total == sum(one.state != "skipped" for one in session.guide)
        assert (machine.next_topic(session) is None) == all(one.state != "open" for one in session.guide)
    ended = machine.done(session, now, "result")
    assert (ended.state, ended.result) == ("done", "result")
    assert machine.done(ended, now + timedelta(days=1), "again") == ended
    assert machine.resumed(ended, now, Thread("t")) == ended


def test_a_phase_ends_with_its_topics_or_its_minutes() -> None:
    first, second = GUIDE[0].id, GUIDE[1].id
    session = machine.turned(begun(), NOON, first, known=True)
    assert session.phase == PHASES[0]
    assert machine.turned(session, NOON, second, known=False).phase == PHASES[1]
    late, now = begun(), NOON
    while machine.minutes(late) < plan().phases[0].minutes:
        now += timedelta(seconds=plan().longest_gap)
        late = machine.turned(late, now, "", known=True)
    assert late.phase == PHASES[1]


def test_what_is_left_open_in_an_earlier_phase_is_asked_in_the_end() -> None:
    session = replace(begun(), phase=PHASES[-1])
    for topic in GUIDE[-2:]:
        session = machine.turned(session, NOON, topic.id, known=True)
    assert machine.next_topic(session) == GUIDE[0]


def test_a_night_between_two_questions_is_no_time_in_conversation() -> None:
    session = machine.turned(begun(), NOON + timedelta(hours=14), "", known=True)
    assert session.seconds == plan().longest_gap
