"""What each agent is told of what is known: sections, order, amounts and needed permissions, as data."""

from difflib import get_close_matches
from functools import cache
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from config.data import Data
from config.errors import Misused
from config.guidelines import guideline_catalogue
from config.roles import rights
from config.tables import read_table

SectionName = Literal["outputs", "personas", "insights", "metrics", "approvals"]
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)


class UnknownAgent(Misused):
    """There is no agent {name!r}. Near: {near}.

    ko: {name!r} 에이전트는 없습니다. 비슷한 것: {near}
    """


class Share(Data):
    """How much of a section an agent gets at most."""

    most: int = Field(ge=0)
    tokens: int = Field(ge=0)
    whole: list[str] = []
    """Types of outputs that come with their bodies, the most wanted first."""


class Profile(Data):
    """What one agent is told."""

    tokens: int = Field(ge=1_000)
    """The whole budget."""
    guidelines: list[str] = []
    """Sections or fields of the guidelines; none named means all."""
    sections: dict[SectionName, Share]
    """In the order in which they are filled."""

    def wants(self, field_id: str) -> bool:
        """Whether a field of the guidelines is for this agent."""
        return not self.guidelines or any(_named(name, field_id) for name in self.guidelines)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if set(self.sections) != set(SECTIONS):
            raise ValueError(f"a profile says how much of each of {', '.join(SECTIONS)}")
        fields = guideline_catalogue().fields
        unknown = [name for name in self.guidelines if not any(_named(name, field) for field in fields)]
        if unknown:
            raise ValueError(f"no such guidelines: {', '.join(unknown)}")
        return self


class ContextProfiles(Data):
    """The profiles, and the permission without which a part is not told to anybody's agent."""

    needs: dict[str, str]
    everything: Profile
    """For whoever asks without an agent."""
    agents: dict[str, Profile]

    def of(self, agent: str) -> Profile:
        """The profile of an agent, by the name of its file. Raises UnknownAgent, which names the nearest."""
        if not agent:
            return self.everything
        if agent not in self.agents:
            near = get_close_matches(agent, self.agents, n=3, cutoff=0.4)
            raise UnknownAgent(name=agent, near=", ".join(near) or "-")
        return self.agents[agent]

    @model_validator(mode="after")
    def _permitted(self) -> Self:
        unknown = set(self.needs.values()) - set(rights().permissions)
        if unknown or set(self.needs) != {*SECTIONS, "budget", "drafts"}:
            raise ValueError(f"each part needs a permission that exists: {sorted(unknown)}")
        return self


def _named(name: str, field_id: str) -> bool:
    return field_id == name or field_id.startswith(f"{name}.")


@cache
def context_profiles() -> ContextProfiles:
    """The profiles of config/context.toml.

    Raises pydantic.ValidationError when one is incomplete or names what does not exist.
    """
    return ContextProfiles.model_validate(read_table("context.toml"))
