"""Who and where: competitors, audiences, markets, channels, people."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from agents.kit.learning.names import listed, plain_name
from agents.kit.learning.types import Fact
from agents.kit.learning.when import days
from config.learning import cue, meaning, vocabulary

_HANGUL = re.compile(r"[가-힣]")
_RIVAL_IS = re.compile(
    r"(?:competitors?|rivals?|competition)(?: here| now| there| in \w+)? (?:is|are|will be)(?: still| now| clearly| mainly)?:? (?P<after>[^.;!?]+)"
    r"|(?:compet(?:e|es|ing)) (?:mainly |mostly |directly )?(?:with|against) (?P<with>[^.;!?]+)"
    r"|(?P<before>[A-Z][\w&'’ -]*?) (?:is|are|remains?|has become|became)(?: now| still| clearly| probably)? (?:our|the client's|their|a|an|the)"
    r"(?: \w+){0,2}? (?:competitors?|rivals?)\b"
    r"|(?:competitors?|rivals?)[:,] (?P<list>[A-Z][^.;!?]+)|(?:new|main|biggest|direct|local) (?:competitor|rival) (?P<named>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*)*)",
)
_RIVAL_KO = r"(?:경쟁사|경쟁자|경쟁업체|경쟁 업체|경쟁 브랜드|라이벌|경쟁 가게|경쟁상대)"
_RIVAL_IS_KO = re.compile(
    rf"{_RIVAL_KO}(?:는|은|로는|라면|들은)\s+(?:일단\s|주로\s|역시\s|바로\s)?(?P<after>[^.!?\n]+?)(?:입니다|이에요|예요|이야|야|에요|이고|고|정도|죠|이죠|랍니다|래요)"
    rf"|(?P<before>[가-힣A-Za-z0-9&]+(?:\s[A-Z][A-Za-z0-9&]+)?)(?:이|가|은|는|도)\s(?:우리|저희)?\s?(?:의\s)?(?:제일|가장|최대|주요|직접|큰|강력한|새|새로운|\s)*{_RIVAL_KO}(?:입니다|이에요|예요|이야|야|에요|죠|라고|인데|로)"
    rf"|(?:새|신규|주요|최대|직접)\s?{_RIVAL_KO}(?:인|는|은)?\s(?P<named>[가-힣A-Za-z0-9&]+)(?:이|가|을|를|은|는)"
)
_AUDIENCE_IS = re.compile(
    r"(?:target (?:audience|group|customers?|market)|core (?:audience|customers?)|(?:primary|main) audience|our audience|our (?:customers|buyers|clients) are|"
    r"typical customer is|best customers are|most of our (?:customers|buyers|users|guests|clients) are|we(?:'re| are)? target(?:ing)?|aimed at|we(?:'re| are) (?:speaking|talking) to)"
    r"(?: is| are| will be| now|:)*\s+(?P<who>[^.;!?]+)",
    re.IGNORECASE,
)
_AUDIENCE_IS_KO = re.compile(
    r"(?:타깃|타겟|목표 고객|핵심 고객|주 고객|주고객|고객층|타깃층|타겟층|메인 고객|주요 고객)(?:층)?(?:은|는|이|을|를|:)\s*(?P<who>[^.!?\n]{2,60}?)(?:입니다|이에요|예요|이야|야|에요|으로|로|이고|이며|인데|$)"
    r"|(?P<them>[^.!?\n,]{2,40}?)(?:을|를)\s(?:메인\s|주\s|핵심\s|새\s)?(?:타깃|타겟)(?:으로|합|해|하)"
    r"|(?:고객|손님)(?:은|의|이|들은|들이|분들은)?\s?(?:대부분|대다수|거의)(?:은|이|가|는)?\s?(?:다\s)?(?P<most>[^.!?\n]{2,40}?)(?:입니다|이에요|예요|이야|야|에요|이세요|이시)"
    r"|(?P<share>[가-힣0-9\s]{2,30}?)(?:이|가)\s(?:주\s?고객|핵심 고객|메인 고객|주요 고객|고객 대부분)",
)
_PERSON_EN = re.compile(
    r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)(?:,? who)? (?:is|will be|becomes|became|has become|took over as|takes over as|joins(?: us)? as|joined(?: us)? as|works as)"
    r"(?: now| from now on| still)? (?:(?:the|our|their|a|your|his|her|Nike's|client's|acting)\s)*(?:new |main |only |acting |client's )*(?P<role>{roles})\b"
)
_ROLE_IS_EN = re.compile(
    r"\b(?i:the|our|their|your|new|client's) (?:new |main |day to day )?(?P<role>{roles})(?: there| now| over there| at \w+)?(?:,| is| will be| is called|:)+ (?:now |called )?(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"
)
_ROLE_IS_KO = re.compile(
    r"(?P<role>{roles})(?:님)?(?:은|는|이|가)\s(?:이제\s|앞으로\s|새로\s|오늘부터\s)?(?P<name>[가-힣]{{2,4}}|[A-Z][a-z]+)\s?(?P<title>차장|과장|부장|대리|이사|팀장|실장|본부장|대표|매니저|사원|씨|님)?(?:님)?(?:께서|이|가)?\s?"
    r"(?:입니다|이에요|예요|이세요|이십니다|세요|에요|이야|(?:으)?로\s?(?:바뀌|변경|교체)|맡|담당)"
)
_PERSON_KO = re.compile(
    r"(?P<name>[가-힣]{2,4}|[A-Z][a-z]+)\s?(?P<title>차장|과장|부장|대리|이사|팀장|실장|본부장|대표|매니저|사원|씨|감독|작가)?(?:님)?(?:께서|이|가|은|는)\s(?:새\s|새로\s|우리\s|저희\s|이제\s|앞으로\s|[가-힣]{2,6}\s?){0,2}?"
    r"(?:(?P<role>담당|맡)(?:이?세요|입니다|이에요|예요|하세요|하십니다|합니다|하기로|으셨|으세요|게 됐|습니다|기로|아요|아 주)|(?P<role2>{roles})(?:님)?(?:입니다|이에요|예요|이세요|이십니다|로 오|으로 오|로 새로|이 됐|가 됐|이 되))"
)
_MENTION = 40


def rivals(said: str) -> Iterator[Fact]:
    """'Our main competitors are X and Y': each name is a fact of its own."""
    if not cue("rival").search(said):
        return
    pattern = _RIVAL_IS_KO if _HANGUL.search(said) else _RIVAL_IS
    for found in pattern.finditer(said):
        group = next(name for name, value in found.groupdict().items() if value)
        for name in listed(found[group]):
            at = said.find(name, found.start(group))
            if at >= 0 and len(name) <= _MENTION:
                yield Fact(
                    "competitor",
                    slug(name),
                    "is_competitor",
                    name,
                    found.start(),
                    max(found.end(), at + len(name)),
                    confidence=0.8,
                )


def audiences(said: str) -> Iterator[Fact]:
    """'Our target group is nurses': whom the marketing is for."""
    if not cue("audience").search(said) or cue("denied").search(said):
        return
    pattern = _AUDIENCE_IS_KO if _HANGUL.search(said) else _AUDIENCE_IS
    for found in pattern.finditer(said):
        group = next(name for name, value in found.groupdict().items() if value)
        who = found[group].strip(" ,")
        if who:
            yield Fact("audience", "target", "is", who, found.start(), found.end(), confidence=0.75)


def markets(said: str, today: date) -> Iterator[Fact]:
    """'We launch in Europe next spring': a country or a region that is entered or left, with the day if there is one."""
    entered, left = cue("moved").search(said), cue("left").search(said)
    if not entered and not left:
        return
    named = days(said, today)
    period = named[0].period if named else None
    seen: set[str] = set()
    for place in vocabulary("market").finditer(said):
        subject = meaning("market", _entry("market", place[0]))
        if subject in seen or _only_about(said, place):
            continue
        seen.add(subject)
        cues = [match for match in (entered, left) if match]
        span = (min(place.start(), *(m.start() for m in cues)), max(place.end(), *(m.end() for m in cues)))
        yield Fact(
            "market", subject, "stops" if left else "enters", place[0], *span, period=period, confidence=0.75
        )


def channels(said: str) -> Iterator[Fact]:
    """'Instagram works best for us', '틱톡은 접었어요': a channel that is used, left or known to work."""
    predicate = _channel_predicate(said)
    if predicate is None:
        return
    seen: set[str] = set()
    for channel in vocabulary("channel").finditer(said):
        subject = meaning("channel", _entry("channel", channel[0]))
        if subject not in seen:
            seen.add(subject)
            yield Fact("channel", subject, predicate, channel[0], 0, len(said.rstrip()), confidence=0.7)


def people(said: str) -> Iterator[Fact]:
    """'Our contact is Ingrid Solberg', '담당자는 윤세라 차장님입니다': a name with its role."""
    korean = _HANGUL.search(said) is not None
    roles = _roles(korean)
    patterns = (_ROLE_IS_KO, _PERSON_KO) if korean else (_PERSON_EN, _ROLE_IS_EN)
    for pattern in patterns:
        ready = re.compile(pattern.pattern.replace("{roles}", roles).replace("{{", "{").replace("}}", "}"))
        for found in ready.finditer(said):
            parts = found.groupdict()
            name, role = (
                plain_name(parts["name"]) or parts["name"],
                parts.get("role") or parts.get("role2") or "",
            )
            if _no_person(name):
                continue
            titled = f"{name} {parts['title']}" if parts.get("title") else name
            yield Fact("person", slug(name), _role(role), titled, found.start(), found.end(), confidence=0.75)
            return


def slug(name: str) -> str:
    """A name as a key: small letters, joined by underscores."""
    return "_".join(re.findall(r"\w+", name.lower()))


def _channel_predicate(said: str) -> Literal["works", "stops", "uses"] | None:
    if cue("works").search(said):
        return "works"
    if cue("left").search(said):
        return "stops"
    return "uses" if cue("uses").search(said) else None


def _only_about(said: str, place: re.Match[str]) -> bool:
    """A place that only says where somebody is from or what something is like."""
    return (
        re.search(r"(?:from|like|visiting|in the style of)\s+$", said[: place.start()], re.IGNORECASE)
        is not None
    )


def _roles(korean: bool) -> str:
    words = vocabulary("role").pattern.split("|")
    fitting = [word for word in words if bool(_HANGUL.search(word)) == korean]
    return "|".join(fitting)


def _role(word: str) -> str:
    if word in {"담당", "맡"}:
        return "contact"
    try:
        return meaning("role", word)
    except KeyError:
        return meaning("role", word.rstrip("s"))


def _no_person(name: str) -> bool:
    return name.lower() in {
        "who",
        "what",
        "there",
        "this",
        "that",
        "it",
        "he",
        "she",
        "우리",
        "저희",
        "누가",
        "이제",
        "새로",
        "그분",
        "이분",
        "광고주",
        "고객",
    }


def _entry(name: str, word: str) -> str:
    lowered = word.casefold()
    try:
        meaning(name, lowered)
    except KeyError:
        return lowered.removesuffix("s")
    return lowered
