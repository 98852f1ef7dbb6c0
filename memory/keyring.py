"""The keys that wrap data keys: a JSON object {kid: base64 of 32 bytes}, oldest first, in a file or a setting.

The newest key wraps; the older ones only open what they wrapped.
"""

import base64
import json
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from memory.crypto import KEY_BYTES, Wrapped, new_key, open_sealed, seal
from memory.errors import BadKeyring, KeyringBusy, MissingKey, NoKeyring, UnsafeKeyring
from memory.hashing import canonical

FILE = "keyring.json"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
Keys = Mapping[str, bytes]


def keyring(setting: str, home: Path) -> "LocalKeyring":
    """The keyring of a setting: the JSON itself, else the path of its file; without any, the one in the home."""
    if setting.lstrip().startswith("{"):
        return LocalKeyring(text=setting)
    return LocalKeyring(Path(setting).expanduser() if setting else home / FILE)


@dataclass(frozen=True, slots=True)
class LocalKeyring:
    """A keyring whose keys this process holds while it uses one.

    A file is read each time, since another process may add a key to it.
    """

    path: Path | None = None
    """The file, which only its owner may read; None: the keys are in `text`."""
    text: str = field(default="", repr=False)

    async def wrap(self, data_key: bytes, bound: bytes) -> Wrapped:
        kid, key = list(self.keys().items())[-1]
        return Wrapped(kid, seal(key, data_key, _by(kid, bound)))

    async def unwrap(self, wrapped: Wrapped, bound: bytes) -> bytes:
        key = self.keys().get(wrapped.kid)
        if key is None:
            raise MissingKey(kid=wrapped.kid)
        return open_sealed(key, wrapped.sealed, _by(wrapped.kid, bound))

    async def kids(self) -> tuple[str, ...]:
        try:
            return tuple(self.keys())
        except NoKeyring:
            return ()

    def keys(self) -> Keys:
        """All keys, oldest first. Raises NoKeyring, BadKeyring, UnsafeKeyring."""
        return _parsed(self.text, "STRATUM_KEYRING") if self.path is None else _read(self.path)

    def make(self) -> bool:
        """Makes the file with a first key; False where there is one, or the keys are no file's."""
        if self.path is None or self.path.exists():
            return False
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._replace(lambda: _grown({}))
        return True

    def grow(self) -> None:
        """Adds a key to the file, which wraps from now on. Raises NoKeyring, KeyringBusy."""
        self._replace(lambda: _grown(self.keys()))

    def drop(self, kids: Iterable[str]) -> None:
        """Takes keys out of the file. Raises NoKeyring, KeyringBusy."""
        gone = set(kids)
        self._replace(lambda: {kid: key for kid, key in self.keys().items() if kid not in gone})

    def _replace(self, changed: Callable[[], Keys]) -> None:
        """Writes a new file beside the old one, which its name keeps others out of meanwhile, and moves it."""
        if self.path is None:
            raise NoKeyring(path="STRATUM_KEYRING")
        fresh = self.path.with_name(f"{self.path.name}.new")
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyringBusy(path=str(fresh)) from None
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(_said(changed()))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)
        finally:
            fresh.unlink(missing_ok=True)


def _read(path: Path) -> Keys:
    try:
        mode, text = path.stat().st_mode, path.read_text("utf-8")
    except FileNotFoundError:
        raise NoKeyring(path=str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadKeyring(path=str(path), detail=type(error).__name__) from None
    if os.name == "posix" and mode & _OTHERS:
        raise UnsafeKeyring(path=str(path))
    return _parsed(text, str(path))


def _parsed(text: str, where: str) -> Keys:
    """The error never quotes the text."""
    try:
        said: object = json.loads(text)
        if not isinstance(said, dict) or not said:
            raise BadKeyring(path=where, detail="{}")
        keys = {
            str(kid): base64.b64decode(str(key), validate=True)
            for kid, key in cast("dict[str, object]", said).items()
        }
    except ValueError as error:
        raise BadKeyring(path=where, detail=type(error).__name__) from None
    for kid, key in keys.items():
        if len(key) != KEY_BYTES:
            raise BadKeyring(path=where, detail=f"{kid}: {len(key)} bytes, not {KEY_BYTES}")
    return keys


def _grown(keys: Keys) -> Keys:
    """With a new key, named by the day and how many there were."""
    number = len(keys) + 1
    while (kid := f"{datetime.now(UTC):%Y-%m-%d}.{number}") in keys:
        number += 1
    return {**keys, kid: new_key()}


def _said(keys: Keys) -> str:
    return json.dumps({kid: base64.b64encode(key).decode() for kid, key in keys.items()}, indent=2) + "\n"


def _by(kid: str, bound: bytes) -> bytes:
    return canonical([kid, bound.decode()]).encode()
