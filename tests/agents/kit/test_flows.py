"""What an agent takes of others: declared, with its source, from the nearest place."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agents.kit.flows import UndeclaredFlow, arriving, inputs, previous, taken
from agents.kit.steps import next_steps
from agents.types import Context
from memory.types import CampaignId, ClientId, Draft, InputUsed, Json, OrgId, Output, OutputId, Place, Scope

ORG = Scope(OrgId("acme"))
NIKE = Scope(OrgId("acme"), ClientId("nike"))
SUMMER = Scope(OrgId("acme"), ClientId("nike"), CampaignId("summer"))
ADIDAS = Scope(OrgId("acme"), ClientId("adidas"))
PLACE = Place(SUMMER, "acme/nike/summer", ("Acme", "Nike", "Summer"), "AGENCY", "en", "Asia/Seoul", "KRW")
TACTIC, BACKLOG = "swot.opportunity-plan.tactic", "swot.opportunity-plan.backlog"
MOMENT = datetime(2025, 6, 2, tzinfo=UTC)


def output(kind: str, body: Json, scope: Scope = SUMMER, subject: str = "") -> Output:
    draft = Draft("a", kind, 1, "en", kind, "", body, subject=subject)
    ref = f"{kind}{subject}@{scope.level}"
    return Output(OutputId(ref), scope, 1, "draft", draft, "u1", MOMENT, f"hash of {ref}")


def swot(scope: Scope = SUMMER, **scores: int | None) -> Output:
    items = [
        {"id": name, "quadrant": name[0], "statement": f"{name} at {scope.level}", "score": score}
        for name, score in scores.items()
    ]
    return output("swot", {"items": items}, scope)


def test_the_score_parts_tactics_from_the_backlog() -> None:
    made = [swot(O1=8, O2=7, O3=None, S1=25, T1=20)]
    assert [one.path for one in taken(TACTIC, made)] == ["items.O1"]
    assert [one.path for one in taken(BACKLOG, made)] == ["items.O2", "items.O3"]


def test_what_is_taken_names_its_source() -> None:
    [one] = taken(TACTIC, [swot(O1=8)])
    assert one.text == "O1 at campaign:summer"
    assert one.used() == InputUsed("output", one.output.id, one.output.content_hash)
    found = one.evidence("rows.R1.message")
    assert (found.path, found.ref, found.grade) == ("rows.R1.message", f"{one.output.id}#items.O1", 0.5)
    [approved] = taken(TACTIC, [replace(swot(O1=8), status="approved")])
    assert approved.evidence("rows.R1.message").grade == 0.85


def test_an_output_is_named_once_however_much_is_taken_of_it() -> None:
    assert len(inputs(taken(TACTIC, [swot(O1=8, O2=9)]))) == 1


def test_what_no_flow_declares_cannot_be_taken() -> None:
    with pytest.raises(UndeclaredFlow):
        taken("swot.everything", [swot(O1=8)])


def test_the_nearest_place_says_and_no_other_client() -> None:
    above = (swot(NIKE, O2=9), swot(ORG, O3=9), swot(ADIDAS, O4=9))
    assert [one.text for one in taken(TACTIC, (swot(O1=9), *above), SUMMER)] == ["O1 at campaign:summer"]
    assert [one.text for one in taken(TACTIC, above, SUMMER)] == ["O2 at client:nike"]
    assert taken(TACTIC, (swot(ADIDAS, O4=9),), SUMMER) == ()


def test_a_flow_of_the_same_place_inherits_nothing() -> None:
    plan: Json = {"rows": [{"id": "R1", "message": "fresh at noon"}]}
    context = Context(
        PLACE, latest=(output("marketing_plan", plan),), inherited=(output("marketing_plan", plan, NIKE),)
    )
    assert [one.output.scope for one in arriving("plan.row-content.brief", context)] == [SUMMER]
    assert arriving("plan.row-content.brief", replace(context, latest=())) == ()


def test_subjects_are_taken_side_by_side_and_retired_ones_are_not() -> None:
    def persona(subject: str, scope: Scope = SUMMER) -> Output:
        body: Json = {"attributes": {"channels": {"value": ["Naver", "Kakao"], "grade": 0.5}}}
        return output("persona", body, scope, subject)

    retired = replace(persona("old"), status="archived")
    made = (persona("minji"), persona("minji", NIKE), persona("juno", NIKE), retired)
    found = taken("persona.channels-plan.channel", made, SUMMER)
    assert [(one.output.draft.subject, one.output.scope) for one in found] == [
        ("minji", SUMMER),
        ("juno", NIKE),
    ]
    assert found[0].text == "Naver, Kakao"


def test_only_what_is_approved_becomes_a_creative() -> None:
    made = output("content_asset", {"variants": [{"id": "V1", "text": "Bread at noon"}]})
    assert taken("content.approved-manifest.creative", [made]) == ()
    [one] = taken("content.approved-manifest.creative", [replace(made, status="approved")])
    assert one.text == "Bread at noon"


def test_a_value_in_records_is_reached_by_their_ids() -> None:
    jobs: Json = {"jobs": [{"id": "J1", "emotional": "calm"}, {"id": "J2", "emotional": None}]}
    [one] = taken("jtbd.emotional-content.tone", [output("jtbd", jobs)])
    assert (one.path, one.text) == ("jobs.J1.emotional", "calm")
    [margin] = taken("bmc.margin-budget.break_even", [output("bmc", {"break_even_roas": 2.5})])
    assert (margin.path, margin.value) == ("break_even_roas", 2.5)


def test_the_registry_knows_what_may_follow() -> None:
    def following(*output_types: str) -> list[str]:
        return [step.command for step in next_steps(output_types)]

    assert following("swot") == ["plan", "rivals", "launch", "wins", "content", "persona"]
    assert following("ice") == ["strategy okr", "wins"]
    assert following("ice", "okr") == ["wins", "stats", "plan"]
    assert following("synthesis") == []


def test_the_version_before_is_that_of_the_same_subject() -> None:
    context = Context(
        PLACE, latest=(output("persona", {}, subject="minji"), output("persona", {}, subject="juno"))
    )
    assert previous(context, "persona", "juno") is context.latest[1]
    assert previous(context, "persona", "nobody") is None
