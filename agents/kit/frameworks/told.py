"""What the user told, apart from what they asked for: the sources that a framework reads."""

from collections.abc import Iterator

from agents.kit.commands import COMMAND
from agents.kit.frameworks.wish import facts_of, is_story, understand
from agents.kit.reading.types import Source
from agents.types import Ask
from config.patterns import regex
from memory.insight import PATTERN, STANDING, Insight
from memory.types import InputUsed, Message

_PARTS = regex(r"[;\n]+")
_HEADED = regex(r"\s*[^:：]{1,40}[:：]\s")
_FIGURE = regex(r"\d[\d.,]*")
_FIGURES, _WORDS = 3, 4
"""A part that is a record has so many figures, and at most so many words to each."""
_ASIDE = STANDING | {"budget", PATTERN}
"""What holds for the work and says nothing of the business, and what figures have shown: nobody's words."""


def sources_of(ask: Ask) -> Iterator[Source]:
    """The briefs of this place, what was learnt elsewhere, then what was told in this thread, oldest first."""
    for brief in ask.context.briefs:
        yield Source("document", brief.id, brief.text, brief.content_hash)
    for one in remembered(ask):
        yield Source("statement", one.id, one.text, one.content_hash)
    for turn in ask.context.turns:
        if turn.kind == "turn" and (text := told(turn.text)).strip():
            yield Source("statement", turn.id, text, turn.content_hash)


def inputs_of(ask: Ask) -> tuple[InputUsed, ...]:
    """Every source that is read, whether or not a clause of it is used: a change makes the output stale."""
    known = {one.id for one in ask.context.known}
    return tuple(
        InputUsed("insight" if source.ref in known else "turn", source.ref, source.content_hash)
        for source in sources_of(ask)
    )


def remembered(ask: Ask) -> Iterator[Insight]:
    """What was learnt elsewhere: facts that no brief and no turn of this thread holds, each sentence once."""
    here = " ".join(_flat(each.text) for each in (*ask.context.briefs, *ask.context.turns))
    told = set[str]()
    for one in ask.context.known:
        sentence = _flat(one.text)
        if one.category not in _ASIDE and sentence not in told and sentence not in here:
            told.add(sentence)
            yield one


def _flat(text: str) -> str:
    return " ".join(text.split())


def told(text: str) -> str:
    """The text with its requests, commands and questions blanked out, so that every offset stays true."""
    command = COMMAND.match(text)
    start = command.end() if command else 0
    wish = understand(text[start:], explicit=command is not None)
    if command:
        return _only(text, [wish.rest] if wish.verb in {"run", "brief"} else [])
    return _only(text, list(facts_of(text)) if wish.verb in {"run", "say"} else [])


def tabular(source: Source) -> bool:
    """Whether a message lists records and tells nothing beside them: `Bread: revenue £400k, growth 12%, share 20%`.

    Each framework reads the records that are its own; to the others the figures of a list are no sentences.
    """
    parts = [part for part in _PARTS.split(source.text) if part.strip()]
    named = len(parts) > 1 or any(_HEADED.match(part) for part in parts)
    return source.kind == "statement" and bool(parts) and named and all(map(_records, parts))


def _records(part: str) -> bool:
    figures = len(_FIGURE.findall(part))
    return figures >= _FIGURES and len(part.split()) <= _WORDS * figures


def story(ask: Ask) -> str:
    """What this message tells of the business, to be kept as a brief of the place; "" where that is no story."""
    said = told(ask.text).strip()
    return said if is_story(said) else ""


def _only(text: str, parts: list[str]) -> str:
    """These parts where they stand in the text, everything else as spaces."""
    kept, at = [" "] * len(text), 0
    for part in parts:
        at = text.find(part, at) if part else -1
        if at < 0:
            break
        kept[at : at + len(part)] = part
        at += len(part)
    return "".join(kept)


def of_turn(ask: Ask) -> Message:
    """The message that is being answered."""
    return ask.context.turns[-1]
