"""Conversations that were held elsewhere, as files: lines of JSON, or what Slack exports."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, cast

from agents.kit.secrets import secrets_in
from bot.tools.briefs import UnreadableBrief
from memory.store.conversations import Line

_NO_TALK = {
    "channel_join",
    "channel_leave",
    "channel_topic",
    "channel_purpose",
    "channel_name",
    "bot_message",
}
"""Subtypes of Slack's messages that nobody said."""
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was left out; `line` counts from 1, `reason` is a key of config/words/tools.toml."""

    line: int
    reason: str


@dataclass(slots=True)
class Export:
    """The lines of each conversation, and what was left out."""

    conversations: dict[str, list[Line]] = field(default_factory=dict[str, list[Line]])
    rejected: list[Rejected] = field(default_factory=list[Rejected])

    def take(self, conversation: str, number: int, entry: Any, names: Mapping[str, str]) -> None:
        line = _line(entry, names)
        if isinstance(line, Line):
            self.conversations.setdefault(conversation, []).append(line)
        elif line:
            self.rejected.append(Rejected(number, line))


def read_conversations(path: Path, name: str = "") -> Export:
    """What a file of JSON lines or of a JSON list holds, a folder or a zip of Slack's export.

    Without a `name` a conversation is called as its file or its channel. Raises UnreadableBrief.
    """
    export = Export()
    try:
        if path.is_dir() or zipfile.is_zipfile(path):
            _slack(export, dict(_files(path)))
        else:
            _one(export, name or path.name, path.read_bytes())
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, json.JSONDecodeError) as error:
        raise UnreadableBrief(name=str(path), detail=str(error)) from error
    return export


def _one(export: Export, name: str, data: bytes) -> None:
    text = data.decode("utf-8-sig")
    if text.lstrip()[:1] == "[":
        for number, entry in enumerate(json.loads(text), start=1):
            export.take(name, number, entry, {})
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            export.take(name, number, _parsed(line), {})


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError:
        return None


def _slack(export: Export, files: Mapping[PurePosixPath, bytes]) -> None:
    """Each folder is a channel, each file in it a day."""
    people = next((data for path, data in files.items() if path.name == "users.json"), b"[]")
    names = dict(_people(json.loads(people)))
    for path in sorted(files):
        if path.suffix == ".json" and len(path.parts) > 1:
            for number, entry in enumerate(json.loads(files[path]), start=1):
                export.take(path.parent.name, number, entry, names)


def _people(entries: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for each in entries:
        profile: dict[str, str] = each.get("profile") or {}
        yield each.get("id", ""), profile.get("display_name") or each.get("real_name") or each.get("name", "")


def _files(path: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    if path.is_dir():
        for file in path.rglob("*.json"):
            yield PurePosixPath(file.relative_to(path).as_posix()), file.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename.endswith(".json"):
                yield PurePosixPath(info.filename), archive.read(info)


def _line(entry: Any, names: Mapping[str, str]) -> Line | str:
    """The message of an entry; else why it is left out, "" for what nobody said."""
    if not isinstance(entry, dict):
        return "line.no_json"
    said = cast("dict[str, Any]", entry)
    if said.get("subtype") in _NO_TALK:
        return ""
    text, moment = said.get("text"), _moment(said.get("ts"))
    key = said.get("id") or said.get("client_msg_id") or said.get("ts")
    author = said.get("author") or said.get("user_name") or said.get("user") or ""
    if not isinstance(text, str) or not text.strip():
        return "line.no_text"
    if key is None or moment is None:
        return "line.no_id" if key is None else "line.no_time"
    if len(text) > _LONGEST or "\0" in text:
        return "line.too_long" if len(text) > _LONGEST else "line.no_text"
    if secrets_in(text):
        return "line.secret"
    return Line(str(key), moment, names.get(str(author), str(author)), text)


def _moment(ts: Any) -> datetime | None:
    """ISO 8601, in UTC where no offset is given, or seconds since 1970."""
    try:
        if isinstance(ts, int | float) or (isinstance(ts, str) and ts.replace(".", "", 1).isdigit()):
            return datetime.fromtimestamp(float(ts), UTC)
        moment = datetime.fromisoformat(str(ts))
    except (ValueError, OverflowError, OSError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
