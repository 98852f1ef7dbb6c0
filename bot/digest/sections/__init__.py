"""The sections that a digest is made of: every file in here that holds a `SECTION`, by its order."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from bot.digest.period import DigestSection


@cache
def sections() -> Mapping[str, DigestSection]:
    """Sections by the names of their files, in the order of a digest."""
    names = [module.name for module in iter_modules(__path__)]
    found = {name: cast("DigestSection", import_module(f"{__name__}.{name}").SECTION) for name in names}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0])))
