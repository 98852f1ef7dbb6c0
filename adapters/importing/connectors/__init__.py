"""Tables as connectors deliver them into a warehouse, counted as their published models count them."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from adapters.importing.connectors import google_ads, linkedin, meta, tiktok
from adapters.importing.connectors.tables import Tables

LEVELS: Mapping[str, Callable[[Tables], Iterator[pl.DataFrame]]] = {
    "google_ads": google_ads.levels,
    "meta": meta.levels,
    "linkedin": linkedin.levels,
    "tiktok": tiktok.levels,
}
