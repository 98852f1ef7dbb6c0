"""A persona that stands in a place, and a business model with hypotheses, as their agents deliver them."""

from typing import Any

from config.errors import Locale
from config.persona import attributes
from memory.db import Database
from memory.store import outputs
from memory.store.entrance import enter
from memory.types import Draft, Json, Output

VALUES: dict[Locale, tuple[str, dict[str, str | list[str]]]] = {
    "en": (
        "Dana",
        {
            "who": "office workers who buy bread before work",
            "price_sensitivity": "high",
            "objections": ["the delivery fee is too high for one loaf"],
            "criteria": ["fast service matters most before work"],
            "channels": ["instagram"],
            "behaviours": ["buys in the shop in person every morning"],
            "pains": ["the queue in the morning is long"],
        },
    ),
    "ko": (
        "지민",
        {
            "who": "출근길에 빵을 사는 직장인",
            "price_sensitivity": "high",
            "objections": ["한 개에 배달비가 너무 비싸서 망설임"],
            "criteria": ["출근 전이라 빠른 것이 가장 중요함"],
            "channels": ["instagram"],
            "behaviours": ["매일 아침 매장에 들러서 삼"],
            "pains": ["아침 대기 줄이 깁니다"],
        },
    ),
}
HYPOTHESES: dict[Locale, str] = {
    "en": "Office workers order ahead on the phone",
    "ko": "직장인은 휴대폰으로 미리 주문한다",
}


async def settle(db: Database, place: str, locale: Locale, slug: str = "", name: str = "") -> Output:
    """A persona in this language, and one hypothesis about it."""
    own, values = VALUES[locale]
    async with db.writing((await enter(db, place)).access) as unit:
        await outputs.save(unit, _model(locale))
        return await outputs.save(unit, _persona(slug or _slug(locale), name or own, values, locale))


def _slug(locale: Locale) -> str:
    return "dana" if locale == "en" else "jimin"


def _persona(slug: str, name: str, values: dict[str, str | list[str]], locale: Locale) -> Draft:
    unknown: Json = {
        "value": None,
        "grade": 0.0,
        "source": None,
        "assumed": False,
        "reason": "",
        "synthetic": False,
    }
    told: dict[str, Any] = {one: dict(unknown) for one, spec in attributes().items() if spec.fits("b2c")}
    for key, value in values.items():
        source = {"kind": "turn", "ref": "m", "quote": str(value)}
        told[key] = {**unknown, "value": value, "grade": 0.75, "source": source}
    body = {
        "name": name, "slug": slug, "market": "b2c", "synthetic": True, "group": str(values["who"]), "key": [],
        "b2b": False, "attributes": told, "missing": [one for one in told if one not in values],
        "heard": [], "merged_from": [], "merged_into": "", "retired": False,
    }  # fmt: skip
    return Draft("persona", "persona", 1, locale, name, name, body, confidence=0.5, subject=slug)


def _model(locale: Locale) -> Draft:
    entry = {"id": "B1", "text": HYPOTHESES[locale], "state": "hypothesis", "risk_rank": 1}
    blocks = [{"id": "channels", "block": "channels", "filled": True, "entries": [entry]}]
    return Draft("business_strategy", "bmc", 1, locale, "BMC", "BMC", {"blocks": blocks}, confidence=0.5)
