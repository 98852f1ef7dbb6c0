"""What people want done, and how: decisions, preferences, standing instructions."""

import re
from collections.abc import Iterator

from agents.kit.learning.types import Fact
from config.learning import cue
from memory.terms import terms

_QUOTED = re.compile(r"[\"“‘'「](?P<said>[^\"”’'」]{1,40})[\"”’'」]")
_SUBJECT_WORDS = 3
_LONGEST = 240
_TOPIC = {
    "discount": r"discount|coupon|promo|할인|쿠폰", "emoji": r"emoji|이모지|이모티콘", "address": r"formal|polite|존댓말|반말|높임|호칭|말투|honorific",
    "tagline": r"tagline|slogan|슬로건|태그라인", "logo": r"logo|로고", "colour": r"colou?r|색", "contact_way": r"written|call|calls|slides?|카톡|전화|메일로|문자|회의|미팅|report|보고",
    "approval": r"approv|승인|컨펌|검수", "hashtag": r"hashtag|해시태그", "price": r"price|pricing|가격", "name": r"\bname\b|이름|명칭", "channel": r"instagram|tiktok|facebook|newsletter|인스타|틱톡|유튜브",
    "photo": r"photo|picture|image|stock|사진|이미지|모델", "packaging": r"packag|포장|패키지", "agency": r"agency|대행사", "market": r"\b(?:europe|germany|japan|sweden|denmark|spain)\b|일본|유럽|독일|대만",
}  # fmt: skip
_WE_OR_THEY = re.compile(
    r"\b(?:we|they|client|brand|you|team|ads?|copy|posts?|emails?|headlines?|captions?|it)\b", re.IGNORECASE
)
_COMMAND = re.compile(
    r"^(?:please\s+|and\s+|also\s+|remember(?: that|:|,)?\s+|note(?: that|:|,)?\s+|keep in mind(?: that|:|,)?\s+|from now on,?\s+|going forward,?\s+|"
    r"for (?:this|our) (?:client|brand),?\s+)*(?:never|always|don't|do not|avoid|only|no|make sure|stop)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:I|my|me)\s+(?:never|always|hate|love|like|don't|prefer)\b|\b(?:coffee|weather|monday|pizza|traffic|weekend|football|series|movie|kids?)\b"
    r"|날씨|점심|저녁|커피|월요병|야근|축구|드라마|주말|출근|퇴근|애들|영화",
    re.IGNORECASE,
)
_ASKED_OF_YOU = re.compile(
    r"\bI(?:'d)? (?:want|like|need|would like|prefer) (?:you|a|an|to see|the)\b", re.IGNORECASE
)


def decisions(said: str) -> Iterator[Fact]:
    """'We agreed to pause the Danish ads': something was settled, and not only to be settled."""
    found = cue("decided").search(said)
    if found and not cue("undecided").search(said) and not _personal(said):
        yield _whole("decision", "decided", said, 0.8)


def preferences(said: str) -> Iterator[Fact]:
    """'Ingrid hates slides': what somebody of the team or the client likes or dislikes."""
    found = cue("prefers").search(said)
    if not found or _personal(said) or _ASKED_OF_YOU.search(said):
        return
    disliked = cue("prefers_not").search(said) is not None
    yield _whole("preference", "dislikes" if disliked else "prefers", said, 0.7)


def rules(said: str) -> Iterator[Fact]:
    """'Never use the word cheap', '항상 존댓말로': an instruction that holds for all of the team's marketing."""
    if not cue("ours").search(said) or _personal(said):
        return
    forbidden, required = cue("forbidden").search(said), cue("required").search(said)
    korean = re.search("[가-힣]", said) is not None
    addressed = korean or bool(_COMMAND.match(said)) or (bool(_WE_OR_THEY.search(said)) and _strict(said))
    if not addressed or not (forbidden or required):
        return
    yield _whole("rule", "never" if forbidden else "always", said, 0.8)


def _strict(said: str) -> bool:
    return (
        re.search(
            r"\b(?:never|always|must|mustn't|not allowed|forbidden|banned|off limits)\b", said, re.IGNORECASE
        )
        is not None
    )


def _personal(said: str) -> bool:
    return _PRIVATE.search(said) is not None


def _whole(category: str, predicate: str, said: str, confidence: float) -> Fact:
    value = said.strip(" .!~")[:_LONGEST]
    start = said.index(value)
    return Fact(category, topic(said), predicate, value, start, start + len(value), confidence=confidence)  # type: ignore[arg-type]


def topic(said: str) -> str:
    """What it is about: the quoted words, a topic of marketing, or the first words that matter."""
    if quoted := _QUOTED.search(said):
        return "_".join(terms(quoted["said"])) or "words"
    for name, pattern in _TOPIC.items():
        if re.search(pattern, said, re.IGNORECASE):
            return name
    return "_".join(list(dict.fromkeys(terms(said)))[:_SUBJECT_WORDS])
