"""A persona in the making: attributes with what each of them rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from agents.kit.frameworks.confidence import GRADES
from memory.types import Evidence, EvidenceKind

SourceKind = Literal["turn", "document", "insight", "output", "data", "model", "default", "attributes"]
Value = str | float | list[str]

STATED = GRADES["statement"]
DOCUMENT = GRADES["document"]
MEASURED = GRADES["metric"]
INFERRED = GRADES["inference"]
DEFAULT = GRADES["assumption"]
SCALE = (1.0, 5.0)
"""Of scores, such as those of a temper."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from."""

    kind: SourceKind
    ref: str
    quote: str
    grade: float
    n: int | None = None
    """Of measured values: the answers or reviews that were counted."""

    def evidence(self, attribute: str, *, assumed: bool = False) -> Evidence:
        return Evidence(
            f"attributes.{attribute}", self._kind(assumed=assumed), self.ref, self.quote, self.grade
        )

    def _kind(self, *, assumed: bool) -> EvidenceKind:
        if self.kind == "default":
            return "assumption"
        if assumed or self.kind in ("model", "attributes") or self.grade <= INFERRED:
            return "inference"
        if self.kind == "data":
            return "metric" if self.grade > DOCUMENT else "document"
        return {"document": "document", "output": "output"}.get(self.kind, "statement")  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One value. What is `assumed` nobody said; `reason` tells why it stands there all the same."""

    value: Value
    origins: tuple[Origin, ...]
    assumed: bool = False
    reason: str = ""
    synthetic: bool = False

    @property
    def origin(self) -> Origin:
        return max(self.origins, key=lambda one: one.grade)

    @property
    def grade(self) -> float:
        return self.origin.grade

    @property
    def values(self) -> list[str]:
        return list(self.value) if isinstance(self.value, list) else [str(self.value)]

    def body(self) -> dict[str, Any]:
        """As it stands in an output's body."""
        best = self.origin
        source = {"kind": best.kind, "ref": best.ref, "quote": best.quote}
        if best.n is not None:
            source |= {"n": best.n}
        return {
            "value": self.value, "grade": best.grade, "source": source, "assumed": self.assumed,
            "reason": self.reason, "synthetic": self.synthetic,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What a real customer said, verbatim."""

    text: str
    ref: str
    kind: SourceKind
    topic: str = ""

    def body(self) -> dict[str, Any]:
        return {"text": self.text, "ref": self.ref, "kind": self.kind, "topic": self.topic}


MOST = 5
"""Values of one attribute that has several."""


@dataclass(slots=True)
class Sheet:
    """The attributes so far, by id. What is there stays unless what comes is better founded."""

    attributes: dict[str, Attribute] = field(default_factory=dict[str, Attribute])
    heard: list[Heard] = field(default_factory=list[Heard])

    def add(self, attribute: str, value: str, origin: Origin, reason: str = "") -> None:
        """One more value of an attribute that has several; an assumption gives way to what is known."""
        known = self.attributes.get(attribute)
        new = Attribute([value], (origin,), bool(reason), reason)
        if known is None or (known.assumed and not reason):
            self.attributes[attribute] = new
        elif known.assumed == bool(reason) and value not in known.values and len(known.values) < MOST:
            self.attributes[attribute] = replace(
                known, value=[*known.values, value], origins=(*known.origins, origin)
            )

    def put(
        self, attribute: str, value: Value, origin: Origin, reason: str = "", *, assumed: bool = False
    ) -> None:
        """The one value of an attribute, where it is better founded than what stands there."""
        known = self.attributes.get(attribute)
        if known is None or origin.grade > known.grade:
            self.attributes[attribute] = Attribute(value, (origin,), assumed, reason)

    def set(self, attribute: str, made: Attribute) -> None:
        self.attributes[attribute] = made


def read_attributes(body: Mapping[str, Any], evidence: Iterable[Evidence] = ()) -> dict[str, Attribute]:
    """The attributes of a persona's body, with all that each rests on."""
    by_path: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_path.setdefault(one.path, []).append(one)
    return {
        name: _read(one, by_path.get(f"attributes.{name}", [])) for name, one in body["attributes"].items()
    }


def _read(one: Mapping[str, Any], evidence: list[Evidence]) -> Attribute:
    source = one["source"]
    best = Origin(source["kind"], source["ref"], source["quote"], one["grade"], source.get("n"))
    more = [Origin(best.kind, each.ref, each.quote, each.grade) for each in evidence]
    others = [each for each in more if (each.ref, each.quote) != (best.ref, best.quote)]
    return Attribute(one["value"], (best, *others), one["assumed"], one["reason"], one["synthetic"])
