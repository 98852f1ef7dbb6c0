"""Tables as connectors deliver them, made up: repeated ids, missing histories, empty cells, one conversion often."""

import csv
import io
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

Rows = list[dict[str, Any]]
ACTIONS = (
    "offsite_conversion.fb_pixel_purchase",
    "offsite_conversion.fb_pixel_lead",
    "offsite_conversion.fb_pixel_custom",
    "onsite_conversion.purchase",
    "onsite_conversion.lead_grouped",
)
ALIASES = ("purchase", "omni_purchase", "lead", "web_in_store_purchase", "add_to_cart")


def warehouse(seed: int) -> Mapping[str, Rows]:
    """The tables of four platforms, by the names of their files without ending."""
    random = Random(seed)  # noqa: S311 - made-up rows
    return {**_google(random), **_meta(random), **_linkedin(random), **_tiktok(random)}


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["id"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({k: "" if v is None else v for k, v in row.items()} for row in rows)
    return out.getvalue().encode()


def _day(random: Random) -> str:
    return f"2025-0{random.randint(1, 2)}-{random.randint(1, 9):02}"


def _history(
    random: Random, ids: Sequence[Mapping[str, Any]], name: str, stamp: str, known: float = 0.8
) -> Rows:
    """Several versions of most things, the newest not last; some things are in no history."""
    rows: Rows = []
    for one in ids:
        if random.random() > known:
            continue
        for version in random.sample(range(1, 10), random.randint(1, 3)):
            rows.append(
                {**one, name: f"v{version}", stamp: f"2025-01-{version:02} {random.randint(0, 9)}:10:00"}
            )
    random.shuffle(rows)
    return rows


def _money(random: Random) -> str:
    return random.choice(
        ["0", f"{random.randint(0, 5000)}", f"{random.uniform(0, 900):.2f}", f"{random.uniform(0, 9):.5f}"]
    )


def _google(random: Random) -> dict[str, Rows]:
    def stats(**keys: Any) -> dict[str, Any]:
        empty = random.random() < 0.2
        return {
            **keys,
            "date": _day(random),
            "device": random.choice(["MOBILE", "DESKTOP"]),
            "clicks": None if empty else random.randint(0, 99),
            "impressions": random.randint(0, 9999),
            "cost_micros": None if empty else random.randint(0, 10**9),
            "conversions": random.choice([0, 1, 4.416667, None]),
            "conversions_value": random.choice([0, 12.5, 1e3]),
        }

    campaigns = [{"id": str(100 + n), "customer_id": random.choice(["1", "2", "3"])} for n in range(4)]
    groups = [{"id": str(200 + n), "campaign_id": str(100 + random.randint(0, 4))} for n in range(6)]
    ads = [{"ad_group_id": g["id"], "id": str(300 + n)} for g in groups for n in random.sample(range(5), 2)]
    accounts = _history(
        random,
        [{"id": a, "currency_code": "USD", "time_zone": "UTC"} for a in "12"],
        "descriptive_name",
        "updated_at",
        0.9,
    )
    return {
        "google_ads_account_history_data": accounts,
        "google_ads_campaign_history_data": _history(random, campaigns, "name", "updated_at"),
        "google_ads_ad_group_history_data": _history(random, groups, "name", "updated_at"),
        "google_ads_ad_history_data": _history(random, ads, "name", "updated_at"),
        "google_ads_account_stats_data": [stats(customer_id=random.choice("123")) for _ in range(40)],
        "google_ads_campaign_stats_data": [
            stats(customer_id=(c := random.choice(campaigns))["customer_id"], id=c["id"]) for _ in range(60)
        ],
        "google_ads_ad_group_stats_data": [
            stats(customer_id="1", id=random.choice(groups)["id"]) for _ in range(60)
        ],
        "google_ads_ad_stats_data": [stats(customer_id="1", **_ad(random, ads)) for _ in range(90)],
    }


def _ad(random: Random, ads: Rows) -> dict[str, Any]:
    """An ad that says its group by id, or by the name of a resource."""
    ad = random.choice(ads)
    resource = f"customers/1/adGroups/{ad['ad_group_id']}"
    return {"ad_group_id": random.choice([None, ad["ad_group_id"]]), "ad_group": resource, "ad_id": ad["id"]}


def _meta(random: Random) -> dict[str, Rows]:
    ads = [
        {
            "id": str(9_007_199_254_740_993 + n),
            "account_id": "77",
            "ad_set_id": str(500 + n // 2),
            "campaign_id": str(600 + n // 4),
        }
        for n in range(8)
    ]
    sets = [{"id": str(500 + n), "campaign_id": "600", "account_id": "77"} for n in range(4)]
    campaigns = [{"id": str(600 + n), "account_id": "77"} for n in range(2)]
    days = [(random.choice(ads)["id"], _day(random)) for _ in range(60)]
    basic = [
        {"ad_id": ad, "date": day, "account_id": random.choice(["77", "78"]), "impressions": random.choice([None, 100]),
         "inline_link_clicks": random.choice([None, 7]), "spend": random.choice([None, _money(random)])}
        for ad, day in sorted(set(days))
    ]  # fmt: skip
    return {
        "facebook_ads_account_history_data": _history(random, [{"id": "77"}], "name", "_fivetran_synced", 1),
        "facebook_ads_campaign_history_data": _history(random, campaigns, "name", "updated_time"),
        "facebook_ads_ad_set_history_data": _history(random, sets, "name", "updated_time"),
        "facebook_ads_ad_history_data": _history(random, ads, "name", "updated_time"),
        "facebook_ads_basic_ad_data": basic,
        "facebook_ads_basic_ad_actions_data": _actions(random, days),
        "facebook_ads_basic_ad_action_values_data": _actions(random, days),
    }


def _actions(random: Random, days: Sequence[tuple[str, str]]) -> Rows:
    return [
        {
            "ad_id": ad,
            "date": day,
            "index": n,
            "action_type": kind,
            "value": random.choice(["2.0", "46787.82", "1"]),
        }
        for ad, day in sorted(set(days))
        for n, kind in enumerate(random.sample((*ACTIONS, *ALIASES), random.randint(0, 6)))
    ]


def _linkedin(random: Random) -> dict[str, Rows]:
    def stats(key: str, of: str) -> dict[str, Any]:
        return {
            key: of,
            "day": f"{_day(random)} 00:00:00",
            "clicks": random.choice([None, random.randint(0, 50)]),
            "impressions": random.choice([None, random.randint(0, 900)]),
            "cost_in_usd": random.choice([None, _money(random)]),
            "cost_in_local_currency": _money(random),
            "external_website_conversions": random.choice([None, 0, 3]),
            "one_click_leads": random.choice([None, 0, 2]),
            "conversion_value_in_local_currency": random.choice([None, _money(random)]),
        }

    accounts = [{"id": str(1000 + n), "currency": "EUR"} for n in range(2)]
    groups = [{"id": str(1100 + n)} for n in range(3)]
    campaigns = [
        {
            "id": str(1200 + n),
            "campaign_group_id": str(1100 + random.randint(0, 3)),
            "account_id": str(1000 + n % 3),
        }
        for n in range(5)
    ]
    creatives = [{"id": str(1300 + n), "campaign_id": str(1200 + random.randint(0, 5))} for n in range(6)]
    return {
        "linkedin_ad_account_history_data": _history(random, accounts, "name", "last_modified_time", 1),
        "linkedin_ad_campaign_group_history_data": _history(random, groups, "name", "last_modified_time"),
        "linkedin_ad_campaign_history_data": _history(random, campaigns, "name", "last_modified_time"),
        "linkedin_ad_creative_history_data": _history(random, creatives, "click_uri", "last_modified_at"),
        "linkedin_ad_analytics_by_campaign_data": [
            stats("campaign_id", random.choice(campaigns)["id"]) for _ in range(60)
        ],
        "linkedin_ad_analytics_by_creative_data": [
            stats("creative_id", random.choice(creatives)["id"]) for _ in range(60)
        ],
    }


def _tiktok(random: Random) -> dict[str, Rows]:
    def hourly(key: str, of: str) -> dict[str, Any]:
        return {
            key.upper(): of,
            "STAT_TIME_HOUR": f"{_day(random)} {random.randint(0, 23)}:00:00",
            "CLICKS": random.choice([None, random.randint(0, 9)]),
            "IMPRESSIONS": random.randint(0, 900),
            "SPEND": random.choice([None, _money(random)]),
            "CONVERSION": random.choice([None, 0, 2]),
            "TOTAL_PURCHASE_VALUE": random.choice([None, "0.01", "55.5"]),
            "TOTAL_SALES_LEAD_VALUE": random.choice([None, "0.02"]),
        }

    campaigns = [{"campaign_id": str(n), "advertiser_id": str(n % 3)} for n in range(3)]
    groups = [
        {"adgroup_id": str(20 + n), "advertiser_id": str(n % 4), "campaign_id": str(n % 4)} for n in range(4)
    ]
    ads = [
        {
            "ad_id": str(18_014_398_509_481_985 + n),
            "adgroup_id": str(20 + n % 5),
            "campaign_id": str(n % 4),
            "advertiser_id": str(n % 3),
        }
        for n in range(6)
    ]
    advertisers = [
        {"id": str(n), "name": f"A{n}", "currency": "KRW", "timezone": "Asia/Seoul", "_fivetran_synced": "x"}
        for n in range(2)
    ]
    return {
        "tiktok_advertiser_data": advertisers,
        "tiktok_campaign_history_data": _history(random, campaigns, "campaign_name", "updated_at"),
        "tiktok_adgroup_history_data": _history(random, groups, "adgroup_name", "updated_at"),
        "tiktok_ad_history_data": _history(random, ads, "ad_name", "updated_at"),
        "tiktok_ad_report_hourly_data": [hourly("ad_id", random.choice(ads)["ad_id"]) for _ in range(60)],
        "tiktok_adgroup_report_hourly_data": [
            hourly("adgroup_id", random.choice(groups)["adgroup_id"]) for _ in range(60)
        ],
        "tiktok_campaign_report_hourly_data": [
            hourly("campaign_id", random.choice(campaigns)["campaign_id"]) for _ in range(60)
        ],
    }
