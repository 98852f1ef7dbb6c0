"""What was heard and what is said, as JSON: how the spool and the outbox keep them."""

import base64
import json
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.types import Document, Heard, Reply
from memory.types import Json


@cache
def _heard() -> TypeAdapter[Heard]:
    return TypeAdapter(Heard)


@cache
def _reply() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


def heard_document(heard: Heard) -> Json:
    return _whole(_heard().dump_python(heard, mode="json", exclude_defaults=True))


def heard_of(document: Json) -> Heard:
    return _heard().validate_python(document)


def reply_document(reply: Reply) -> Json:
    """Files go along in base 64."""
    bare = _reply().dump_python(replace(reply, documents=()), mode="json", exclude_defaults=True)
    files = [[one.name, one.media, base64.b64encode(one.content).decode()] for one in reply.documents]
    return {"reply": _whole(bare), "files": files}


def reply_of(document: Json) -> Reply:
    bare = _reply().validate_json(json.dumps(document["reply"]))
    files = tuple(Document(name, media, base64.b64decode(it)) for name, media, it in document["files"])
    return replace(bare, documents=files)


def _whole(value: Any) -> Any:
    """The same without halves of characters, which no database stores; a platform's client may send them."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {str(key): _whole(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [_whole(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value
