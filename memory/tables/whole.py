"""All tables together, with the keys between them, their checks and indexes: what the schema is, not one statement."""

from importlib import import_module
from pkgutil import iter_modules

from memory import tables
from memory.tables.base import complete, metadata

__all__ = ["metadata"]

for _module in iter_modules(tables.__path__):
    import_module(f"memory.tables.{_module.name}")
complete()
