"""Which agent a message is for, asked of a model where words and meaning left it open."""

from typing import Literal

from pydantic import BaseModel

from agents.kit.llm import LLM, Material, Request
from config.prompting import route

Desk = Literal[
    "business_strategy", "persona", "marketing_strategy", "content", "campaign_execution", "analytics",
    "roi_budget", "quick_wins", "competitive_intelligence", "client_success", "business_intelligence", "unsure",
]  # fmt: skip
_LONGEST = 2_000
_TOKENS = 200


class Sorted(BaseModel):
    """The model's answer; it can name a desk and nothing else."""

    desk: Desk


async def sort(text: str, llm: LLM) -> str | None:
    """The agent's id, None where the model is unsure, too. Raises ModelError."""
    say = route()
    material = (Material("message", text[:_LONGEST]),)
    request = Request("router", say.instructions, say.question, material, _TOKENS, "quick")
    desk = (await llm.fill(Sorted, request)).value.desk
    return None if desk == "unsure" else desk
