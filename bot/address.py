"""The address of a place's agent or output, the same in every channel."""

from memory.types import Place


def address(place: Place, agent_command: str) -> str:
    """`/org/acme/workspace/nike/campaign/summer/agents/strategy`, as far down as the place goes."""
    org, *below = place.path.split("/")
    parts = ["org", org]
    if place.scope.client is not None:
        parts += ["workspace", below.pop(0)]
    if place.scope.campaign is not None:
        parts += ["campaign", below.pop(0)]
    return "/" + "/".join([*parts, "agents", agent_command])
