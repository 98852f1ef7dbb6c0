"""LinkedIn: a campaign group is our campaign, a campaign our ad group, a creative our ad.

Spend is in dollars, conversion value in the account's own currency; what was spent in that stands beside it.
Clicks, impressions and spend that are left empty are not known; conversions that are left empty are none.
"""

from collections.abc import Iterator

import polars as pl

from adapters.importing.connectors.tables import Tables, amount, count

_NUMBERS = (
    "clicks",
    "impressions",
    "cost_in_usd",
    "cost_in_local_currency",
    "external_website_conversions",
    "one_click_leads",
    "conversion_value_in_local_currency",
)
_CAMPAIGN = ("campaign_ref", "campaign_name")
_GROUP = ("ad_group_ref", "ad_group_name")


def levels(tables: Tables) -> Iterator[pl.DataFrame]:
    by_campaign = _above(tables, _measured(tables, "ad_analytics_by_campaign", "campaign_id"))
    account = ("day", "account_ref", "account_name", "value_currency")
    measured = ("spend", "spend_local", "clicks", "impressions", "conversions", "conversions_value")
    for grain, more in (("account", ()), ("campaign", _CAMPAIGN), ("ad_group", (*_CAMPAIGN, *_GROUP))):
        yield _said(by_campaign.select(*account, *more, *measured), grain)
    yield _said(_creatives(tables).select(*account, *_CAMPAIGN, *_GROUP, "ad_ref", *measured), "ad")


def _creatives(tables: Tables) -> pl.DataFrame:
    stats = _measured(tables, "ad_analytics_by_creative", "creative_id")
    creatives = tables.newest("ad_creative_history", ["id", "campaign_id"], ["id"], "last_modified_at")
    joined = stats.join(creatives.rename({"id": "creative_id"}), on="creative_id", how="left")
    named = _above(tables, joined.rename({"creative_id": "ad_ref"}))
    return named.with_columns(pl.when(pl.col("known_campaign")).then("ad_group_ref").alias("ad_group_ref"))


def _measured(tables: Tables, table: str, key: str) -> pl.DataFrame:
    stats = tables.stats(table, [key], "day", _NUMBERS)
    leads = amount("external_website_conversions").fill_null(0) + amount("one_click_leads").fill_null(0)
    return stats.select(
        key,
        pl.col("day"),
        amount("cost_in_usd").alias("spend"),
        amount("cost_in_local_currency").alias("spend_local"),
        count("clicks").alias("clicks"),
        count("impressions").alias("impressions"),
        leads.alias("conversions"),
        amount("conversion_value_in_local_currency").fill_null(0).alias("conversions_value"),
    )


def _above(tables: Tables, rows: pl.DataFrame) -> pl.DataFrame:
    campaigns = tables.newest(
        "ad_campaign_history", ["id", "name", "campaign_group_id", "account_id"], ["id"], "last_modified_time"
    )
    groups = tables.newest("ad_campaign_group_history", ["id", "name"], ["id"], "last_modified_time")
    accounts = tables.newest("ad_account_history", ["id", "name", "currency"], ["id"], "last_modified_time")
    known = campaigns.rename({"id": "campaign_id", "name": "ad_group_name"})
    joined = rows.join(
        known.with_columns(pl.lit(value=True).alias("known_campaign")), on="campaign_id", how="left"
    )
    group = groups.select(
        pl.col("id").alias("campaign_group_id"),
        pl.col("id").alias("campaign_ref"),
        pl.col("name").alias("campaign_name"),
    )
    account = accounts.select(
        pl.col("id").alias("account_id"),
        pl.col("id").alias("account_ref"),
        pl.col("name").alias("account_name"),
        pl.col("currency").alias("value_currency"),
    )
    joined = joined.join(group, on="campaign_group_id", how="left").join(account, on="account_id", how="left")
    return joined.with_columns(pl.col("campaign_id").alias("ad_group_ref"))


def _said(rows: pl.DataFrame, grain: str) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit("linkedin").alias("platform"),
        pl.lit(grain).alias("grain"),
        pl.lit("USD").alias("currency"),
        pl.lit("UTC").alias("timezone"),
    )
