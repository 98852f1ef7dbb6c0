"""TikTok: hourly rows are summed to days; an account's sums come from its ads, each other level has its table."""

from collections.abc import Iterator

import polars as pl

from adapters.importing.connectors.tables import Tables, amount, count

_NUMBERS = ("clicks", "impressions", "spend", "conversion", "total_purchase_value", "total_sales_lead_value")
_MEASURED = ("spend", "clicks", "impressions", "conversions", "conversions_value")


def levels(tables: Tables) -> Iterator[pl.DataFrame]:
    advertisers = tables.newest(
        "advertiser", ["id", "name", "currency", "timezone"], ["id"], "_fivetran_synced"
    ).rename({"id": "advertiser_id", "name": "account_name"})
    campaigns = tables.newest(
        "campaign_history", ["campaign_id", "campaign_name", "advertiser_id"], ["campaign_id"], "updated_at"
    )
    groups = tables.newest(
        "adgroup_history",
        ["adgroup_id", "adgroup_name", "advertiser_id", "campaign_id"],
        ["adgroup_id"],
        "updated_at",
    ).with_columns(pl.col("advertiser_id").alias("account_ref"))
    ads = _ads(tables)
    yield _account(ads, advertisers)
    yield _campaign(tables, campaigns, advertisers)
    yield _ad_group(tables, groups, campaigns, advertisers)
    yield _ad(ads, groups, campaigns, advertisers)


def _account(ads: pl.DataFrame, advertisers: pl.DataFrame) -> pl.DataFrame:
    named = ads.join(advertisers, on="advertiser_id", how="left")
    rows = named.with_columns(pl.col("advertiser_id").alias("account_ref"))
    return _said(rows.select("day", *_ACCOUNT, *_MEASURED), "account")


def _campaign(tables: Tables, campaigns: pl.DataFrame, advertisers: pl.DataFrame) -> pl.DataFrame:
    stats = _measured(tables, "campaign_report_hourly", "campaign_id")
    known = advertisers.with_columns(pl.col("advertiser_id").alias("account_ref"))
    named = stats.join(campaigns, on="campaign_id", how="left").join(known, on="advertiser_id", how="left")
    rows = named.rename({"campaign_id": "campaign_ref"})
    return _said(rows.select("day", *_ACCOUNT, *_CAMPAIGN, *_MEASURED), "campaign")


def _ad_group(
    tables: Tables, groups: pl.DataFrame, campaigns: pl.DataFrame, advertisers: pl.DataFrame
) -> pl.DataFrame:
    stats = _measured(tables, "adgroup_report_hourly", "adgroup_id")
    named = _under(stats.join(groups, on="adgroup_id", how="left"), campaigns, advertisers)
    rows = named.with_columns(pl.col("adgroup_id").alias("ad_group_ref"))
    return _said(rows.select("day", *_ACCOUNT, *_CAMPAIGN, *_GROUP, *_MEASURED), "ad_group")


def _ad(
    ads: pl.DataFrame, groups: pl.DataFrame, campaigns: pl.DataFrame, advertisers: pl.DataFrame
) -> pl.DataFrame:
    """The ad's own history says its campaign and the name of its account, its ad group's the account's id."""
    known = groups.select(
        "adgroup_id", pl.col("adgroup_id").alias("ad_group_ref"), "adgroup_name", "account_ref"
    )
    named = _under(ads.join(known, on="adgroup_id", how="left"), campaigns, advertisers)
    rows = named.rename({"ad_id": "ad_ref"})
    return _said(rows.select("day", *_ACCOUNT, *_CAMPAIGN, *_GROUP, "ad_ref", "ad_name", *_MEASURED), "ad")


_ACCOUNT = ("account_ref", "account_name", "currency", "timezone")
_CAMPAIGN = ("campaign_ref", "campaign_name")
_GROUP = ("ad_group_ref", pl.col("adgroup_name").alias("ad_group_name"))


def _ads(tables: Tables) -> pl.DataFrame:
    stats = _measured(tables, "ad_report_hourly", "ad_id")
    ads = tables.newest(
        "ad_history",
        ["ad_id", "ad_name", "adgroup_id", "campaign_id", "advertiser_id"],
        ["ad_id"],
        "updated_at",
    )
    return stats.join(ads, on="ad_id", how="left")


def _measured(tables: Tables, table: str, key: str) -> pl.DataFrame:
    stats = tables.stats(table, [key], "stat_time_hour", _NUMBERS)
    return stats.select(
        key,
        "day",
        amount("spend").fill_null(0).alias("spend"),
        count("clicks").fill_null(0).alias("clicks"),
        count("impressions").fill_null(0).alias("impressions"),
        amount("conversion").fill_null(0).alias("conversions"),
        (amount("total_purchase_value").fill_null(0) + amount("total_sales_lead_value").fill_null(0)).alias(
            "conversions_value"
        ),
    )


def _under(rows: pl.DataFrame, campaigns: pl.DataFrame, advertisers: pl.DataFrame) -> pl.DataFrame:
    known = campaigns.select("campaign_id", pl.col("campaign_id").alias("campaign_ref"), "campaign_name")
    return rows.join(known, on="campaign_id", how="left").join(advertisers, on="advertiser_id", how="left")


def _said(rows: pl.DataFrame, grain: str) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit("tiktok").alias("platform"),
        pl.lit(grain).alias("grain"),
        pl.col("currency").alias("value_currency"),
    )
