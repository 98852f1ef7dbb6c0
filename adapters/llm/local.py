"""A model at an OpenAI-compatible address (Ollama, vLLM, llama.cpp): plain HTTP, no SDK."""

import asyncio
import re
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from typing import TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.llm.types import Answer, Finish, Prompt, Provider, Tokens, Trouble
from agents.kit.llm import Hear
from config.models import Connection, Patience
from memory.types import Json

PATH = "chat/completions"
_FINISH: dict[str | None, Finish] = {"stop": "done", "length": "length", "content_filter": "declined"}
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
_WRAPPED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)


class _Said(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    message: _Said = Field(default_factory=_Said)
    delta: _Said = Field(default_factory=_Said)
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Fault(BaseModel):
    message: str = ""


class _Body(BaseModel):
    """A completion, or an event of a streamed one; servers add fields of their own."""

    model_config = ConfigDict(extra="ignore")

    choices: list[_Choice] = Field(default_factory=list[_Choice])
    usage: _Usage | None = None
    error: _Fault | str | None = None

    @property
    def tokens(self) -> Tokens:
        return Tokens(self.usage.prompt_tokens, self.usage.completion_tokens) if self.usage else Tokens()


class Local:
    """One server."""

    def __init__(self, connection: Connection, patience: Patience) -> None:
        self._thinking_tokens = connection.vendor.thinking_tokens
        self._whole = patience.whole
        self._client = httpx2.AsyncClient(
            base_url=connection.url,
            headers={"authorization": f"Bearer {connection.key}"} if connection.key else {},
            timeout=httpx2.Timeout(patience.read, connect=patience.connect),
        )

    async def ask(self, prompt: Prompt) -> Answer:
        with _troubles():
            async with asyncio.timeout(self._whole):
                response = await self._client.post(PATH, json=self._body(prompt))
            _check(response)
        return _answer(_read(_Body, response.text), structured=prompt.schema is not None)

    async def stream(self, prompt: Prompt, hear: Hear) -> Answer:
        body = self._body(prompt) | {"stream": True, "stream_options": {"include_usage": True}}
        with _troubles():
            async with asyncio.timeout(self._whole), self._client.stream("POST", PATH, json=body) as response:
                if response.is_error:
                    await response.aread()
                _check(response)
                return await _hear_out(response.aiter_lines(), hear)

    async def aclose(self) -> None:
        await self._client.aclose()

    def _body(self, prompt: Prompt) -> Json:
        body: Json = {
            "model": prompt.model,
            "messages": [
                {"role": "system", "content": prompt.instructions},
                {"role": "user", "content": prompt.question},
            ],
            "max_tokens": prompt.max_tokens + self._thinking_tokens,
        }
        if prompt.schema is not None:
            form = {"name": "answer", "schema": prompt.schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return body


def provider(connection: Connection, patience: Patience) -> Provider:
    return Local(connection, patience)


def _answer(body: _Body, *, structured: bool) -> Answer:
    choice = body.choices[0] if body.choices else _Choice()
    text = _THOUGHT.sub("", choice.message.content or "")
    wrapped = _WRAPPED.fullmatch(text) if structured else None
    finish = _FINISH.get(choice.finish_reason, "broken")
    return Answer(wrapped[1] if wrapped else text, finish, body.tokens)


async def _hear_out(lines: AsyncIterator[str], hear: Hear) -> Answer:
    """Server-sent events: `data: {…}` a line, `data: [DONE]` at the end; the usage comes last, if at all."""
    text, tokens = "", Tokens()
    finish: Finish = "broken"
    async for line in lines:
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:") or data == "[DONE]":
            continue
        event = _read(_Body, data)
        if event.error:
            raise Trouble("busy", str(event.error), charged=tokens)
        tokens += event.tokens
        for choice in event.choices:
            piece = choice.delta.content or ""
            text += piece
            finish = _FINISH.get(choice.finish_reason, finish)
            if piece:
                await hear(piece)
    return Answer(text, finish, tokens)


M = TypeVar("M", bound=BaseModel)


def _read(model: type[M], text: str) -> M:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise Trouble("broken_off", "no completion") from error


def _check(response: httpx2.Response) -> None:
    """Raises the trouble that a status stands for."""
    status = response.status_code
    if not response.is_error:
        return
    if status in (401, 403):
        raise Trouble("refused", f"HTTP {status}")
    if status == 429 or status >= 500:
        raise Trouble("busy", f"HTTP {status}", after=_seconds(response.headers.get("retry-after")))
    raise Trouble("rejected", f"HTTP {status} {response.text[:200]}")


def _seconds(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None


@contextmanager
def _troubles() -> Generator[None]:
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise Trouble("unreachable", type(error).__name__) from error
    except (httpx2.TimeoutException, TimeoutError) as error:
        raise Trouble("silent") from error
    except httpx2.TransportError as error:
        raise Trouble("broken_off", type(error).__name__) from error
