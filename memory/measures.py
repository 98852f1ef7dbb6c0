"""The names of what is measured, and of what tells its series apart: tables, loads and questions share them."""

from typing import Literal, get_args

Measure = Literal[
    "spend",
    "spend_net",
    "billed_spend",
    "spend_local",
    "impressions",
    "clicks",
    "sessions",
    "conversions",
    "conversions_value",
]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""`spend` is as the platform reports it, `spend_net` without VAT, `billed_spend` with an agency's mark-up, all three in
`currency`; `spend_local` and `conversions_value` are in `value_currency`."""

SERIES_KEY = ("platform", "grain", "account_ref", "campaign_ref", "ad_group_ref", "ad_ref", "keyword_ref")
SERIES_NAMES = ("account_name", "campaign_name", "ad_group_name", "ad_name", "keyword_name")
