"""A vendor's model behind pydantic-ai: one request, one answer; its errors become troubles."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache

import httpx2
from pydantic import BaseModel, ValidationError
from pydantic_ai import exceptions as failures
from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from adapters.llm.types import Answer, Finish, Prompt, Tokens, Trouble
from agents.kit.llm import Hear
from config.models import Connection, Patience

_FINISH: dict[str, Finish] = {
    "stop": "done",
    "tool_call": "done",
    "length": "length",
    "content_filter": "declined",
}
_SENTENCE = 200
"""Characters of a vendor's error that are worth showing."""


class _Error(BaseModel):
    message: str


class _Body(BaseModel):
    """An error as both vendors send it."""

    error: _Error


class Hosted:
    """A vendor's models by name; it owns the HTTP client that they were made with."""

    def __init__(
        self,
        model: Callable[[str], Model],
        client: httpx2.AsyncClient,
        connection: Connection,
        patience: Patience,
    ) -> None:
        self._model = cache(model)
        self._client = client
        self._thinking_tokens = connection.vendor.thinking_tokens
        self._patience = patience

    async def ask(self, prompt: Prompt) -> Answer:
        with _troubles():
            response = await model_request(
                self._model(prompt.model),
                _messages(prompt),
                model_settings=self._settings(prompt),
                model_request_parameters=_parameters(prompt),
            )
        return _answer(response)

    async def stream(self, prompt: Prompt, hear: Hear) -> Answer:
        with _troubles():
            request = model_request_stream(
                self._model(prompt.model),
                _messages(prompt),
                model_settings=self._settings(prompt),
                model_request_parameters=_parameters(prompt),
            )
            async with request as stream:
                try:
                    await _hear_out(stream, hear)
                except Trouble as trouble:
                    trouble.charged = _tokens(stream.usage)
                    raise
                return _answer(stream.get())

    async def aclose(self) -> None:
        await self._client.aclose()

    def _settings(self, prompt: Prompt) -> ModelSettings:
        return ModelSettings(
            max_tokens=prompt.max_tokens + self._thinking_tokens,
            thinking=False,
            cache={"messages": False},
            timeout=self._patience.read,
            request_timeout=self._patience.whole,
        )


def _messages(prompt: Prompt) -> list[ModelRequest]:
    return [ModelRequest.user_text_prompt(prompt.question, instructions=prompt.instructions)]


def _parameters(prompt: Prompt) -> ModelRequestParameters:
    """Native structured output: an output tool cannot be forced on models that think by default."""
    if prompt.schema is None:
        return ModelRequestParameters()
    return ModelRequestParameters(
        output_mode="native", output_object=OutputObjectDefinition(prompt.schema, name="answer")
    )


async def _hear_out(stream: StreamedResponse, hear: Hear) -> None:
    with _troubles():
        async for event in stream:
            if piece := _piece(event):
                await hear(piece)


def _piece(event: object) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=text)):
            return text
        case PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
        case _:
            return ""


def _answer(response: ModelResponse) -> Answer:
    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    return Answer(text, _FINISH.get(response.finish_reason or "", "broken"), _tokens(response.usage))


def _tokens(usage: RequestUsage) -> Tokens:
    return Tokens(usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, usage.cache_write_tokens)


@contextmanager
def _troubles() -> Generator[None]:
    try:
        yield
    except failures.ModelAPIError as error:
        raise _trouble(error) from error
    except failures.ContentFilterError as error:
        raise Trouble("rejected", error.message) from error
    except failures.UnexpectedModelBehavior as error:
        raise Trouble("broken_off", error.message) from error
    except httpx2.TransportError as error:
        raise Trouble("broken_off", type(error).__name__) from error


def _trouble(error: failures.ModelAPIError) -> Trouble:
    status = f"HTTP {error.status_code}" if isinstance(error, failures.ModelHTTPError) else ""
    match error:
        case failures.ModelAuthenticationError():
            return Trouble("refused", _said(error))
        case failures.ModelQuotaExceededError():
            return Trouble("no_credit", _said(error))
        case failures.ModelRateLimitError() | failures.ModelUnavailableError() | failures.ModelServerError():
            return Trouble("busy", status or _said(error), after=error.retry_after)
        case failures.ModelTimeoutError() | failures.ModelRequestTimeout():
            return Trouble("silent" if _sent(error) else "unreachable")
        case failures.ModelConnectionError():
            return Trouble("broken_off" if _sent(error) else "unreachable")
        case _:
            return Trouble("rejected", f"{status} {_said(error)}".strip())


def _sent(error: failures.ModelAPIError) -> bool:
    return not (isinstance(error, failures.ModelConnectionError) and error.phase in {"pool", "connect"})


def _said(error: failures.ModelAPIError) -> str:
    """The vendor's own sentence, out of the JSON around it."""
    try:
        said = _Body.model_validate(error.body).error.message
    except ValidationError:
        said = error.message
    return said[:_SENTENCE]
