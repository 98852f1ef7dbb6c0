"""What roles reach, by the rule of the house: reading goes up the chain, writing stays at the scope."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from memory.access import Access, Reach, grant
from memory.types import Actor, CampaignId, ClientId, Membership, OrgId, Scope, UserId

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ACME = Scope(OrgId("acme"))
NIKE, ADIDAS = (Scope(ACME.org, ClientId(name)) for name in ("nike", "adidas"))
SUMMER = Scope(ACME.org, NIKE.client, CampaignId("summer"))
FALL = Scope(ACME.org, NIKE.client, CampaignId("fall"))


def actor(*held: Membership) -> Actor:
    return Actor(UserId("u"), "somebody", "en", held)


def reach(scope: Scope, *held: Scope, role: str = "freelancer") -> Access | None:
    return grant(actor(*(Membership(role, at) for at in held)), scope, "AGENCY", NOW)


@pytest.mark.parametrize(
    ("scope", "held", "read", "write"),
    [
        (ACME, ACME, Reach(frozenset({"organization"}), everything=True), None),
        (NIKE, ACME, Reach(frozenset({"organization", NIKE.level}), frozenset({"nike"})), {NIKE.level}),
        (SUMMER, ACME, Reach(frozenset({"organization", NIKE.level, SUMMER.level})), {SUMMER.level}),
        (ACME, NIKE, Reach(frozenset({"organization", NIKE.level}), frozenset({"nike"})), {NIKE.level}),
        (NIKE, SUMMER, Reach(frozenset({"organization", NIKE.level, SUMMER.level})), {SUMMER.level}),
        (SUMMER, NIKE, Reach(frozenset({"organization", NIKE.level, SUMMER.level})), {SUMMER.level}),
    ],
)
def test_reaches(scope: Scope, held: Scope, read: Reach, write: set[str] | None) -> None:
    access = reach(scope, held)
    assert access is not None
    assert access.reaches["read"] == read
    assert access.reaches["write"].levels == (write or {"organization"})
    assert access.reaches["write"].whole <= read.whole
    assert access.reaches["write"].everything == read.everything


@pytest.mark.parametrize(
    ("scope", "held"), [(ADIDAS, NIKE), (NIKE, ADIDAS), (FALL, SUMMER), (ADIDAS, SUMMER)]
)
def test_a_sibling_is_out_of_reach(scope: Scope, held: Scope) -> None:
    assert reach(scope, held) is None


def test_an_expired_membership_counts_for_nothing() -> None:
    ended = Membership("owner", ACME, NOW - timedelta(microseconds=1))
    lasting = Membership("owner", ACME, NOW + timedelta(microseconds=1))
    assert grant(actor(ended), ACME, "AGENCY", NOW) is None
    assert grant(actor(lasting), ACME, "AGENCY", NOW) is not None


def test_a_permission_counts_only_where_its_role_is_held() -> None:
    both = actor(Membership("account_manager", NIKE), Membership("freelancer", ADIDAS))
    access = grant(both, ACME, "AGENCY", NOW)
    assert access is not None
    assert access.reaches["team"].levels == {NIKE.level}
    assert access.reaches["audit"] == Reach()
    assert access.reaches["manage"] == Reach()


def test_a_reading_unit_carries_nothing_to_write_with() -> None:
    access = reach(ACME, ACME, role="owner")
    assert access is not None
    assert access.values(writing=True).keys() - access.values(writing=False).keys() == {
        *(
            f"{name}_{part}"
            for name in ("write", "manage", "connect")
            for part in ("levels", "whole", "everything")
        ),
        "writing",
    }


def test_an_access_does_not_change() -> None:
    access = reach(NIKE, NIKE)
    assert access is not None
    with pytest.raises(FrozenInstanceError):
        access.scope = ADIDAS  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError):
        access.reaches["read"] = Reach(everything=True)  # pyright: ignore[reportIndexIssue]
