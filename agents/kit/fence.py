"""What others wrote, made harmless: nothing in it can be taken by a model for the house's own words."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from agents.kit.llm import Material
from agents.kit.secrets import redacted
from config.patterns import regex
from config.prompting import fence

MARK = "| "
"""Begins every line of a fenced text, so that no line of it can look like a fence."""
_TAG = regex(
    r"[<＜‹](?=\s*[/／]?\s*(?:material|system|assistant|user|human|developer|tool|function|instructions?|prompt"
    r"|s>|start_of_turn|end_of_turn|im_|\||antml|pyai|[a-z]+:[a-z]))"
    r"|[<＜](?=[<＜]/?SYS)|\[(?=/?(?:INST|SYSTEM|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\b)|[<＜](?=｜)",
    re.IGNORECASE,
)
_BREAKS = regex(r"\r\n?|[\v\f\x85\u2028\u2029]")
_REMEMBERED = 8_000
"""Characters of the longest text of which the answer is remembered."""
_INVISIBLE = {"Cf", "Cc", "Co", "Cs", "Cn"}


def harmless(text: str) -> str:
    """The text without secrets and invisible characters, its tags and role tokens broken; words stay."""
    lines = _BREAKS.sub("\n", text).split("\n")
    return _TAG.sub("‹", redacted("\n".join(map(_visible, lines))))


def _visible(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c for c in line if c == "\t" or unicodedata.category(c) not in _INVISIBLE)


def fenced(material: Iterable[Material]) -> str:
    """Each text between <material> tags, every line marked, its author's standing said by the house."""
    return "\n".join(_block(number, one) for number, one in enumerate(material, start=1))


def _block(number: int, material: Material) -> str:
    standing = fence().standing.member if material.member else fence().standing.outsider
    labels = (("file name", material.name), ("author", material.author))
    head = [f"({label}: {_line(value)})" for label, value in labels if value]
    body = "\n".join(MARK + line for line in (*head, *harmless(material.text).split("\n")))
    return f'<material id="{number}" kind="{material.kind}" from="{standing}">\n{body}\n</material>'


def _line(text: str) -> str:
    return " ".join(harmless(text).split())[:120]


def instructs(text: str) -> bool:
    """Whether the text speaks to the machine: 'ignore all previous instructions', '이전 지시를 무시하고'."""
    return (_remembered if len(text) <= _REMEMBERED else _instructs)(text)


def _instructs(text: str) -> bool:
    seen = "\n".join(map(_visible, _BREAKS.sub("\n", text).split("\n")))
    suspect = _suspect(unicodedata.normalize("NFKC", seen))
    plain = harmless(suspect)
    return bool(plain) and any(pattern.search(plain) for pattern in _instructions())


_remembered = lru_cache(maxsize=64)(_instructs)
"""A brief is asked about in nearly every turn of its campaign."""


def _suspect(text: str) -> str:
    """The lines that hold a word without which nothing instructs, with their neighbours; most texts have none."""
    cues, lines = fence().instructions.cues, text.split("\n")
    told = {at for at, line in enumerate(map(str.casefold, lines)) if any(cue in line for cue in cues)}
    near = sorted({each for at in told for each in (at - 1, at, at + 1) if 0 <= each < len(lines)})
    return "\n".join(lines[at] for at in near)


@cache
def _instructions() -> tuple[re.Pattern[str], ...]:
    return tuple(fence().instructions.regexes)
