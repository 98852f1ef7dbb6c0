"""What a model is told of what was measured: each account once, by whatever name a file called it."""

from dataclasses import replace

import pytest

from memory.context import get_enterprise_context
from memory.loading import Series
from tests.memory.store.test_facts import NIKE, WON, fact, put
from tests.memory.tenants import Tenants

NUMBERED = replace(WON, account_ref="3030303030", account_name="봄 계정", feed="export")


@pytest.mark.parametrize(
    "otherwise",
    [
        replace(NUMBERED, account_ref="봄 계정", account_name=""),
        replace(NUMBERED, account_ref="", account_name=""),
    ],
    ids=["by its name", "by its campaigns"],
)
async def test_an_account_known_by_two_names_is_told_once(tenants: Tenants, otherwise: Series) -> None:
    await put(tenants, NIKE, [NUMBERED], [fact(spend=7)])
    await put(tenants, NIKE, [otherwise], [fact(spend=7)])
    context = await get_enterprise_context(tenants.db, (await tenants.at(NIKE)).access, "analytics")
    assert [told["account"] for told in context.sections["metrics"]] == ["봄 계정"]


async def test_two_accounts_stay_two(tenants: Tenants) -> None:
    await put(
        tenants, NIKE, [NUMBERED, replace(NUMBERED, account_ref="4", account_name="가을")], [fact(), fact(1)]
    )
    context = await get_enterprise_context(tenants.db, (await tenants.at(NIKE)).access, "analytics")
    assert {told["account"] for told in context.sections["metrics"]} == {"봄 계정", "가을"}
