"""The Korean noun form of a predicate, as memos are written: 유명합니다 -> 유명, 나오고 -> 나옴, 15%인데 -> 15%."""

import re
from functools import cache

from agents.kit.reading import hangul
from config.patterns import regex
from config.reading import entries, table

_POLITE = "습니다만|습니다|어요|고요|구요|고서|고|으며|지만요|지만|는데요|는데도|는데|네요|지요|죠|다|으나|거든요|답니다|더라고요|더니"
_COPULA = regex(
    r"(?:입니다만|입니다|이에요|이예요|예요|이고요|이구요|이고|이며|인데요|인데도|인데|이지만|이죠|이지요|이네요|이라서|이라|이나|이다)$"
)
_DO = regex(
    r"(?:합니다만|합니다|해요|하고요|하구요|하고|하며|하지만|하는데요|하는데도|하는데|한데요|한데|하네요|하죠|하지요|하여|해서|하다|한다)$"
)
_DID = regex(rf"(?:했|하였)(?:{_POLITE})$")
_BECOME = regex(
    rf"(?:됩니다만|됩니다|돼요|되고요|되고|되며|되지만|되는데요|되는데|되네요|되죠|된다|돼서|(?:됐|되었)(?:{_POLITE}))$"
)
_PAST = regex(rf"(?:{_POLITE})$")
_CLOSED = regex(r"(?:습니다만|습니다|아요|어요|으며|은데요|은데|아서|어서|으나|는데요|는데도|는데|는다)$")
_OPEN = regex(r"(?:고요|구요|고서|고|지만요|지만|네요|지요|죠|거든요|며|는데요|는데도|는데|면서|다)$")
_RIEUL = {
    "엽": "엶",
    "팝": "팖",
    "늡": "늚",
    "듭": "듦",
    "압": "앎",
    "멉": "멂",
    "깁": "긺",
    "겁": "걺",
    "놉": "놂",
    "연": "엶",
    "판": "팖",
    "든": "듦",
}
_DROPPED_RIEUL = {"여": "엶", "파": "팖", "느": "늚", "드": "듦", "머": "멂", "아": "앎", "노": "놂"}
"""Stems in ㄹ lose it before 는 and ㅂ: 여는데, 엽니다 are 열다."""
_CONTRACTED = {"ㅘ": "ㅗ", "ㅝ": "ㅜ", "ㅕ": "ㅣ", "ㅙ": "ㅚ", "ㅞ": "ㅜ"}
_EU = {"커": "큼", "써": "씀", "떠": "뜸", "꺼": "끔", "빠": "쁨", "파": "픔", "퍼": "픔", "더": "듬"}
_NAMED = regex(r"(.*기)(?:고요|구요|고|며|지만|네요|죠|지요)$")
_QUESTION = regex(r"(?:까|나|을까|ㄹ까|는가|은가)요?$")
_UNSURE = ("거예", "겁", "것", "거", "까")


def noun_form(word: str) -> str:
    """The last word of a clause as a noun form; unchanged where its ending is not known for sure."""
    if (named := _NAMED.match(word)) and named[1].endswith(_words("nouns_in_gi")):
        return named[1]
    if _QUESTION.search(word) and not _weighed(word):
        return word
    for read in (_copula, _do, _become, _past, _formal, _closed, _open, _polite):
        if (form := read(word)) is not None:
            return form
    return word


def _weighed(word: str) -> bool:
    """추세이나 sets the trend against something else."""
    return word.endswith("이나") and word[:-2].endswith(_words("weighed"))


def _copula(word: str) -> str | None:
    found = _COPULA.search(word)
    if found is None or found.start() == 0:
        return None
    noun = word[: found.start()]
    if found[0][0] in "이입" and (noun + "이").endswith(_words("stems_in_i")):
        return None
    if _weighed(word):
        return noun
    if noun.endswith(_UNSURE) or found[0] in {"이나", "이라"}:
        return word
    return noun


