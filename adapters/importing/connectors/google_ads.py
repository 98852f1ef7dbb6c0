"""Google Ads: each level has a table of its own; cost is in micros, conversions are fractions.

What a delivered row leaves empty counts as 0, as the connector's published models have it.
"""

from collections.abc import Iterator

import polars as pl

from adapters.importing.connectors.tables import Tables, amount, count

_NUMBERS = ("clicks", "impressions", "cost_micros", "conversions", "conversions_value")


def levels(tables: Tables) -> Iterator[pl.DataFrame]:
    accounts = tables.newest(
        "account_history", ["id", "descriptive_name", "currency_code", "time_zone"], ["id"], "updated_at"
    ).rename({"id": "account_ref", "descriptive_name": "account_name", "currency_code": "currency"})
    accounts = accounts.rename({"time_zone": "timezone"})
    campaigns = _named(tables, "campaign_history", "campaign", ["customer_id"])
    groups = _named(tables, "ad_group_history", "ad_group", ["campaign_id"])
    yield from (
        _account(tables, accounts),
        _campaign(tables, campaigns, accounts),
        _ad_group(tables, groups, campaigns, accounts),
        _ad(tables, groups, campaigns, accounts),
        _keyword(tables, groups, campaigns, accounts),
    )


def _named(tables: Tables, table: str, what: str, more: list[str]) -> pl.DataFrame:
    rows = tables.newest(table, ["id", "name", *more], ["id"], "updated_at")
    return rows.rename({"id": f"{what}_ref", "name": f"{what}_name"})


def _account(tables: Tables, accounts: pl.DataFrame) -> pl.DataFrame:
    stats = _measured(tables, "account_stats", [])
    return _joined(stats.with_columns(pl.col("owner").alias("account_ref")), accounts, "account")


def _campaign(tables: Tables, campaigns: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    stats = _measured(tables, "campaign_stats", ["id"]).rename({"id": "campaign_ref"})
    joined = stats.join(campaigns, on="campaign_ref", how="left").rename({"customer_id": "account_ref"})
    return _joined(joined, accounts, "campaign")


def _ad_group(
    tables: Tables, groups: pl.DataFrame, campaigns: pl.DataFrame, accounts: pl.DataFrame
) -> pl.DataFrame:
    stats = _measured(tables, "ad_group_stats", ["id"]).rename({"id": "ad_group_ref"})
    return _joined(_above(stats, groups, campaigns), accounts, "ad_group")


def _ad(
    tables: Tables, groups: pl.DataFrame, campaigns: pl.DataFrame, accounts: pl.DataFrame
) -> pl.DataFrame:
    """An ad's id may stand in several ad groups: both tell which ad it is."""
    stats = _measured(tables, "ad_stats", ["ad_group_id", "ad_group", "ad_id"])
    group = pl.coalesce("ad_group_id", pl.col("ad_group").str.extract(r"adGroups/(.+)$"))
    stats = stats.with_columns(group.alias("ad_group_ref")).rename({"ad_id": "ad_ref"})
    ads = tables.newest("ad_history", ["ad_group_id", "id", "name"], ["ad_group_id", "id"], "updated_at")
    ads = ads.rename({"ad_group_id": "ad_group_ref", "id": "ad_ref", "name": "ad_name"})
    named = stats.drop("ad_group_id", "ad_group").join(ads, on=["ad_group_ref", "ad_ref"], how="left")
    return _joined(_above(named, groups, campaigns), accounts, "ad")


def _keyword(
    tables: Tables, groups: pl.DataFrame, campaigns: pl.DataFrame, accounts: pl.DataFrame
) -> pl.DataFrame:
    texts = ["campaign_id", "ad_group_id", "ad_group_criterion_criterion_id"]
    stats = _measured(tables, "keyword_stats", texts).rename(
        {"campaign_id": "campaign_ref", "ad_group_id": "ad_group_ref"}
    )
    stats = stats.rename({"ad_group_criterion_criterion_id": "keyword_ref"})
    stats = stats.with_columns(pl.col("owner").alias("account_ref"))
    words = tables.newest(
        "ad_group_criterion_history",
        ["id", "ad_group_id", "keyword_text"],
        ["id", "ad_group_id"],
        "updated_at",
    ).rename({"id": "keyword_ref", "ad_group_id": "ad_group_ref", "keyword_text": "keyword_name"})
    named = stats.join(words, on=["keyword_ref", "ad_group_ref"], how="left")
    named = named.join(groups.select("ad_group_ref", "ad_group_name"), on="ad_group_ref", how="left")
    named = named.join(campaigns.select("campaign_ref", "campaign_name"), on="campaign_ref", how="left")
    return _joined(named, accounts, "keyword")


def _measured(tables: Tables, table: str, texts: list[str]) -> pl.DataFrame:
    stats = tables.stats(table, ["customer_id", *texts], "date", _NUMBERS)
    return stats.select(
        pl.col("customer_id").alias("owner"),
        *texts,
        "day",
        count("cost_micros").fill_null(0).alias("spend"),
        *(count(name).fill_null(0).alias(name) for name in ("clicks", "impressions")),
        *(amount(name).fill_null(0).alias(name) for name in ("conversions", "conversions_value")),
    )


def _above(stats: pl.DataFrame, groups: pl.DataFrame, campaigns: pl.DataFrame) -> pl.DataFrame:
    """The campaign and the account of an ad group, as far as the histories know them."""
    named = stats.join(groups, on="ad_group_ref", how="left")
    known = campaigns.with_columns(pl.col("campaign_ref").alias("campaign_id"))
    return named.join(known, on="campaign_id", how="left").rename({"customer_id": "account_ref"})


def _joined(stats: pl.DataFrame, accounts: pl.DataFrame, grain: str) -> pl.DataFrame:
    """The account that the histories lead to; its currency and time also where they do not lead there."""
    known = accounts.select("account_ref", "account_name", pl.col("account_ref").alias("known_ref"))
    owners = accounts.select(pl.col("account_ref").alias("owner"), "currency", "timezone")
    named = stats.join(known, on="account_ref", how="left").join(owners, on="owner", how="left")
    account = pl.col("known_ref") if grain != "keyword" else pl.col("account_ref")
    return named.with_columns(
        account.alias("account_ref"),
        pl.lit("google_ads").alias("platform"),
        pl.lit(grain).alias("grain"),
        pl.col("currency").alias("value_currency"),
    )
