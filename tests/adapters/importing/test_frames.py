"""Rows made into facts: whatever their order, sums are exact and what nobody knows stays unknown."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.importing.frames import Nature, complete, load
from memory.metrics import MEASURES, known_sum

DAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 27, tzinfo=UTC)
AMOUNTS = st.none() | st.integers(-(10**15), 10**15)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]), st.sampled_from(["KRW", "USD", ""]), st.integers(0, 2), AMOUNTS, AMOUNTS
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_sums_by_series_and_day(rows: list[tuple[str, str, int, int | None, int | None]]) -> None:
    frame = pl.DataFrame(
        [
            {
                "campaign_ref": ref,
                "currency": currency,
                "day": DAY + timedelta(day),
                "spend": spend,
                "clicks": clicks,
            }
            for ref, currency, day, spend, clicks in rows
        ],
        schema={
            "campaign_ref": pl.String,
            "currency": pl.String,
            "day": pl.Date,
            "spend": pl.Int64,
            "clicks": pl.Int64,
        },
    )
    made = load(complete(frame), Nature("export", 28, vat_included=None, as_of=NOW, fetched_at=NOW))
    told = {
        (made.series[fact.series].campaign_ref, made.series[fact.series].currency, fact.day): (
            fact.measures[MEASURES.index("spend")],
            fact.measures[MEASURES.index("clicks")],
        )
        for piece in made.facts
        for fact in piece
    }
    keys = {(ref, currency, DAY + timedelta(day)) for ref, currency, day, _, _ in rows}
    assert made.count == len(told)
    assert told == {
        key: tuple(
            known_sum([row[n] for row in rows if (row[0], row[1], DAY + timedelta(row[2])) == key])  # type: ignore[misc]
            for n in (3, 4)
        )
        for key in keys
    }
