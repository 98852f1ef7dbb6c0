"""LinkedIn's Marketing API: versions, Rest.li queries that must stand verbatim, page tokens, 426, tokens that end."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from bot.measuring.port import Account, Measured
from tests.wires.ads.vendor import DAYS, Back, Seen, Vendor, within

VERSION = "202611"
KEYS = {
    "access_token": "AQX-very-secret-1",
    "refresh_token": "AQR-very-secret",
    "client_id": "li-client",
    "client_secret": "li-very-secret",
}
_QUERY = re.compile(
    r"/rest/adAnalytics\?q=analytics&pivot=(CAMPAIGN|CAMPAIGN_GROUP|CREATIVE)&timeGranularity=DAILY"
    r"&dateRange=\(start:\(year:(\d+),month:(\d+),day:(\d+)\),end:\(year:(\d+),month:(\d+),day:(\d+)\)\)"
    r"&accounts=List\(urn%3Ali%3AsponsoredAccount%3A510\)&fields=[A-Za-z,]+"
)


def error(http: int, message: str, code: int | None = None) -> Back:
    more = {"serviceErrorCode": code} if code else {}
    return Back({"message": message, "status": http, **more}, http, {"x-li-uuid": "uu-1"})


class LinkedInWire(Vendor):
    platform = "linkedin"
    good: ClassVar[Mapping[str, str]] = KEYS

    def __init__(self) -> None:
        super().__init__()
        self.token = KEYS["access_token"]
        self.serves = VERSION
        self.refreshes = 0
        self.expires_at = 1_800_000_000
        self.rows: list[dict[str, Any]] = [
            {"day": day, "id": 300 + n, "usd": usd, "local": local, "bought": 1}
            for n, (usd, local) in enumerate((("10.5", "9.66"), ("0.000001", "0")))
            for day in DAYS
        ]

    def reach(self) -> dict[str, str]:
        return {"api": f"{self.address}/rest", "token": f"{self.address}/oauth/v2"}

    def environ(self) -> dict[str, str]:
        own = {f"LINKEDIN_{name.upper()}": value for name, value in KEYS.items()}
        reach = self.reach()
        return {**own, "LINKEDIN_API_URL": reach["api"], "LINKEDIN_OAUTH_URL": reach["token"]}

    def accounts(self) -> set[Account]:
        return {Account("510", "Acme EU", "EUR", "UTC"), Account("511", "Acme US", "USD", "UTC")}

    def held(self) -> list[Measured]:
        return [
            Measured(
                "ad_group",
                one["day"],
                "200",
                "Group A",
                str(one["id"]),
                f"Campaign {one['id']}",
                spend=round(float(one["usd"]) * 1e6),
                spend_local=round(float(one["local"]) * 1e6),
                impressions=70,
                clicks=3,
                conversions=(one["bought"] + 2) * 1_000_000,
                conversions_value=33_000_000,
            )
            for one in self.rows
        ]

    def restate(self) -> None:
        self.rows[0]["bought"] += 1

    def answer(self, seen: Seen) -> Back:
        if seen.path.startswith("/oauth/v2/"):
            return self._oauth(seen)
        if seen.headers.get("x-restli-protocol-version") != "2.0.0":
            return error(400, "X-Restli-Protocol-Version is missing")
        if seen.headers.get("linkedin-version") != self.serves:
            return error(426, f"Requested version {seen.headers.get('linkedin-version')} is not active")
        if seen.headers.get("authorization") != f"Bearer {self.token}":
            return error(401, "The token used in the request has expired", 65602)
        return self._rest(seen)

    def _rest(self, seen: Seen) -> Back:
        second = "pageToken=p2" in seen.raw
        more = {} if second else {"nextPageToken": "p2"}
        if seen.path == "/rest/adAccounts":
            first = {"id": 510, "name": "Acme EU", "currency": "EUR", "status": "ACTIVE"}
            other = {"id": 511, "name": "Acme US", "currency": "USD", "status": "ACTIVE"}
            return Back({"elements": [other if second else first], "metadata": more})
        if seen.path == "/rest/adAccounts/510/adCampaignGroups":
            return Back({"elements": [{"id": 200, "name": "Group A"}], "metadata": {}})
        if seen.path == "/rest/adAccounts/510/adCampaigns":
            ref = 301 if second else 300
            group = "urn:li:sponsoredCampaignGroup:200"
            return Back(
                {
                    "elements": [{"id": ref, "name": f"Campaign {ref}", "campaignGroup": group}],
                    "metadata": more,
                }
            )
        if seen.path == "/rest/adAccounts/510/creatives":
            return self._creatives(seen, second, more)
        found = _QUERY.fullmatch(seen.raw)
        return self._days(found) if found else error(400, "Invalid query parameters passed to request")

    def _creatives(self, seen: Seen, second: bool, more: dict[str, str]) -> Back:
        if seen.headers.get("x-restli-method") != "FINDER" or "q=criteria" not in seen.raw:
            return error(400, "Invalid query parameters passed to request")
        ref = 301 if second else 300
        told = {
            "id": f"urn:li:sponsoredCreative:{ref}9",
            "name": f"Creative {ref}",
            "campaign": f"urn:li:sponsoredCampaign:{ref}",
        }
        return Back({"elements": [told], "metadata": more})

    def _days(self, found: re.Match[str]) -> Back:
        pivot, *parts_ = found.groups()
        parts = [int(one) for one in parts_]
        since, until = (f"{y:04}-{m:02}-{d:02}" for y, m, d in (parts[:3], parts[3:]))
        rows = within(self.rows, since, until)
        return Back({"elements": [self._row(one) | self._pivot(one, pivot) for one in rows], "paging": {}})

    def _pivot(self, one: dict[str, Any], pivot: str) -> dict[str, Any]:
        urns = {
            "CAMPAIGN": f"sponsoredCampaign:{one['id']}",
            "CAMPAIGN_GROUP": "sponsoredCampaignGroup:200",
            "CREATIVE": f"sponsoredCreative:{one['id']}9",
        }
        return {"pivotValues": [f"urn:li:{urns[pivot]}"]}

    def finer(self, level: str) -> list[Measured]:
        """Each campaign of theirs has one creative; by campaign group only the first one's days are asked for."""
        if level == "ad":
            return [
                replace(
                    one, grain="ad", ad_ref=f"{one.ad_group_ref}9", ad_name=f"Creative {one.ad_group_ref}"
                )
                for one in self.held()
            ]
        return [replace(one, grain="campaign", ad_group_ref="", ad_group_name="") for one in self.held()]

    def _row(self, one: dict[str, Any]) -> dict[str, Any]:
        day = {"year": one["day"].year, "month": one["day"].month, "day": one["day"].day}
        return {
            "dateRange": {"start": day, "end": day},
            "costInUsd": one["usd"],
            "costInLocalCurrency": one["local"],
            "impressions": 70,
            "clicks": 3,
            "externalWebsiteConversions": one["bought"],
            "oneClickLeads": 2,
            "conversionValueInLocalCurrency": "33.0",
        }

    def _oauth(self, seen: Seen) -> Back:
        client = (seen.form.get("client_id"), seen.form.get("client_secret"))
        if client != (KEYS["client_id"], KEYS["client_secret"]):
            return Back({"error": "invalid_client", "error_description": "Client authentication failed"}, 401)
        if seen.path == "/oauth/v2/introspectToken":
            return Back({"active": True, "expires_at": self.expires_at})
        if seen.form.get("refresh_token") != KEYS["refresh_token"]:
            return Back({"error": "invalid_grant", "error_description": "The refresh token is revoked"}, 400)
        self.refreshes += 1
        self.token = f"AQX-very-secret-{self.refreshes + 1}"
        told = {"access_token": self.token, "expires_in": 5_184_000, "refresh_token": KEYS["refresh_token"]}
        return Back(told)

    def busy(self) -> Back:
        return error(
            429, "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.", 101
        )

    def busy_for_long(self) -> Back:
        return Back(self.busy().body, 429, {"retry-after": "7200"})

    def denied(self) -> Back:
        return error(403, f"Not enough permissions to access with {self.token}: GET /adAccounts", 100)
