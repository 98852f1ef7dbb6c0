"""Meta: one table of ads, from which each level is made; conversions are exactly the action types of its map."""

from collections.abc import Iterator

import polars as pl

from adapters.importing.connectors.tables import Tables, amount, count
from config.importing import header_map

_LEVELS = (
    ("account", ("account",)),
    ("campaign", ("account", "campaign")),
    ("ad_group", ("account", "campaign", "ad_group")),
    ("ad", ("account", "campaign", "ad_group", "ad")),
)


def levels(tables: Tables) -> Iterator[pl.DataFrame]:
    ads = _ads(tables)
    for grain, parts in _LEVELS:
        kept = [column for part in parts for column in (f"{part}_ref", f"{part}_name")]
        rows = ads.select(
            "day", *kept, "spend", "clicks", "impressions", "conversions", "conversions_value", "events"
        )
        if grain != "ad":
            rows = rows.drop("events")
        yield rows.with_columns(pl.lit("meta").alias("platform"), pl.lit(grain).alias("grain"))


def _ads(tables: Tables) -> pl.DataFrame:
    stats = tables.stats(
        "basic_ad", ["ad_id", "account_id"], "date", ["impressions", "inline_link_clicks", "spend"]
    ).select(
        pl.col("ad_id").alias("ad_ref"),
        "account_id",
        "day",
        amount("spend").alias("spend"),
        count("impressions").alias("impressions"),
        count("inline_link_clicks").fill_null(0).alias("clicks"),
    )
    counts, values = _actions(tables, "basic_ad_actions"), _actions(tables, "basic_ad_action_values")
    counted = stats.join(_sum(counts, "conversions"), on=["ad_ref", "day"], how="left")
    valued = counted.join(_sum(values, "conversions_value"), on=["ad_ref", "day"], how="left")
    told = valued.join(_events(counts, values), on=["ad_ref", "day"], how="left")
    return _named(tables, told.with_columns(pl.col("conversions", "conversions_value").fill_null(0)))


def _named(tables: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    accounts = tables.newest("account_history", ["id", "name"], ["id"], "_fivetran_synced")
    campaigns = tables.newest("campaign_history", ["id", "name"], ["id"], "updated_time")
    sets = tables.newest("ad_set_history", ["id", "name"], ["id"], "updated_time")
    ads = tables.newest("ad_history", ["id", "name", "campaign_id", "ad_set_id"], ["id"], "updated_time")
    joined = rows.join(ads.rename({"id": "ad_ref", "name": "ad_name"}), on="ad_ref", how="left")
    for part, history, key in (
        ("account", accounts, "account_id"),
        ("campaign", campaigns, "campaign_id"),
        ("ad_group", sets, "ad_set_id"),
    ):
        known = history.select(
            pl.col("id").alias(key), pl.col("id").alias(f"{part}_ref"), pl.col("name").alias(f"{part}_name")
        )
        joined = joined.join(known, on=key, how="left")
    return joined


def _actions(tables: Tables, table: str) -> pl.DataFrame:
    rows = tables.stats(table, ["ad_id", "action_type"], "date", ["value"])
    kept = rows.filter(pl.col("action_type").is_in(header_map("meta").actions))
    return kept.select(
        pl.col("ad_id").alias("ad_ref"), "day", "action_type", amount("value").fill_null(0).alias("value")
    )


def _sum(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("ad_ref", "day").agg(pl.col("value").sum().alias(name))


def _events(counts: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Which action was counted how often and at which value, for each ad and day."""
    keys = ["ad_ref", "day", "action_type"]
    counted = counts.group_by(keys).agg(pl.col("value").sum().alias("count"))
    valued = values.group_by(keys).agg(pl.col("value").sum())
    both = counted.join(valued, on=keys, how="full", coalesce=True).sort(keys)
    window = pl.lit(header_map("meta").attribution).alias("window")
    told = pl.struct(
        pl.col("action_type").alias("event"), "count", "value", window, pl.lit("").alias("model")
    )
    return both.group_by("ad_ref", "day").agg(told.alias("events"))
