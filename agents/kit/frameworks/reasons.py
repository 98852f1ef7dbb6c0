"""Why a record stands where it stands: the rule that read it, the words it rests on, and what was assumed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agents.kit.frameworks.present import sources
from agents.kit.frameworks.tables import tables
from agents.kit.frameworks.tree import Spot, find
from agents.types import AgentResult
from config.catalogue import FRAMEWORKS, framework_spec
from config.errors import Locale
from config.reading import table
from config.wording import words
from memory.types import Draft, Json, Output


def holding(outputs: Iterable[Output], record_id: str) -> Output | None:
    """The first of these frameworks' outputs with a record of this id."""
    ours = (one for one in outputs if one.draft.output_type in FRAMEWORKS)
    return next((one for one in ours if _found(one.draft, record_id)), None)


def reason(output: Output, record_id: str, locale: Locale) -> AgentResult | None:
    """None where the output has no such record."""
    draft, spot = output.draft, _found(output.draft, record_id)
    if spot is None:
        return None
    spec = framework_spec(draft.output_type)
    body = _alone(draft.body, spot.path.split("."))
    assumed = frozenset(one.path for one in draft.evidence if one.kind == "assumption")
    title = spot.title(locale)
    about = replace(
        draft,
        body=body,
        locale=locale,
        evidence=tuple(one for one in draft.evidence if f"{one.path}.".startswith(f"{spot.path}.")),
        assumptions=tuple(one for one in draft.assumptions if title in one),
    )
    lines = (words("strategy")("why.record", locale, id=spot.record["id"], title=title), *_rule(spot, locale))
    return AgentResult(
        lines=lines,
        sections=(*tables(spec, body, locale, assumed), *sources(spec, about)),
        verb="why",
        told="",
    )


def _found(draft: Draft, record_id: str) -> Spot | None:
    return find(draft.body, framework_spec(draft.output_type), record_id)


def _rule(spot: Spot, locale: Locale) -> Iterator[str]:
    """What the words were read as, where that has put the record into its quadrant."""
    signal = table("signals").get(str(spot.record.get("tag") or ""), {})
    where = spot.record.get(spot.spec.group) if spot.spec.group else None
    if where and signal.get("quadrant") == where:
        options = spot.spec.field(str(spot.spec.group)).options
        label = next(one.label.say(locale) for one in options if one.id == where)
        yield words("strategy")("why.rule", locale, read=signal[locale], place=label)


def _alone(node: Json, path: Sequence[str]) -> Json:
    """The body with nothing but the record at the path and those above it."""
    name, record_id, *rest = path
    kept = next(one for one in node[name] if one["id"] == record_id)
    if rest:
        kept = {key: value for key, value in kept.items() if not isinstance(value, list)} | _alone(kept, rest)
    return {name: [kept]}
