"""What the published models make of connectors' tables, said again in plain Python, a row at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from tests.adapters.importing.warehouse import ACTIONS, Rows

Tables = Mapping[str, Rows]
Key = tuple[str, ...]
Line = tuple[Key, tuple[Fraction | None, ...]]
"""Day, platform, then id and name of each part; clicks, impressions, spend, conversions, value."""


def report(tables: Tables, level: str) -> dict[Key, tuple[Fraction | None, ...]]:
    """The unified report of a level."""
    sums: dict[Key, list[Fraction | None]] = {}
    for platform in (_google, _meta, _linkedin, _tiktok):
        for key, values in platform(tables, level):
            into = sums.setdefault(key, [None] * 5)
            for n, value in enumerate(values):
                if value is not None:
                    into[n] = (into[n] or Fraction(0)) + value
    return {key: tuple(values) for key, values in sums.items()}


def _newest(rows: Rows, keys: Sequence[str], stamp: str) -> dict[Key, dict[str, Any]]:
    def moment(row: Mapping[str, Any]) -> str:
        day, _, time = str(row[stamp]).partition(" ")
        return f"{day} {time.zfill(8)}"

    found: dict[Key, dict[str, Any]] = {}
    for row in sorted(rows, key=moment):
        found[tuple(str(row[key]) for key in keys)] = row
    return found


def _of(rows: Mapping[Key, dict[str, Any]], *key: Any) -> dict[str, Any]:
    """The row of a key; of one that is in no history an empty row."""
    return rows.get(tuple(str(part) for part in key), {})


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _number(value: Any) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _zero(value: Any) -> Fraction:
    return _number(value) or Fraction(0)


def _parts(level: str, *named: tuple[str, str]) -> Iterable[str]:
    wanted = ("account", "campaign", "ad_group", "ad").index(level) + 1
    return (part for pair in named[:wanted] for part in pair)


def _google(tables: Tables, level: str) -> Iterator[Line]:
    accounts = _newest(tables["google_ads_account_history_data"], ["id"], "updated_at")
    campaigns = _newest(tables["google_ads_campaign_history_data"], ["id"], "updated_at")
    groups = _newest(tables["google_ads_ad_group_history_data"], ["id"], "updated_at")
    ads = _newest(tables["google_ads_ad_history_data"], ["ad_group_id", "id"], "updated_at")
    for row in tables[f"google_ads_{level}_stats_data"]:
        group_id = row.get("ad_group_id") or _said(row, "ad_group").split("adGroups/")[-1]
        group_id = str(row["id"]) if level == "ad_group" else group_id
        group = _of(groups, group_id)
        campaign_id = row["id"] if level == "campaign" else group.get("campaign_id")
        campaign = _of(campaigns, campaign_id)
        account = _of(accounts, row["customer_id"] if level == "account" else campaign.get("customer_id"))
        campaign_ref = str(campaign_id) if level == "campaign" else _said(campaign, "id")
        ad_ref = _said(row, "ad_id")
        named = (
            (_said(account, "id"), _said(account, "descriptive_name")),
            (campaign_ref, _said(campaign, "name")),
            (group_id, _said(group, "name")),
            (ad_ref, _said(_of(ads, group_id, ad_ref), "name")),
        )
        values = (
            _zero(row["clicks"]),
            _zero(row["impressions"]),
            _zero(row["cost_micros"]) / 1_000_000,
            _zero(row["conversions"]),
            _zero(row["conversions_value"]),
        )
        yield (row["date"], "google_ads", *_parts(level, *named)), values


def _meta(tables: Tables, level: str) -> Iterator[Line]:
    accounts = _newest(tables["facebook_ads_account_history_data"], ["id"], "_fivetran_synced")
    campaigns = _newest(tables["facebook_ads_campaign_history_data"], ["id"], "updated_time")
    sets = _newest(tables["facebook_ads_ad_set_history_data"], ["id"], "updated_time")
    ads = _newest(tables["facebook_ads_ad_history_data"], ["id"], "updated_time")
    for row in tables["facebook_ads_basic_ad_data"]:
        ad = _of(ads, row["ad_id"])
        account, campaign = _of(accounts, row["account_id"]), _of(campaigns, ad.get("campaign_id"))
        group = _of(sets, ad.get("ad_set_id"))
        named = (
            (_said(account, "id"), _said(account, "name")),
            (_said(campaign, "id"), _said(campaign, "name")),
            (_said(group, "id"), _said(group, "name")),
            (str(row["ad_id"]), _said(ad, "name")),
        )
        counted = [
            sum(
                (Fraction(each["value"]) for each in tables[table]
                 if (each["ad_id"], each["date"]) == (row["ad_id"], row["date"]) and each["action_type"] in ACTIONS),
                Fraction(0),
            )
            for table in ("facebook_ads_basic_ad_actions_data", "facebook_ads_basic_ad_action_values_data")
        ]  # fmt: skip
        plain = (_zero(row["inline_link_clicks"]), _number(row["impressions"]), _number(row["spend"]))
        yield (row["date"], "meta", *_parts(level, *named)), (*plain, *counted)


def _linkedin(tables: Tables, level: str) -> Iterator[Line]:
    accounts = _newest(tables["linkedin_ad_account_history_data"], ["id"], "last_modified_time")
    groups = _newest(tables["linkedin_ad_campaign_group_history_data"], ["id"], "last_modified_time")
    campaigns = _newest(tables["linkedin_ad_campaign_history_data"], ["id"], "last_modified_time")
    creatives = _newest(tables["linkedin_ad_creative_history_data"], ["id"], "last_modified_at")
    kind = "creative" if level == "ad" else "campaign"
    for row in tables[f"linkedin_ad_analytics_by_{kind}_data"]:
        creative = _of(creatives, row["creative_id"]) if level == "ad" else {}
        campaign = _of(campaigns, creative.get("campaign_id") if level == "ad" else row["campaign_id"])
        group = _of(groups, campaign.get("campaign_group_id"))
        account = _of(accounts, campaign.get("account_id"))
        own = _said(campaign, "id") if level == "ad" else str(row["campaign_id"])
        named = (
            (_said(account, "id"), _said(account, "name")),
            (_said(group, "id"), _said(group, "name")),
            (own, _said(campaign, "name")),
            (_said(row, "creative_id"), ""),
        )
        values = (
            _number(row["clicks"]),
            _number(row["impressions"]),
            _number(row["cost_in_usd"]),
            _zero(row["external_website_conversions"]) + _zero(row["one_click_leads"]),
            _zero(row["conversion_value_in_local_currency"]),
        )
        yield (row["day"][:10], "linkedin", *_parts(level, *named)), values


def _tiktok(tables: Tables, level: str) -> Iterator[Line]:
    advertisers = {(row["id"],): row for row in tables["tiktok_advertiser_data"]}
    campaigns = _newest(tables["tiktok_campaign_history_data"], ["campaign_id"], "updated_at")
    groups = _newest(tables["tiktok_adgroup_history_data"], ["adgroup_id"], "updated_at")
    ads = _newest(tables["tiktok_ad_history_data"], ["ad_id"], "updated_at")
    table = {"account": "ad", "campaign": "campaign", "ad_group": "adgroup", "ad": "ad"}[level]
    for row in tables[f"tiktok_{table}_report_hourly_data"]:
        own = str(row[f"{table.upper()}_ID"])
        ad = _of(ads, own) if table == "ad" else {}
        group = _of(groups, own if level == "ad_group" else ad.get("adgroup_id"))
        above = ad if table == "ad" else group
        campaign = _of(campaigns, own if level == "campaign" else above.get("campaign_id"))
        advertiser = _of(advertisers, (campaign if level == "campaign" else above).get("advertiser_id"))
        account = {
            "account": _said(ad, "advertiser_id"),
            "campaign": _said(advertiser, "id"),
            "ad_group": _said(group, "advertiser_id"),
            "ad": _said(group, "advertiser_id"),
        }[level]
        named = (
            (account, _said(advertiser, "name")),
            (
                own if level == "campaign" else _said(campaign, "campaign_id"),
                _said(campaign, "campaign_name"),
            ),
            (own if level == "ad_group" else _said(group, "adgroup_id"), _said(group, "adgroup_name")),
            (own, _said(ad, "ad_name")),
        )
        value = _zero(row["TOTAL_PURCHASE_VALUE"]) + _zero(row["TOTAL_SALES_LEAD_VALUE"])
        plain = (
            _zero(row["CLICKS"]),
            _zero(row["IMPRESSIONS"]),
            _zero(row["SPEND"]),
            _zero(row["CONVERSION"]),
        )
        yield (row["STAT_TIME_HOUR"][:10], "tiktok", *_parts(level, *named)), (*plain, value)
