"""The forms as data: titles, fields and their words, validated when loaded."""

from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from config.catalogue import FRAMEWORKS, Bilingual, framework_spec
from config.data import Data
from config.guidelines import guideline_catalogue
from config.tables import read_table

FieldKind = Literal["text", "long", "choice", "date", "number", "yes"]


class FormOption(Data):
    id: str
    label: Bilingual


class FormField(Data):
    """One field. One that is not `asked` is left to its `value` where questions are asked one by one."""

    name: str
    label: Bilingual
    kind: FieldKind
    required: bool = False
    asked: bool = True
    value: str = ""
    pattern: str = ""
    """A regular expression that the whole value fits."""
    hint: Bilingual | None = None
    options: list[FormOption] = []
    options_from: Literal["", "guidelines", "frameworks"] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.kind == "choice") != bool(self.options or self.options_from):
            raise ValueError(f"{self.name}: a choice has options, nothing else has")
        return self

    def choices(self) -> list[FormOption]:
        """The options, from wherever they come."""
        match self.options_from:
            case "guidelines":
                known = guideline_catalogue().fields
                return [FormOption(id=name, label=one.label) for name, one in known.items()]
            case "frameworks":
                return [FormOption(id=one, label=framework_spec(one).name) for one in FRAMEWORKS]
            case _:
                return self.options


class FormSpec(Data):
    title: Bilingual
    send: Bilingual
    """What the button says that hands the form in."""
    fields: list[FormField]


@cache
def form_specs() -> dict[str, FormSpec]:
    """The forms of config/forms.toml by name. Raises pydantic.ValidationError when one is incomplete."""
    data = read_table("forms.toml")
    return {name: FormSpec.model_validate(spec) for name, spec in data.items()}
