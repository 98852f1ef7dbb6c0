"""How people come in, as data."""

from functools import cache
from typing import Self

from pydantic import model_validator

from config.data import Data
from config.roles import OrgType, rights
from config.tables import read_table


class Newcomers(Data):
    """Roles by the level of a channel's scope, and for somebody from outside; "" is none."""

    organization: str
    client: str
    campaign: str
    outsider: str

    def at(self, level: str) -> str:
        """The role for the level of a scope, as `Scope.level` names it."""
        match level.partition(":")[0]:
            case "campaign":
                return self.campaign
            case "client":
                return self.client
            case _:
                return self.organization


class Arrivals(Data):
    workspaces: list[str]
    local_accounts: list[str]
    colleagues: list[str]
    fenced: list[str]
    newcomers: dict[OrgType, Newcomers]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for org_type, roles in self.newcomers.items():
            known = rights().roles(org_type)
            for role in roles.model_dump().values():
                if role and (role not in known or known[role].spends):
                    raise ValueError(f"{org_type}: {role!r} is no role that may be given to newcomers")
        return self


@cache
def arrivals() -> Arrivals:
    """The rules of config/arrivals.toml.

    Raises pydantic.ValidationError when a newcomer would get a role that does not exist or moves money.
    """
    return Arrivals.model_validate(read_table("arrivals.toml"))
