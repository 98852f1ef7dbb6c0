"""Logs: to stderr, one line each, without the bodies of messages."""

import json
import logging
import sys
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from config.patterns import regex
from config.settings import Settings

OWN = ("adapters", "agents", "bot", "config", "memory")
"""The loggers that the level is set for; others, which may write what people said, speak from WARNING on."""
_TOKENS = regex(
    r"xox[a-z]-[\w-]+|xapp-[\w-]+|\b\d{6,}:[\w-]{30,}|\b[MNO][\w-]{23,}\.[\w-]{6,7}\.[\w-]{27,}"
    r"|sk-[\w-]{16,}|AIza[\w-]{30,}|(?i:bearer|bot)\s+[\w.:-]{16,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)


def start_logging(settings: Settings) -> None:
    """Sends what is at or above the set level to stderr, so that stdout stays an answer."""
    logging.basicConfig(
        stream=sys.stderr,
        level=settings.log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        force=True,
    )


def start_structured_logging(settings: Settings) -> None:
    """The logs of a service: a JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Structured())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in OWN:
        logging.getLogger(name).setLevel(settings.log_level)


class Structured(logging.Formatter):
    """Says where an error was raised and of what kind it is, and not its words: they may be somebody's."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_tokens(record.getMessage()),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def without_tokens(text: str) -> str:
    return _TOKENS.sub("…", text)


def _chain(error: BaseException) -> list[dict[str, Any]]:
    """The error and what it came of: kinds and places."""
    chain: list[dict[str, Any]] = []
    at: BaseException | None = error
    while at is not None and len(chain) < 5:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(at.__traceback__)]
        chain.append({"kind": f"{type(at).__module__}.{type(at).__qualname__}", "where": frames[-12:]})
        at = at.__cause__ or at.__context__
    return chain
