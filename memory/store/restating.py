"""A row that a source tells anew: its new values, and beside them those that held before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam

_KEPT = ("as_of", "fetched_at", "restated_from")


def anew(columns: Iterable[str]) -> Mapping[str, BindParameter[Any]]:
    """The values of an update whose parameters `restated` gives."""
    return {name: bindparam(f"new_{name}") for name in (*columns, *_KEPT)}


def restated(
    old: Row[Any], new: Mapping[str, Any], told: Iterable[str], as_of: datetime, fetched_at: datetime
) -> Mapping[str, Any]:
    """Parameters of the new values; what changed of the told ones is kept, with the moment it held for."""
    was = {name: getattr(old, name) for name in told if getattr(old, name) != new[name]}
    before = {**was, "as_of": old.as_of.isoformat()} if was else old.restated_from
    values = {**new, **dict(zip(_KEPT, (as_of, fetched_at, before), strict=True))}
    return {f"new_{name}": value for name, value in values.items()}
