"""Korean sentences from one level of politeness to another: 합니다체 and 해요체, where the ending says how.

What a rule does not know for certain stays as it is: nothing is worse than a verb that does not exist.
"""

from collections.abc import Callable, Mapping

from agents.kit.brandcheck.honorific import form_of
from agents.kit.reading.hangul import final, is_syllable, open_form, vowel, with_vowel
from config.patterns import regex

_END = regex(r"[\s.!?~…]*$")
_TO_POLITE: Mapping[str, str] = {
    "입니다": "이에요", "아닙니다": "아니에요", "합니다": "해요", "됩니다": "돼요", "줍니다": "줘요",
    "엽니다": "열어요", "팝니다": "팔아요", "만듭니다": "만들어요", "듭니다": "들어요", "압니다": "알아요",
    "놉니다": "놀아요", "씁니다": "써요", "십시오": "세요", "드립니다": "드려요", "모십니다": "모셔요",
}  # fmt: skip
_TO_FORMAL: Mapping[str, str] = {
    "이에요": "입니다", "예요": "입니다", "아니에요": "아닙니다", "해요": "합니다", "돼요": "됩니다",
    "줘요": "줍니다", "와요": "옵니다", "봐요": "봅니다", "가요": "갑니다", "나요": "납니다", "세요": "십시오",
    "드려요": "드립니다", "열어요": "엽니다", "팔아요": "팝니다", "만들어요": "만듭니다", "써요": "씁니다",
    "알아요": "압니다", "기다려요": "기다립니다", "마셔요": "마십니다", "만나요": "만납니다",
}  # fmt: skip
_REGULAR = set("입잡뽑씹접좁업꼽")
"""Stems in ㅂ that keep it: 입어요, 좁아요."""
_MERGED = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅡ": "ㅓ"}
_BRIGHT = {"ㅏ", "ㅗ", "ㅑ", "ㅛ"}
_OPEN = {"ㅏ", "ㅓ", "ㅐ", "ㅔ", "ㅕ"}


def polite(sentence: str) -> str:
    """A sentence in 합니다체 as 해요체: '나옵니다.' -> '나와요.'"""
    return _turned(sentence, "formal", _as_polite)


def formal(sentence: str) -> str:
    """A sentence in 해요체 as 합니다체: '구워요' stays, '좋아요.' -> '좋습니다.'"""
    return _turned(sentence, "polite", _as_formal)


def turned(sentence: str, form: str) -> str:
    """The sentence in this level, where that is known."""
    return polite(sentence) if form == "polite" else formal(sentence) if form == "formal" else sentence


def _turned(sentence: str, of: str, change: Callable[[str], str | None]) -> str:
    if form_of(sentence) != of:
        return sentence
    end = _END.search(sentence)
    body = sentence[: end.start()] if end else sentence
    new = change(body)
    return sentence if new is None else f"{new}{sentence[len(body) :]}"


def _known(body: str, table: Mapping[str, str]) -> str | None:
    for ending in sorted(table, key=len, reverse=True):
        if body.endswith(ending):
            return body[: -len(ending)] + table[ending]
    return None


def _as_polite(body: str) -> str | None:
    if (found := _known(body, _TO_POLITE)) is not None:
        return _after_vowel(found)
    if body.endswith("습니다"):
        return _stemmed(body[:-3])
    if body.endswith("니다") and is_syllable(body[-3:-2]) and final(body[-3]) == "ㅂ":
        return _merged(body[:-3], open_form(body[-3]))
    return None


def _after_vowel(found: str) -> str:
    """이에요 after a vowel is 예요: 가게예요."""
    stem = found.removesuffix("이에요")
    if stem == found or not stem or not is_syllable(stem[-1]):
        return found
    return found if final(stem[-1]) else f"{stem}예요"


def _stemmed(stem: str) -> str | None:
    """A stem that ends in a consonant: 했 -> 했어요, 좋 -> 좋아요, 고맙 -> 고마워요."""
    if not stem or not is_syllable(stem[-1]):
        return None
    last = stem[-1]
    if final(last) == "ㅂ" and last not in _REGULAR:
        return f"{stem[:-1]}{open_form(last)}워요"
    return f"{stem}{'아요' if vowel(last) in _BRIGHT and final(last) != 'ㅆ' else '어요'}"


def _merged(before: str, last: str) -> str | None:
    """A stem that ends in a vowel: 오 -> 와요, 마시 -> 마셔요, 가 -> 가요."""
    if last == "르" or not last:
        return None
    sound = vowel(last)
    if sound in _OPEN:
        return f"{before}{last}요"
    dark = not (sound == "ㅡ" and before and is_syllable(before[-1]) and vowel(before[-1]) in _BRIGHT)
    merged = _MERGED.get(sound) if dark else "ㅏ"
    return f"{before}{with_vowel(last, merged)}요" if merged else None


def _as_formal(body: str) -> str | None:
    if (found := _known(body, _TO_FORMAL)) is not None:
        return found
    stem = body[:-2]
    if body.endswith(("아요", "어요")) and stem and is_syllable(stem[-1]) and final(stem[-1]):
        return f"{stem}습니다"
    return None
