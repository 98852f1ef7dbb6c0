"""What a clause says in figures: budgets, metrics, dates."""

import re
from collections.abc import Iterator
from datetime import date

from agents.kit.learning.types import Fact
from agents.kit.learning.when import Found, days
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.learning import cue, meaning, vocabulary
from config.patterns import regex

_WHOLE_UNITS = frozenset({"KRW", "JPY", "VND", "CLP", "ISK"})
_SPENT = regex(
    r"\b(?:spent|used up|left|remaining|overspent)\b|썼|지출했|남았|남은|소진|집행했|쓰고 있", re.IGNORECASE
)
_OTHERS = regex(r"\b(?:their|competitors?|rivals?)\b|경쟁사|걔네|그쪽", re.IGNORECASE)
_NOT_BUT = regex(r"\bnot (?:a |an |the )?$|\bfrom $|instead of $", re.IGNORECASE)
_NOT_BUT_BEHIND = regex(
    r"^\s?(?:이|가)?\s?(?:아니라|아니고|말고|에서)|^ (?:instead|anymore)|^ to ", re.IGNORECASE
)
_KIND_OF_BUDGET = regex(
    r"\b(test|production|media|launch|quarterly|annual|yearly|daily|monthly)\b"
    r"|(테스트|제작|매체|연간|분기|하루|(?<![가-힣\d])[일월](?=\s?(?:예산|비|\d)))(?:\s?(?:예산|비))?",
    re.IGNORECASE,
)
_PER_WORD = {
    "daily": "day", "monthly": "month", "quarterly": "quarter", "annual": "year", "yearly": "year",
    "일": "day", "하루": "day", "월": "month", "분기": "quarter", "연간": "year",
}  # fmt: skip
_CHANGED = regex(
    r"\b(?:up|down|rose|fell|grew|dropped|increased|decreased|by|higher|lower)\b|올랐|내렸|떨어|늘었|줄었|증가|감소|상승|하락",
    re.IGNORECASE,
)
_FROM_TO = regex(r"\bfrom\b.*\bto\b|에서.*(?:로|으로)", re.IGNORECASE)
_SHARE = regex(
    r"(?P<of>of (?:our |all |the |total )?"
    r"(?P<whole>sales|revenue|customers|orders|traffic|budget|profit|visitors|bookings))\b"
    r"|(?P<whole_ko>매출|고객|손님|주문|방문자|이익|예약|유입)(?:의|은|는|이|가|에서)?\s",
    re.IGNORECASE,
)
_DUE = regex(
    r"\b(?:by|until|due|before|no later than|deadline)\b|까지|마감|데드라인|기한|이전", re.IGNORECASE
)
_PAST_EVENT = regex(
    r"\b(?:launched|opened|was|were|ended|happened|last (?:week|month|year))\b"
    r"|했었|였어|였습|했습니다|했어요|지난|작년|있었",
    re.IGNORECASE,
)
_BEGINS = regex(r"\s?(?:부터|~|-|–|to\b|until\b|through\b)")
_MOVED = regex(r"(?:에서|\bfrom\b)[^,]*$", re.IGNORECASE)
_NEAR = 60


def budgets(clause: str, currency: str) -> Iterator[Fact]:
    """'Our budget is $5k a month': money beside a budget's name, not what was spent of it."""
    named = vocabulary("budget").search(clause)
    if not named or _SPENT.search(clause) or _OTHERS.search(clause):
        return
    amounts = [amount for amount in read_quantities(clause, currency) if _is_money(amount, currency)]
    chosen = [amount for amount in amounts if not _set_aside(clause, amount)] or amounts[-1:]
    for amount in chosen[-1:]:
        qualifier = _qualifier(clause)
        per = amount.per or _PER_WORD.get(qualifier, "")
        subject = "_".join(
            part for part in (_channel(clause), "" if qualifier in _PER_WORD else qualifier) if part
        )
        unit = (amount.unit if amount.kind == "money" else currency) + (f"/{per}" if per else "")
        span = (min(named.start(), amount.start), max(named.end(), amount.end))
        yield Fact(
            "budget", subject or "total", "amount", _minor(amount, currency), *span, unit=unit, confidence=0.8
        )


