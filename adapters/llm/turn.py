"""The language model of one turn: asks one vendor after the other, checks what comes, has it paid for."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import ValidationError

from adapters.llm.cost import expected, micros, sent
from adapters.llm.patience import patiently
from adapters.llm.prompting import again, prompt_of
from adapters.llm.types import Answer, Prompt, Provider, Tokens, Trouble
from agents.kit.errors import BrokenAnswer, KeyRefused, ModelError, ModelFailed
from agents.kit.llm import Filled, Hear, Request, Said, T, Used
from agents.kit.meter import Meter
from agents.kit.secrets import redacted
from config.models import Connection, Connections
from memory.types import MessageId, Usage

R = TypeVar("R")
log = logging.getLogger(__name__)

_FINAL = {"cut_short", "declined", "half_heard"}
"""What another vendor would not mend: it is too long there too, and a refusal is no reason to shop around."""


class Switchboard(Protocol):
    """Where a vendor's provider is had from."""

    @property
    def connections(self) -> Connections: ...

    async def provider(self, connection: Connection) -> Provider: ...


@dataclass(slots=True)
class TurnModel:
    """The LLM of one turn of one organisation."""

    switchboard: Switchboard
    meter: Meter
    message: MessageId | None = None

    @property
    def connected(self) -> bool:
        return True

    async def fill(self, output_type: type[T], request: Request) -> Filled[T]:
        async def ask(call: "Call") -> Filled[T]:
            prompt = prompt_of(request, call.connection, output_type.model_json_schema())
            answer = await call.answered(prompt)
            try:
                value = output_type.model_validate_json(answer.text)
            except ValidationError as error:
                answer = await call.answered(again(prompt, _faults(error)))
                value = _validated(output_type, answer, call.connection)
            return Filled(value, call.name(prompt), call.used)

        return await self._first(request, ask)

    async def stream(self, request: Request, hear: Hear) -> Said:
        async def ask(call: "Call") -> Said:
            prompt = prompt_of(request, call.connection)
            answer = await call.answered(prompt, hear)
            if not answer.text.strip():
                raise BrokenAnswer("empty", vendor=call.connection.title)
            return Said(answer.text, call.name(prompt), call.used)

        return await self._first(request, ask)

    async def _first(self, request: Request, ask: Callable[["Call"], Awaitable[R]]) -> R:
        """What the first vendor answers that can.

        Raises what the first one failed of when none can, and KeyRefused or BudgetUsedUp at once.
        """
        failed: ModelError | None = None
        for connection in self.switchboard.connections.vendors:
            try:
                return await ask(Call(self, connection, request.agent))
            except (ModelFailed, BrokenAnswer) as error:
                log.warning("%s: %s", connection.title, error.reason)
                failed = failed or error
                if error.reason in _FINAL:
                    raise
        raise failed or ModelFailed(vendor="")


class Call:
    """One vendor's share of a request: its attempts, and what they took."""

    def __init__(self, turn: TurnModel, connection: Connection, agent: str) -> None:
        self.connection = connection
        self.used = Used(currency=turn.switchboard.connections.prices.currency)
        self._turn = turn
        self._agent = agent

    def name(self, prompt: Prompt) -> str:
        return f"{self.connection.id}:{prompt.model}"

    async def answered(self, prompt: Prompt, hear: Hear | None = None) -> Answer:
        """A whole answer, paid for. Raises a ModelError for everything else."""
        provider = await self._turn.switchboard.provider(self.connection)
        tries = _Tries(provider, prompt, hear, self.connection)
        price = self._turn.switchboard.connections.prices.of(self.connection.id, prompt.model)
        held = micros(expected(prompt, self.connection.vendor.thinking_tokens), price)
        await self._turn.meter.reserve(held)
        try:
            answer = await patiently(tries.once, self._turn.switchboard.connections.patience)
        except Trouble as trouble:
            raise _error(trouble, self.connection) from trouble
        finally:
            await self._settle(held, tries.took, micros(tries.took, price), prompt)
        return _finished(answer, prompt, self.connection)

    async def _settle(self, held: int, took: Tokens, cost: int, prompt: Prompt) -> None:
        currency = self.used.currency
        self.used += Used(took.input, took.output, took.cache_read, cost, currency)
        model, message = self.name(prompt), self._turn.message
        usage = Usage(self._agent, model, took.input, took.output, cost, currency, message)
        await self._turn.meter.settle(held, usage if took != Tokens() else None)


class _Tries:
    """The attempts at one prompt; what was sent is counted even when nothing came back."""

    def __init__(self, provider: Provider, prompt: Prompt, hear: Hear | None, connection: Connection) -> None:
        self.took = Tokens()
        self._provider = provider
        self._prompt = prompt
        self._hear = hear
        self._vendor = connection.title
        self._heard = False

    async def once(self) -> Answer:
        try:
            answer = await self._ask()
        except Trouble as trouble:
            self.took += self._charged(trouble)
            if self._heard:
                raise BrokenAnswer("half_heard", vendor=self._vendor) from trouble
            raise
        except BaseException:
            self.took += sent(self._prompt)
            raise
        self.took += answer.tokens
        return answer

    async def _ask(self) -> Answer:
        if self._hear is None:
            return await self._provider.ask(self._prompt)
        return await self._provider.stream(self._prompt, self._pass_on)

    async def _pass_on(self, piece: str) -> None:
        self._heard = True
        if self._hear:
            await self._hear(piece)

    def _charged(self, trouble: Trouble) -> Tokens:
        if trouble.charged:
            return trouble.charged
        return sent(self._prompt) if trouble.reason in {"silent", "broken_off"} else Tokens()


def _finished(answer: Answer, prompt: Prompt, connection: Connection) -> Answer:
    """The answer, if it is whole: a stream that was cut yields its beginning without any error."""
    match answer.finish:
        case "done":
            return answer
        case "length":
            raise BrokenAnswer("cut_short", vendor=connection.title, limit=prompt.max_tokens)
        case "declined":
            raise ModelFailed("declined", vendor=connection.title)
        case "broken":
            raise BrokenAnswer("unfinished", vendor=connection.title)


def _validated(output_type: type[T], answer: Answer, connection: Connection) -> T:
    try:
        return output_type.model_validate_json(answer.text)
    except ValidationError as error:
        raise BrokenAnswer("off_form", vendor=connection.title, said=_faults(error)) from error


def _faults(error: ValidationError) -> str:
    """Where and what, without the values: they are the model's, and may be somebody else's words."""
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'answer'}: {one['msg']}" for one in faults[:8])


def _error(trouble: Trouble, connection: Connection) -> ModelError:
    """What the user hears of it. A vendor may print the key it refuses, so then its words are left out."""
    vendor, key = connection.title, connection.vendor.key
    match trouble.reason:
        case "refused":
            return KeyRefused(vendor=vendor, key=key)
        case "busy":
            return ModelFailed("busy", vendor=vendor, status=trouble.said)
        case "no_credit":
            return ModelFailed("no_credit", vendor=vendor, variable=key)
        case "rejected":
            return ModelFailed("rejected", vendor=vendor, said=redacted(trouble.said))
        case reason:
            return ModelFailed(reason, vendor=vendor)
