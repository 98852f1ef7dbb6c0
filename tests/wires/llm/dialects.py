"""Three vendors' protocols, as a server speaks them: each turns an act of the script into bytes."""

import json
from collections.abc import Iterable, Mapping
from typing import Protocol

from tests.wires.llm.loopback import Back, Call, Json
from tests.wires.llm.script import Act, Calls, Fails, FailsInside, Gives, Hangs, HangsUp, Says, Stop


class Dialect(Protocol):
    """A vendor's own words for what a model may do."""

    def whole(self, call: Call, parts: list[Json], stop: Stop) -> Json: ...
    def text(self, text: str) -> Json: ...
    def tool(self, name: str, arguments: Json) -> Json: ...
    def events(self, call: Call, pieces: Iterable[str], stop: Stop | None) -> list[Json]:
        """A streamed answer in these pieces; with no `stop` it has no end."""
        ...

    def error(self, status: int, message: str) -> Json: ...
    def fault(self) -> Json:
        """An overload that is reported inside a stream."""
        ...

    def offered(self, call: Call) -> str | None:
        """The tool to answer with, when one was offered."""
        ...

    def streams(self, call: Call) -> bool: ...


def speak(dialect: Dialect, call: Call, act: Act) -> Back:
    """What goes over the wire when a model of this vendor does this."""
    match act:
        case Gives(stop=stop):
            given, tool = act.of(call), dialect.offered(call)
            text = dialect.text(json.dumps(given, ensure_ascii=False))
            back = _json(dialect.whole(call, [dialect.tool(tool, given) if tool else text], stop))
        case Says(pieces, stop, pause) if dialect.streams(call):
            back = _stream(dialect.events(call, pieces, stop), pause=pause)
        case Says(pieces, stop):
            back = _json(dialect.whole(call, [dialect.text("".join(pieces))], stop))
        case Calls(tool, arguments):
            back = _json(dialect.whole(call, [dialect.tool(tool, arguments)], "done"))
        case Fails(status, message, after):
            wait = {} if after is None else {"retry-after": f"{after:g}"}
            back = _json(dialect.error(status, message), status, wait)
        case FailsInside(after):
            back = _stream([*dialect.events(call, after, None), dialect.fault()])
        case Hangs(seconds):
            back = Back((b"{}",), hang=seconds)
        case HangsUp(after):
            back = _stream(dialect.events(call, after, None), hang_up=True)
    return back


def _json(value: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Back:
    return Back((json.dumps(value, ensure_ascii=False).encode(),), status, headers or {})


def _stream(events: Iterable[Json], *, hang_up: bool = False, pause: float = 0.0) -> Back:
    """Server-sent events, named where they have a type."""
    pieces = tuple(
        (f"event: {event['type']}\n" if "type" in event else "").encode()
        + f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()
        for event in events
    )
    return Back(pieces, streamed=True, hang_up=hang_up, pause=pause)


class Anthropic:
    """POST /v1/messages."""

    stops: Mapping[Stop, str | None] = {
        "done": "end_turn", "length": "max_tokens", "refused": "refusal", "nothing": None,
    }  # fmt: skip
    errors: Mapping[int, str] = {
        400: "invalid_request_error", 401: "authentication_error", 402: "billing_error",
        403: "permission_error", 429: "rate_limit_error", 529: "overloaded_error",
    }  # fmt: skip
    usage: Json = {
        "input_tokens": 60, "output_tokens": 20,
        "cache_read_input_tokens": 40, "cache_creation_input_tokens": 0,
    }  # fmt: skip

    def whole(self, call: Call, parts: list[Json], stop: Stop) -> Json:
        uses = any(part["type"] == "tool_use" for part in parts)
        reason = "tool_use" if uses and stop == "done" else self.stops[stop]
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": call.body["model"],
            "content": parts, "stop_reason": reason, "stop_sequence": None, "usage": self.usage,
        }  # fmt: skip

    def text(self, text: str) -> Json:
        return {"type": "text", "text": text}

    def tool(self, name: str, arguments: Json) -> Json:
        return {"type": "tool_use", "id": "toolu_1", "name": name, "input": arguments}

    def events(self, call: Call, pieces: Iterable[str], stop: Stop | None) -> list[Json]:
        message = self.whole(call, [], "nothing") | {"usage": self.usage | {"output_tokens": 1}}
        opening = [
            {"type": "message_start", "message": message},
            {"type": "content_block_start", "index": 0, "content_block": self.text("")},
        ]
        deltas = [
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
            for piece in pieces
        ]
        ended = {"stop_reason": self.stops[stop or "nothing"], "stop_sequence": None}
        closing: list[Json] = [
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 20}},
            {"type": "message_stop"},
        ]
        return [*opening, *deltas, *([] if stop in (None, "nothing") else closing)]

    def error(self, status: int, message: str) -> Json:
        return {
            "type": "error",
            "error": {"type": self.errors.get(status, "api_error"), "message": message},
        }

    def fault(self) -> Json:
        return self.error(529, "Overloaded")

    def offered(self, call: Call) -> str | None:
        tools = call.body.get("tools")
        return tools[0]["name"] if tools else None

    def streams(self, call: Call) -> bool:
        return bool(call.body.get("stream"))


