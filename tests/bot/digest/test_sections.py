"""What a digest tells, section by section, in both languages; in the machine's own time, as insights are marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.digest.sections import sections
from bot.digest.telling import told
from config.errors import Locale
from memory.store import messages, outputs
from memory.types import Said, Thread
from tests.bot.digest.conftest import Chat, Time
from tests.memory.tenants import draft

FIRST = "We plan a European launch in March with a budget of 30,000 euros."
OTHER = "The budget of the European launch is 50,000 euros."


@pytest.fixture
def time() -> Time:
    return Time(datetime.now(UTC))


async def digest(
    chat: Chat, path: str = "acme/nike", locale: Locale = "en", about: str = "everything"
) -> str:
    """What the last hour comes to, as text, one line each."""
    entrance = await chat.tenants.at(path)
    now = datetime.now(UTC) + timedelta(minutes=1)
    span = now - timedelta(hours=1), now
    result = await told(chat.house, entrance, about, span, "Asia/Seoul", locale)  # pyright: ignore[reportArgumentType]
    blocks = [block for section in result.sections for block in section.blocks]
    lines = [line for block in blocks for line in getattr(block, "items", ())]
    return "\n".join([*result.lines, *(section.title for section in result.sections), *lines])


def test_the_sections_come_in_their_order() -> None:
    assert list(sections()) == [
        "goals",
        "pacing",
        "kpis",
        "changes",
        "alerts",
        "due",
        "outputs",
        "wins",
        "conflicts",
        "learnt",
        "stale",
        "freshness",
    ]


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_what_was_learnt_says_who_said_it(chat: Chat, locale: Locale) -> None:
    await chat.say(f"/strategy brief {FIRST}")
    text = await digest(chat, locale=locale)
    assert FIRST in text
    assert "owner" in text
    assert ("learnt: 1" if locale == "en" else "배운 것 1건") in text


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_an_open_quick_win_is_told_beside_news(chat: Chat, locale: Locale) -> None:
    await chat.say("/wins We have hardly any reviews.")
    text = await digest(chat, locale=locale)
    assert ("Ask your last ten customers" if locale == "en" else "최근 고객 열 분께") in text
    await chat.say("/wins dismiss W1")
    assert ("The quick win of the day" if locale == "en" else "오늘의 퀵윈") not in await digest(
        chat, locale=locale
    )


async def test_what_was_replaced_is_told_beside_what_replaced_it(chat: Chat) -> None:
    await chat.say(f"/strategy brief {FIRST}")
    await chat.say("/memory correct the launch budget is 40,000 euros, not 30,000 euros.")
    text = await digest(chat)
    assert "40,000 euros" in text


async def test_two_who_disagree_are_asked_to_choose(chat: Chat) -> None:
    await chat.say("/memory Our media budget is 30,000 euros.", channel="C2", account="UADA")
    await chat.say("/memory Our media budget is 45,000 euros.", channel="C2")
    entrance = await chat.tenants.at("acme/adidas")
    now = datetime.now(UTC) + timedelta(minutes=1)
    result = await told(chat.house, entrance, "learnt", (now - timedelta(hours=1), now), "Asia/Seoul", "en")
    assert "conflicts waiting: 1" in result.lines[1]
    assert [button.action.split()[:2] for button in result.buttons] == [["memory", "settle"]] * 2
    assert "conflicts waiting" not in await digest(chat, "acme/nike")


async def test_a_rival_client_learns_nothing_of_it(chat: Chat) -> None:
    await chat.say(f"/strategy brief {FIRST}")
    assert "30,000" not in await digest(chat, "acme/adidas")
    assert "30,000" not in await digest(chat, "acme/nike/fall")
    assert "(nike)" in await digest(chat, "acme")


async def test_the_weekly_one_is_of_what_was_learnt_alone(chat: Chat) -> None:
    await chat.say(f"/strategy brief {FIRST}")
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        await outputs.save(unit, replace(draft("x"), title="Nike SWOT"))
    text = await digest(chat, about="learnt")
    assert "what we learnt" in text
    assert FIRST in text
    assert "Nike SWOT" not in text


@pytest.mark.parametrize("locale", ["en", "ko"])
async def test_an_output_whose_ground_has_moved_is_to_run_again(chat: Chat, locale: Locale) -> None:
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        past = datetime.now(UTC) - timedelta(days=1)
        await outputs.save(unit, replace(draft("x"), title="Nike SWOT", stale_after=past))
        await outputs.save(unit, replace(draft("y", "porter"), title="Five Forces"))
    entrance = await chat.tenants.at("acme/nike")
    now = datetime.now(UTC) + timedelta(minutes=1)
    result = await told(
        chat.house, entrance, "everything", (now - timedelta(hours=1), now), "Asia/Seoul", locale
    )
    assert ("to run again: 1" if locale == "en" else "다시 돌릴 것 1건") in result.lines[1]
    assert [button.action for button in result.buttons] == ["strategy swot"]


async def test_versions_and_statuses_are_named(chat: Chat) -> None:
    async with chat.house.database.writing((await chat.tenants.at("acme/nike/summer")).access) as unit:
        for body in ("one", "two"):
            await outputs.save(unit, replace(draft(body), title="Nike SWOT", summary=body))
    text = await digest(chat)
    assert "Version 2: Nike SWOT (summer) (draft): two" in text
    assert "one" not in text.split()


async def test_how_fresh_it_is_is_told_beside_news_and_is_none_itself(chat: Chat) -> None:
    said = Said("c", Thread("t"), "brief", "owner", "We bake bread.", "brief.md")
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        await messages.admit(unit, said)
    assert (await digest(chat)).count("\n") == 0
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        await outputs.save(unit, replace(draft("x"), title="Nike SWOT"))
    assert "newest brief: " in await digest(chat)


async def test_long_lists_are_cut_and_say_so(chat: Chat) -> None:
    async with chat.house.database.writing((await chat.tenants.at("acme/nike")).access) as unit:
        for number in range(20):
            await outputs.save(unit, replace(draft("x", f"kind{number}"), title=f"Output {number}"))
    text = await digest(chat)
    assert "delivered or changed: 20" in text
    assert "and 8 more" in text
