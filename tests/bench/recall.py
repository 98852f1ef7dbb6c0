"""Recall among so many insights of a hundred agencies, each beside the message that it was learnt from."""

from statistics import median
from time import perf_counter, process_time

from memory.access import Access
from memory.db import Database
from memory.ranking import rank
from memory.recall import recall
from memory.search import Request, asked_terms
from memory.store.entrance import enter
from tests.bench.agencies import Words, org_path
from tests.bench.filling import Filled
from tests.bench.table import Row
from tests.bench.timing import Times

_ASKED = 4
"""Words in a question."""
_AGENCIES = 20
_BEFORE = 10
_BUDGETED = 10_000
_P95_MOST = 25.0
_CPU_MOST = 3.0


async def recalls(filled: Filled, times: int) -> list[Row]:
    """The figures of one database, asked at whole agencies: the widest scope that there is."""
    insights, words = filled.size.insights, Words("questions")
    questions = [words.rest(_ASKED) for _ in range(times + _BEFORE)]
    async with await Database.open(filled.login.render_as_string(hide_password=False)) as db:
        agencies = min(_AGENCIES, filled.size.orgs)
        at = [(await enter(db, org_path(n))).access for n in range(agencies)]
        asked = [(at[n % agencies], question) for n, question in enumerate(questions)]
        took = Times([await _recalled(db, *each) for each in asked][_BEFORE:])
        if not any([await recall(db, *each) for each in asked[:_BEFORE]]):
            raise RuntimeError("these questions find nothing at all")
        cpu = [await _ranked(db, *each) for each in asked][_BEFORE:]
    return [
        Row(f"recall among {insights:,} insights, p50", took.p50, "ms"),
        Row("  p95", took.p(0.95), "ms", _P95_MOST if insights <= _BUDGETED else None),
        Row("  BM25 alone, median CPU of this process", median(cpu), "ms", _CPU_MOST),
    ]


async def _recalled(db: Database, access: Access, question: str) -> float:
    began = perf_counter()
    await recall(db, access, question)
    return (perf_counter() - began) * 1000


async def _ranked(db: Database, access: Access, question: str) -> float:
    """Finding the candidates and bringing them into their order, without reading what they say."""
    terms = asked_terms(question)
    async with db.reading(access) as unit:
        began = process_time()
        found = await unit.find(Request(terms))
        rank(terms, found.rows, found.facts, found.corpus)
        return (process_time() - began) * 1000
