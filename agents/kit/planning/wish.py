"""What somebody wants of a plan, from a command or from plain words in Korean and English."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agents.kit.figures import minor_digits
from agents.kit.planning.choices import Order
from agents.kit.planning.naming import channels_in, forbidden_in
from agents.kit.reading.quantities import read_quantities
from agents.kit.reading.types import Quantity
from config.patterns import regex
from config.planning import Mode, planning

VERBS = {
    "why": "why", "왜": "why", "이유": "why",
    "rerun": "make", "re-run": "make", "다시": "make", "make": "make", "만들기": "make", "새로": "make",
    "show": "show", "보기": "show", "보여줘": "show",
    "evidence": "evidence", "근거": "evidence",
    "tactics": "tactics", "channels": "tactics", "catalogue": "tactics", "전술": "tactics", "채널": "tactics",
    "calendar": "calendar", "달력": "calendar", "일정": "calendar", "캘린더": "calendar",
    "backlog": "backlog", "보류": "backlog", "대기": "backlog",
    "write": "write", "쓰기": "write",
    "whatif": "whatif", "what-if": "whatif", "가정": "whatif",
}  # fmt: skip
_WHAT_IF = regex(
    r"\bwhat if\b|\bwhat would\b|\bsuppose\b|만약|(?:이면|라면|하면|으면|다면)\s*(?:어떻|어때|뭐가|얼마|\?)",
    re.IGNORECASE,
)
_BUDGET = regex(r"\bbudget\b|\bspend(?:ing)?\b|예산|광고비|매체비|마케팅비|집행비|홍보비", re.IGNORECASE)
_ROW = r"(?<![A-Za-z0-9])(?P<row>[Rr]\d{1,3})(?![0-9])"
_WHY = regex(
    r"^\W*(?:why|how come)\b|\bwhy\b[^.!]*\?|\breason for\b|\bwhat(?:'s|\s+is|\s+are)\s+R\d+\s+for\b"
    r"|왜(?!냐)|(?:이유|근거)(?:는|가|를|\s?알려|\s?말해|\?|$)",
    re.IGNORECASE,
)
_PINNED = regex(
    rf"{_ROW}\s*(?:의|'s)?\s*(?:budget|예산)\s*(?:을|를|은|는|to|[:=])?\s*(?P<value>[^;\n]+)", re.IGNORECASE
)
_DROP = regex(
    r"\b(?:drop|remove|delete|take out)\s+(?P<en>[Rr]\d{1,3}(?:\s*(?:,|and)\s*[Rr]\d{1,3})*)"
    r"|(?P<ko>[Rr]\d{1,3}(?:\s*(?:,|와|과|하고|랑)\s*[Rr]\d{1,3})*)\s*(?:을|를|은|는|도)?\s*(?:빼|삭제|지워|제거|없애)"
    r"|(?:빼기|삭제)\s+(?P<cmd>[Rr]\d{1,3})",
    re.IGNORECASE,
)
_ACCEPT = regex(
    r"\b(?:accept|take|add|restore)\s+(?P<en>[Bb]\d{1,3})|(?P<ko>[Bb]\d{1,3})\s*(?:을|를|도)?\s*(?:채택|올려|추가|넣|되살)"
    r"|채택\s+(?P<cmd>[Bb]\d{1,3})",
    re.IGNORECASE,
)
_TEXT = regex(
    rf"{_ROW}\s*(?:의|'s)?\s*(?P<what>message|메시지|cta)\s*(?:을|를|은|는|to)?\s*[:：]?\s*(?P<value>[^\n]+)",
    re.IGNORECASE,
)
_HOURS = regex(
    r"\b(?:hours?)\s*[:=]?\s*(?P<en>\d{1,3}(?:\.\d)?)\b(?!\s*(?:week|day))|시간\s*[:=]?\s*(?P<ko>\d{1,3}(?:\.\d)?)(?!\s*(?:시|분))"
)
_WEEKS = regex(
    r"(?P<n>\d{1,3})[\s-]*(?P<unit>weeks?|months?|주(?:간|짜리|\s?동안|\s?계획)?(?!\s?\d)|개월(?:간|짜리)?|달(?:간|\s?동안|짜리))",
    re.IGNORECASE,
)
_BEFORE_NOW = regex(
    r"\b(?:last|past|ago|previous|in|after|within|every|per)\s*$|지난|최근|매\s*$", re.IGNORECASE
)
_BASIS = regex(
    r"\b(?:basis|by)\s*[:=]?\s*(?P<en>risk|media)\b|(?:기준)\s*[:=]?\s*(?P<ko>위험|매체|미디어)|(?P<ko2>위험|매체|미디어)\s*(?:기준|별)",
    re.IGNORECASE,
)
_MODE_EN = regex(r"\bmode\s*[:=]?\s*(?P<one>[\w가-힣]+)|모드\s*[:=]?\s*(?P<two>[\w가-힣]+)", re.IGNORECASE)
_OBJECTIVE = regex(
    r"\b(?:objective|goal|aim)\s*(?:is|:|=|to)?\s*(?P<en>[a-z]+)|(?:목표|목적)(?:는|은|를|을)?\s*[:=]?\s*(?P<ko>[가-힣]+)",
    re.IGNORECASE,
)
_SKILLS = regex(
    r"\b(?:skills?|we can (?:do|make)|we know(?: how to)?)\s*[:=]?\s*(?P<en>[^.\n;]+)"
    r"|(?:할 수 있는 (?:일|것)|역량|스킬)(?:은|는|이)?\s*[:=]?\s*(?P<ko>[^.\n;]+)"
    r"|(?P<ko2>[^.\n;]{1,40})(?:은|는)\s*할 수 있",
    re.IGNORECASE,
)
_AUTO = ("auto", "자동", "free")
_SUSPECT = 10_000
"""Won under which a budget is likelier meant in 만원."""
_ZERO = regex(r"(?:budget|예산)\s*(?:is|of|to|은|을|를|:|=)?\s*[$€£₩]?0(?![\d,.])", re.IGNORECASE)
_BARE_HOURS = regex(
    r"(?:about|around|약|한)?\s*(\d{1,3}(?:\.\d)?)\s*(?:시간|hours?|h)?\s*(?:정도|쯤)?\s*(?:이?요|입니다)?[.!]?"
)
_NONE = regex(r"(?:no(?:ne|thing)?|없음|없어요?|없습니다|0)[.!]?", re.IGNORECASE)
_BARE = regex(r"[\d,.\s]+$")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A budget that may be meant in ten thousands of won."""

    number: str
    per: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, and what to change with it."""

    verb: str
    """One of VERBS' values, `edit` or `say`."""
    rest: str = ""
    orders: tuple[Order, ...] = ()
    doubt: Doubt | None = None
    whatif: bool = False

    @property
    def tells(self) -> bool:
        """Whether the words may teach something: not those that only set a row's text."""
        return not any(one.kind in ("message", "cta") for one in self.orders)


