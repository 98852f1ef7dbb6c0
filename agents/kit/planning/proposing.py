"""What a model adds to a plan: the words of its rows, each checked against the row's proof. It says no sums."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field

from agents.kit.errors import ModelError
from agents.kit.frameworks.confidence import GRADES
from agents.kit.frameworks.vetting import Vetting
from agents.kit.llm import LLM, Material, Request
from agents.kit.planning.drafting import summary
from agents.kit.planning.values import Known
from agents.kit.planning.working import Made
from agents.kit.planning.writing import forbidden
from agents.kit.reading.types import Source
from agents.types import Ask
from config.planning import wording
from config.wording import words
from memory.types import Draft, Evidence, Json

_MAX_TOKENS = 3_000


class RowWords(BaseModel):
    """What a model says for one row."""

    model_config = ConfigDict(extra="forbid")

    row: str = Field(pattern=r"^R\d{1,3}$")
    message: str = Field(min_length=1, max_length=200)
    cta: str = Field(min_length=1, max_length=60)


class Proposal(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: list[RowWords] = Field(default_factory=list[RowWords], max_length=30)


async def proposed(ask: Ask, made: Made, llm: LLM) -> tuple[Draft, tuple[str, ...]]:
    """The plan with a model's words where they may stand, and what went wrong. It raises no ModelError."""
    await ask.say(words("models")("asking", ask.locale))
    try:
        answer = await llm.fill(Proposal, request(ask, made))
    except ModelError as error:
        return made.draft, (error.say(ask.locale),)
    return worded(ask, made, answer.value, f"llm:{answer.model}"), ()


def request(ask: Ask, made: Made) -> Request:
    """What is asked. The instructions are the same for every plan."""
    say = wording()
    return Request(
        agent="marketing_strategy",
        instructions=say.instructions,
        question=say.question.format(answer_in=say.answer_in.say(ask.locale)),
        material=tuple(_material(made)),
        max_tokens=_MAX_TOKENS,
    )


def _material(made: Made) -> Iterator[Material]:
    for row in made.draft.body["rows"]:
        told = [
            f"{row['id']}: {row['persona']}",
            row["stage"],
            row["name"],
            f"proof: {row['proof']}",
            f"now: {row['message']}",
        ]
        yield Material("output", "\n".join(told), ref=row["proof_ref"])
    forbidden_words = [ban.value for ban in made.known.bans if ban.kind == "word"]
    if forbidden_words:
        yield Material("output", "Forbidden words: " + ", ".join(forbidden_words))


def worded(ask: Ask, made: Made, proposal: Proposal, engine: str) -> Draft:
    """The draft with every proposal that its row's proof bears. What a person wrote stays as it is."""
    body = made.draft.body
    by_row = {one.row: one for one in reversed(proposal.rows)}
    taken = [
        row["id"]
        for row in body["rows"]
        if row["id"] in by_row and _may_stand(made.known, row, by_row[row["id"]])
    ]
    if not taken:
        return made.draft
    rows = [_with(row, by_row[row["id"]], engine) if row["id"] in taken else row for row in body["rows"]]
    evidence = tuple(
        Evidence(f"rows.{name}.message", "inference", engine, "", GRADES["inference"]) for name in taken
    )
    return _replaced(ask, made.draft, body | {"rows": rows}, evidence, engine)


def _may_stand(known: Known, row: Json, said: RowWords) -> bool:
    if row["message_by"] != "rule":
        return False
    vetting = Vetting(
        (Source("statement", row["proof_ref"], f"{row['proof']} {row['message']} {row['persona']}"),)
    )
    text = f"{said.message} {said.cta}"
    return vetting.allows(said.message) and vetting.allows(said.cta) and forbidden(known, text) is None


def _with(row: Json, said: RowWords, engine: str) -> Json:
    return row | {"message": said.message.strip(), "cta": said.cta.strip(), "message_by": engine}


def _replaced(ask: Ask, draft: Draft, body: Json, more: tuple[Evidence, ...], engine: str) -> Draft:
    told = summary(body, ask)
    return replace(draft, body=body, evidence=(*draft.evidence, *more), engine=engine, summary=told)
