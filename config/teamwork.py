"""How people work together on what was delivered, as data."""

from datetime import time
from functools import cache
from typing import Self

from pydantic import Field, model_validator

from config.admission import admission
from config.data import Data
from config.roles import OrgType, rights
from config.tables import read_table


class Approvals(Data):
    """Rounds, their time, and who is asked."""

    rounds: int = Field(ge=1)
    days: int = Field(ge=1)
    remind_hours: list[int]
    offered: list[str]
    needs: dict[str, str]
    ask: dict[OrgType, list[str]]

    def permission(self, output_type: str) -> str:
        """What deciding about an output of this type needs."""
        return self.needs.get(output_type) or admission().needs["approve"]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for org_type, roles in self.ask.items():
            unfit = [
                role for role in roles if not rights().grants(org_type, role, admission().needs["approve"])
            ]
            if unfit:
                raise ValueError(f"{org_type}: {unfit} may not approve")
        if unknown := set(self.needs.values()) - set(rights().permissions):
            raise ValueError(f"no such permissions: {sorted(unknown)}")
        if any(hours >= self.days * 24 for hours in self.remind_hours):
            raise ValueError("a reminder comes before the end")
        return self


class _Guidelines(Data):
    fields: list[str]


class _Tasks(Data):
    at: str

    @property
    def hour(self) -> time:
        """The local time at which somebody is told that a task is due."""
        return time.fromisoformat(self.at)


class _Notices(Data):
    look_seconds: float


class Teamwork(Data):
    approvals: Approvals
    guidelines: _Guidelines
    tasks: _Tasks
    notices: _Notices


@cache
def teamwork() -> Teamwork:
    """The rules of config/teamwork.toml.

    Raises pydantic.ValidationError when somebody would be asked who may not decide.
    """
    return Teamwork.model_validate(read_table("teamwork.toml"))
