"""Local times across the changes of the clocks, in zones that have them and in one that has none."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.schedule import DAYS, Digest, DigestId, Plan, Quiet, Target
from memory.types import OrgId, Scope, UserId

EVERY = frozenset(DAYS)
LONDON, NEW_YORK, SEOUL = "Europe/London", "America/New_York", "Asia/Seoul"


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def plan(clock: str, zone: str, quiet: str = "", days: frozenset[str] = EVERY) -> Plan:
    start, _, end = quiet.partition("-")
    hours = Quiet(time.fromisoformat(start), time.fromisoformat(end)) if end else None
    return Plan(frozenset(days), time.fromisoformat(clock), zone, hours)  # pyright: ignore[reportArgumentType]


def digest(of: Plan, armed: str = "2020-01-01T00:00", handed: date | None = None) -> Digest:
    target = Target("slack", "T1", "C1")
    return Digest(
        DigestId("d"),
        Scope(OrgId("o")),
        UserId("u"),
        "everything",
        target,
        of,
        "active",
        at(armed),
        None,
        handed,
    )


def lived(
    of: Plan, start: str, hours: int, step: timedelta = timedelta(minutes=5)
) -> list[tuple[date, datetime]]:
    """What is handed over by somebody who looks every few minutes, from a UTC moment on."""
    one, now, sent = digest(of, start), at(start), list[tuple[date, datetime]]()
    until = now + timedelta(hours=hours)
    while now < until:
        day = one.due(now)
        if day:
            sent.append((day, now))
            one = digest(of, start, handed=day)
        now += step
    return sent


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        (LONDON, ["2026-03-28T09:00:00+00:00"], ["2026-03-29T08:00:00+00:00"]),
        (LONDON, ["2026-10-24T08:00:00+00:00"], ["2026-10-25T09:00:00+00:00"]),
        (NEW_YORK, ["2026-03-07T14:00:00+00:00"], ["2026-03-08T13:00:00+00:00"]),
        (NEW_YORK, ["2026-10-31T13:00:00+00:00"], ["2026-11-01T14:00:00+00:00"]),
        (SEOUL, ["2026-10-24T00:00:00+00:00"], ["2026-10-25T00:00:00+00:00"]),
    ],
)
def test_nine_in_the_morning_stays_nine_in_the_morning(
    zone: str, before: list[str], after: list[str]
) -> None:
    first = datetime.fromisoformat(before[0])
    sent = lived(plan("09:00", zone), (first - timedelta(hours=1)).replace(tzinfo=None).isoformat(), 30)
    assert [moment.isoformat() for _, moment in sent] == before + after


@pytest.mark.parametrize(
    ("zone", "clock", "start", "expected"),
    [
        (LONDON, "01:30", "2026-10-24T12:00", "2026-10-25T00:30:00+00:00"),
        (NEW_YORK, "01:30", "2026-10-31T12:00", "2026-11-01T05:30:00+00:00"),
        (LONDON, "01:30", "2026-03-28T12:00", "2026-03-29T01:30:00+00:00"),
        (NEW_YORK, "02:30", "2026-03-07T12:00", "2026-03-08T07:30:00+00:00"),
    ],
    ids=["London, autumn", "New York, autumn", "London, spring gap", "New York, spring gap"],
)
def test_an_hour_that_comes_twice_or_never_sends_once(
    zone: str, clock: str, start: str, expected: str
) -> None:
    sent = lived(plan(clock, zone), start, 30)
    assert [moment.isoformat() for _, moment in sent] == [expected]
    assert datetime.fromisoformat(expected).astimezone(ZoneInfo(zone)).date() == sent[0][0]


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, SEOUL])
@pytest.mark.parametrize("clock", ["00:00", "01:30", "02:30", "09:00", "23:59"])
def test_a_year_has_one_for_each_day(zone: str, clock: str) -> None:
    of = plan(clock, zone)
    sent = lived(of, "2026-01-01T00:00", 24 * 365, timedelta(minutes=30))
    days = [day for day, _ in sent]
    assert len(days) == len(set(days)) == (days[-1] - days[0]).days + 1
    assert len(days) in (364, 365, 366)
    assert all(timedelta(0) <= moment - of.moment(day) < timedelta(minutes=30) for day, moment in sent)


def test_only_on_its_days() -> None:
    sent = lived(plan("09:00", SEOUL, days=frozenset({"mon", "thu"})), "2026-11-01T00:00", 24 * 14)
    assert [f"{day:%a %d}" for day, _ in sent] == ["Mon 02", "Thu 05", "Mon 09", "Thu 12"]


@pytest.mark.parametrize(
    ("clock", "quiet", "local"),
    [
        ("06:30", "22:00-07:00", "2026-11-02T07:00"),
        ("23:00", "22:00-07:00", "2026-11-03T07:00"),
        ("22:00", "22:00-07:00", "2026-11-03T07:00"),
        ("07:00", "22:00-07:00", "2026-11-02T07:00"),
        ("12:30", "12:00-13:00", "2026-11-02T13:00"),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(clock: str, quiet: str, local: str) -> None:
    of = plan(clock, SEOUL, quiet)
    assert of.moment(date(2026, 11, 2)) == at(local, SEOUL)
    handed = digest(of, handed=date(2026, 11, 1))
    assert handed.due(at(local, SEOUL) - timedelta(minutes=1)) is None
    assert handed.due(at(local, SEOUL)) == date(2026, 11, 2)


def test_after_days_of_downtime_one_is_made_up_for() -> None:
    one = digest(plan("09:00", SEOUL), handed=date(2026, 11, 2))
    now = at("2026-11-06T15:00", SEOUL)
    assert one.due(now) == date(2026, 11, 6)
    assert digest(one.plan, handed=date(2026, 11, 6)).due(now) is None


def test_a_late_one_keeps_quiet_until_the_quiet_hours_are_over() -> None:
    one = digest(plan("21:00", SEOUL, "22:00-07:00"), handed=date(2026, 11, 2))
    assert one.due(at("2026-11-03T22:30", SEOUL)) is None
    assert one.due(at("2026-11-04T03:00", SEOUL)) is None
    assert one.due(at("2026-11-04T07:00", SEOUL)) == date(2026, 11, 3)


def test_what_was_due_before_it_was_made_is_not_made_up_for() -> None:
    one = digest(plan("09:00", SEOUL), armed="2026-11-02T02:00")
    assert one.due(at("2026-11-02T12:00", SEOUL)) is None
    assert one.due(at("2026-11-03T09:00", SEOUL)) == date(2026, 11, 3)


ZONES = st.sampled_from([LONDON, NEW_YORK, SEOUL, "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu"])


@settings(max_examples=300, deadline=None)
@given(
    zone=ZONES,
    clock=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(tzinfo=UTC)),  # noqa: DTZ001
    days=st.frozensets(st.sampled_from(DAYS), min_size=1),
    quiet=st.none() | st.tuples(st.times(), st.times()).map(lambda pair: Quiet(*pair)),
)
def test_last_and_next_are_neighbours_around_now(
    zone: str, clock: time, now: datetime, days: frozenset[str], quiet: Quiet | None
) -> None:
    of = Plan(days, clock, zone, quiet)  # pyright: ignore[reportArgumentType]
    last, following = of.last(now), of.next(now)
    assert last is not None
    assert of.moment(last) <= now < of.moment(following)
    between = [last + timedelta(days=on) for on in range(1, (following - last).days)]
    assert not [day for day in between if DAYS[day.weekday()] in days]
