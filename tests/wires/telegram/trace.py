"""Golden traces: what went over the wire in a flow, one JSON line for each event, what was heard, each call."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.types import Heard
from tests.wires.telegram.stage import TelegramStage
from tests.wires.telegram.world import Json

FOLDER = Path(__file__).parents[2] / "data" / "traces" / "telegram"
_SILENT = {"getUpdates", "getMe", "getMyCommands", "setMyCommands", "getWebhookInfo", "deleteWebhook"}
_ATTACHED = re.compile(r"attach://([\w-]+)")
"""Names that the SDK draws by lot."""
_NOON = 1_790_000_000


class Tape:
    """Records a flow from the moment it is made; the server's clock stands still."""

    def __init__(self, stage: TelegramStage) -> None:
        self._stage = stage
        stage.api.world.now = lambda: _NOON
        stage.api.tape = self._lines = list[Json]()

    def heard(self, heard: Heard) -> Heard:
        fields = {name: getattr(heard, name) for name in Heard.__slots__}
        self._lines.append({"heard": {name: value for name, value in fields.items() if value}})
        return heard

    def check(self, name: str) -> None:
        """The flow is as it is kept; `STRATUM_TRACES=write` keeps it anew, to be read as a diff."""
        path = FOLDER / f"{name}.jsonl"
        lines = list(_written(self._lines))
        if os.environ.get("STRATUM_TRACES") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        assert path.read_text("utf-8").splitlines() == lines


def _written(lines: Iterable[Json]) -> Iterable[str]:
    for line in lines:
        if line.get("call") not in _SILENT:
            text = json.dumps(line, default=_plain)
            for number, key in enumerate(dict.fromkeys(_ATTACHED.findall(text)), start=1):
                text = text.replace(key, f"upload-{number}")
            yield json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    """Files by their name alone."""
    return [str(value.name), value.size] if hasattr(value, "ref") else str(value)
