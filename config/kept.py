"""What takes long to derive from the program's own text, kept on this machine: a start should not do it again.

The file is like Python's own `.pyc`: nothing in it is anybody's data, it is made anew when it is missing or does
not fit, and it is as trustworthy as the folder that it stands in. Where it cannot be written, all goes on without.
"""

import dataclasses
import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from config.home import default_home

T = TypeVar("T")
Key = tuple[str, str | int]


@dataclass(slots=True)
class Kept:
    """Values that `marshal` can write, by what they were derived from."""

    path: Path
    values: dict[Key, Any]
    new: dict[Key, Any] = field(default_factory=dict[Key, Any])

    def get(self, key: Key) -> Any:
        """The value, or None."""
        return self.values.get(key)

    def put(self, key: Key, value: Any) -> None:
        self.values[key] = self.new[key] = value

    def save(self) -> None:
        """Writes what is new; the file is whole at every moment."""
        if not self.new:
            return
        with suppress(OSError, ValueError):
            written = marshal.dumps(_read(self.path) | self.new)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            aside = self.path.with_suffix(f".{os.getpid()}")
            aside.write_bytes(written)
            aside.replace(self.path)
        self.new.clear()


def derived(name: str, source: Any, make: Callable[[], T]) -> T:
    """What `make` gives for this source, of plain values only; made once for each source."""
    digest = hashlib.blake2b(marshal.dumps(source), digest_size=16).hexdigest()
    key = (f"{name}:{digest}", 3)
    told = kept().get(key)
    if told is None:
        kept().put(key, told := marshal.dumps(cast("Any", make())))
    return cast("T", marshal.loads(told))  # noqa: S302 - written by this program, like a .pyc


def compile_once() -> None:
    """Lets the standard library's `dataclasses` take the code that it generates from what is kept.

    It writes the methods of each class as text and compiles that, for some hundred classes a fifth of a short
    command's time. The text says all that the code depends on.
    """
    cast("dict[str, object]", vars(dataclasses))["exec"] = _run_kept


def _run_kept(text: str, globals_: dict[str, Any], locals_: dict[str, Any]) -> None:
    key = (text, 2)
    told = kept().get(key)
    if told is None:
        code = compile(text, "<string>", "exec")
        kept().put(key, marshal.dumps(code))
    else:
        code = marshal.loads(told)  # noqa: S302 - written by this program, like a .pyc
    exec(code, globals_, locals_)  # noqa: S102 - what `dataclasses` itself would run


@cache
def kept() -> Kept:
    """This interpreter's file below the home. It is read when something is first asked of it."""
    path = _path(os.environ)
    return Kept(path, _read(path))


def _path(environ: Mapping[str, str]) -> Path:
    home = Path(environ.get("STRATUM_HOME") or default_home(environ)).expanduser()
    return home / "cache" / f"derived-{sys.implementation.cache_tag}-{sys.hexversion:x}.bin"


def _read(path: Path) -> dict[Key, Any]:
    try:
        return marshal.loads(path.read_bytes())  # noqa: S302 - written by this program, like a .pyc
    except (OSError, EOFError, ValueError, TypeError):
        return {}
