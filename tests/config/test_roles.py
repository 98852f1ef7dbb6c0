"""The committed rights, cell by cell against a table written by hand, and what must hold of any table."""

import csv
import itertools
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.admission import Admission, admission
from config.roles import ORG_TYPES, Limit, OrgType, Rights, Role, rights
from memory.access import PERMISSIONS

MATRIX = Path(__file__).parent.parent / "data" / "roles_matrix.csv"
Cell = tuple[str, OrgType, str]


def cells() -> dict[Cell, bool]:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = [column.split() for column in header[1:]]
    return {
        (permission, "SME" if org_type == "SME" else "AGENCY", role): mark == "x"
        for permission, *marks in rows
        for (org_type, role), mark in zip(columns, marks, strict=True)
    }


def everybody() -> list[tuple[OrgType, str]]:
    return [(org_type, role) for org_type in ORG_TYPES for role in rights().roles(org_type)]


def kinds(org_type: OrgType, role: str) -> set[str]:
    return {rights().permissions[name].kind for name in rights().granted(org_type, role)}


def test_each_cell_is_as_the_table_written_by_hand_says() -> None:
    expected = cells()
    found = {
        (permission, org_type, role): rights().grants(org_type, role, permission)
        for permission in rights().permissions
        for org_type, role in everybody()
    }
    assert found == expected
    assert len(expected) == 49 * 16


def test_the_roles_are_the_five_and_the_eleven() -> None:
    assert " ".join(rights().sme) == "owner marketing_director marketing_manager analyst viewer"
    assert " ".join(rights().agency) == (
        "owner admin strategist account_manager campaign_manager analyst creative "
        "client_approver client_viewer freelancer viewer"
    )


def test_every_permission_behind_a_reach_of_the_database_exists() -> None:
    assert set(PERMISSIONS.values()) <= set(rights().permissions)


@pytest.mark.parametrize("org_type", ORG_TYPES)
def test_the_owner_may_do_everything_without_limit(org_type: OrgType) -> None:
    assert rights().granted(org_type, "owner") == set(rights().permissions)
    assert rights().roles(org_type)["owner"].unlimited
    assert [r for r, role in rights().roles(org_type).items() if role.unlimited] == ["owner"]


@pytest.mark.parametrize(
    ("org_type", "role"), [("SME", "viewer"), ("AGENCY", "viewer"), ("AGENCY", "client_viewer")]
)
def test_viewers_only_read(org_type: OrgType, role: str) -> None:
    assert kinds(org_type, role) == {"read"}


def test_only_owner_and_admin_erase_people_rights_keys_or_settings() -> None:
    grave = [
        name
        for name in rights().permissions
        if re.search(
            r"\.(erase|assign|connect)$|^org\..*\.(update|export)$|^members\.member\.manage$|audit", name
        )
    ]
    assert len(grave) == 9
    for org_type, role in everybody():
        held = rights().granted(org_type, role) & set(grave)
        if role == "marketing_director":
            assert held == {"credentials.credential.connect"}
        elif role not in ("owner", "admin"):
            assert held == set()


def test_the_clients_own_people_and_freelancers_see_nothing_internal() -> None:
    internal = {
        "outputs.internal.read",
        "org.usage.read",
        "org.audit.read",
        "members.member.read",
        "org.organization.read",
    }
    for role in ("client_approver", "client_viewer", "freelancer"):
        assert not rights().granted("AGENCY", role) & internal
    assert "memory.insight.read" not in rights().granted("AGENCY", "client_viewer")
    assert "campaigns.budget.read" not in rights().granted("AGENCY", "client_viewer")


def test_freelancers_make_but_neither_approve_nor_export_nor_spend() -> None:
    held = rights().granted("AGENCY", "freelancer")
    assert kinds("AGENCY", "freelancer") == {"read", "write"}
    assert {name for name in held if rights().permissions[name].kind == "write"} == {
        "outputs.output.edit",
        "agents.persona.ask",
        "agents.content.ask",
    }


def test_every_role_that_writes_about_something_reads_it() -> None:
    needs = {
        "outputs.output.edit": "outputs.output.read",
        "brand.guideline.update": "brand.guideline.read",
        "brand.guideline.lock": "brand.guideline.update",
        "memory.insight.correct": "memory.insight.read",
        "memory.insight.forget": "memory.insight.correct",
        "members.member.manage": "members.member.read",
        "campaigns.budget.update": "campaigns.budget.read",
        "campaigns.campaign.execute": "campaigns.campaign.pause",
        "metrics.fact.import": "metrics.fact.read",
    }
    for org_type, role in everybody():
        held = rights().granted(org_type, role)
        assert [name for name, other in needs.items() if name in held and other not in held] == []


