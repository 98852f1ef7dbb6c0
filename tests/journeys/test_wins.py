"""Quick wins from imported exports and from words, taken up, done and measured, in Korean and in English."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from bot.house import House
from bot.importing import Handed, store
from bot.plugins import table_reader
from bot.turn import Turns
from bot.types import Heard, Reply
from memory.loading import Wish
from memory.store import campaigns, clients, organizations, outputs, tasks, users
from memory.store.entrance import enter
from memory.types import CampaignPlan, Membership, Organization, OrgId
from tests.journeys.conftest import Talk
from tests.journeys.flows import walks

PLACE = "crumb/spring"
WEEKS = 12


@pytest.fixture
async def crumb(house: House) -> House:
    """A bakery with its owner, a marketing manager and somebody who may only look."""
    db = house.database
    await organizations.add(db, Organization(OrgId(""), "crumb", "Crumb", "SME", "ko", "Asia/Seoul", "KRW"))
    root = await enter(db, "crumb")
    async with db.writing(root.access) as unit:
        await campaigns.add(unit, "spring", CampaignPlan("봄"))
        await users.add(unit, "mina", [Membership("marketing_manager", root.place.scope)])
        await users.add(unit, "vera", [Membership("viewer", root.place.scope)])
    return house


def _today(house: House) -> date:
    return house.now().astimezone(ZoneInfo("Asia/Seoul")).date()


def _keywords(days: Iterable[date], waste: int) -> str:
    """A keyword at 10,000 won a conversion, and one that costs `waste` a day and brings none."""
    rows = ["일,캠페인,광고그룹,키워드,통화 코드,비용,노출수,클릭수,전환,전환 가치"]
    for day in days:
        rows.append(f"{day},봄,생일,생일 케이크,KRW,40000,1000,80,4,160000")
        if waste:
            rows.append(f"{day},봄,기타,빵 나눔,KRW,{waste},400,30,0,0")
    return "\n".join(rows)


async def _load(house: House, text: str, platform: str = "google_ads") -> None:
    reading = table_reader()([Handed(f"{platform}.csv", text.encode())], Wish(platform))
    async with house.database.writing((await enter(house.database, PLACE)).access) as unit:
        await store(unit, reading)


async def _say(house: House, text: str, user: str = "owner") -> Reply:
    async def quiet(_text: str) -> None:
        pass

    return await Turns(house)(Heard("console", "local", PLACE, user, text, uuid4().hex), quiet)


@walks("metric-wins.opportunity")
async def test_money_that_leaks_is_found_with_what_shows_it(crumb: House, talk: Talk) -> None:
    today = _today(crumb)
    await _load(crumb, _keywords([today - timedelta(days=back) for back in range(7 * WEEKS, 0, -1)], 9_000))
    found = await talk("돈 새는 데 찾아줘", PLACE)
    assert found.agent == "quick_wins"
    (output,) = found.outputs
    win = next(one for one in output.draft.body["wins"] if one["rule"] == "keyword_waste")
    assert win["id"] == "W1"
    assert (win["impact"]["low"], win["impact"]["high"], win["impact"]["currency"]) == (
        135_000,
        270_000,
        "KRW",
    )
    assert (win["trigger"]["over"], win["trigger"]["under"], win["trigger"]["expected"]) == (0, 252_000, 25.2)
    assert {one.kind for one in output.draft.inputs_used} == {"metric"}
    assert win["trigger"]["query"] in {one.ref for one in output.draft.evidence}
    verbs = [one.action for one in found.buttons][:4]
    assert verbs == ["wins accept W1", "wins assign W1", "wins dismiss W1", "wins why W1"]
    assert "135,000원~270,000원" in found.text
    pressed = await talk(found.buttons[3].label, PLACE, action=found.buttons[3].action, thread=found.thread)
    assert "keyword_waste" in pressed.text


async def test_a_win_is_given_away_done_and_measured(crumb: House, talk: Talk) -> None:
    today = _today(crumb)
    await _load(crumb, _keywords([today - timedelta(days=back) for back in range(7 * WEEKS, 0, -1)], 9_000))
    await talk("/퀵윈", PLACE)
    asked = await talk("맡기기", PLACE, action="wins assign W1", thread="t")
    assert asked.status == "needs_input"
    given = await talk("@mina 금요일까지", PLACE, thread="t")
    assert "mina" in given.text
    async with crumb.database.reading((await enter(crumb.database, PLACE)).access) as unit:
        (task,) = await tasks.every(unit)
    assert (task.plan.owner_name, task.plan.path) == ("mina", "wins.W1")
    assert task.plan.due is not None
    assert task.plan.check_after == task.plan.due + timedelta(days=14)
    await talk(f"/task done {task.id}", PLACE, user="mina")
    waiting = await talk("/wins check", PLACE)
    assert waiting.outputs[0].draft.body["wins"][0]["measured_result"] is None
    later = replace(crumb, now=lambda: crumb.now() + timedelta(days=16))
    await _load(later, _keywords([today + timedelta(days=ahead) for ahead in range(16)], 0))
    measured = await _say(later, "지난 퀵윈 효과 있었어?")
    body = measured.outputs[0].draft.body
    told = next(one for one in body["wins"] if one["id"] == "W1")["measured_result"]
    assert (told["measured"], told["predicted_low"], told["predicted_high"]) == (126_000, 63_000, 126_000)
    assert body["calibration"] == {"factor": 1.0833, "n": 1, "prior": 3}
    assert "126,000원" in measured.text


async def test_without_figures_it_works_from_words_and_says_so(crumb: House, talk: Talk) -> None:
    await talk("We have hardly any reviews and many customers abandon their carts.", PLACE, thread="t")
    found = await talk("What can I fix today?", PLACE, thread="t")
    assert found.agent == "quick_wins"
    draft = found.outputs[0].draft
    rules = {one["rule"]: one for one in draft.body["wins"]}
    assert set(rules) == {"no_reviews", "carts_left"}
    assert all(one["impact"]["high"] is None for one in rules.values())
    assert {one["ice"]["confidence_used"] for one in rules.values()} == {5}
    assert "no figures are here" in found.text
    assert "import" in {one.action for one in found.buttons}
    assert "facts.ads" in {one.field for one in draft.missing_inputs}
    first = draft.body["wins"][0]
    refused = await talk(f"/wins dismiss {first['id']}", PLACE, user="vera")
    assert refused.status == "refused"
    away = await talk(f"/wins dismiss {first['id']}", PLACE)
    assert "다시 제안하지 않습니다" in away.text
    again = await talk("/wins", PLACE)
    assert again.buttons[0].action == f"wins accept {draft.body['wins'][1]['id']}"
    assert first["id"] in {one["id"] for one in again.outputs[0].draft.body["wins"]}
    taken = await talk("W2 제가 할게요", PLACE, user="mina", thread=again.thread)
    assert "mina" in taken.text
    done = await talk("/wins done W2", PLACE, user="mina")
    assert done.outputs[0].draft.body["wins"]
    assert "가져온 수치로는 효과를 측정할 수 없는" in done.text


@walks("swot.weakness-wins.candidate", "ice.rank-wins.order")
async def test_a_weakness_of_a_swot_is_a_candidate_or_calls_for_its_rule(crumb: House, talk: Talk) -> None:
    begun = await talk("/strategy swot We have no delivery service.", PLACE)
    swot = await talk("add weakness: few customers come back", PLACE, thread=begun.thread)
    assert swot.outputs
    ranked = await talk("/strategy ice Loyalty card: impact 6, confidence 5, ease 9, we think", PLACE)
    assert ranked.outputs
    found = await talk("/wins", PLACE)
    draft = found.outputs[0].draft
    assert {one["rule"] for one in draft.body["wins"]} >= {"few_come_back", "idea"}
    used = {one.ref for one in draft.inputs_used if one.kind == "output"}
    assert used >= {ranked.outputs[0].id, swot.outputs[0].id}


def _rows(house: House, head: str, row: Callable[[int, date], Iterable[str]]) -> str:
    days = [(back, _today(house) - timedelta(days=back)) for back in range(7 * WEEKS, 0, -1)]
    return "\n".join([head, *(one for back, day in days for one in row(back, day))])


def _mondays(back: int, day: date) -> Iterable[str]:
    """Conversions are dear on Mondays, and none has been counted for three days."""
    conversions = 0 if back <= 3 else 1 if day.weekday() == 0 else 6
    yield f"{day},봄,KRW,60000,2000,120,{conversions},{conversions * 40000}"


def _sales(back: int, day: date) -> Iterable[str]:
    """For four weeks fewer orders by search, and more that are sent back."""
    recent, third = back <= 28, back % 3 == 0
    yield f"A{back},{day},40000,{20000 if recent and third else 0},paid,,,KRW"
    if third or not recent:
        yield f"B{back},{day},40000,0,paid,naver,organic,KRW"


async def test_tracking_search_weekdays_and_refunds_have_their_rules(crumb: House, talk: Talk) -> None:
    google = "일,캠페인,통화 코드,비용,노출수,클릭수,전환,전환 가치"
    meta, site = (
        "일,캠페인 이름,지출 금액 (KRW),노출,링크 클릭",
        "날짜,세션 소스/매체,세션수,주요 이벤트,총수익,통화",
    )
    orders = "Order ID,Order date,Total,Refunded amount,Status,utm_source,utm_medium,Currency"
    await _load(crumb, _rows(crumb, google, _mondays))
    await _load(crumb, _rows(crumb, meta, lambda _, day: [f"{day},인지,30000,5000,100"]), "meta")
    visits = _rows(crumb, site, lambda back, day: [f"{day},google / cpc,{90 if back <= 28 else 200},3,0,KRW"])
    await _load(crumb, visits, "ga4")
    await _load(crumb, _rows(crumb, orders, _sales), "orders")
    found = await talk("/wins", PLACE)
    wins = {one["rule"]: one for one in found.outputs[0].draft.body["wins"]}
    tracking = {"conversions_silent", "conversions_unknown", "lost_clicks", "untagged_orders"}
    assert set(wins) == tracking | {"weekday_cost", "organic_fell", "email_absent", "refunds_rose"}
    assert all(wins[name]["impact"]["high"] is None for name in tracking)
    assert wins["weekday_cost"]["names"]["name"] == "0"
    assert wins["refunds_rose"]["impact"]["currency"] == "KRW"
    assert (wins["organic_fell"]["trigger"]["over"], wins["organic_fell"]["trigger"]["expected"]) == (9, 28)


async def test_what_one_client_measured_calibrates_no_other(house: House, talk: Talk) -> None:
    db = house.database
    await organizations.add(db, Organization(OrgId(""), "acme", "Acme", "AGENCY", "en", "Asia/Seoul", "KRW"))
    for client, names in (("nike", ("summer", "winter")), ("adidas", ("fall",))):
        async with db.writing((await enter(db, "acme")).access) as unit:
            await clients.add(unit, client, client.title())
        for name in names:
            async with db.writing((await enter(db, f"acme/{client}")).access) as unit:
                await campaigns.add(unit, name, CampaignPlan(name.title()))
    told = await talk("/wins We have hardly any reviews.", "acme/nike/summer")
    draft = told.outputs[0].draft
    win = draft.body["wins"][0] | {"status": "measured", "measured_result": {"ratio": 0.2}}
    async with db.writing((await enter(db, "acme/nike/summer")).access) as unit:
        await outputs.save(unit, replace(draft, body=draft.body | {"wins": [win]}))
    found = [
        await talk("/wins Few customers come back.", place)
        for place in ("acme/nike/winter", "acme/adidas/fall")
    ]
    tuned = [one.outputs[0].draft.body["calibration"] for one in found]
    assert tuned == [{"factor": 0.8, "n": 1, "prior": 3}, {"factor": 1.0, "n": 0, "prior": 3}]
