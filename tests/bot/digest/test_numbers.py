"""The numbers of a digest: what is told, to whom, and how often."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from agents.types import Bullets
from bot.digest.alarms import Alarm, Alarms, over_said
from bot.digest.telling import told
from bot.importing import Handed, store
from bot.plugins import table_reader
from memory.loading import Wish
from memory.store import campaigns, channels
from memory.store.entrance import binding_at
from memory.types import CampaignPlan, ChannelKey
from tests.bot.digest.conftest import Chat, Kept, Time, tick

NOVEMBER = CampaignPlan(
    "November", "active", 3_000_000, "KRW", starts=date(2026, 11, 1), ends=date(2026, 11, 30)
)
WEEKS = 70


def spent(until: date, spend: int, sold: int = 80) -> Iterator[str]:
    """100,000 won and 80 sales a day; the last seven days as told."""
    yield "일,캠페인,통화 코드,비용,노출수,클릭수,전환,전환 가치"
    for back in range(WEEKS, -1, -1):
        day = until - timedelta(days=back)
        cost, count = (spend, sold) if back < 7 else (100_000, 80)
        yield f"{day},러닝화,KRW,{cost},{cost // 10},{cost // 100},{count},{count * 30_000}"


async def load(chat: Chat, until: date, spend: int, sold: int = 80) -> None:
    wish = Wish("google_ads", timezone="Asia/Seoul")
    reading = table_reader()([Handed("g.csv", "\n".join(spent(until, spend, sold)).encode())], wish)
    async with chat.house.database.writing((await chat.tenants.at("acme/nike/november")).access) as unit:
        await store(unit, reading)


@pytest.fixture
async def november(chat: Chat) -> Chat:
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        await campaigns.add(unit, "november", NOVEMBER)
    return chat


async def test_an_alert_is_told_when_it_is_new_and_when_it_is_worse(
    november: Chat, inbox: Kept, time: Time
) -> None:
    """The budget of a campaign is looked at from its client's channel, and 100,000 won a day are on plan."""
    await november.say("/digest add daily 09:00")
    time.set("2026-11-10T08:00")
    await load(november, date(2026, 11, 9), 200_000)
    time.set("2026-11-10T09:00")
    (first,) = await tick(november, inbox)
    assert "November: " in first.text
    assert "예산보다 빠릅니다" in first.text or "초과" in first.text
    time.set("2026-11-11T09:00")
    (second,) = await tick(november, inbox)
    assert "더 나빠졌습니다" not in second.text
    assert "살펴볼 것" not in second.text
    time.set("2026-11-13T08:00")
    await load(november, date(2026, 11, 12), 600_000)
    time.set("2026-11-13T09:00")
    (third,) = await tick(november, inbox)
    assert "더 나빠졌습니다" in third.text


async def test_the_numbers_say_what_changed_and_why(november: Chat, time: Time) -> None:
    time.set("2026-11-10T08:00")
    await load(november, date(2026, 11, 9), 100_000, sold=40)
    now = time.set("2026-11-10T09:00")
    here = await november.tenants.at("acme/nike")
    span = now - timedelta(days=1), now
    digest = await told(november.house, here, "everything", span, "Asia/Seoul", "en")
    sections = {one.title: one for one in digest.sections}
    lines = [line for one in sections["Numbers"].blocks if isinstance(one, Bullets) for line in one.items]
    assert "Spend ₩700,000 (+0.0%)" in lines[0]
    assert "Conversions 280 (-50.0%)" in lines[0]
    [first, *_] = [one for one in sections["What changed, and why"].blocks if isinstance(one, Bullets)]
    assert "Conversions: 560 → 280 (-50.0%)" in first.items[0]
    assert "Mostly Rate: conversion rate" in first.items[0]
    assert any("Google Ads: figures up to 9 Nov" in line for one in sections["How fresh this is"].blocks
               for line in getattr(one, "items", ()))  # fmt: skip
    assert any("₩900,000 of ₩3,000,000" in line for one in sections["Budgets"].blocks
               for line in getattr(one, "items", ()))  # fmt: skip


async def test_a_client_reads_no_costs_and_nothing_internal(november: Chat, inbox: Kept, time: Time) -> None:
    binding = await binding_at(november.house.database, ChannelKey("slack", "T1", "C1"))
    assert binding is not None
    async with november.house.database.writing((await november.tenants.at("acme/nike")).access) as unit:
        await channels.mark(unit, binding, "client_safe", on=True)
    await november.say("/digest add daily 09:00")
    time.set("2026-11-10T08:00")
    await load(november, date(2026, 11, 9), 200_000, sold=40)
    time.set("2026-11-10T09:00")
    (told_,) = await tick(november, inbox)
    assert "전환수 280" in told_.text
    for hidden in ("광고비", "CPA", "ROAS", "예산", "1,400,000", "바뀐 것과 이유", "살펴볼 것"):
        assert hidden not in told_.text


async def test_who_may_not_read_figures_is_told_none(november: Chat, time: Time) -> None:
    await load(november, date(2026, 11, 9), 200_000)
    now = time.set("2026-11-10T09:00")
    frida = await november.tenants.at("acme/adidas", "frida")
    digest = await told(
        november.house, frida, "everything", (now - timedelta(days=1), now), "Asia/Seoul", "ko"
    )
    assert digest.sections == ()


def test_what_is_not_looked_at_any_more_is_not_over() -> None:
    gone = Alarm("budget", "budget|L1|pace|over", 3, "over")
    before = {gone.key: 3, "budget|L2|pace|over": 4, "sources|L1|meta|x": 1, "odd|meta|2026-11-01": 0}
    now = Alarms((), before, frozenset({"budget|L1", "sources|L1|meta|x"}))
    assert now.over() == ("budget|L1|pace|over", "sources|L1|meta|x")
    assert over_said(gone.key, {"L1": "Spring"}, "en") == "Spring: spending is on plan again"
    assert now.standing == {}


def test_an_alarm_that_got_better_is_told_again_only_beyond_what_was_told() -> None:
    was = Alarm("budget", "budget|L1|pace|over", 5, "over")
    better = Alarms((Alarm("budget", was.key, 3, "over"),), {was.key: 5})
    assert list(better.told()) == []
    assert (better.known, better.standing) == (1, {was.key: 5})
    worse = Alarms((Alarm("budget", was.key, 6, "over"),), better.standing)
    assert [state for state, _ in worse.told()] == ["worse"]


async def test_a_source_that_is_late_is_told_once_and_when_it_is_back(
    november: Chat, inbox: Kept, time: Time
) -> None:
    await november.say("/digest add daily 09:00")
    time.set("2026-11-10T08:00")
    await load(november, date(2026, 11, 5), 100_000)
    time.set("2026-11-10T09:00")
    (first,) = await tick(november, inbox)
    assert "구글: 11월 5일 이후 수치가 없습니다(4일 지연)" in first.text
    time.set("2026-11-11T09:00")
    (second,) = await tick(november, inbox)
    assert "4일 지연" not in second.text
    time.set("2026-11-12T08:00")
    await load(november, date(2026, 11, 11), 100_000)
    time.set("2026-11-12T09:00")
    (third,) = await tick(november, inbox)
    assert "해소: 구글 수치가 다시 들어옵니다" in third.text
    time.set("2026-11-13T09:00")
    (fourth,) = await tick(november, inbox)
    assert "해소" not in fourth.text
