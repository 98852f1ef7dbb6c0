"""How often the router sends an utterance to the agent that its label names, by the letters and with the embedder."""

import json
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.evaluation import Score
from bot.routing.router import Route
from bot.routing.utterances import likeliest, routes
from config.errors import Misused
from config.routing import ACTING, AGENTS, TALKS
from memory.embed import Embedder

_HANGUL = re.compile("[가-힣ㄱ-ㅣ]")
_TALKS = {"thanks", "smalltalk", "hello", "help"}
"""The bot's own tools that answer talk."""


class BadUtterances(Misused):
    """{path!r}, line {line}: an agent's id, a tab and an utterance are expected, or JSON with `agent` and `text`.

    ko: {path!r} {line}번째 줄: 에이전트 id, 탭, 문장의 순서이거나 `agent`와 `text`가 있는 JSON이어야 합니다.
    """


@dataclass(frozen=True, slots=True)
class Labelled:
    agent: str
    """An agent's id; one of the talks stands for an answer by no agent."""
    text: str


@dataclass(frozen=True, slots=True)
class _Met:
    """A labelled utterance and where it went."""

    wanted: Labelled
    route: Route

    @property
    def right(self) -> bool:
        return _is(self.wanted.agent, likeliest(self.route), self.route)

    @property
    def near(self) -> bool:
        """Whether it is right or among what would be offered."""
        return self.right or self.wanted.agent in self.route.alternatives

    @property
    def launched(self) -> bool:
        """Whether it reached the agent that acts, unasked and by mistake."""
        return self.route.command.agent == ACTING != self.wanted.agent


def shipped() -> tuple[Labelled, ...]:
    """The labelled utterances of config/evaluation/routing."""
    folder = files("config").joinpath("evaluation", "routing")
    texts = (folder.joinpath(name).read_text("utf-8") for name in ("utterances.tsv", "more.tsv"))
    return tuple(one for text in texts for one in read(text, "config/evaluation/routing"))


def labelled(path: Path) -> tuple[Labelled, ...]:
    """Those of a file. Raises BadUtterances, OSError and UnicodeDecodeError."""
    return tuple(read(path.read_text("utf-8"), str(path)))


def read(text: str, path: str) -> list[Labelled]:
    """Lines of `agent<tab>text`, or of JSON objects with these two. Raises BadUtterances."""
    found: list[Labelled] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            one = _of_json(line) if line.lstrip().startswith("{") else Labelled(*_two(line))
            if one.agent not in (*AGENTS, *TALKS) or not one.text:
                raise BadUtterances(path=path, line=number)
            found.append(one)
    return found


async def routing(utterances: Sequence[Labelled], embedder: Embedder | None) -> list[Score]:
    """By the letters alone; with an embedder, that as well."""
    scores = [one async for one in _scores("letters", utterances, None)]
    if embedder:
        scores += [one async for one in _scores("semantic", utterances, embedder)]
    return scores


async def _scores(
    name: str, utterances: Sequence[Labelled], embedder: Embedder | None
) -> AsyncGenerator[Score]:
    went = [found async for _, found in routes((one.text for one in utterances), embedder)]
    met = [_Met(wanted, route) for wanted, route in zip(utterances, went, strict=True)]
    korean = [one for one in met if _HANGUL.search(one.wanted.text)]
    english = [one for one in met if not _HANGUL.search(one.wanted.text)]
    for part, some in (("all", met), ("ko", korean), ("en", english)):
        yield _share(f"{name} right, {part}", [one.right for one in some])
    yield _share(f"{name} right or offered", [one.near for one in met])
    yield _share(f"{name} asked about", [one.route.how == "ask" for one in met])
    yield _share(f"{name} launched by mistake", [one.launched for one in met])


def _share(name: str, cases: Sequence[bool]) -> Score:
    return Score(name, sum(cases) / len(cases) if cases else 0.0, len(cases))


def _is(wanted: str, agent: str | None, route: Route) -> bool:
    return agent is None and route.command.verb in _TALKS if wanted in TALKS else agent == wanted


def _two(line: str) -> tuple[str, str]:
    agent, _, text = line.partition("\t")
    return agent.strip(), text.strip()


def _of_json(line: str) -> Labelled:
    try:
        told: dict[str, object] = json.loads(line)
    except ValueError:
        return Labelled("", "")
    return Labelled(str(told.get("agent", "")), str(told.get("text", "")))
