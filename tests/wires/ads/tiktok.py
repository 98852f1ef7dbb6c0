"""TikTok's Business API: HTTP 200 whatever happens, slashes that must be there, ids beyond 2^53, pages by number."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from bot.measuring.port import Account, Measured
from tests.wires.ads.vendor import DAYS, Back, Seen, Vendor, part, within

TOKEN = "tt-very-secret-token"  # noqa: S105 - nobody's
ADVERTISER = "7123456789012345679"


_DIMENSIONS = {
    "AUCTION_CAMPAIGN": "campaign_id",
    "AUCTION_ADGROUP": "adgroup_id",
    "AUCTION_AD": "ad_id",
}


def told(code: int, message: str, data: Any = None) -> Back:
    return Back({"code": code, "message": message, "request_id": "20261120", "data": data or {}})


class TikTokWire(Vendor):
    platform = "tiktok"
    good: ClassVar[Mapping[str, str]] = {
        "access_token": TOKEN,
        "app_id": "app-1",
        "app_secret": "tt-app-very-secret",
    }

    def __init__(self) -> None:
        super().__init__()
        self.page = 4
        self.rows: list[dict[str, Any]] = [
            {
                "day": day,
                "id": str(1_790_000_000_000_000_001 + n),
                "name": f"틱톡 {n}",
                "spend": spend,
                "bought": 4,
            }
            for n, spend in enumerate(("35000", "0.01"))
            for day in DAYS
        ]

    def environ(self) -> dict[str, str]:
        return {
            "TIKTOK_ACCESS_TOKEN": TOKEN,
            "TIKTOK_APP_ID": "app-1",
            "TIKTOK_APP_SECRET": self.good["app_secret"],
            "TIKTOK_API_URL": self.address,
        }

    def accounts(self) -> set[Account]:
        return {Account(ADVERTISER, "Nike TikTok", "KRW", "Asia/Seoul")}

    def held(self) -> list[Measured]:
        return [
            Measured(
                "campaign",
                one["day"],
                one["id"],
                one["name"],
                spend=round(float(one["spend"]) * 1e6),
                impressions=900,
                clicks=12,
                conversions=one["bought"] * 1_000_000,
                conversions_value=150_500_000,
            )
            for one in self.rows
        ]

    def restate(self) -> None:
        self.rows[0]["bought"] += 1

    def answer(self, seen: Seen) -> Back:
        if seen.headers.get("access-token") != TOKEN:
            return told(40105, "Access token is incorrect or has been revoked.")
        if seen.path == "/v1.3/oauth2/advertiser/get/":
            if (seen.query.get("app_id"), seen.query.get("secret")) != ("app-1", self.good["app_secret"]):
                return told(40002, "secret: does not match")
            return told(0, "OK", {"list": [{"advertiser_id": ADVERTISER, "advertiser_name": "Nike TikTok"}]})
        if seen.path == "/v1.3/advertiser/info/":
            return told(
                0, "OK", {"list": [self._advertiser(ref) for ref in json.loads(seen.query["advertiser_ids"])]}
            )
        if seen.path == "/v1.3/report/integrated/get/":
            return self._report(seen)
        return Back("404 page not found", 404)

    def _advertiser(self, ref: str) -> dict[str, str]:
        return {
            "advertiser_id": ref,
            "name": "Nike TikTok",
            "currency": "KRW",
            "display_timezone": "Asia/Seoul",
        }

    def _report(self, seen: Seen) -> Back:
        since, until = seen.query["start_date"], seen.query["end_date"]
        if (date.fromisoformat(until) - date.fromisoformat(since)).days >= 30:
            return told(40002, "The maximum time range is 30 days")
        level = seen.query["data_level"]
        if json.loads(seen.query["dimensions"]) != [_DIMENSIONS.get(level), "stat_time_day"]:
            return told(40002, "dimensions: invalid")
        metrics = json.loads(seen.query["metrics"])
        rows = within(self.rows, since, until)
        page = int(seen.query["page"])
        pages = max(-(-len(rows) // self.page), 1)
        shown = rows[(page - 1) * self.page : page * self.page]
        listed = [self._at(self._row(one), one, level, metrics) for one in shown]
        info = {"page": page, "page_size": self.page, "total_number": len(rows), "total_page": pages}
        return told(0, "OK", {"list": listed, "page_info": info})

    def _at(self, row: dict[str, Any], one: dict[str, Any], level: str, metrics: list[str]) -> dict[str, Any]:
        """The row of a level: its own id among the dimensions, what it is part of among the attributes."""
        if level == "AUCTION_CAMPAIGN":
            return row
        named = part("ad" if level == "AUCTION_AD" else "ad_group").names(one["id"])
        refs = {
            "campaign_id": one["id"],
            "adgroup_id": named["ad_group_ref"],
            "ad_id": named.get("ad_ref", ""),
        }
        names = {"adgroup_name": named["ad_group_name"], "ad_name": named.get("ad_name", "")}
        own = _DIMENSIONS[level]
        told_ = row["metrics"] | refs | names
        return {
            "dimensions": {own: refs[own], "stat_time_day": row["dimensions"]["stat_time_day"]},
            "metrics": {name: told_[name] for name in metrics},
        }

    def _row(self, one: dict[str, Any]) -> dict[str, Any]:
        return {
            "dimensions": {"campaign_id": one["id"], "stat_time_day": f"{one['day']} 00:00:00"},
            "metrics": {
                "campaign_name": one["name"],
                "spend": one["spend"],
                "impressions": "900",
                "clicks": "12",
                "conversion": str(one["bought"]),
                "total_purchase_value": "100.50",
                "total_sales_lead_value": "50",
            },
        }

    def busy(self) -> Back:
        return told(40100, "You have made too many requests. Please try again later.")

    def busy_for_long(self) -> Back:
        back = told(40016, "Requests of this developer app are limited.")
        return Back(back.body, 200, {"retry-after": "1800"})

    def denied(self) -> Back:
        return told(40105, f"Access token {TOKEN} is incorrect or has been revoked.")

    def broken(self) -> Back:
        return told(50000, "System error")
