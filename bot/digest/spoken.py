"""A digest asked for in plain words: `send us a digest every weekday at 9am`, `매주 월요일 9시에 요약 보내 줘`."""

import re

_NOUN = re.compile(
    r"\bdigests?\b|\bbriefings?\b|\b(?:summary|update|report|news)\b|다이제스트|브리핑|요약|리포트|보고서|소식",
    re.IGNORECASE,
)
_OURS = re.compile(r"\bdigests?\b|다이제스트", re.IGNORECASE)
_REPORT = re.compile(r"\breports?\b|리포트|보고서", re.IGNORECASE)
_MADE = re.compile(
    r"\b(?:make|create|draft|prepare|build|write|generate|for the client|client's)\b"
    r"|\b(?:pdf|pptx?|powerpoint|xlsx|excel|word)\b"
    r"|만들|작성|뽑|초안|광고주|고객|엑셀|파워포인트|피피티|워드",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"\b(?:send|post|give|get|have|want|need|mail|schedule|like)\b|보내|올려|받|알려|주세요|줘|예약",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:stop|pause|cancel|no more|unsubscribe|turn off)\b|그만|중지|꺼|끄|취소|멈춰", re.IGNORECASE
)
_ASKS = re.compile(r"^\s*(?:which|what|when|who|why|how|is|are|does)\b|언제|어떤|무슨|왜|누가", re.IGNORECASE)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_AGAIN = re.compile(
    rf"""\b(?:every|each)\s+
        (?P<each>day|morning|evening|weekday|workday|week|{_DAY}(?:(?:,|\ and|,\ and)\s+{_DAY})*)s?\b
      | \b(?P<often>daily|weekly|weekdays|{_DAY.removesuffix("?")})\b
      | (?P<span>매일|평일|매주|주간|[아저][침녁]마다) (?:\s*(?P<on>[월화수목금토일](?:[,·\s]*[월화수목금토일])*)요일)?
      | (?P<only>[월화수목금토일](?:[,·\s]*[월화수목금토일])*)요일\s*마다""",
    re.IGNORECASE | re.VERBOSE,
)
_TIME = re.compile(
    r"""(?P<half>오전|오후|아침|저녁|밤)?\s*(?P<at>\d{1,2}시(?:\s*(?:\d{1,2}분|반))?)
      | \b(?:at\s+)?(?P<clock>\d{1,2}:\d{2}\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm))\b | \bat\s+(?P<hour>\d{1,2})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DIRECT = re.compile(r"\bdm\b|direct message|privately|디엠|개인 메시지|나한테만|저한테만", re.IGNORECASE)
_DAILY = {"day", "morning", "evening", "daily", "매일", "아침마다", "저녁마다"}
_WEEKDAYS = {"weekday", "weekdays", "workday", "평일"}
_LATE = {"evening", "저녁마다"}
_PM = {"오후", "저녁", "밤"}


def asked_for(text: str) -> str | None:
    """What `/digest` would be told: days, a time, `dm`; `list` to end one; None where no digest is wanted."""
    if not _NOUN.search(text) or _ASKS.search(text):
        return None
    if _OURS.search(text) and _END.search(text):
        return "list"
    again = _AGAIN.search(text)
    if again is None or not _SEND.search(text) or _one_report(text, again):
        return None
    direct = "dm" if _DIRECT.search(text) else ""
    return " ".join(part for part in (_days(again), _time(text, again), direct) if part)


def _one_report(text: str, again: re.Match[str]) -> bool:
    """Whether a report is to be made now, for which `weekly` says of which days: `주간 리포트 만들어 줘`."""
    if not _REPORT.search(text) or _OURS.search(text) or again["each"] or again["only"] or again["on"]:
        return False
    bare = again["span"] == "주간" and _TIME.search(text) is None
    return bare or _MADE.search(text) is not None


def _days(again: re.Match[str]) -> str:
    named = again["on"] or again["only"]
    if named:
        return re.sub(r"[,·\s]", "", named)
    said = (again["each"] or again["often"] or again["span"]).casefold()
    if said in _DAILY:
        return "daily"
    if said in _WEEKDAYS:
        return "weekdays"
    return ",".join(re.findall(_DAY, said)) or "weekly"


def _time(text: str, again: re.Match[str]) -> str:
    found = _TIME.search(text)
    if found is None:
        late = (again["each"] or again["span"] or "").casefold() in _LATE
        return "18:00" if late else ""
    if found["at"]:
        return f"{'오후' if found['half'] in _PM else '오전' if found['half'] else ''} {found['at']}".strip()
    return (found["clock"] or f"{int(found['hour']):02}:00").replace(" ", "").casefold()
