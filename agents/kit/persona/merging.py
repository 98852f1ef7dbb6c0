"""Two personas put together: what either knows, the better founded of what both know."""

from dataclasses import replace

from agents.kit.persona.person import Person
from agents.kit.persona.sheet import MOST, Attribute
from config.errors import Locale
from config.persona import attributes
from memory.types import InputUsed


def merged(one: Person, other: Person, locale: Locale) -> tuple[Person, list[str]]:
    """The whole under the name of the first, and the labels of single values in which the two differed."""
    together: dict[str, Attribute] = {}
    differed: list[str] = []
    for name in dict.fromkeys((*one.attributes, *other.attributes)):
        first, second = one.attributes.get(name), other.attributes.get(name)
        if first is None or second is None:
            together[name] = first or second  # type: ignore[assignment]
        elif attributes()[name].many:
            together[name] = _joined(first, second)
        else:
            together[name] = second if second.grade > first.grade else first
            if first.value != second.value and name != "name":
                differed.append(attributes()[name].label.say(locale))
    together["name"] = one.attributes["name"]
    used = [
        InputUsed("output", each.output.id, each.output.content_hash) for each in (one, other) if each.output
    ]
    group = one.group if one.group == other.group else f"{one.group} + {other.group}"
    whole = replace(
        one, attributes=together, group=group, key=tuple(sorted({*one.key, *other.key})),
        heard=(*one.heard, *other.heard), merged_from=(one.slug, other.slug),
        inputs=tuple(dict.fromkeys((*one.inputs, *other.inputs, *used[1:]))),
    )  # fmt: skip
    return whole, differed


def _joined(first: Attribute, second: Attribute) -> Attribute:
    """The values of both; where only one of the two is known, an assumption gives way."""
    if first.assumed != second.assumed:
        return second if first.assumed else first
    values = list(dict.fromkeys((*first.values, *second.values)))[: 2 * MOST]
    return replace(first, value=values, origins=tuple(dict.fromkeys((*first.origins, *second.origins))))