def understand(text: str, currency: str, *, answering: str = "") -> Wish:
    """`answering` are the fields of open questions, such as `budget hours`."""
    said = text.strip()
    head, _, tail = said.partition(" ")
    verb = VERBS.get(head.lower().rstrip(":?"))
    if row := _row_asked_about(said, tail if verb == "why" else ""):
        return Wish("why", row)
    if verb in ("why", "show", "evidence", "tactics", "calendar", "backlog", "write"):
        return Wish(verb, tail.strip())
    rest = tail.strip() if verb in ("make", "whatif") else said
    whatif = verb == "whatif" or _WHAT_IF.search(said) is not None
    doubt = _doubt(rest, currency, answering)
    orders = tuple(_orders(rest, currency, answering, asked_budget=doubt is not None))
    if verb == "make" or (not said and verb is None):
        return Wish("make", rest, orders, doubt)
    return Wish("edit" if orders or doubt else "say", rest, orders, doubt, whatif)


def _row_asked_about(said: str, behind: str) -> str:
    """The one row whose reason is asked for: behind `why`, or in a question such as "why is R3 in the plan?"."""
    rows = {row.upper() for row in re.findall(_ROW, behind or said)}
    asked = behind or (_WHY.search(said) and not sets_text(said))
    return rows.pop() if len(rows) == 1 and asked else ""


