"""What somebody wants of the Persona agent, from a command or from plain words in either language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from agents.kit.persona.creating import Wanted
from agents.kit.persona.mentions import mentions
from agents.kit.reading.clauses import language
from agents.kit.reading.sentences import sentences
from config.persona import attributes
from config.tables import read_table

_NUMBERS = {
    "one": 1, "a": 1, "two": 2, "both": 2, "three": 3, "four": 4,
    "하나": 1, "한": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4,
}  # fmt: skip
_LONGEST_GROUP = 6
"""Words of a group that no list knows: more are a story."""
_STORY = 90


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do, and the words that are left."""

    verb: str
    """One of the verbs of config/persona/wishes.toml, or `say` for words that ask for nothing."""
    rest: str = ""


def understand(text: str, *, explicit: bool) -> Wish:
    """`explicit` words follow the agent's command, so that their first one may be a verb."""
    head, _, tail = text.strip().partition(" ")
    if (verb := _verbs().get(head.lower().rstrip(":"))) and (
        explicit or not tail or verb in {"pretest", "panel"}
    ):
        return Wish(verb, tail.strip())
    said = next((name for name, pattern in _said().items() if pattern.search(text)), "")
    if explicit and not said:
        return Wish("create", text.strip())
    return Wish(said or "say", text.strip())


def is_verb(word: str) -> bool:
    return word in _verbs()


def wanted(text: str) -> Wanted:
    """Of whom personas are wanted, how many, and what they are to be called."""
    parts = _parts()
    count = parts["count"].search(text)
    number = _number(count["en"] or count["ko"]) if count else 0
    names = tuple(match[1] for match in parts["called"].finditer(text))
    asked = _asking(text)
    if len(asked) > _STORY or parts["business"].search(asked):
        found = _mentioned(asked)
    else:
        found = _groups(parts["called"].sub(" ", asked), number)
    return Wanted(tuple(dict.fromkeys(found)), number, names)


def _asking(text: str) -> str:
    """The sentences that ask for personas, without what is told beside them; all of it where none does by name."""
    said = [text[span.start : span.end] for span in sentences(text)]
    named = [one for one in said if _parts()["persona"].search(one)]
    return " ".join(named) or text


def _mentioned(text: str) -> list[str]:
    return [one.label for one in mentions(text, language(text)) if one.key]


def _groups(text: str, number: int) -> list[str]:
    """The groups of a short request: what is left without the words that ask for it, parted where it lists several."""
    text = _parts()["asked"].sub(" ", text)
    means = _parts()["means"].search(text)
    if means and not _mentioned(means[0]):
        text = text.replace(means[0], " ")
    behind = _parts()["behind"].search(text)
    if behind:
        found = [_parts()["article"].sub("", part) for part in _parts()["parted"].split(behind["who"])]
    else:
        rest = " ".join(_parts()["fillers"].sub(" ", text).split())
        found = [name for part in _parts()["parted"].split(rest) for name in _named(part)]
    plain = (" ".join(part.split()).strip(" .,!?:").removesuffix("로요") for part in found)
    groups = [one for one in plain if len(one) > 1 and len(one.split()) <= _LONGEST_GROUP]
    return groups[-number:] if number else groups


def _named(part: str) -> list[str]:
    """A part as the name of a group; of a statement about groups, those that it is about."""
    part = _parts()["clause"].sub("", part).strip()
    spoken = [one for one in mentions(part, language(part)) if one.key]
    states = bool(spoken) and bool(part[spoken[-1].end :].strip(" .,!?:"))
    return [one.label for one in spoken] if states else [part]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower(), 0)


@cache
def _table() -> Mapping[str, Any]:
    return read_table("persona", "wishes.toml")


@cache
def _verbs() -> dict[str, str]:
    return {word: verb for verb, listed in _table()["verbs"].items() for word in listed}


@cache
def _said() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _table()["said"].items()}


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(pattern, re.IGNORECASE if name != "called" else 0)
        for name, pattern in _table()["parts"].items()
    }


_NO_SUBJECT = frozenset(
    ["name", "who", "share", "quote", "openness", "education", "income", "values", "region"]
)
_PARTED = re.compile(r"\s*(?:\||\bvs\.?\b|\s/\s|대(?=\s))\s*", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“'‘「]([^\"”'’」]{2,200})[\"”'’」]")
_ABOUT = re.compile(r"^(.{0,80}?)[:：]\s*(?=\S)", re.DOTALL)


def asks(text: str) -> bool:
    """Whether words ask for something."""
    return _parts()["asks"].search(text) is not None


def of_attribute(question: str) -> str:
    """The attribute that a question is after, "" where it is an offer or asks for an opinion."""
    if not asks(question):
        return ""
    found = [
        (question.lower().find(word.lower()), -len(word), spec.id)
        for spec in attributes().values()
        if spec.id not in _NO_SUBJECT
        for word in spec.words
        if re.search(
            rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word), question, re.IGNORECASE
        )
    ]
    return min(found)[2] if found else ""


def question_in(text: str, names: list[str]) -> str:
    """What is put to a panel, without the words that call it together."""
    plain = _parts()["order"].sub(" ", text)
    for name in names:
        called = (
            rf"(?<![A-Za-z가-힣]){re.escape(name)}(?:\s?(?:씨|님))?(?:{_parts()['particles'].pattern})?[,:]?"
        )
        plain = re.sub(called, " ", plain, flags=re.IGNORECASE)
    return " ".join(_parts()["order"].sub(" ", plain).split()) or text.strip()


def wordings(text: str) -> tuple[str, str, str] | None:
    """What stands before them, and the two wordings of a pretest; None where there are not two."""
    quoted = _QUOTED.findall(text)
    if len(quoted) == 2:  # noqa: PLR2004 - two wordings
        return text[: text.find(quoted[0])], quoted[0].strip(), quoted[1].strip()
    head = _ABOUT.match(text)
    before = head[1] if head and "|" not in head[1] else ""
    parts = [
        part.strip() for part in _PARTED.split(text[head.end() if head and before else 0 :]) if part.strip()
    ]
    return (before, parts[0], parts[1]) if len(parts) == 2 else None  # noqa: PLR2004
