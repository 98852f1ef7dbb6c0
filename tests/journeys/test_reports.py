"""A report from exports to files, and what flows into it, through real turns."""

import io
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pptx
import pytest

from agents.kit.reporting.wish import last_week
from bot.house import House
from bot.reports import desk
from bot.types import Reply
from memory.store import outputs
from memory.types import Json, Output
from tests.journeys import figures
from tests.journeys.flows import Crumb, bakery, rests_on, walks


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House]:
    async with bakery(tmp_path) as opened:
        last = figures.today(opened)
        await figures.load(opened, "google_ads", figures.google(last))
        await figures.load(opened, "meta", figures.meta(last))
        await figures.load(opened, "ga4", figures.site(last))
        yield opened


def week(house: House) -> tuple[date, date]:
    window = last_week(figures.today(house))
    return window.since, window.until


async def report(crumb: Crumb, text: str = "/report weekly") -> tuple[Json, Output, Reply]:
    told = await crumb.say(text)
    assert told.agent == "analytics"
    assert told.command == "stats report"
    return told.outputs[0].draft.body, told.outputs[0], told


async def test_a_week_is_summed_by_platform_and_claims_have_no_sum(house: House) -> None:
    since, until = week(house)
    body, made, told = await report(Crumb(house))
    assert (body["since"], body["until"]) == (since.isoformat(), until.isoformat())
    assert (made.draft.output_type, made.draft.subject, made.version) == ("report", "weekly", 1)
    rows = {row["key"]["platform"]: row["now"] for row in body["numbers"]["rows"]}
    assert (rows["google_ads"]["spend"], rows["meta"]["spend"]) == (700_000_000, 350_000_000)
    totals = [row["now"] for row in body["numbers"]["totals"]]
    assert [now["spend"] for now in totals if now["spend"] is not None] == [1_050_000_000]
    assert {now["conversions"] for now in totals} == {None}
    assert [(one["name"], one["net"], one["billed"]) for one in body["money"]] == [
        ("Google Ads", 70_000, 70_000),
        ("Meta", 35_000, 35_000),
    ]
    assert body["terms"] is None
    assert "Insufficient data: no target is set here" in told.text
    assert {one.kind for one in made.draft.inputs_used} == {"metric"}


async def test_the_second_report_is_the_next_version_and_a_month_is_apart(house: House) -> None:
    crumb = Crumb(house)
    await report(crumb)
    _, again, _ = await report(crumb, "주간 리포트 만들어줘")
    _, monthly, _ = await report(crumb, "Please make the monthly report")
    assert (again.version, again.draft.locale) == (2, "ko")
    assert (monthly.version, monthly.draft.subject) == (1, "monthly")


async def test_days_without_figures_give_no_report(house: House) -> None:
    told = await Crumb(house).say("/report January 2020")
    assert "There are no figures from 2020-01-01 to 2020-01-31" in told.text
    assert told.outputs == ()


async def test_files_come_with_the_answer_and_the_clients_say_nothing_internal(house: House) -> None:
    told = await Crumb(house).say("weekly report for the client as PPTX and Excel")
    named = {one.name: one.content for one in told.documents}
    assert set(named) == {"report-weekly-v1-client.pptx", "report-weekly-v1-client.xlsx"}
    book: Any = openpyxl.load_workbook(io.BytesIO(named["report-weekly-v1-client.xlsx"]))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Google Ads" in cells
    assert not {one for one in cells if "Internal notes" in one or "Queries" in one}
    slides: Any = pptx.Presentation(io.BytesIO(named["report-weekly-v1-client.pptx"]))
    words = "\n".join(
        shape.text_frame.text for slide in slides.slides for shape in slide.shapes if shape.has_text_frame
    )
    assert "Weekly report: Crumb" in words
    assert "Internal notes" not in words


