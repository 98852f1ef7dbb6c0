"""Regular expressions that are compiled when they are first used, and only once on a machine.

Python compiles a pattern in Python, which for the patterns of reading takes a third of a short command's time.
What it compiles to is a list of numbers for its engine; these are kept (`config.kept`), and the engine takes
them as they are. Where this Python's engine is another one than the numbers are for, they are made anew.
"""

import re
import sys
from array import array
from typing import Any, cast

from config.kept import kept

_SOUND = "search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"
_FACTS = "pattern", "flags", "groups", "groupindex"


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, but later."""
    return cast("re.Pattern[str]", Pattern(source, int(flags)))


class Pattern:
    """A pattern that becomes one when it is used."""

    __slots__ = ("_flags", "_source", *_SOUND, *_FACTS)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called while the attributes are not there yet."""
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = compile_kept(self._source, self._flags)
        for each in (*_SOUND, *_FACTS):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def compile_kept(source: str, flags: int) -> re.Pattern[str]:
    """The compiled pattern, from what is kept where that fits. Raises re.error."""
    engine = sys.modules.get("_sre")
    magic = getattr(engine, "MAGIC", None)
    if engine is None or magic is None or not hasattr(re, "_compiler"):
        return re.compile(source, flags)
    key = (f"re{magic}:{flags}:{source}", 0)
    told = kept().get(key)
    if told is None:
        told = _derived(source, flags)
        kept().put(key, told)
    all_flags, code, groups, names, indices = told
    return cast("Any", engine).compile(source, all_flags, array("I", code).tolist(), groups, names, indices)


def _derived(source: str, flags: int) -> tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]:
    """What `re` hands to its engine: flags, code, number of groups, their names, and the names by number."""
    compiler = cast("Any", re)._compiler
    parsed = cast("Any", re)._parser.parse(source, flags)
    code = array("I", [int(each) for each in compiler._code(parsed, flags)])
    names = dict(parsed.state.groupdict)
    indices: list[str | None] = [None] * parsed.state.groups
    for name, index in names.items():
        indices[index] = name
    return int(flags | parsed.state.flags), code.tobytes(), parsed.state.groups - 1, names, tuple(indices)
