"""What a finding is about in few words of the user's own: the food hall, weekday afternoons, the sourdough."""

import re
from collections.abc import Iterator

from agents.kit.reading.types import Clause, Hit
from config.patterns import regex

LONGEST = 40
"""Characters; longer ones are cut at a word."""
_ARTICLE = regex(
    r"^(?:an?|the|our|my|its|their|his|her|some|this|these|about|roughly|nearly|around)\s+", re.I
)
_INDEFINITE = regex(r"^(?:an?|the)\s+", re.I)
_SMALL = frozenset({"the", "a", "an", "one", "two", "three", "our", "my", "some", "most", "many", "no"})
_KNOWN_FOR = regex(
    r"\b(?:known|famous|renowned|praised|recognised|recognized)\s(?:for|as)\s(.+?)(?:\s(?:made|with|in|from|by|at)\b|[,.]|$)",
    re.I,
)
_KNOWN_KO = regex(r"(\S+?)(?:으로|로)\s(?:유명|알려|소문|인정)")
_FROM = regex(r"\b(?:from|through|via|by)\s(.+?)(?:\s(?:and|which|that|before|after)\b|[,.]|$)", re.I)
_FROM_KO = regex(r"(?:이|가|를|을)\s(?:전부\s|모두\s)?(.+?)(?:에서|에게서|에|으로만|로만)\s")
_BY_KO = regex(r"((?:\S+\s){0,3}\S+?)(?:에서|에게서|으로부터)\s")
_LOOSE = regex(r"^(?:\S*(?:고|을|를|에|에는|로|으로|,|는데|아|어|해|최근|요즘|지난달)\s)+")
_OBJECT_KO = regex(r"^(.{2,20}?)(?:을|를)\s")
_PART_OF = regex(r"^.*?\bof\s((?:our|my|the|all)\s)?", re.I)
_WHOLE = regex(r"매출|수입|예약|주문|재정|revenue|sales|income|bookings|orders|turnover", re.I)
_LACKS = regex(
    r"\b(?:no|any|never|without|haven't|hasn't|don't have|not have)\s(?:found\s|got\s|had\s|used\s|tried\s)?"
    r"(.+?)(?:[,.]|\s(?:and|so|because|for us)\b|$)",
    re.I,
)
_SHARE = regex(r"\d|percent|half|third|quarter|절반|분의")
_EMPTY = frozenset(
    {
        "",
        "it",
        "we",
        "i",
        "they",
        "there",
        "he",
        "she",
        "this",
        "that",
        "nobody",
        "people",
        "us",
        "you",
        "저희",
        "우리",
        "제",
        "저",
    }
)
_TIMES = frozenset({"daypart", "season", "concentration_word"})
_NO_TIME = regex(r"walk|customer|product|menu|제품|메뉴|품목", re.I)
_QUIET = frozenset({"quiet_time", "time_concentration"})
_BUYERS = frozenset({"dependency", "concentration", "customer_risk"})
_WE = frozenset({"we", "i", "저희", "우리", "제", "저"})
_THINGS = frozenset({"goods", "customer", "staff", "process", "online", "asset", "facility", "cost"})
"""What a statement about us may be about."""
_HOURS = regex(
    r"\b(?:between|from)\s\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?\s(?:and|to)\s\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)\b"
    r"|(?:(?:오전|오후|새벽|밤)\s)?\d{1,2}시?\s?(?:[~∼–-]|부터|에서)\s?(?:(?:오전|오후|밤)\s)?\d{1,2}시(?:까지)?",
    re.I,
)
_SHELF = regex(r"입점|팝업|납품|매대|\b(?:stall|shelf|stock|pop-?up|counter)\b", re.I)
_TOPICS = {
    "time": _TIMES | {"since"},
    "place": frozenset({"nearby", "location", "locals", "prime"}),
    "channel": frozenset({"online", "audience", "marketing"}),
    "customer": frozenset({"customer", "one_buyer"}),
}


def anchor(clause: Clause, tag: str) -> str:
    """Always a part of the statement, never empty."""
    found = next((one for one in _candidates(clause, tag) if one), clause.text)
    return _short(_within_sentence(clause, found))


def topics(clause: Clause) -> list[str]:
    """What it shares with others: time, place, channel, customer; `shelf` where something would be sold at others'."""
    found = [name for name, concepts in _TOPICS.items() if not concepts.isdisjoint(clause.concepts)]
    return [*found, "shelf"] if _SHELF.search(clause.text) else found


def _candidates(clause: Clause, tag: str) -> Iterator[str]:
    text, subject = clause.text, _bare(clause.subject)
    if tag == "reputation":
        yield _group(_KNOWN_FOR, text) or _group(_KNOWN_KO, text)
    if tag in _QUIET:
        yield _times(clause)
    if tag == "audience":
        yield next((one.unit for one in clause.quantities if one.kind == "count" and one.unit.isascii()), "")
    if tag in _BUYERS and (_SHARE.search(clause.subject or text) or _WHOLE.search(clause.subject)):
        yield _with_article(_group(_FROM, text)) or _group(_FROM_KO, text)
    if tag == "offer_received":
        yield _LOOSE.sub("", _group(_BY_KO, text))
    if clause.language == "en" and (tag in {"absence", "inexperience"} or subject.lower() in _EMPTY):
        yield _bare(_group(_LACKS, text))
    if subject.lower() not in _EMPTY and subject.lower() in text.lower():
        yield _with_article(
            _PART_OF.sub(lambda found: found[1] or "", clause.subject)
            if _SHARE.search(subject)
            else clause.subject
        )
    yield _group(_OBJECT_KO, text)
    if subject.lower() in _WE:
        yield next((text[hit.start : hit.end] for hit in clause.hits if hit.concept in _THINGS), "")


def _times(clause: Clause) -> str:
    """The first run of time words: "weekday afternoons", "평일 오후", or hours: "between 10am and 4pm"."""
    if hours := _HOURS.search(clause.text):
        return hours[0][0].lower() + hours[0][1:]
    times = (
        hit
        for hit in clause.hits
        if hit.concept in _TIMES and not _NO_TIME.search(clause.text[hit.start : hit.end])
    )
    hits = sorted(times, key=lambda hit: (hit.start, -hit.end))
    if not hits:
        return ""
    start, end = hits[0].start, hits[0].end
    for hit in _following(hits):
        if hit.start - end <= 1:
            end = max(end, hit.end)
    while end < len(clause.text) and clause.text[end].isascii() and clause.text[end].isalpha():
        end += 1
    return clause.text[start:end]


def _following(hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.start > hits[0].start]


def _group(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _with_article(subject: str) -> str:
    """A thing that was introduced is spoken of as the thing: a nearby food hall, the nearby food hall."""
    return _INDEFINITE.sub("the ", subject.strip())


def _within_sentence(clause: Clause, text: str) -> str:
    """With a small initial, unless it is a name: names are what no list of words knows."""
    first = text.split(" ")[0]
    at_head = clause.text.lower().startswith(text.lower())
    known = any(hit.start == 0 and hit.concept != "giant" for hit in clause.hits) or first.lower() in _SMALL
    named = any(hit.start == 0 and hit.concept == "giant" for hit in clause.hits)
    return text[0].lower() + text[1:] if at_head and known and not named and first[1:].islower() else text


def _bare(text: str) -> str:
    """Without its article."""
    return _ARTICLE.sub("", text.strip())


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    cut = text.rfind(" ", 0, LONGEST)
    return text[: cut if cut > 0 else LONGEST]
