"""Meta's Graph API: proofs, cursors, aliases of conversions, throttles with usage headers, reports made later."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from bot.measuring.port import Account, Measured
from tests.wires.ads.vendor import DAYS, Back, Seen, Vendor, part, within

TOKEN, SECRET = "EAAG-very-secret-token", "app-very-secret"
PROOF = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()


def error(code: int, message: str, http: int = 400, **more: Any) -> Back:
    told = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC", **more}
    return Back({"error": told}, http)


class MetaWire(Vendor):
    platform = "meta"
    good: ClassVar[Mapping[str, str]] = {"access_token": TOKEN, "app_secret": SECRET}

    def __init__(self) -> None:
        super().__init__()
        self.page = 2
        self.too_large = False
        self.polls = 0
        self.expires_at = 0
        self.usage = 3
        self.developer = True
        """Whether the token may ask about itself."""
        self.rows: list[dict[str, Any]] = [
            {
                "day": day,
                "id": str(120_210_000_000_000_000 + n),
                "name": f"Summer {n}",
                "spend": spend,
                "bought": 2,
            }
            for n, spend in enumerate(("12.34", "0.1", "1000"))
            for day in DAYS
        ]

    def environ(self) -> dict[str, str]:
        return {"META_ACCESS_TOKEN": TOKEN, "META_APP_SECRET": SECRET, "META_API_URL": self.address}

    def accounts(self) -> set[Account]:
        return {Account(f"77{n}", f"Ads {n}", "USD", "America/Los_Angeles") for n in range(3)}

    def held(self) -> list[Measured]:
        return [
            Measured(
                "campaign",
                one["day"],
                one["id"],
                one["name"],
                spend=round(float(one["spend"]) * 1e6),
                impressions=1000,
                clicks=9,
                conversions=(one["bought"] + 1) * 1_000_000,
                conversions_value=49_980_000,
            )
            for one in self.rows
        ]

    def restate(self) -> None:
        self.rows[0]["bought"] += 1

    def answer(self, seen: Seen) -> Back:
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return error(190, "Error validating access token: Session has expired.", 401, error_subcode=463)
        if {**seen.query, **seen.form}.get("appsecret_proof") != PROOF:
            return error(100, "Invalid appsecret_proof provided in the API argument")
        path = seen.path.removeprefix("/v26.0/")
        if path == "debug_token":
            return self._debugged()
        if path == "me/adaccounts":
            return self._paged(seen, [self._account(n) for n in range(3)])
        if path == "act_770/insights":
            return self._insights(seen)
        if path == "run_1/insights":
            return self._paged(seen, [self._row(one) for one in self.rows])
        if path == "run_1":
            self.polls += 1
            return Back({"async_status": "Job Running" if self.polls < 3 else "Job Completed", "id": "run_1"})
        return error(803, "Some of the aliases you requested do not exist", 404)

    def _debugged(self) -> Back:
        if self.developer:
            return Back({"data": {"is_valid": True, "expires_at": self.expires_at}})
        return error(100, "You must provide an app access token, or one of an owner or developer of the app")

    def _insights(self, seen: Seen) -> Back:
        if seen.method == "POST":
            return Back({"report_run_id": "run_1"})
        if self.too_large:
            said = "Please reduce the amount of data you're asking for, then retry your request"
            return error(1, said, 500, error_subcode=99)
        level, fields = seen.query["level"], seen.query["fields"].split(",")
        if level not in ("campaign", "adset", "ad") or seen.query["time_increment"] != "1":
            return error(100, "Invalid parameter")
        window = json.loads(seen.query["time_range"])
        days = within(self.rows, window["since"], window["until"])
        rows = [self._row(one) | self._parts(one, level) for one in days]
        return self._paged(seen, [{name: row[name] for name in fields if name in row} for row in rows])

    def _parts(self, one: dict[str, Any], level: str) -> dict[str, str]:
        """What names a thing below its campaign; Meta calls an ad group an ad set."""
        if level == "campaign":
            return {}
        named = part("ad" if level == "ad" else "ad_group").names(one["id"])
        return {
            name.replace("ad_group", "adset").replace("_ref", "_id"): told for name, told in named.items()
        }

    def _paged(self, seen: Seen, rows: list[Any]) -> Back:
        """The next page's address holds the token, as Meta's does."""
        start = int(seen.query.get("after", "0"))
        end = start + self.page
        paging: dict[str, Any] = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(rows):
            paging["next"] = f"{self.address}{seen.path}?access_token={TOKEN}&after={end}"
        used = json.dumps({"call_count": self.usage, "total_cputime": 1, "total_time": 1})
        return Back({"data": rows[start:end], "paging": paging}, headers={"x-app-usage": used})

    def _account(self, n: int) -> dict[str, Any]:
        zone = "America/Los_Angeles"
        return {
            "id": f"act_77{n}",
            "account_id": f"77{n}",
            "name": f"Ads {n}",
            "currency": "USD",
            "timezone_name": zone,
        }

    def _row(self, one: dict[str, Any]) -> dict[str, Any]:
        """Numbers as texts; a purchase stands there under four names, of which one counts."""
        aliases = (
            "purchase",
            "omni_purchase",
            "web_in_store_purchase",
            "offsite_conversion.fb_pixel_purchase",
        )
        bought = [{"action_type": name, "value": str(one["bought"])} for name in aliases]
        worth = [{"action_type": name, "value": "49.98"} for name in aliases]
        leads = [{"action_type": name, "value": "1"} for name in ("lead", "onsite_conversion.lead_grouped")]
        return {
            "campaign_id": one["id"],
            "campaign_name": one["name"],
            "date_start": one["day"].isoformat(),
            "date_stop": one["day"].isoformat(),
            "spend": one["spend"],
            "impressions": "1000",
            "inline_link_clicks": "9",
            "account_currency": "USD",
            "attribution_setting": "7d_click_1d_view",
            "actions": [*bought, *leads, {"action_type": "post_engagement", "value": "70"}],
            "action_values": worth,
        }

    def busy(self) -> Back:
        return error(17, "User request limit reached", error_subcode=2446079, is_transient=True)

    def busy_for_long(self) -> Back:
        use = {"type": "ads_insights", "call_count": 100, "estimated_time_to_regain_access": 19}
        told = json.dumps({"770": [use]})
        back = error(80004, "There have been too many calls to this ad-account.")
        return Back(back.body, 400, {"x-business-use-case-usage": told})

    def denied(self) -> Back:
        return error(190, f"Malformed access token {TOKEN}", 401)

    def broken(self) -> Back:
        return error(
            2, "An unexpected error has occurred. Please retry your request later.", 500, is_transient=True
        )
