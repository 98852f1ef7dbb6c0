"""Lists with one record for each option of a choice, such as the five forces; labels and figures."""

from functools import cache

from agents.kit.figures import number
from config.catalogue import FieldSpec, FrameworkSpec, RecordSpec, framework_spec
from config.errors import Locale
from memory.types import Json


def keyed(body: Json, framework_id: str, name: str) -> list[Json]:
    """The records of the list `name` in the order of its key's options; the absent ones are added empty."""
    spec = next(record for record in framework_spec(framework_id).records if record.name == name)
    if spec.key is None:
        raise ValueError(f"{framework_id}.{name} has no key")
    present = {record["id"]: record for record in body.get(name) or ()}
    empty: Json = {child.name: [] for child in spec.records}
    ids = [option.id for option in spec.field(spec.key).options]
    return [empty | present.get(one, {}) | {"id": one, spec.key: one} for one in ids]


def label(framework_id: str, path: str, option: str, locale: Locale) -> str:
    """What people call an option of the choice field at `path`: `forces.level`, `concentration`."""
    options = field_spec(framework_id, path).options
    return next(choice.label.say(locale) for choice in options if choice.id == option)


def figures(record: Json, *names: str) -> dict[str, str]:
    """These numbers of a record as people read them; those that are missing are left out."""
    return {name: number(record[name]) for name in names if record[name] is not None}


@cache
def field_spec(framework_id: str, path: str) -> FieldSpec:
    """The field at `path`, the names of its lists before its own: `forces.factors.pressure`."""
    *records, name = path.split(".")
    node: FrameworkSpec | RecordSpec = framework_spec(framework_id)
    for record in records:
        node = next(child for child in node.records if child.name == record)
    return next(field for field in node.fields if field.name == name)
