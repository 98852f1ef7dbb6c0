"""Outputs for tests: a framework's body, computed as it would be, in an envelope."""

from datetime import UTC, datetime
from importlib import import_module

from memory.types import Draft, MissingInput, OrgId, Output, OutputId, OutputStatus, Scope
from memory.types import Json as Body


def output(
    framework_id: str,
    body: Body,
    *,
    status: OutputStatus = "draft",
    missing: tuple[MissingInput, ...] = (),
    stale: bool = False,
    output_id: str = "",
) -> Output:
    """Its id is the framework's, unless one is given."""
    computed = import_module(f"agents.kit.frameworks.{framework_id}").FRAMEWORK.compute(body)
    draft = Draft(
        "business_strategy", framework_id, 1, "en", framework_id, "", computed, missing_inputs=missing
    )
    made = datetime(2026, 1, 1, tzinfo=UTC)
    one = OutputId(output_id or framework_id)
    return Output(one, Scope(OrgId("acme")), 1, status, draft, "u1", made, f"hash of {one}", stale)


def swot(*items: tuple[str, str, int, int]) -> Output:
    """Of (quadrant, statement, impact, strength or likelihood)."""
    counts: dict[str, int] = {}
    rows: list[Body] = []
    for quadrant, statement, impact, second in items:
        counts[quadrant] = counts.get(quadrant, 0) + 1
        field = "strength" if quadrant in "SW" else "likelihood"
        rows.append(
            {
                "id": f"{quadrant}{counts[quadrant]}",
                "quadrant": quadrant,
                "statement": statement,
                "impact": impact,
            }
            | {field: second}
        )
    return output("swot", {"items": rows})
