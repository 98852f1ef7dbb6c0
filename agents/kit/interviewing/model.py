"""The form in which a model answers for a persona."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from memory.interview import Certainty, Stance


class NewFact(BaseModel):
    """Something small that the persona says of itself and that is not recorded yet."""

    model_config = ConfigDict(extra="forbid")

    about: Annotated[str, Field(max_length=60)]
    value: Annotated[str, Field(max_length=160)]


class ModelAnswer(BaseModel):
    """An answer in character, with what it rests on."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=900)]
    based_on: Annotated[
        list[str], Field(max_length=12, description="Labels of the material, such as A:objections or T3.")
    ]
    stance: Stance
    certainty: Certainty
    new_facts: Annotated[list[NewFact], Field(default_factory=list[NewFact], max_length=2)]