class Gemini:
    """POST /v1beta/models/<model>:generateContent and :streamGenerateContent?alt=sse."""

    stops: Mapping[Stop, str | None] = {
        "done": "STOP", "length": "MAX_TOKENS", "refused": "SAFETY", "nothing": None,
    }  # fmt: skip
    errors: Mapping[int, str] = {
        400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
        429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE",
    }  # fmt: skip

    def whole(self, call: Call, parts: list[Json], stop: Stop) -> Json:
        reason = {"finishReason": self.stops[stop]} if self.stops[stop] else {}
        return {
            "candidates": [{"content": {"role": "model", "parts": parts}, "index": 0} | reason],
            "usageMetadata": {
                "promptTokenCount": 100, "candidatesTokenCount": 20,
                "cachedContentTokenCount": 40, "totalTokenCount": 120,
            },
            "modelVersion": "gemini-loopback",
        }  # fmt: skip

    def text(self, text: str) -> Json:
        return {"text": text}

    def tool(self, name: str, arguments: Json) -> Json:
        return {"functionCall": {"name": name, "args": arguments}}

    def events(self, call: Call, pieces: Iterable[str], stop: Stop | None) -> list[Json]:
        chunks = [self.whole(call, [self.text(piece)], "nothing") for piece in pieces]
        return [*chunks, *([self.whole(call, [], stop)] if stop else [])]

    def error(self, status: int, message: str) -> Json:
        """A key that Google does not know is a 400, told apart by its reason alone."""
        invalid = "API key not valid" in message
        info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
        return {
            "error": {
                "code": status, "message": message, "status": self.errors.get(status, "INTERNAL"),
                "details": [info] if invalid else [],
            }
        }  # fmt: skip

    def fault(self) -> Json:
        return self.error(503, "overloaded")

    def offered(self, call: Call) -> str | None:
        tools = call.body.get("tools")
        return tools[0]["functionDeclarations"][0]["name"] if tools else None

    def streams(self, call: Call) -> bool:
        return "streamGenerateContent" in call.path


class OpenAI:
    """POST /v1/chat/completions, as local servers offer it."""

    stops: Mapping[Stop, str | None] = {
        "done": "stop", "length": "length", "refused": "content_filter", "nothing": None,
    }  # fmt: skip
    usage: Json = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}

    def whole(self, call: Call, parts: list[Json], stop: Stop) -> Json:
        message = {"role": "assistant", "content": None} | {k: v for part in parts for k, v in part.items()}
        choice = {"index": 0, "message": message, "finish_reason": self.stops[stop]}
        return {
            "id": "c", "object": "chat.completion", "model": "m", "choices": [choice], "usage": self.usage,
        }  # fmt: skip

    def text(self, text: str) -> Json:
        return {"content": text}

    def tool(self, name: str, arguments: Json) -> Json:
        called = {"name": name, "arguments": json.dumps(arguments)}
        return {"tool_calls": [{"id": "c1", "type": "function", "function": called}]}

    def events(self, call: Call, pieces: Iterable[str], stop: Stop | None) -> list[Json]:
        chunks = [self._chunk({"content": piece}, None) for piece in pieces]
        closing: list[Json] = [self._chunk({}, stop), {"choices": [], "usage": self.usage}]
        return [*chunks, *(closing if stop else [])]

    def _chunk(self, delta: Json, stop: Stop | None) -> Json:
        reason = self.stops[stop] if stop else None
        return {"object": "chat.completion.chunk", "choices": [{"delta": delta, "finish_reason": reason}]}

    def error(self, status: int, message: str) -> Json:
        return {"error": {"message": message, "type": "error", "code": status}}

    def fault(self) -> Json:
        return {"error": {"message": "busy"}}

    def offered(self, call: Call) -> str | None:
        return None

    def streams(self, call: Call) -> bool:
        return bool(call.body.get("stream"))