async def test_what_is_billed_stands_for_spend_and_hides_the_net(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say("/report terms markup 15% vat 20%")
    body, made, told = await report(crumb)
    rows = {row["key"]["platform"]: row["now"] for row in body["numbers"]["rows"]}
    own = {row["key"]["platform"]: row["now"] for row in body["net"]["rows"]}
    assert (rows["google_ads"]["spend"], own["google_ads"]["spend"]) == (805_000_000, 700_000_000)
    assert rows["google_ads"]["roas"] == pytest.approx(own["google_ads"]["roas"] / 1.15)
    [bill] = body["bills"]
    assert (bill["net"], bill["fee"], bill["billed"], bill["vat"], bill["total"]) == (
        105_000, 15_750, 120_750, 24_150, 144_900,
    )  # fmt: skip
    assert any(one.kind == "guideline" for one in made.draft.inputs_used)
    assert "£1,050" in told.text
    copy = await crumb.say(f"/export {made.id} md client")
    text = copy.documents[0].content.decode()
    assert "£1,207.5" in text
    assert not [net for net in ("£1,050", "£700 ", "£350", "£157.5", "15%") if net in text]
    await crumb.say("/report terms markup 10%")
    async with house.database.reading((await crumb.here()).access) as unit:
        assert (await outputs.get(unit, made.id)).stale


@walks("reconciliation-report.client")
async def test_what_somebody_said_of_these_very_days_is_the_truth(house: House) -> None:
    crumb = Crumb(house)
    since, until = week(house)
    said = (await crumb.say(f"/budget reconcile {since} ~ {until}")).outputs[0]
    truth = {"source": "manual", "name": "Shop", "event": "", "conversions": 90.0, "value": None}
    told: Json = said.draft.body | {
        "truth": truth,
        "method": "scaled",
        "since": str(since),
        "until": str(until),
    }
    async with house.database.writing((await crumb.here()).access) as unit:
        saved = await outputs.save(unit, replace(said.draft, body=told, supersedes=None))
    body, made, _ = await report(crumb)
    counted = body["reconciliation"]["truth"]
    if counted["source"] == "manual":
        assert rests_on(made, saved)
    else:
        assert counted["source"] == "ga4"


@walks("wins.open-report.next", "wins.measured-report.result")
async def test_wins_that_were_taken_up_or_measured_are_told(house: House) -> None:
    crumb = Crumb(house)
    await crumb.say("We have hardly any reviews. Nobody answers the phone.", "w")
    wins = (await crumb.say("What can I fix today?", "w")).outputs[0]
    first, *others = wins.draft.body["wins"]
    result: Json = {
        "unit": "orders", "currency": None, "measured": 7, "predicted_low": 5, "predicted_high": 9, "ratio": 1.0,
        "since": "2026-01-01", "until": "2026-01-14", "query": "q1",
    }  # fmt: skip
    due = (figures.today(house) + timedelta(days=3)).isoformat()
    done: list[Json] = [first | {"status": "measured", "measured_result": result}]
    done += [one | {"status": "accepted", "owner": "mia", "due": due} for one in others[:1]]
    async with house.database.writing((await crumb.here()).access) as unit:
        saved = await outputs.save(
            unit, replace(wins.draft, body=wins.draft.body | {"wins": done}, supersedes=None)
        )
    body, made, told = await report(crumb)
    assert [one["measured"] for one in body["wins"]] == ["7 orders"]
    assert [one["internal"] for one in body["next"] if one["kind"] == "win"] == [False] * len(others[:1])
    assert rests_on(made, saved)
    assert "7 orders measured, 5 to 9 orders predicted" in told.text


async def test_a_client_template_that_was_sent_is_filled(house: House, tmp_path: Path) -> None:
    path = tmp_path / "our template.xlsx"
    book: Any = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "{{client}}", "{{spend}}"
    book.active["A2"], book.active["B2"] = "{{platforms.name}}", "{{platforms.spend}}"
    book.active["B3"] = "=SUM(B2:B2)"
    book.save(path)
    crumb = Crumb(house)
    await desk.set_template(house, await crumb.here(), path.name, path.read_bytes(), "en")
    told = await crumb.say("/report weekly as excel")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(told.documents[0].content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_col=2)] == [
        ["Crumb", 1050], ["Google Ads", 700], ["Meta", 350], [None, "=SUM(B2:B3)"],
    ]  # fmt: skip
