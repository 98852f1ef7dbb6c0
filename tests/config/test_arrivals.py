"""The rules of coming in: nobody gets a role by speaking that does not exist or that moves money."""

import pytest
from pydantic import ValidationError

from config.arrivals import Arrivals, arrivals
from config.roles import ORG_TYPES, rights


def test_the_rules_are_for_both_types_and_give_no_money() -> None:
    assert set(arrivals().newcomers) == set(ORG_TYPES)
    for org_type, given in arrivals().newcomers.items():
        known = rights().roles(org_type)
        for role in filter(None, given.model_dump().values()):
            assert not known[role].spends
    assert set(arrivals().fenced) <= set(rights().agency)


def test_levels_have_their_role() -> None:
    given = arrivals().newcomers["AGENCY"]
    found = [given.at(level) for level in ("organization", "client:1", "campaign:1")]
    assert found == [given.organization, given.client, given.campaign]


@pytest.mark.parametrize("role", ["owner", "campaign_manager", "nobody"])
def test_a_table_that_gives_too_much_is_refused(role: str) -> None:
    good = arrivals().model_dump()
    bad = good | {"newcomers": good["newcomers"] | {"AGENCY": good["newcomers"]["AGENCY"] | {"client": role}}}
    assert Arrivals.model_validate(good)
    with pytest.raises(ValidationError):
        Arrivals.model_validate(bad)
