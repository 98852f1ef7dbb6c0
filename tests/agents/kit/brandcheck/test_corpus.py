"""A corpus of our own, Korean and English: which rules are found, and how often the check is right."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from agents.kit.brandcheck.check import Checked, check
from agents.kit.brandcheck.types import Norms
from agents.kit.writing.parting import copy_of
from config.content.formats import TEXT
from memory.guidelines import Guidelines, Own, level

TEXTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[3] / "data/content/corpus.toml").read_text("utf-8")
)["texts"]
BRAND = level(
    "acme/crumb",
    {
        "content.prohibited_words": Own(("최저가", "기적", "cheap")),
        "voice.formality": Own("formal"),
        "voice.person": Own("we"),
        "voice.tone": Own("담백하고 고급스러운 톤"),
        "strategy.competitors": Own(("파리바게뜨",)),
    },
)
QUIET = {"note"}


def seen(case: dict[str, Any]) -> set[str]:
    return {one.rule_id for one in judged(case).redlines if one.severity not in QUIET}


def judged(case: dict[str, Any]) -> Checked:
    guidelines = BRAND if case.get("brand") else Guidelines({})
    copy = copy_of(case["text"], case.get("format", TEXT))
    wants_call = case.get("format", TEXT) != TEXT
    norms = Norms(guidelines, names=("리틀크럼",), told=case.get("told", ""), wants_call=wants_call)
    return check(copy, norms, copy.language)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"][:30])
def test_what_a_careful_reader_finds_is_found(case: dict[str, Any]) -> None:
    assert set(case["rules"]) <= seen(case)


def test_it_is_right_far_more_often_than_not() -> None:
    found = [(set(case["rules"]), seen(case)) for case in TEXTS]
    right = sum(len(wanted & told) for wanted, told in found)
    precision = right / sum(len(told) for _, told in found)
    recall = right / sum(len(wanted) for wanted, _ in found)
    false_alarms = {
        case["text"][:40]: told - wanted
        for case, (wanted, told) in zip(TEXTS, found, strict=True)
        if told - wanted
    }
    assert recall >= 0.95, recall
    assert precision >= 0.9, false_alarms


@pytest.mark.parametrize(
    "case", [case for case in TEXTS if not case["rules"]], ids=lambda case: case["text"][:30]
)
def test_what_is_fine_passes(case: dict[str, Any]) -> None:
    found = judged(case)
    assert (found.status, found.open) == ("passes", ())


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"][:30])
def test_the_same_text_has_the_same_score_within_bounds(case: dict[str, Any]) -> None:
    first, second = judged(case), judged(case)
    assert first == second
    assert 0 <= first.score <= 100
    for line in first.redlines:
        assert (
            case["text"][line.start : line.end] == line.quote
            or line.start == line.end == 0
            or len(line.quote) == 80
        )
