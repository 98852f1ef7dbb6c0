"""A join that begins on its left side, whatever a planner without statistics would think of it."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Join
from sqlalchemy.ext.compiler import compiles


class Led(Join):
    """SQLite keeps the order of a CROSS JOIN; PostgreSQL has its statistics, and gets a plain join."""

    inherit_cache = True


def led(left: FromClause, right: FromClause, on: ColumnElement[bool]) -> Led:
    return Led(left, right, on)


@compiles(Led, "sqlite")
def _cross(element: Led, compiler: Any, **options: Any) -> str:
    left = compiler.process(element.left, asfrom=True, from_linter=None, **_plain(options))
    right = compiler.process(element.right, asfrom=True, from_linter=None, **_plain(options))
    on = compiler.process(element.onclause, **_plain(options))
    return f"{left} CROSS JOIN {right} ON {on}"


@compiles(Led)
def _join(element: Led, compiler: Any, **options: Any) -> str:
    return str(compiler.visit_join(element, **options))


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in ("asfrom", "from_linter")}
