"""An agency's mark-up on media, one for all platforms or some with their own, as a report's body holds it."""

from collections.abc import Mapping

from agents.kit.figures import number
from config.budgeting import platform_name
from config.errors import Locale
from config.wording import words
from memory.types import Json


def marked_up(body: Json) -> bool:
    """Whether what the client is billed is not what the media cost."""
    terms = body["terms"]
    return terms is not None and any((terms["markup"], *_own(terms).values()))


def terms_said(body: Json, locale: Locale) -> str:
    """The terms as the house reads them below a report."""
    told = body["terms"]
    facts = {"markup": markups_said(told["markup"], _own(told), locale), "vat": number(told["vat"] / 100)}
    return words("report")("notes.terms", locale, **facts)


def _own(terms: Json) -> dict[str, int]:
    """Platform -> its own mark-up; older reports know none."""
    return terms.get("markups") or {}


def markups_said(general: int, own: Mapping[str, int], locale: Locale) -> str:
    """`15% (Meta 10%, Google Ads 12%)`; rates are hundredths of a per cent."""
    say = words("report")
    parts = [f"{platform_name(name, locale)} {number(rate / 100)}%" for name, rate in sorted(own.items())]
    rate = f"{number(general / 100)}%"
    return say("terms.markups", locale, rate=rate, others=", ".join(parts)) if parts else rate
