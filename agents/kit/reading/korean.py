"""Korean sentences cut into statements of one fact each, in noun form, the topic carried over where it is lost."""

import re
from dataclasses import dataclass, replace
from functools import cache

from agents.kit.reading import hangul
from agents.kit.reading.nominal import noun_form
from agents.kit.reading.piece import Piece, cut, tidy
from config.patterns import regex
from config.reading import entries, table

_WORD = regex(r"\S+")
_JOIN = regex(r"(?:[가-힣%\d](?:고요?|구요)|고서|며|지만요?|니다만|으나|는데도?요?|은데요?|던데요?|반면에?)$")
_CAUSE = regex(
    r"(?:[아어여해라와워려져쳐겨켜혀펴러가돼봐]서|니까|느라|더니|면서도?|때문에|탓에|덕분에|덕에)$"
)
_SUBJECT = regex(r"[가-힣A-Za-z\d%)'\"”’](?:이|가|은|는|도|께서)$")
_MEMO_END = regex(
    r"(?:[음함됨임중]|불가|가능|부족|증가|감소|예정|완료|필요|한산|전무|[요다]|\d\S{0,4}|[명곳원개월년건대살점%])$"
)
_FINAL = regex(r"(?:[다요죠까음함됨임]|니다)[.!?~…\s]*$")
_SEPARATOR = regex(r"\s[/|]\s|;|\s[-–—]\s")
_TAIL = regex(r"[\s.!?~^…,;:ㅋㅎㅠㅜ]+$|\s*[(（][^)）]{0,2}[)）]\s*$")
_TOPIC_OF_NONE = regex(r"(\S{1,12})(?:은|는|이|가)\s((?:아직|전혀|따로|거의|하나도)\s)?(없음)$")
_TOPIC_OF_COUNT = regex(r"([가-힣A-Za-z]{2,})(?:은|는)\s(약\s)?(\d[\d,.]*\S*|[가-힣]{1,3}\s(?:명|곳|개|건))$")
_PARTICLE = regex(r"[가-힣A-Za-z\d)](?:이|가|을|를|도|은|는|의|만|에게|한테|께|께서)$")
_AT_ONCE = 12
_LED = 4
"""Words within which what leads up to a noun shows the verb before it."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    comma: bool


def pieces(sentence: str) -> list[Piece]:
    words = [
        _Word(found[0].rstrip(",;\"'”’)"), found.start(), found.end(), found[0].endswith((",", ";")))
        for found in _WORD.finditer(sentence)
    ]
    places = sorted({*_places(words), *(found.start() for found in _SEPARATOR.finditer(sentence))})
    found: list[Piece] = []
    topic = ""
    for start, end in cut(sentence, places):
        piece = _piece(sentence, start, end, topic)
        if found:
            before = sentence[found[-1].start : found[-1].end]
            caused = _CAUSE.search(before) is not None
            piece = replace(piece, caused=caused, led=not caused and _leads(before, sentence[start:end]))
        topic = _topic(sentence[start:end]) or topic
        found.append(piece)
    return found


def whole(sentence: str, start: int, last: Piece) -> Piece:
    """Several pieces as one statement, from `start` to the last one's end; what leads up to a noun has no say in
    whom it is about.
    """
    joined = _piece(sentence, start, last.end, "")
    return replace(joined, subject=last.subject) if last.led else joined


def _piece(sentence: str, start: int, end: int, topic: str) -> Piece:
    body = _led(tidy(_TAIL.sub("", sentence[start:end])))
    subject = _subject(body) or topic
    return Piece(start, end, _noun_style(body), subject)


def _led(body: str) -> str:
    """Without joining words at its head."""
    while (head := body.partition(" "))[2] and head[0].rstrip(",") in _words("leading"):
        body = head[2]
    return body


def _noun_style(body: str) -> str:
    """As a memo puts it: the predicate as a noun, no particle before "none" or a figure."""
    head, space, last = body.rpartition(" ")
    if last.startswith("반면") and head:
        head, space, last = head.rpartition(" ")
        last = _adnominal(last)
    stated = f"{head}{space}{noun_form(last)}"
    words = [_Word(found[0], 0, 0, False) for found in _WORD.finditer(stated)]
    if sum(_is_subject(words, at) for at in range(len(words))) == 1:
        stated = _TOPIC_OF_NONE.sub(lambda found: f"{found[1]} {found[2] or ''}{found[3]}", stated)
    return _TOPIC_OF_COUNT.sub(lambda found: f"{found[1]} {found[2] or ''}{found[3]}", stated)


def _adnominal(word: str) -> str:
    """늘어난 (반면) is 늘어남, 없는 is 없음."""
    if word.endswith("는"):
        return noun_form(word[:-1] + "고")
    return word[:-1] + hangul.with_final(word[-1], "ㅁ") if word and hangul.final(word[-1]) == "ㄴ" else word


def _subject(body: str) -> str:
    """Up to the first word that is marked as subject or topic."""
    words = [_Word(found[0], found.start(), found.end(), False) for found in _WORD.finditer(body)]
    at = next((at for at in range(min(len(words), _AT_ONCE)) if _is_subject(words, at)), None)
    if at is None:
        agent = re.search(r"(?:^|\s)(\S{2,})에서\s", body)
        return agent[1] if agent else ""
    begin = at
    while begin and (not _ends_phrase(words[begin - 1].text) or _described(words[begin:at])):
        begin -= 1
    return re.sub(r"(?:께서|이|가|은|는|도)$", "", body[words[begin].start : words[at].end])


def _described(words: list[_Word]) -> bool:
    """Whether a verb stands before the noun, which then takes its own object along: 밀키트로 만들어 팔자는 업체."""
    return any(_describes(word.text) or word.text.endswith(_words("adnominal")) for word in words)


def _describes(word: str) -> bool:
    """Whether it is a verb before its noun: 시작한 납품."""
    return len(word) > 1 and word[-1] in "한된던난든린킨친쓴준긴"


def _ends_phrase(word: str) -> bool:
    """Whether a word before the subject is no part of it: 봄에는, 작년에, 오늘,."""
    if word.endswith(("마을", "오늘", "가을", "서울", "노을")):
        return False
    return word.endswith(
        (",", "에", "에는", "에서", "에서는", "로", "으로", "부터", "까지", "을", "를", "도", "은", "는데")
    ) and not word.endswith(_words("adnominal"))


def _topic(text: str) -> str:
    """What a statement in -은/-는 speaks of; a subject in -이/-가 is not carried on."""
    for word in _WORD.findall(text)[:4]:
        if re.search(r"[가-힣A-Za-z\d](?:은|는)$", word) and _marks_subject(word):
            return _subject(text[: text.find(word) + len(word)])
    return ""


def _is_subject(words: list[_Word], at: int) -> bool:
    """Whether the word is marked as subject or topic, seen beside the word before it."""
    if not _marks_subject(words[at].text):
        return False
    asked = (
        at > 0
        and re.search(r"(?:을|를|에|에서|이|가|로|으로|와|과|어|아|고|게)$", words[at - 1].text) is not None
    )
    return not (asked and words[at].text.endswith(_words("perhaps_adnominal")))


def _marks_subject(word: str) -> bool:
    word = word.rstrip(",\"'”’)")
    return (
        len(word) > 1
        and _SUBJECT.search(word) is not None
        and not word.endswith(_words("adnominal"))
        and not word.endswith(_words("no_subject"))
    )


def _places(words: list[_Word]) -> list[int]:
    """Where a statement ends and another one begins: the character behind the last word."""
    places: list[int] = []
    first = 0
    last = words[-1].text.rstrip(".!?~…") if words else ""
    memo = not _FINAL.search(last) or last[-1:] in "음함됨임"
    for at in range(len(words) - 1):
        if _breaks(words, at, first, memo):
            places.append(words[at].end)
            first = at + 1
    return places


_POLITE_ENDS = (
    "어요", "아요", "해요", "니다", "에요", "예요", "네요", "와요", "있음", "없음", "돼요", "워요", "려요",
)  # fmt: skip
"""Endings that close a statement where a comma stands behind them."""


def _breaks(words: list[_Word], at: int, first: int, memo: bool) -> bool:
    left, right = words[first : at + 1], words[at + 1 :]
    word = words[at].text
    if _joins(word, right[0].text):
        return _stands(left, right)
    if (
        _CAUSE.search(word)
        and word not in _words("no_connective")
        and not word.endswith(("에서", "게서", "께서"))
    ):
        acts = _has_subject(left[:-1]) or (
            len(left) > 2 and any(one.text.endswith(("을", "를")) for one in left)
        )
        return acts and _has_subject(right)
    if (
        not words[at].comma
        or len(left) < 2
        or " ".join(one.text for one in right[:2]).startswith(_words("compared"))
    ):
        return False
    polite = word.endswith(_POLITE_ENDS)
    named = word.endswith(_words("named_as")) and _has_subject(left)
    listed = (_counts(word) or word.endswith("로")) and _has_subject(left) and _has_subject(right)
    listed = listed or named
    return polite or listed or (memo and len(right) >= 2 and _MEMO_END.search(word) is not None)


def _joins(word: str, after: str) -> bool:
    """Whether the word ends in -고, -며, -지만, -는데 or the like, as "and" or "but"."""
    if word in _words("no_connective"):
        return False
    bright = re.search(r"([가-힣])데도?요?$", word)
    if bright and hangul.final(bright[1]) == "ㄴ":
        return True
    if word.endswith("이나"):
        return word[:-2].endswith(_words("weighed"))
    if not _JOIN.search(word) or word.endswith(_words("quoting")):
        return False
    if word.endswith(("고", "고요", "구요")):
        return not word.endswith(_words("nouns_in_go")) and not after.startswith(_words("after_go"))
    return True


def _stands(left: list[_Word], right: list[_Word]) -> bool:
    """Whether both sides are statements: 작지만 강한 가게 is one, and so is 싸고 빠른 배송."""
    if len(left) < 2 and not _counts(left[0].text):
        return False
    if len(right) < 2 and not _has_subject(right) and not left[-1].comma:
        return False
    if (
        right[0].text.startswith(("그중", "그"))
        and len(right[0].text) <= 2
        and not _counts(" ".join(w.text for w in right))
        and not any("절반" in w.text for w in right)
    ):
        return False
    own = any(re.search(r"(?:이|가|을|를)$", word.text) for word in left[:-1]) or len(left) > 3
    after = right[0].text
    describes = after != "" and hangul.final(after[-1]) == "ㄴ" and not _marks_subject(after)
    return own or not describes


def _leads(before: str, after: str) -> bool:
    """Whether `before`, in a bare -고, may go on into the verb before the noun of `after`: 수업이 끝나고 들르는 손님도.

    Not where it has a tense of its own, where both sides have topics that they set against each other, or where that
    noun is the predicate: 늦게까지 여는 카페입니다 says something more of the same.
    """
    bare = re.search(r"([가-힣])고$", before.rstrip(" ,"))
    if bare is None or hangul.final(bare[1]) == "ㅆ":
        return False
    words = [_Word(found[0], 0, 0, False) for found in _WORD.finditer(after)]
    verb = next((at for at in range(min(len(words), _LED)) if _adnominal_at(words, at)), None)
    if verb is None or _has_subject(words[:verb]):
        return False
    nouns = (word.text for word in words[verb + 1 : -1])
    noun = next((word for word in nouns if _PARTICLE.search(word)), "")
    return bool(noun) and not (_topic(before) and noun.endswith(("은", "는")))


def _adnominal_at(words: list[_Word], at: int) -> bool:
    """Whether the word is a verb before its noun: 들르는, 문의한, 옮겨온."""
    word = words[at].text
    if len(word) == 1:
        return word == "온"
    return _describes(word) or word.endswith("온") or (word.endswith("는") and not _is_subject(words, at))


def _counts(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _has_subject(words: list[_Word]) -> bool:
    return any(_is_subject(words, at) for at in range(len(words)))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(entries(table("korean")[name]))
