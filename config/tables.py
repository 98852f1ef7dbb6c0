"""TOML files of the program, parsed once on a machine."""

import hashlib
import marshal
import tomllib
from importlib.resources import files
from typing import Any

from config.kept import kept


def read_table(*names: str) -> dict[str, Any]:
    """The data of a file below config/. It is the caller's own to change. Raises tomllib.TOMLDecodeError."""
    data = files("config").joinpath(*names).read_bytes()
    key = (f"toml:{'/'.join(names)}:{hashlib.blake2b(data, digest_size=16).hexdigest()}", 1)
    told = kept().get(key)
    if told is None:
        table = tomllib.loads(data.decode("utf-8"))
        try:
            told = marshal.dumps(table)
        except ValueError:
            return table
        kept().put(key, told)
    return marshal.loads(told)  # noqa: S302 - written by this program, like a .pyc
