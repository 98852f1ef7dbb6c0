"""A month's budget of an organisation."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.kit.errors import BudgetUsedUp
from agents.kit.meter import Account
from memory.types import Usage


@dataclass
class Book:
    rows: list[Usage] = field(default_factory=list[Usage])

    async def used_micros(self) -> int:
        await asyncio.sleep(0)
        return sum(row.cost_micros for row in self.rows)

    async def book(self, usage: Usage) -> None:
        self.rows.append(usage)


def usage(cost: int) -> Usage:
    return Usage("agent", "model", 1, 1, cost)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=8), st.integers(0, 1500))
def test_a_budget_is_never_passed_by_calls_that_cost_no_more_than_estimated(
    calls: list[tuple[int, int]], limit: int
) -> None:
    async def call(account: Account, estimate: int, cost: int) -> None:
        try:
            await account.reserve(estimate)
        except BudgetUsedUp:
            return
        await asyncio.sleep(0)
        await account.settle(estimate, usage(min(cost, estimate)))

    async def all_at_once() -> int:
        book = Book()
        account = Account(book, limit)
        await asyncio.gather(*(call(account, estimate, cost) for estimate, cost in calls))
        await account.reserve(limit - await book.used_micros())
        return await book.used_micros()

    assert asyncio.run(all_at_once()) <= limit


async def test_no_limit_is_no_limit() -> None:
    account = Account(Book())
    await account.reserve(10**12)
    await account.settle(10**12, None)


async def test_a_ledger_that_fails_holds_nothing_back() -> None:
    class Broken(Book):
        async def book(self, usage: Usage) -> None:
            raise OSError("disk full")

    account = Account(Broken(), 100)
    await account.reserve(100)
    with pytest.raises(OSError, match="disk full"):
        await account.settle(100, usage(100))
    await account.reserve(100)


async def test_a_used_up_budget_says_how_much_and_what_now() -> None:
    account = Account(Book([usage(4_980_000)]), 5_000_000)
    with pytest.raises(BudgetUsedUp) as caught:
        await account.reserve(30_000)
    assert caught.value.say("en") == (
        "This month's budget for language models does not allow this call: 4.98 of 5 USD are used or held, "
        "and it may cost 0.03. All is computed until next month, or the owner raises the budget."
    )
    assert "사용·예약 4.98 USD, 한도 5" in caught.value.say("ko")
