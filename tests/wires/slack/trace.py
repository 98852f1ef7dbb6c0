"""What went over the wires, a JSON line each: what Slack delivered, what the house heard, what the bot asked for."""

import json
import re
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.types import Heard
from tests.wires.slack.server import Server

_VOLATILE = re.compile(
    r"\d{10}\.\d{6}|http://127\.0\.0\.1:\d+|\b\d+\.T0STUDIO\.[0-9a-f]+\b|\bEv\d{6}\b|\bV\d+\b|\bF\d+\b|\b\d+-[0-9a-f]{8,}\b"
)
_LONGEST = 160
_DULL = {
    "token",
    "api_app_id",
    "event_time",
    "authorizations",
    "is_ext_shared_channel",
    "team_domain",
    "user_name",
}
_ASKED_BESIDE = {"auth.test", "apps.connections.open"}


@dataclass
class Trace:
    """Collects the lines of one flow; what differs from run to run is numbered in the order of its appearance."""

    server: Server
    taken: list[Heard]
    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _delivered: int = 0
    _called: int = 0
    _heard: int = 0

    def note(self) -> None:
        """Writes down what has happened since the last time."""
        for envelope in self.server.sockets.envelopes[self._delivered :]:
            self._line("delivered", envelope.kind, envelope.payload)
        self._delivered = len(self.server.sockets.envelopes)
        for call in self.server.calls[self._called :]:
            if call.method not in _ASKED_BESIDE:
                self._line("asked", call.method, call.sent, call.answer)
        self._called = len(self.server.calls)
        for heard in self.taken[self._heard :]:
            self._line("heard", heard.kind, {key: value for key, value in asdict(heard).items() if value})
        self._heard = len(self.taken)

    def becomes(self, what: str, result: object) -> None:
        """What the house was told of an attempt."""
        self.note()
        self._line("became", what, {}, {"result": str(result)})

    def text(self) -> str:
        return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in self.lines)

    def _line(
        self, direction: str, what: str, payload: dict[str, Any], result: dict[str, Any] | None = None
    ) -> None:
        line = {
            "n": len(self.lines) + 1,
            "direction": direction,
            "what": what,
            "payload": self._calm(payload),
        }
        self.lines.append(line | ({"result": self._calm(result)} if result else {}))

    def _calm(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: self._calm(one)
                for key, one in value.items()
                if key not in _DULL and one not in (None, "")
            }
        if isinstance(value, (list, tuple)):
            return [self._calm(one) for one in value]
        if not isinstance(value, str):
            return value
        told = _VOLATILE.sub(lambda found: self._named(found[0]), value)
        return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}… ({len(told)})"

    def _named(self, found: str) -> str:
        if found.startswith("http"):
            return "http://slack"
        kind = (
            "ts" if found[0].isdigit() and found.count(".") == 1 else found[0] if found[0].isalpha() else "id"
        )
        number = sum(name.startswith(f"{kind}#") for name in self._names.values()) + 1
        return self._names.setdefault(found, f"{kind}#{number}")
