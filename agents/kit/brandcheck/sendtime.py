"""When a message is to go out, as it was said, and whether that is at night."""

from config.patterns import regex

_TIME = regex(
    r"(?P<part>오전|오후|밤|저녁|새벽|아침|낮|정오|자정)?\s*(?P<hour>\d{1,2})\s*(?:시|:(?P<colon>\d{2})(?:\s*(?P<colon_half>am|pm|a\.m\.|p\.m\.))?"
    r"|\s*(?P<half>am|pm|a\.m\.|p\.m\.))\s*(?:(?P<minute>\d{1,2})\s*분|(?P<thirty>반))?",
    2,
)
_SENDS = regex(r"발송|전송|보내|보낼|나가|쏘|send|sent|go(?:es)? out|deliver|schedul", 2)
_CONSENT = regex(r"(?:야간|별도|밤)[^.\n]{0,10}동의|(?:night|separate)[^.\n]{0,12}consent", 2)
_AFTERNOON = {"오후", "밤", "저녁", "pm", "p.m."}
_DAY = 24 * 60


def night_of(told: str, start: str, end: str) -> str:
    """The words that name a time of sending between `start` and `end` (HH:MM, over midnight); "" where none do.

    A separate consent that is spoken of lifts it.
    """
    if not _SENDS.search(told) or _CONSENT.search(told):
        return ""
    first, last = _minutes(start), _minutes(end)
    for match in _TIME.finditer(told):
        hour = int(match["hour"])
        if hour > 24:
            continue
        minute = int(match["colon"] or match["minute"] or (30 if match["thirty"] else 0))
        half = (match["half"] or match["colon_half"] or match["part"] or "").lower()
        late = half in _AFTERNOON and hour < 12 and not (half == "밤" and hour < 6)
        at = ((hour + 12 if late else hour) * 60 + minute) % _DAY
        if half in {"am", "a.m.", "오전", "새벽"} and hour == 12:
            at = minute
        if at >= first or at < last:
            return match[0].strip()
    return ""


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
