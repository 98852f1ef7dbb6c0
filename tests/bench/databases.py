"""The figures that need a filled database: contexts, the price of isolation, recall; on both engines."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.agencies import Size
from tests.bench.filling import Filled, filled_postgres, filled_sqlite
from tests.bench.isolation import isolation
from tests.bench.recall import recalls
from tests.bench.table import Row
from tests.memory import server

_RECALLED = (1_000, 10_000, 100_000)
Measure = Callable[[Filled, int], Awaitable[list[Row]]]
Part = tuple[str, list[Row]]
"""A heading and its figures."""


async def databases(times: int) -> AsyncGenerator[Part]:
    """A million insights, contexts and single statements; then recall among fewer of them that are searched."""
    async for part in _measured(Size(), times, isolation, searched=False):
        yield part
    for insights in _RECALLED:
        async for part in _measured(Size(insights=insights), times, recalls, searched=True):
            yield part


async def _measured(size: Size, times: int, measure: Measure, *, searched: bool) -> AsyncGenerator[Part]:
    """Fills a database of each engine in turn; both are gone afterwards."""
    about = f"{size.insights:,} insights, {size.orgs} agencies x {size.clients} clients x {size.campaigns} campaigns"
    with TemporaryDirectory(prefix="stratum-bench-") as folder:
        filled = await filled_sqlite(Path(folder), size, searched=searched)
        yield f"SQLite: {about}", await measure(filled, times)
    with server.running() as running:
        async with filled_postgres(running, size, searched=searched) as filled:
            yield f"PostgreSQL: {about}", await measure(filled, times)