def sets_text(text: str) -> bool:
    """Whether these words set a row's message or call to action."""
    return _TEXT.search(text) is not None


def _orders(text: str, currency: str, answering: str, *, asked_budget: bool) -> Iterator[Order]:
    """Row by row first, so that a row's budget is not taken for the plan's."""
    left = text
    for read in (_texts, _pins):
        found = list(read(left, currency))
        yield from (order for order, _ in found)
        for _, span in reversed(found):
            left = left[: span[0]] + " " + left[span[1] :]
    for match in _DROP.finditer(left):
        for row in re.findall(r"[Rr]\d{1,3}", match["en"] or match["ko"] or match["cmd"]):
            yield Order("dropped", row.upper(), quote=match[0])
    for match in _ACCEPT.finditer(left):
        yield Order("accept", (match["en"] or match["ko"] or match["cmd"]).upper(), quote=match[0])
    readers: tuple[Callable[[str], Iterator[Order]], ...] = (
        _mode,
        _basis,
        _weeks,
        _objective,
        _skills,
        _banned,
        _wanted,
    )
    for reader in readers:
        yield from reader(left)
    yield from _hours(left, answering)
    if not asked_budget:
        yield from _budget(left, currency, answering)


def _texts(text: str, _currency: str) -> Iterator[tuple[Order, tuple[int, int]]]:
    for match in _TEXT.finditer(text):
        kind = "cta" if match["what"].lower() == "cta" else "message"
        value = match["value"].strip(" \"'“”")
        yield Order(kind, match["row"].upper(), value, match[0]), match.span()


def _pins(text: str, currency: str) -> Iterator[tuple[Order, tuple[int, int]]]:
    for match in _PINNED.finditer(text):
        row, value = match["row"].upper(), match["value"].strip()
        if value.lower().split()[0] in _AUTO:
            yield Order("unpinned", row, quote=match[0]), match.span()
            continue
        amounts = _money(value, currency)
        if amounts:
            yield Order("pinned", row, str(int(amounts[-1].value)), match[0]), match.span()


def _mode(text: str) -> Iterator[Order]:
    if found := _MODE_EN.search(text):
        named = (found["one"] or found["two"]).lower()
        if mode := _mode_named(named):
            yield Order("mode", value=mode, quote=found[0])
        return
    for mode, spec in planning().modes.items():
        words = "|".join(map(re.escape, sorted(spec.words, key=len, reverse=True)))
        english = rf"(?:^|\b)(?:{words})\s+(?:mode|plan|version)\b|\b(?:a|as|to)\s+(?:{words})$|^(?:{words})$"
        korean = rf"(?:{words})\s*(?:모드|계획|플랜|방식|버전)|(?:{words})(?:으로|로)(?:\s|$)"
        if found := re.search(f"{english}|{korean}", text.strip(), re.IGNORECASE):
            yield Order("mode", value=mode, quote=found[0])
            return


def _mode_named(word: str) -> Mode | None:
    for mode, spec in planning().modes.items():
        if any(word.startswith(one) for one in (mode, *spec.words)):
            return mode
    return None


def _basis(text: str) -> Iterator[Order]:
    if found := _BASIS.search(text):
        word = (found["en"] or found["ko"] or found["ko2"]).lower()
        yield Order("basis", value="risk" if word in ("risk", "위험") else "media", quote=found[0])


def _weeks(text: str) -> Iterator[Order]:
    for found in _WEEKS.finditer(text):
        if _BEFORE_NOW.search(text[: found.start()][-12:]):
            continue
        count, monthly = int(found["n"]), found["unit"].lower().startswith(("month", "개월", "달"))
        weeks = round(count * 52 / 12) if monthly else count
        if 1 <= weeks <= 104:  # noqa: PLR2004 - two years
            yield Order("weeks", value=str(weeks), quote=found[0])
            return


def _objective(text: str) -> Iterator[Order]:
    if found := _OBJECTIVE.search(text):
        word = (found["en"] or found["ko"] or "").lower()
        for objective, words in planning().lexicon.objectives.items():
            if word == objective or any(word.startswith(one) for one in words):
                yield Order("objective", value=objective, quote=found[0])
                return


