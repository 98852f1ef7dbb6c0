"""May this person do this here and now? Scope, expiry, limits, several roles, and what the answer says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.permissions import UnknownPermission, admit, can, can_give
from bot.verdict import Amount, Outcome
from config.roles import rights
from memory.types import (
    Actor,
    CampaignId,
    ClientId,
    Membership,
    OrgId,
    OrgType,
    Place,
    Scope,
    UserId,
)

NOW = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
ORG = OrgId("acme")
NIKE, ADIDAS = ClientId("nike"), ClientId("adidas")
SUMMER = Scope(ORG, NIKE, CampaignId("summer"))
LAUNCH = "campaigns.campaign.execute"


def at(scope: Scope, org_type: OrgType = "AGENCY") -> Place:
    slugs = [part for part in (scope.org, scope.client, scope.campaign) if part]
    names = tuple(slug.title() for slug in slugs)
    return Place(scope, "/".join(slugs), names, org_type, "en", "Asia/Seoul", "KRW")


def holding(*held: tuple[str, Scope] | tuple[str, Scope, datetime]) -> Actor:
    return Actor(UserId("u1"), "kim", "ko", tuple(Membership(*each) for each in held))


@pytest.mark.parametrize(
    ("held", "place", "allowed"),
    [
        (Scope(ORG), SUMMER, True),
        (Scope(ORG, NIKE), SUMMER, True),
        (SUMMER, SUMMER, True),
        (SUMMER, Scope(ORG, NIKE), False),
        (Scope(ORG, NIKE), Scope(ORG), False),
        (Scope(ORG, NIKE), Scope(ORG, ADIDAS, CampaignId("fall")), False),
        (Scope(ORG, NIKE, CampaignId("winter")), SUMMER, False),
        (Scope(OrgId("other")), SUMMER, False),
    ],
)
def test_a_role_counts_where_it_is_held_and_below(held: Scope, place: Scope, allowed: bool) -> None:
    verdict = can(holding(("admin", held)), "outputs.output.edit", at(place), NOW)
    assert verdict.allowed is allowed
    assert verdict.outcome == ("granted" if allowed else "nobody")


def test_a_campaign_of_an_sme_has_no_client_above_it() -> None:
    spring = Scope(ORG, None, CampaignId("spring"))
    actor = holding(("analyst", spring))
    assert can(actor, "metrics.fact.import", at(spring, "SME"), NOW).allowed
    assert not can(actor, "metrics.fact.import", at(Scope(ORG), "SME"), NOW).allowed
    assert not can(actor, "metrics.fact.import", at(Scope(ORG, None, CampaignId("fall")), "SME"), NOW).allowed


def test_where_nothing_is_held_the_answer_is_the_same_whatever_there_is() -> None:
    freelancer = holding(("freelancer", Scope(ORG, ADIDAS)))
    refused = {
        can(freelancer, LAUNCH, at(Scope(ORG, ClientId(name))), NOW).why("en") for name in ("nike", "ghost")
    }
    assert refused == {"No role is held at this place."}


def test_a_role_ends_at_its_last_moment_and_says_when() -> None:
    actor = holding(("freelancer", Scope(ORG, NIKE), NOW))
    before = can(actor, "agents.content.ask", at(SUMMER), NOW - timedelta(microseconds=1))
    after = can(actor, "agents.content.ask", at(SUMMER), NOW)
    assert (before.outcome, after.outcome) == ("granted", "expired")
    assert "2025-06-02 18:00 (Asia/Seoul)" in after.why("en")
    assert after.why("ko").startswith("Acme › Nike의 프리랜서 역할이 2025-06-02 18:00")


def test_a_refusal_names_the_role_the_place_and_who_may() -> None:
    verdict = can(holding(("creative", Scope(ORG, NIKE))), LAUNCH, at(SUMMER), NOW)
    assert verdict.why("en") == (
        "The creative of Acme › Nike may not launch and resume campaigns (campaigns.campaign.execute). "
        "These may: owner, admin, campaign manager."
    )
    assert "크리에이티브" in verdict.why("ko")
    assert "캠페인 운영자" in verdict.why("ko")


def test_limits_hold_at_once_and_over_the_day() -> None:
    actor = holding(("campaign_manager", Scope(ORG)))
    outcomes = [
        can(actor, LAUNCH, at(SUMMER), NOW, Amount(minor, "KRW", today)).outcome
        for minor, today in [(5_000_000, 0), (5_000_001, 0), (5_000_000, 5_000_000), (5_000_000, 5_000_001)]
    ]
    assert outcomes == ["granted", "over_action", "granted", "over_day"]
    refused = can(actor, LAUNCH, at(SUMMER), NOW, Amount(6_000_000, "KRW"))
    assert "₩5,000,000" in refused.why("en")
    assert "5,000,000원인데 요청은 6,000,000원" in refused.why("ko")
    assert refused.why("en").endswith("These may do more: owner, admin.")


def test_a_currency_without_limits_is_for_the_unlimited_only() -> None:
    amount = Amount(1, "XAU")
    assert can(holding(("admin", Scope(ORG))), LAUNCH, at(SUMMER), NOW, amount).outcome == "no_limit_in"
    assert can(holding(("owner", Scope(ORG))), LAUNCH, at(SUMMER), NOW, amount).allowed
    with pytest.raises(ValueError, match="below zero"):
        Amount(-1, "KRW")


def test_pausing_is_never_stopped_by_a_limit() -> None:
    actor = holding(("analyst", Scope(ORG)))
    assert can(actor, "campaigns.campaign.pause", at(SUMMER), NOW, Amount(10**15, "KRW")).allowed


def test_without_an_amount_a_yes_tells_the_limits() -> None:
    verdict = can(holding(("campaign_manager", Scope(ORG))), LAUNCH, at(SUMMER), NOW)
    assert verdict.allowed
    assert verdict.why("en").endswith("up to ₩5,000,000 at once and ₩10,000,000 a day.")


def test_of_several_roles_the_best_counts() -> None:
    actor = holding(("viewer", Scope(ORG)), ("campaign_manager", Scope(ORG, NIKE)))
    assert can(actor, LAUNCH, at(SUMMER), NOW).allowed
    late = holding(("viewer", Scope(ORG)), ("campaign_manager", Scope(ORG, NIKE), NOW))
    assert can(late, LAUNCH, at(SUMMER), NOW).outcome == "expired"


def test_a_role_of_the_other_type_of_organisation_is_worth_nothing() -> None:
    verdict = can(holding(("strategist", Scope(ORG))), "outputs.output.read", at(Scope(ORG), "SME"), NOW)
    assert verdict.outcome == "foreign_role"
    assert "'strategist'" in verdict.why("en")
    assert "marketing_director" in verdict.why("ko")


def test_an_unknown_permission_offers_the_nearest() -> None:
    with pytest.raises(UnknownPermission, match="campaigns.campaign.execute"):
        can(holding(), "campaigns.campaign.exec", at(SUMMER), NOW)


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (("help",), "member"),
        (("content",), "granted"),
        (("content", "edit"), "granted"),
        (("business_strategy", "swot"), "not_granted"),
        (("export",), "not_granted"),
        (("user", "add"), "not_granted"),
    ],
)
def test_a_command_is_admitted_by_what_it_needs(command: tuple[str, ...], outcome: Outcome) -> None:
    verdict = admit(holding(("freelancer", Scope(ORG, NIKE))), command, at(SUMMER), NOW)
    assert verdict.outcome == outcome
    assert all(verdict.why(locale) for locale in ("en", "ko"))


def test_even_help_needs_a_living_role() -> None:
    assert not admit(holding(("freelancer", Scope(ORG, NIKE), NOW)), ("help",), at(SUMMER), NOW).allowed
    assert not admit(holding(), ("help",), at(SUMMER), NOW).allowed


@pytest.mark.parametrize(
    ("own", "given_role", "outcome"),
    [
        ("owner", "owner", "granted"),
        ("admin", "owner", "beyond"),
        ("admin", "admin", "granted"),
        ("admin", "freelancer", "granted"),
        ("strategist", "viewer", "not_granted"),
        ("owner", "marketing_director", "foreign_role"),
    ],
)
def test_nobody_gives_a_role_beyond_their_own(own: str, given_role: str, outcome: Outcome) -> None:
    verdict = can_give(holding((own, Scope(ORG))), given_role, at(Scope(ORG)), NOW)
    assert verdict.outcome == outcome
    assert all(verdict.why(locale) for locale in ("en", "ko"))


SCOPES = st.sampled_from([Scope(ORG), Scope(ORG, NIKE), SUMMER, Scope(ORG, ADIDAS), Scope(OrgId("other"))])
ROLES = st.sampled_from(sorted(rights().agency))
MEMBERSHIPS = st.lists(
    st.builds(Membership, ROLES, SCOPES, st.none() | st.sampled_from([NOW, NOW + timedelta(days=1)])),
    max_size=4,
)
AMOUNTS = st.none() | st.builds(
    Amount, st.integers(0, 10**9), st.sampled_from(["KRW", "USD", "XAU"]), st.integers(0, 10**9)
)


@given(MEMBERSHIPS, SCOPES, st.sampled_from(sorted(rights().permissions)), AMOUNTS)
def test_a_yes_always_rests_on_a_living_role_that_covers_the_place_and_holds_the_right(
    held: list[Membership], scope: Scope, permission: str, amount: Amount | None
) -> None:
    verdict = can(Actor(UserId("u"), "u", "en", tuple(held)), permission, at(scope), NOW, amount)
    assert all(verdict.why(locale) for locale in ("en", "ko"))
    if verdict.allowed:
        assert verdict.held in held
        assert verdict.held is not None
        assert verdict.held.scope in scope.chain
        assert verdict.held.expires_at is None or verdict.held.expires_at > NOW
        assert rights().grants("AGENCY", verdict.held.role, permission)


@given(MEMBERSHIPS, MEMBERSHIPS, SCOPES, st.sampled_from(sorted(rights().permissions)))
def test_another_role_never_takes_a_right_away(
    held: list[Membership], more: list[Membership], scope: Scope, permission: str
) -> None:
    alone = can(Actor(UserId("u"), "u", "en", tuple(held)), permission, at(scope), NOW)
    both = can(Actor(UserId("u"), "u", "en", (*held, *more)), permission, at(scope), NOW)
    assert both.allowed or not alone.allowed