def metrics(clause: str) -> Iterator[Fact]:
    """'Repeat visits went from 22 to 29 percent': a percent with its metric; of two the last counts."""
    percents = [q for q in read_quantities(clause) if q.kind in {"percent", "percentage_point"}]
    if not percents or _OTHERS.search(clause):
        return
    names = [*vocabulary("metric").finditer(clause)]
    value = percents[-1]
    if share := _SHARE.search(clause):
        whole = share.group("whole") or share.group("whole_ko")
        span = (min(share.start(), value.start), max(share.end(), value.end))
        yield Fact("metric", f"share_of_{_whole(whole)}", "is", str(value.value), *span, unit="%")
        return
    near = [name for name in names if abs(name.start() - value.start) < _NEAR]
    if near:
        best = min(near, key=lambda name: (min(abs(name.start() - q.start) for q in percents), -len(name[0])))
        span = (min(best.start(), value.start), max(best.end(), value.end))
        subject, predicate = meaning("metric", best[0]), _predicate(clause)
        yield Fact("metric", subject, predicate, str(value.value), *span, unit="%")


def dates(clause: str, today: date) -> Iterator[Fact]:
    """'The launch is on May 3rd', '시안 마감은 22일까지': an event with its day; of a range its first."""
    named = days(clause, today)
    events = [*vocabulary("event").finditer(clause)]
    if not named or not events or _PAST_EVENT.search(clause):
        return
    chosen = [one for one in named if not _MOVED.search(clause[: one.end + 2]) or len(named) == 1] or named
    opening = [one for one in named if _BEGINS.match(clause[one.end :])]
    day = (opening or chosen)[-1]
    if day.period.end < today:
        return
    event = min(events, key=lambda e: (_distance(e, day), -len(e[0])))
    subject = meaning("event", event[0])
    due = subject == "deadline" or (
        _DUE.search(clause) is not None
        and not opening
        and subject not in {"launch", "opening", "contract_end"}
    )
    span = (min(event.start(), day.start), max(event.end(), day.end))
    yield Fact("date", subject, "due" if due else "on", day.name, *span, period=day.period, confidence=0.75)


def _distance(event: re.Match[str], day: Found) -> int:
    return max(event.start() - day.end, day.start - event.end(), 0)


def _is_money(amount: Quantity, currency: str) -> bool:
    thousand = 1000
    return amount.kind == "money" or (amount.kind == "number" and bool(currency) and amount.value >= thousand)


def _set_aside(clause: str, amount: Quantity) -> bool:
    """Whether the amount is the one that is no longer, or never was, right: 'not 20k but 30k'."""
    before, behind = clause[: amount.start], clause[amount.end :]
    return bool(_NOT_BUT.search(before) or _NOT_BUT_BEHIND.match(behind))


def _minor(amount: Quantity, currency: str) -> str:
    value = amount.value
    if amount.kind != "money" and currency not in _WHOLE_UNITS:
        value *= 100
    return str(int(value.to_integral_value()))


def _qualifier(clause: str) -> str:
    found = _KIND_OF_BUDGET.search(clause)
    return (found[1] or found[2]).lower() if found else ""


def _channel(clause: str) -> str:
    found = vocabulary("channel").search(clause)
    return meaning("channel", found[0]) if found else ""


def _predicate(clause: str) -> str:
    if cue("target").search(clause):
        return "target"
    return "change" if _CHANGED.search(clause) and not _FROM_TO.search(clause) else "is"


def _whole(word: str) -> str:
    korean = {
        "매출": "sales", "고객": "customers", "손님": "customers", "주문": "orders", "방문자": "visitors",
        "이익": "profit", "예약": "bookings", "유입": "traffic", "revenue": "sales",
    }  # fmt: skip
    return korean.get(word.lower(), word.lower())