def test_nothing_below_a_stronger_role_may_do_more() -> None:
    """Chains in which each role holds all that the next one holds."""
    chains: list[tuple[OrgType, list[str]]] = [
        ("SME", ["owner", "marketing_director", "marketing_manager", "viewer"]),
        ("SME", ["analyst", "viewer"]),
        ("AGENCY", ["owner", "admin", "strategist", "viewer"]),
        ("AGENCY", ["admin", "account_manager"]),
        ("AGENCY", ["admin", "campaign_manager"]),
        ("AGENCY", ["client_approver", "client_viewer"]),
    ]
    for org_type, chain in chains:
        held = [rights().granted(org_type, role) for role in chain]
        assert [less - more for more, less in itertools.pairwise(held)] == [set()] * (len(chain) - 1)


def test_each_role_that_may_spend_has_limits_and_no_other_role_has() -> None:
    for org_type, role in everybody():
        spends = "spend" in kinds(org_type, role)
        assert rights().roles(org_type)[role].spends == spends, (org_type, role)


def test_nobody_both_asks_for_and_may_approve_the_same_launch_but_those_at_the_top() -> None:
    both = {
        (org_type, role)
        for org_type, role in everybody()
        if {"campaigns.campaign.execute", "campaigns.launch.approve"} <= rights().granted(org_type, role)
    }
    assert both == {("SME", "owner"), ("SME", "marketing_director"), ("AGENCY", "owner"), ("AGENCY", "admin")}


def test_every_permission_is_explained_in_both_languages() -> None:
    for name, permission in rights().permissions.items():
        assert permission.does.en, name
        assert not re.search("[가-힣]", permission.does.en), name
        assert re.search("[가-힣]", permission.does.ko), name


def holding(kind: str, *holders: str) -> dict[str, object]:
    return {"kind": kind, "does": {"en": "x", "ko": "x"}, "sme": list(holders), "agency": []}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"permissions": {"a.b.c": holding("read", "boss")}}, "each a role"),
        ({"permissions": {"a.b.c": holding("read", "owner", "owner")}}, "once"),
        ({"permissions": {"a.b.c": holding("spend", "viewer")}}, "without a limit"),
        ({"permissions": {"Launch": holding("read")}}, "pattern"),
        ({"currencies": {"won": ["KRW"], "franc": ["CHF"]}}, "every class"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(change: dict[str, object], complaint: str) -> None:
    table = rights().model_dump() | {"permissions": {}} | change
    with pytest.raises(ValidationError, match=complaint):
        Rights.model_validate(table)


def test_limits_are_inclusive_and_a_day_adds_up() -> None:
    label = rights().sme["viewer"].label
    role = Role(label=label, limit=Limit(action={"won": 100}, day={"won": 150}))
    assert role.excess("won", 100, 50) is None
    assert role.excess("won", 101, 0) == "over_action"
    assert role.excess("won", 100, 51) == "over_day"
    assert role.excess(None, 0, 0) == "no_limit_in"
    assert Role(label=label).excess("won", 0, 0) == "no_limit_in"
    assert Role(label=label, unlimited=True).excess(None, 10**12, 10**12) is None


def test_a_command_needs_what_its_longest_entry_says() -> None:
    table = admission()
    assert table.needed("business_strategy") == "agents.business_strategy.ask"
    assert table.needed("business_strategy", "swot") == "agents.business_strategy.ask"
    assert table.needed("business_strategy", "move") == "outputs.output.edit"
    assert table.needed("user", "add") == "members.member.manage"
    assert table.needed("help") is None
    with pytest.raises(KeyError):
        table.needed("detonate")


def test_every_agent_has_its_permission_and_every_permission_named_exists() -> None:
    asks = {name.split(".")[1] for name in rights().permissions if re.fullmatch(r"agents\..*\.ask", name)}
    assert len(asks) == 10
    assert {agent: admission().needed(agent) for agent in asks} == {
        agent: f"agents.{agent}.ask" for agent in asks
    }
    with pytest.raises(ValidationError, match=r"fly\.to\.moon"):
        Admission(free=[], needs={"fly": "fly.to.moon"})
    with pytest.raises(ValidationError, match="fly"):
        Admission(free=["fly"], needs={"fly": "outputs.output.read"})
