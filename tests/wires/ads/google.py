"""Google's token address, google.rpc.Status, Google Ads' searchStream and GA4's reports."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from bot.measuring.port import Account, Measured
from tests.wires.ads.vendor import DAYS, Back, Seen, Vendor, part, within

KEYS = {
    "client_id": "client-1.apps",
    "client_secret": "GOCSPX-very-secret",
    "refresh_token": "1//refresh-very-secret",
}


def status(http: int, name: str, message: str, *details: Any) -> Back:
    return Back({"error": {"code": http, "message": message, "status": name, "details": list(details)}}, http)


class Google(Vendor):
    """The token address; access tokens are numbered, and only the newest counts."""

    def __init__(self) -> None:
        super().__init__()
        self.grants = 0

    @property
    def token(self) -> str:
        return f"ya29.access-very-secret-{self.grants}"

    def reach(self) -> dict[str, str]:
        return {"api": self.address, "admin": self.address, "token": f"{self.address}/oauth/token"}

    def answer(self, seen: Seen) -> Back:
        if seen.path == "/oauth/token":
            return self._grant(seen)
        if seen.headers.get("authorization") != f"Bearer {self.token}":
            return status(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        return self.good_answer(seen)

    def good_answer(self, seen: Seen) -> Back:
        raise NotImplementedError

    def _grant(self, seen: Seen) -> Back:
        asked = {"grant_type": "refresh_token", **KEYS}
        if dict(seen.form) != asked:
            return Back(
                {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, 400
            )
        self.grants += 1
        return Back({"access_token": self.token, "expires_in": 3599, "token_type": "Bearer"})

    def broken(self) -> Back:
        return status(503, "UNAVAILABLE", "The service is currently unavailable.")

    def denied(self) -> Back:
        return status(
            403, "PERMISSION_DENIED", f"The caller {KEYS['refresh_token']} does not have permission"
        )


class GoogleAdsWire(Google):
    platform = "google_ads"
    good: ClassVar[Mapping[str, str]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, Any]] = [
            {
                "day": day,
                "id": str(23_000_000_000 + n),
                "name": name,
                "cost": cost,
                "conversions": conversions,
            }
            for day, cost in zip(DAYS, (20_836_690, 1, 9_007_199_254_740_993), strict=True)
            for n, (name, conversions) in enumerate((("브랜드 검색", 1.25), ("Generic, broad", 0.333333)))
        ]

    def environ(self) -> dict[str, str]:
        return {
            "GOOGLE_ADS_CLIENT_ID": KEYS["client_id"],
            "GOOGLE_ADS_CLIENT_SECRET": KEYS["client_secret"],
            "GOOGLE_ADS_REFRESH_TOKEN": KEYS["refresh_token"],
            "GOOGLE_ADS_API_URL": self.address,
            "GOOGLE_OAUTH_TOKEN_URL": f"{self.address}/oauth/token",
        }

    def accounts(self) -> set[Account]:
        return {
            Account("5550001111", "Nike KR", "KRW", "Asia/Seoul", "9990001111"),
            Account("5550002222", "Alone", "USD", "America/New_York"),
        }

    def held(self) -> list[Measured]:
        return [
            Measured(
                "campaign",
                one["day"],
                one["id"],
                one["name"],
                spend=one["cost"],
                impressions=100,
                clicks=5,
                conversions=round(one["conversions"] * 1_000_000),
                conversions_value=12_340_000,
            )
            for one in self.rows
        ]

    def restate(self) -> None:
        self.rows[0]["conversions"] += 1

    def good_answer(self, seen: Seen) -> Back:
        if seen.path == "/v26/customers:listAccessibleCustomers":
            names = ("9990001111", "5550002222", "1110000000")
            return Back({"resourceNames": [f"customers/{name}" for name in names]})
        found = re.fullmatch(r"/v26/customers/(\d+)/googleAds:searchStream", seen.path)
        if not found or seen.method != "POST":
            return status(404, "NOT_FOUND", "Requested entity was not found.")
        return (
            self._clients(found[1]) if "customer_client" in seen.json["query"] else self._days(found[1], seen)
        )

    def _clients(self, customer: str) -> Back:
        if customer == "1110000000":
            failure = {
                "errors": [{"errorCode": {"authorizationError": "CUSTOMER_NOT_ENABLED"}, "message": "off"}]
            }
            return status(403, "PERMISSION_DENIED", "The caller does not have permission", failure)
        manager = {"id": "9990001111", "descriptiveName": "Agency", "manager": True}
        below = {
            "id": "5550001111",
            "descriptiveName": "Nike KR",
            "currencyCode": "KRW",
            "timeZone": "Asia/Seoul",
            "manager": False,
        }
        alone = {
            "id": "5550002222",
            "descriptiveName": "Alone",
            "currencyCode": "USD",
            "timeZone": "America/New_York",
            "manager": False,
        }
        clients = [manager, below] if customer == "9990001111" else [alone]
        return Back([{"results": [{"customerClient": one} for one in clients], "requestId": "r"}])

    def _days(self, customer: str, seen: Seen) -> Back:
        if customer == "5550001111" and seen.headers.get("login-customer-id") != "9990001111":
            return status(403, "PERMISSION_DENIED", "User doesn't have permission to access customer.")
        since, until = re.findall(r"'(\d{4}-\d\d-\d\d)'", seen.json["query"])
        resource = seen.json["query"].partition("FROM ")[2].split()[0]
        results = [self._row(one) | self._parts(one, resource) for one in within(self.rows, since, until)]
        return Back([{"results": results[:2], "requestId": "a"}, {"results": results[2:], "requestId": "b"}])

    def _parts(self, one: dict[str, Any], resource: str) -> dict[str, Any]:
        """What is selected beside the campaign."""
        if resource == "campaign":
            return {}
        named = part("ad" if resource == "ad_group_ad" else "ad_group").names(one["id"])
        told: dict[str, Any] = {"adGroup": {"id": named["ad_group_ref"], "name": named["ad_group_name"]}}
        if resource == "ad_group_ad":
            told["adGroupAd"] = {"ad": {"id": named["ad_ref"], "name": named["ad_name"]}}
        return told

    def _row(self, one: dict[str, Any]) -> dict[str, Any]:
        """As proto3 JSON has it: int64 as texts, doubles as numbers."""
        return {
            "customer": {"resourceName": "customers/1", "currencyCode": "KRW", "timeZone": "Asia/Seoul"},
            "campaign": {"resourceName": "campaigns/1", "id": one["id"], "name": one["name"]},
            "segments": {"date": one["day"].isoformat()},
            "metrics": {
                "costMicros": str(one["cost"]),
                "impressions": "100",
                "clicks": "5",
                "conversions": one["conversions"],
                "conversionsValue": 12.34,
            },
        }

    def busy(self) -> Back:
        return self._exhausted("7s")

    busy_seconds = 7.0

    def busy_for_long(self) -> Back:
        return self._exhausted("3600s")

    def _exhausted(self, delay: str) -> Back:
        quota = {"rateScope": "DEVELOPER", "rateName": "Requests per day", "retryDelay": delay}
        error = {
            "errorCode": {"quotaError": "RESOURCE_EXHAUSTED"},
            "message": f"Too many requests. Retry in {delay}.",
            "details": {"quotaErrorDetails": quota},
        }
        failure = {"@type": "…/google.ads.googleads.v26.errors.GoogleAdsFailure", "errors": [error]}
        back = status(
            429, "RESOURCE_EXHAUSTED", "Resource has been exhausted.", {**failure, "requestId": "rq-1"}
        )
        return Back([back.body], 429)


class GA4Wire(Google):
    platform = "ga4"
    good: ClassVar[Mapping[str, str]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.page = 3
        """Rows of a page at most, whatever is asked for."""
        self.thresholded = False
        self.tokens_left = 190_000
        self.rows: list[dict[str, Any]] = [
            {"day": day, "campaign": campaign, "source": source, "medium": medium, "events": dict(events)}
            for day in DAYS
            for campaign, source, medium, events in (
                ("여름 세일", "google", "cpc", {"purchase": ["2", "59.9"], "sign_up": ["1", "0"]}),
                ("(not set)", "(direct)", "(none)", {"purchase": ["0", "0"]}),
            )
        ]

    def environ(self) -> dict[str, str]:
        return {
            "GA4_CLIENT_ID": KEYS["client_id"],
            "GA4_CLIENT_SECRET": KEYS["client_secret"],
            "GA4_REFRESH_TOKEN": KEYS["refresh_token"],
            "GA4_API_URL": self.address,
            "GA4_ADMIN_API_URL": self.address,
            "GOOGLE_OAUTH_TOKEN_URL": f"{self.address}/oauth/token",
        }

    def accounts(self) -> set[Account]:
        return {Account("331", "Nike KR - GA4"), Account("332", "Nike JP - GA4")}

    def held(self) -> list[Measured]:
        return [self._held(one) for one in self.rows]

    def _held(self, one: dict[str, Any]) -> Measured:
        counted = {
            name: (int(n), round(float(v) * 1e6)) for name, (n, v) in one["events"].items() if n != "0"
        }
        group = f"{one['source']} / {one['medium']}"
        return Measured(
            "ad_group",
            one["day"],
            one["campaign"],
            one["campaign"],
            group,
            group,
            sessions=40,
            conversions=sum(n for n, _ in counted.values()) * 1_000_000,
            conversions_value=sum(v for _, v in counted.values()),
        )

    def restate(self) -> None:
        self.rows[0]["events"]["purchase"] = ["3", "59.9"]

    def good_answer(self, seen: Seen) -> Back:
        if seen.path == "/v1beta/accountSummaries":
            second = seen.query.get("pageToken") == "p2"
            names = (
                (("properties/332", "Nike JP - GA4"),) if second else (("properties/331", "Nike KR - GA4"),)
            )
            summaries = [{"property": name, "displayName": title} for name, title in names]
            more = {} if second else {"nextPageToken": "p2"}
            return Back(
                {"accountSummaries": [{"account": "accounts/1", "propertySummaries": summaries}], **more}
            )
        if seen.path != "/v1beta/properties/331:runReport" or seen.method != "POST":
            return status(404, "NOT_FOUND", "Requested entity was not found.")
        return self._report(seen.json)

    def _report(self, asked: dict[str, Any]) -> Back:
        window = asked["dateRanges"][0]
        days = within(self.rows, window["startDate"], window["endDate"])
        names = [one["name"] for one in asked["dimensions"]]
        rows = [row for one in days for row in self._rows(one, "eventName" in names)]
        start = int(asked["offset"])
        used = {"consumed": 200_000 - self.tokens_left, "remaining": self.tokens_left}
        return Back(
            {
                "dimensionHeaders": [{"name": name} for name in names],
                "rows": rows[start : start + self.page],
                "rowCount": len(rows),
                "metadata": {
                    "currencyCode": "KRW",
                    "timeZone": "Asia/Seoul",
                    **({"subjectToThresholding": True} if self.thresholded else {}),
                },
                "propertyQuota": {
                    "tokensPerDay": used,
                    "tokensPerHour": {"consumed": 1, "remaining": 39_999},
                },
                "kind": "analyticsData#runReport",
            }
        )

    def _rows(self, one: dict[str, Any], by_event: bool) -> list[dict[str, Any]]:
        key = [one["day"].strftime("%Y%m%d"), one["campaign"], one["source"], one["medium"]]
        if not by_event:
            return [_row(key, ["40"])]
        return [_row([*key, name], [count, value]) for name, (count, value) in one["events"].items()]

    def busy(self) -> Back:
        return status(429, "RESOURCE_EXHAUSTED", "Exhausted concurrent requests quota.")

    def busy_for_long(self) -> Back:
        retry = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "3000s"}
        return status(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens per hour.", retry)


def _row(dimensions: list[str], metrics: list[str]) -> dict[str, Any]:
    return {
        "dimensionValues": [{"value": one} for one in dimensions],
        "metricValues": [{"value": one} for one in metrics],
    }
