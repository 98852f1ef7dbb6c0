"""The Herfindahl-Hirschman index of a market, from the shares of its companies.

Source: U.S. Department of Justice and FTC, Merger Guidelines (2023), 2.1: shares in percent points, squared
and summed; above 1,800 highly concentrated; from 1,000 on moderately so.
"""

from memory.types import Json

MODERATE, HIGH = 1000, 1800
ROUNDING = 0.5
"""Published shares are rounded: a sum within half a percent point of 100 is a whole market."""


def concentration(body: Json) -> Json:
    """`share_sum` in percent, `hhi` of a whole market, and its bounds when the shares leave a rest.

    A rest of many tiny companies adds nothing; a rest that is one company adds its square. Everything is None
    while no share is known or their unit is in doubt, and the index also when they exceed the whole.
    """
    shares = _percents(body)
    if not shares:
        return dict.fromkeys(("share_sum", "hhi", "hhi_low", "hhi_high", "concentration"))
    total = sum(shares)
    rest = 0.0 if abs(total - 100) <= ROUNDING else 100 - total
    squares = sum(share**2 for share in shares)
    low, high = (None, None) if rest < 0 else (round(squares), round(squares + rest**2))
    return {
        "share_sum": round(total, 2),
        "hhi": low if rest == 0 else None,
        "hhi_low": low,
        "hhi_high": high,
        "concentration": None if low is None or high is None else _agreed(low, high),
    }


def unit_in_doubt(body: Json) -> bool:
    """Whether the shares may be per cent as well as fractions of 1."""
    known = _known(body)
    return bool(known) and _unit(body, known) is None


def _percents(body: Json) -> list[float]:
    known = _known(body)
    unit = _unit(body, known)
    if unit is None:
        return []
    return [share * 100 for share in known] if unit == "fraction" else known


def _known(body: Json) -> list[float]:
    return [record["share"] for record in body.get("shares") or () if record.get("share") is not None]


def _unit(body: Json, shares: list[float]) -> str | None:
    """As stated, else as only one reading makes sense: a share above 1, or several that make up exactly 1."""
    if stated := body.get("shares_in"):
        return stated
    if any(share > 1 for share in shares):
        return "percent"
    return "fraction" if len(shares) > 1 and abs(sum(shares) * 100 - 100) <= ROUNDING else None


def _agreed(low: int, high: int) -> str | None:
    bands = {_band(low), _band(high)}
    return bands.pop() if len(bands) == 1 else None


def _band(hhi: int) -> str:
    if hhi > HIGH:
        return "high"
    return "moderate" if hhi >= MODERATE else "unconcentrated"
