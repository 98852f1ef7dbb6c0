"""The make-up of Hangul syllables: eleven thousand of them, in the order initial, vowel, final."""

FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FIRST, _LAST = ord("가"), ord("힣")


def is_syllable(char: str) -> bool:
    return _FIRST <= ord(char) <= _LAST


def final(char: str) -> str:
    """The final consonant of a syllable, '' where it is open or no syllable."""
    return FINALS[(ord(char) - _FIRST) % 28] if is_syllable(char) else ""


def vowel(char: str) -> str:
    return VOWELS[(ord(char) - _FIRST) // 28 % 21]


def with_final(char: str, consonant: str) -> str:
    """The same syllable with this final consonant; 'ㅁ' makes 오 into 옴."""
    code = ord(char) - _FIRST
    return chr(_FIRST + code - code % 28 + FINALS.index(consonant))


def with_vowel(char: str, letter: str) -> str:
    """The same initial with this vowel, open: 와 with ㅗ is 오."""
    initial = (ord(char) - _FIRST) // 588
    return chr(_FIRST + (initial * 21 + VOWELS.index(letter)) * 28)


def open_form(char: str) -> str:
    return with_final(char, "")