def _do(word: str) -> str | None:
    found = _DO.search(word) or _DID.search(word)
    if found is None:
        return None
    noun = word[: found.start()]
    if len(noun) > 1 and not noun.endswith(_words("not_nouns_in")) and not noun.endswith(_words("not_nouns")):
        return noun
    return noun + ("했음" if found[0].startswith(("했", "하였")) else "함")


def _become(word: str) -> str | None:
    found = _BECOME.search(word)
    return word[: found.start()] + "됨" if found else None


def _past(word: str) -> str | None:
    found = _PAST.search(word)
    if found and found.start() and hangul.final(word[found.start() - 1]) == "ㅆ":
        return word[: found.start()] + "음"
    return None


def _formal(word: str) -> str | None:
    """-ㅂ니다 and -ㄴ다: 나옵니다, 엽니다, 나온다."""
    found = re.search(r"([가-힣])(니다만|니다|다)$", word)
    if found is None:
        return None
    last, ending = found[1], found[2]
    if hangul.final(last) == ("ㄴ" if ending == "다" else "ㅂ") and last != "습":
        return word[: found.start()] + (_RIEUL.get(last) or hangul.with_final(last, "ㅁ"))
    return None


def _closed(word: str) -> str | None:
    """Endings behind a stem with a final consonant: 많습니다, 받아요, 높은데."""
    if (bare := re.search(r"(?<=[가-힣])(?:어요|어서)$", word)) and not hangul.final(word[bare.start() - 1]):
        return _with_m(word[: bare.start()])
    found = _CLOSED.search(word)
    return (
        _with_m(word[: found.start()])
        if found and found.start() and hangul.final(word[found.start() - 1])
        else None
    )


def _open(word: str) -> str | None:
    """Endings behind a bare stem: 나오고, 비싸지만, 오는데; and -ㄴ데: 큰데, 어려운데."""
    if (
        (bright := re.search(r"([가-힣])데요?$", word))
        and hangul.final(bright[1]) == "ㄴ"
        and bright[1] not in "는"
    ):
        return word[: bright.start()] + hangul.with_final(bright[1], "ㅁ")
    found = _OPEN.search(word)
    if found is None or not found.start():
        return None
    stem = word[: found.start()]
    if found[0].startswith(("는데", "네")) and stem[-1] in _DROPPED_RIEUL:
        return stem[:-1] + _DROPPED_RIEUL[stem[-1]]
    return _with_m(stem)


def _polite(word: str) -> str | None:
    """-아요 and -어요 run together with the stem: 나와요, 어려워요, 느려요, 올라요."""
    if hearsay := re.search(r"(?<=[가-힣])(대|래)요$", word):
        return word[: hearsay.start()] + ("다고 함" if hearsay[1] == "대" else "라고 함")
    found = re.search(r"([가-힣])(?:요|서)$", word)
    if found is None or hangul.final(found[1]):
        return None
    last, head = found[1], word[: found.start()]
    if last in _EU:
        return head + _EU[last]
    if last in "라러" and head and hangul.final(head[-1]) == "ㄹ":
        return head[:-1] + hangul.open_form(head[-1]) + "름"
    sound = hangul.vowel(last)
    if sound in _CONTRACTED:
        return head + hangul.with_final(hangul.with_vowel(last, _CONTRACTED[sound]), "ㅁ")
    return head + hangul.with_final(last, "ㅁ") if sound in "ㅏㅐㅓㅔ" and word.endswith("요") else None


def _with_m(stem: str) -> str:
    """A stem and the noun ending: 나오 + ㅁ, 많 + 음, 늘 + ㅁ = 늚."""
    last = stem[-1:]
    if not last or not hangul.is_syllable(last):
        return stem
    consonant = hangul.final(last)
    if consonant in {"", "ㄹ"}:
        return stem[:-1] + hangul.with_final(last, "ㄻ" if consonant else "ㅁ")
    if consonant == "ㅂ" and last not in _words("regular_in_b"):
        return stem[:-1] + hangul.open_form(last) + "움"
    return stem + "음"


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(entries(table("korean")[name]))