def _skills(text: str) -> Iterator[Order]:
    if found := _SKILLS.search(text):
        said = (found["en"] or found["ko"] or found["ko2"]).lower()
        have = [
            one for one, words in planning().lexicon.skills.items() if any(word in said for word in words)
        ]
        if have:
            yield Order("skills", value=" ".join(have), quote=found[0].strip())


def _banned(text: str) -> Iterator[Order]:
    yield from (Order("exclude", one, quote=text[:200]) for one in forbidden_in(text))


def _wanted(text: str) -> Iterator[Order]:
    found = re.search(
        r"\b(?:include|allow|bring back)\s+(?P<en>.+)|(?P<ko>.+?)(?:은|는|을|를|도)?\s*(?:포함|다시 써|허용)",
        text,
        re.I,
    )
    if found:
        yield from (Order("include", one, quote=found[0]) for one in channels_in(found["en"] or found["ko"]))


def _hours(text: str, answering: str) -> Iterator[Order]:
    hours = [q for q in read_quantities(text) if q.kind == "duration" and q.unit == "hour"]
    weekly = [q for q in hours if q.per == "week"] or (hours if "hours" in answering else [])
    if weekly:
        yield Order("hours", value=f"{weekly[-1].value:f}", quote=weekly[-1].text)
    elif found := _HOURS.search(text):
        yield Order("hours", value=found["en"] or found["ko"], quote=found[0])
    elif "hours" in answering and (bare := _BARE_HOURS.fullmatch(text.strip())):
        yield Order("hours", value=bare[1], quote=text.strip())


def _budget(text: str, currency: str, answering: str) -> Iterator[Order]:
    modes = {word for spec in planning().modes.values() for word in spec.words}
    nothing = next((w for w in planning().lexicon.nothing if _stands(w, text) and w not in modes), "")
    if "budget" in answering and _NONE.fullmatch(text.strip()):
        nothing = text.strip()
    nothing = nothing or ("0" if _ZERO.search(text) else "")
    if nothing:
        yield Order("budget", value="0", quote=nothing)
        return
    amounts = _amounts(text, currency, answering)
    if amounts and (_meant(text, answering) or amounts[-1].per in ("month", "week")):
        last = amounts[-1]
        code = last.unit if last.kind == "money" else currency
        per = last.per or ("month" if "budget.month" in answering else "")
        yield Order("budget", value=f"{_minor(last, currency)} {code} {per}".strip(), quote=last.text)


def _meant(text: str, answering: str) -> bool:
    """Whether a budget is what is spoken of."""
    return _BUDGET.search(text) is not None or "budget" in answering


def _minor(amount: Quantity, currency: str) -> int:
    value = amount.value if amount.kind == "money" else amount.value.scaleb(minor_digits(currency))
    return int(value)


def _stands(word: str, text: str) -> bool:
    """Whether a word of no budget stands there; "0원" is none in "10원"."""
    return re.search(rf"(?<![\d,.]){re.escape(word)}", text, re.IGNORECASE) is not None


def _money(text: str, currency: str) -> list[Quantity]:
    return [q for q in read_quantities(text, currency) if q.kind == "money"]


def _amounts(text: str, currency: str, answering: str) -> list[Quantity]:
    """Amounts of money; where a budget is spoken of and no money is named, bare numbers."""
    numbers = [q for q in read_quantities(text, currency) if q.kind == "number"]
    return _money(text, currency) or (numbers if _meant(text, answering) else [])


def _doubt(text: str, currency: str, answering: str) -> Doubt | None:
    """Three hundred won a month, as in "월 300", buy nothing: 만원 may be meant."""
    if currency != "KRW" or not (_meant(text, answering) or "월" in text):
        return None
    amounts = _amounts(text, currency, answering)
    last = amounts[-1] if amounts else None
    if last is None or not 0 < last.value < _SUSPECT:
        return None
    bare = last.doubt == "manwon" or _BARE.match(last.text[-1:]) is not None
    return Doubt(f"{int(last.value):,}", last.per) if bare else None
