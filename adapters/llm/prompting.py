"""A request as the prompt that is sent: rules, then what others wrote, fenced, then the question."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from adapters.llm.types import Prompt
from agents.kit.fence import fenced
from agents.kit.llm import Material, Request
from agents.kit.secrets import redacted
from config.models import Connection
from config.prompting import fence
from memory.types import Json

LONGEST = 200_000
"""Characters of material in one prompt; what is beyond is left out, and the model is told so."""


def prompt_of(request: Request, connection: Connection, schema: Json | None = None) -> Prompt:
    """Nothing reaches a vendor but through here: material is fenced, and secrets are taken out."""
    material = fenced(_within(request.material))
    return Prompt(
        model=connection.quick if request.size == "quick" else connection.agent,
        instructions=redacted(f"{request.instructions.strip()}\n\n{fence().rules.strip()}"),
        question=f"{material}\n\n{redacted(request.question.strip())}".strip(),
        max_tokens=request.max_tokens,
        schema=schema,
    )


def again(prompt: Prompt, faults: str) -> Prompt:
    """The same question, with what was wrong with the first answer to it."""
    return replace(prompt, question=f"{prompt.question}\n\n{fence().again.format(faults=faults)}")


def _within(material: Iterable[Material]) -> Iterator[Material]:
    left = LONGEST
    for one in material:
        if len(one.text) > left:
            kept = _whole_words(one.text[:left])
            yield replace(one, text=f"{kept}\n{fence().cut.format(number=len(one.text) - len(kept))}")
            return
        left -= len(one.text)
        yield one


def _whole_words(text: str) -> str:
    """Up to the last space: half a key would no longer look like one."""
    return text[: max(text.rfind(" "), text.rfind("\n"), 0)]
