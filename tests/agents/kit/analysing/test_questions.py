"""The project's own question set: what is asked in Korean and English, and the query that is meant, without a model."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from agents.kit.analysing.inquiry import Inquiry
from agents.kit.analysing.understanding import understand

SAID_ON = date(2026, 11, 26)
DATA = Path("tests/data/analysing")
PART = re.compile(r" (?=(?:kind|m|by|p|name|w|vs|chart|order|limit|dir|cur|weekday)=)")


def questions(name: str) -> list[tuple[str, list[str]]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    told = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return [(text, sorted(part for part in PART.split(meant.strip()) if part)) for text, _, meant in told]


def parts(asked: Inquiry) -> Iterator[str]:
    """A query as the question set writes it down; what is as by default is left out."""
    if asked.kind != "summary":
        yield f"kind={asked.kind}"
    for name, values in (("m", asked.metrics), ("by", asked.by), ("p", asked.platforms)):
        if values:
            yield f"{name}={','.join(values)}"
    yield from (f"name={name}:{'/'.join(values)}" for name, values in asked.names.items())
    if asked.window:
        yield f"w={asked.window.since}..{asked.window.until}"
    if asked.versus:
        before = asked.before
        yield f"vs={asked.versus}" if before is None else f"vs={before.since}..{before.until}"
    if asked.order:
        yield f"order={'-' if asked.order.descending else ''}{asked.order.metric}"
    for name, value in (
        ("chart", asked.chart),
        ("limit", asked.limit),
        ("dir", asked.direction),
        ("cur", asked.currency),
    ):
        if value:
            yield f"{name}={value}"
    if asked.weekday:
        yield "weekday=yes"


def wrong(name: str) -> list[tuple[str, list[str], list[str]]]:
    read = ((text, meant, sorted(parts(understand(text, SAID_ON)))) for text, meant in questions(name))
    return [one for one in read if one[1] != one[2]]


def test_the_question_set_is_understood() -> None:
    asked = questions("questions.tsv")
    korean = sum(bool(re.search("[가-힣]", text)) for text, _ in asked)
    assert len(asked) >= 120
    assert min(korean, len(asked) - korean) >= 60
    assert len(failed := wrong("questions.tsv")) <= 0.05 * len(asked), failed


def test_so_are_questions_that_the_words_were_not_written_for() -> None:
    failed = wrong("unseen.tsv")
    assert len(failed) <= 0.05 * len(questions("unseen.tsv")), failed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("지난주 클릭수 캠페인별", "clicks by campaign last week", True),
        ("지난주 클릭수 캠페인별", "clicks by campaign this week", False),
    ],
)
def test_a_query_has_an_id_in_whatever_language_it_is_asked(one: str, other: str, same: bool) -> None:
    assert (understand(one, SAID_ON).id == understand(other, SAID_ON).id) is same
