"""How well is remembered: what rules learn from labelled turns, and what a search finds of what was said."""

import json
import re
import tomllib
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agents.kit.learning.extract import extract
from agents.kit.learning.score import Scored, label, score, total
from bot.evaluation import Score
from bot.tools.conversations import read_conversations
from memory.db import Database
from memory.measure import evidence_recall
from memory.recall import recall
from memory.semantics import Semantics, embed_missing
from memory.store import conversations, organizations
from memory.store.entrance import Entrance, enter
from memory.types import Organization, OrgId

_SAID = datetime.fromisoformat("2026-03-04T10:00:00+09:00")
_K = 10


def learning() -> Iterator[Score]:
    """Precision and recall of the rules, on turns that they were worked out on and on held ones, by language."""
    turns: list[dict[str, Any]] = tomllib.loads(_data("learning.toml").read_text("utf-8"))["turn"]
    for kind in ("tuned", "held"):
        for tongue, korean in (("en", False), ("ko", True)):
            chosen = [one for one in turns if one["set"] == kind and _korean(one["text"]) is korean]
            result = total(_learnt(one) for one in chosen)
            yield Score(f"learning.{kind}.{tongue}.precision", result.precision, len(chosen))
            yield Score(f"learning.{kind}.{tongue}.recall", result.recall, len(chosen))


async def recalling(semantics: Semantics | None) -> tuple[Score, ...]:
    """Evidence recall@10 of the dialogues, all in one place, through the same road as users' own."""
    found: list[Score] = []
    async with _filled(semantics) as (db, entrance):
        found += await _recalled(db, entrance, None, "recall.words")
        if semantics is not None:
            found += await _recalled(db, entrance, semantics, "recall.meaning")
    return tuple(found)


def _learnt(turn: dict[str, Any]) -> Scored:
    currency = "KRW" if _korean(turn["text"]) else "USD"
    return score(
        extract(turn["text"], "member", _SAID, currency, "Asia/Seoul"), [label(one) for one in turn["learns"]]
    )


@asynccontextmanager
async def _filled(semantics: Semantics | None) -> AsyncGenerator[tuple[Database, Entrance]]:
    """A throw-away database that holds the dialogues."""
    with TemporaryDirectory(prefix="stratum-eval-") as folder:
        async with await Database.open(f"sqlite+aiosqlite:///{folder}/eval.db") as db:
            new = Organization(OrgId(""), "eval", "Eval", "SME", "en", "UTC", "USD")
            await organizations.add(db, new)
            entrance = await enter(db, "eval")
            async with db.writing(entrance.access) as unit:
                for file in _dialogues():
                    for name, lines in read_conversations(Path(str(file))).conversations.items():
                        await conversations.keep(unit, name, lines)
            if semantics is not None:
                await embed_missing(db, entrance.access, semantics.embedder, 10_000)
            yield db, entrance


async def _recalled(
    db: Database, entrance: Entrance, semantics: Semantics | None, name: str
) -> Iterable[Score]:
    scores: dict[str, list[float]] = {"en": [], "ko": []}
    for tongue, question in _questions():
        hits = await recall(db, entrance.access, question["query"], _K, semantics=semantics)
        ids = [hit.origin.message for hit in hits if hit.origin]
        scores[tongue].append(evidence_recall(ids, question["evidence"], _K))
    return [Score(f"{name}.{tongue}", _mean(values), len(values)) for tongue, values in scores.items()]


def _questions() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in _listed("recall"):
        if "questions" in file.name:
            tongue = "ko" if file.name.startswith("ko") else "en"
            for line in file.read_text("utf-8").splitlines():
                yield tongue, json.loads(line)


def _dialogues() -> Sequence[Traversable]:
    return [file for file in _listed("recall") if "questions" not in file.name]


def _listed(folder: str) -> Sequence[Traversable]:
    return sorted(_data(folder).iterdir(), key=lambda file: file.name)


def _data(name: str) -> Traversable:
    return files("config").joinpath("evaluation", name)


def _korean(text: str) -> bool:
    return re.search("[가-힣]", text) is not None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
