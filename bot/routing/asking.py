"""Whether words ask for something or tell something: a fact told in a thread is no wish for another agent."""

import re
from functools import cache
from typing import Any

from agents.kit.frameworks.wish import is_story
from config.patterns import regex
from config.tables import read_table

_SENTENCE = regex(r"(?:[^.!?\n。]|(?<=\d)[.](?=\d))+[.!?。]*")
_COURTESY = regex(
    r"^\W*(?:(?:hi|hey|hello|ok|okay|so|and|then|now|also|great|thanks|good\s+\w+|team|all|there)\b[\s,.!:-]*)+",
    re.IGNORECASE,
)
_STORY = 120
"""Characters; what is shorter is weighed as a whole."""
_TRAILING = " .!~^ㅎㅋㅠㅜ…\"')"


def asks(text: str) -> bool:
    """Whether a sentence of the text is a question, a request or an order."""
    return any(_asks(match[0]) for match in _SENTENCE.finditer(text.casefold().replace("’", "'")))


def asking(text: str) -> str:
    """What is asked for at the end of a story; "" where there is no story beside it."""
    if len(text) < _STORY:
        return ""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(text) if match[0].strip()]
    wanted = [sentence for sentence in sentences if _asks(sentence.casefold())]
    return " ".join(wanted) if wanted and len(sentences) - len(wanted) > 1 else ""


def tells(text: str) -> bool:
    """Whether it is the story of a business, in two sentences or more, and nothing is asked."""
    sentences = [match for match in _SENTENCE.finditer(text) if match[0].strip(" .!\n")]
    return len(sentences) > 1 and is_story(text) and not asks(text)


def supposes(text: str) -> bool:
    """Whether the text asks what would be if something were so: that goes on with what is being talked of."""
    return any(form.search(text.casefold()) for form in _suppositions())


def _asks(sentence: str) -> bool:
    begins, says, ends = _forms()
    plain = sentence.strip()
    if plain.endswith("?") or says.search(plain):
        return True
    first = _COURTESY.sub("", plain).split(maxsplit=1)
    letters = "".join(plain.split()).rstrip(_TRAILING)
    return bool(first and first[0].strip(",:") in begins) or letters.endswith(ends)


@cache
def _suppositions() -> tuple[re.Pattern[str], ...]:
    told: dict[str, Any] = read_table("asking.toml")["supposes"]
    return tuple(regex(one) for one in (*told["en"], *told["ko"]))


@cache
def _forms() -> tuple[frozenset[str], re.Pattern[str], tuple[str, ...]]:
    """Words that a sentence begins with, what it says anywhere, and what a Korean one ends with."""
    told: dict[str, Any] = read_table("asking.toml")
    anywhere = "|".join(re.escape(one) for one in told["says"]["en"])
    return frozenset(told["begins"]["words"]), regex(rf"\b(?:{anywhere})\b"), tuple(told["ends"]["ko"])
