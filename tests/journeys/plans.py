"""A bakery and what it was told, for plans in both languages."""

from dataclasses import dataclass

from bot.house import House
from config.errors import Locale
from memory.store import campaigns, organizations
from memory.store.entrance import enter
from memory.types import CampaignPlan, Json, Organization, OrgId, Output
from tests.journeys.conftest import Talk

HERE = "crumb/spring"


@dataclass(frozen=True)
class Says:
    """What the owner says, in one language."""

    brief: str
    swot: str
    plan: str
    budget: str
    drop: str
    hours: str
    suppose: str
    media: str
    forbid: str
    why: str
    big: str
    unproved: str
    reads: dict[str, str]
    """Words that the answers hold."""


SAYS: dict[Locale, Says] = {
    "en": Says(
        brief="Crumb is a bakery and is known for its sourdough. Our Instagram account has 11,000 followers. "
        "A new apartment block of 800 homes opens across the street in May. A food hall has offered us a counter. "
        "Our conversion rate is 4%. The web page has 300 visitors a day.",
        swot="/strategy swot",
        plan="/plan",
        budget="budget 1,500,000 won a month",
        drop="drop R2",
        hours="6 hours a week",
        suppose="/plan whatif budget 9,000,000 won",
        media="basis media",
        forbid="We don't do Instagram.",
        why="/plan why naver_place",
        big="/plan mode enterprise",
        unproved="R1 message: 900 happy guests",
        reads={
            "free": "cost nothing", "unknown": "No budget is known", "proven": "Proven",
            "supposed": "Nothing is changed",
            "out": "We don't do Instagram", "weight": "Weight", "gate": "messages approved",
            "unproved": "stands in no proof",
        },
    ),
    "ko": Says(
        brief="크럼은 천천히 발효한 사워도우로 유명한 빵집입니다. 인스타그램 팔로워는 11,000명입니다. "
        "근처 회사들이 주 4일 출근으로 돌아오고, 인근 푸드홀에서 입점을 제안했습니다. "
        "전환율은 4%입니다. 홈페이지 방문자는 하루 300명입니다.",
        swot="/전략 swot",
        plan="/계획",
        budget="예산 월 150만원",
        drop="R2 빼줘",
        hours="주 6시간",
        suppose="/계획 가정 예산 900만원",
        media="매체 기준으로",
        forbid="이 광고주는 인스타그램 안 해요.",
        why="/계획 왜 naver_place",
        big="/계획 모드 대규모",
        unproved="R1 메시지: 손님 900명이 고른 빵",
        reads={
            "free": "비용은 0원", "unknown": "아직 예산을 몰라", "proven": "검증된 것",
            "supposed": "바꾼 것은 없습니다",
            "out": "인스타그램 안 해요", "weight": "가중치", "gate": "메시지 승인",
            "unproved": "근거 어디에도 없어서",
        },
    ),
}  # fmt: skip


async def open_shop(house: House, locale: Locale, plan: CampaignPlan | None = None) -> None:
    new = Organization(OrgId(""), "crumb", "Crumb", "SME", locale, "Asia/Seoul", "KRW")
    await organizations.add(house.database, new)
    async with house.database.writing((await enter(house.database, "crumb")).access) as unit:
        await campaigns.add(unit, "spring", plan or CampaignPlan(name="Spring"))


async def told(talk: Talk, says: Says, locale: Locale) -> Output:
    """The brief is told, in a thread of its own, and a SWOT is made of it."""
    verb = "brief" if locale == "en" else "브리프"
    reply = await talk(f"/strategy {verb} {says.brief}", HERE, thread="s")
    assert reply.error is None
    assert reply.outputs[0].draft.output_type == "swot"
    return reply.outputs[0]


def spent(body: Json) -> int:
    return sum(row["budget"] for row in body["rows"])
