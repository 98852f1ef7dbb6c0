"""Synthesis: what the latest outputs of a place say together, every line with its references.

Nothing is added: positioning, opportunities and threats are quoted and ordered by their own scores on a
common scale of 100, priorities are those of ICE, and open questions are what the outputs lack or contradict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from agents.kit.figures import number
from agents.kit.frameworks import selections as every
from agents.kit.frameworks.base import Framework, Sheet
from agents.kit.frameworks.claims import Claim, Ground, Outputs, Select
from agents.kit.frameworks.contradictions import Contradiction, contradictions
from agents.kit.frameworks.keyed import label
from agents.kit.frameworks.likeness import alike
from config.catalogue import FRAMEWORKS, framework_spec
from config.errors import Locale
from memory.types import Evidence, Json, MissingInput, Output

TOP = 5
A_ROLE = 2
"""Lines at most for each part of the positioning."""
OPEN = 10
"""Open questions at most."""
LISTS = ("positioning", "opportunities", "threats", "priorities", "contradictions", "open_questions")
POSITIONING = (
    ("for_whom", (every.SEGMENT, every.EXECUTOR)),
    ("need", (every.JOB,)),
    ("offer", (every.OFFER,)),
    ("difference", (every.EDGE, every.ADDED)),
    ("proof", (every.STRENGTH,)),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Records with a score, and the score's maximum."""

    select: Select
    score: str
    maximum: float

    def weight(self, claim: Claim) -> float:
        """The score on a scale of 100; 0 while the record has none."""
        return round(100 * (claim.record.get(self.score) or 0) / self.maximum, 1)

    def measure(self, claim: Claim, locale: Locale) -> str | None:
        score = claim.record.get(self.score)
        if score is None:
            return None
        return _say(f"measure_{claim.framework}", locale, score=number(score), place=claim.place(locale))


OPPORTUNITIES = (
    Scale(every.OPPORTUNITY, "score", 25),
    Scale(every.NEED, "opportunity", 20),
    Scale(every.ADDED, "value_effect", 10),
)
THREATS = (Scale(every.THREAT, "score", 25), Scale(every.PRESSING, "score", 5))


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the synthesis, and what it rests on."""

    facts: Json
    grounds: tuple[Ground, ...]

    def record(self, record_id: str) -> Json:
        return self.facts | {
            "id": record_id,
            "sources": ", ".join(dict.fromkeys(ground.where for ground in self.grounds)),
            "refs": list(dict.fromkeys(ground.ref for ground in self.grounds)),
        }


def synthesise(outputs: Iterable[Output], locale: Locale) -> Sheet:
    """The body of a synthesis, from the outputs of one place; of each framework the last one given counts."""
    latest = {one.draft.output_type: one for one in outputs if one.draft.output_type in FRAMEWORKS}
    opposed = contradictions(latest)
    found: dict[str, list[Line]] = {
        "positioning": list(_positioning(latest, locale)),
        "opportunities": _ranked(OPPORTUNITIES, latest, locale),
        "threats": _ranked(THREATS, latest, locale),
        "priorities": _priorities(latest, locale),
        "contradictions": [_opposed(one, locale) for one in opposed],
        "open_questions": list(islice(_open(latest, opposed, locale), OPEN)),
    }
    body = compute({})
    evidence: list[Evidence] = []
    for spec in framework_spec("synthesis").records:
        for count, line in enumerate(found[spec.name], start=1):
            record = line.record(f"{spec.prefix}{count}")
            body[spec.name].append(record)
            evidence += [
                ground.evidence(f"{spec.name}.{record['id']}.{spec.title}") for ground in line.grounds
            ]
    return Sheet(_related(body), tuple(evidence))


def compute(body: Json) -> Json:
    """Every list of the synthesis, empty where the body has none."""
    return {name: list[Json]() for name in LISTS} | body


def _say(key: str, locale: Locale, **facts: object) -> str:
    return framework_spec("synthesis").say(key, locale, **facts)


def _positioning(latest: Outputs, locale: Locale) -> Iterator[Line]:
    for role, selects in POSITIONING:
        claims = [claim for select in selects for claim in select.claims(latest)]
        claims.sort(key=lambda claim: -(claim.record.get("score") or 0))
        for group in islice(_grouped(claims), A_ROLE):
            yield Line({"role": role, "text": group[0].text}, _grounds(group, locale))
    ocean = latest.get("blue_ocean")
    if ocean and (tagline := ocean.draft.body.get("tagline")):
        where = framework_spec("blue_ocean").name.say(locale)
        yield Line({"role": "tagline", "text": tagline}, (Ground(ocean, "tagline", tagline, where),))


def _grouped(claims: Iterable[Claim]) -> list[list[Claim]]:
    """The claims that say the same thing together, in the order of the first of each."""
    groups: list[list[Claim]] = []
    for claim in claims:
        group = next((group for group in groups if alike(group[0].text, claim.text)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return groups


def _grounds(claims: Iterable[Claim], locale: Locale) -> tuple[Ground, ...]:
    return tuple(claim.ground(locale) for claim in claims)


def _ranked(scales: tuple[Scale, ...], latest: Outputs, locale: Locale) -> list[Line]:
    """The heaviest, each thing once however many frameworks say it."""
    scaled = {
        claim.ground(locale).ref: (scale, claim) for scale in scales for claim in scale.select.claims(latest)
    }
    heaviest = sorted(scaled.values(), key=lambda pair: -pair[0].weight(pair[1]))
    lines: list[Line] = []
    for group in islice(_grouped(claim for _, claim in heaviest), TOP):
        scale, first = scaled[group[0].ground(locale).ref]
        facts = {"text": first.text, "measure": scale.measure(first, locale), "weight": scale.weight(first)}
        lines.append(Line(facts, _grounds(group, locale)))
    return lines


def _priorities(latest: Outputs, locale: Locale) -> list[Line]:
    ranked = sorted(every.RANKED.claims(latest), key=lambda claim: claim.record["rank"])
    kept = ("name", "ice", "rank", "band")
    return [
        Line({field: claim.record[field] for field in kept}, (claim.ground(locale),))
        for claim in ranked[:TOP]
    ]


def _related(body: Json) -> Json:
    """Each priority with the opportunities and threats that it speaks to."""
    outside = [*body["opportunities"], *body["threats"]]
    priorities = [
        one | {"speaks_to": [other["id"] for other in outside if alike(one["name"], other["text"])]}
        for one in body["priorities"]
    ]
    return body | {"priorities": priorities}


def _opposed(found: Contradiction, locale: Locale) -> Line:
    grounds = _grounds((found.left, found.right), locale)
    left, right = (ground.quote for ground in grounds)
    return Line({"rule": found.rule, "text": found.say(locale), "left": left, "right": right}, grounds)


def _open(latest: Outputs, opposed: tuple[Contradiction, ...], locale: Locale) -> Iterator[Line]:
    """What may no longer hold, what contradicts itself, then what is missing: of each output in turn."""
    yield from _stale(latest, locale)
    yield from _unsettled(opposed, locale)
    yield from _missing(latest, locale)


def _stale(latest: Outputs, locale: Locale) -> Iterator[Line]:
    for framework, output in latest.items():
        if output.stale:
            name = framework_spec(framework).name.say(locale)
            text = _say("stale", locale, name=name)
            yield Line({"text": text, "why": _say("stale_why", locale)}, (Ground(output, "", text, name),))


def _unsettled(opposed: tuple[Contradiction, ...], locale: Locale) -> Iterator[Line]:
    for found in opposed[:TOP]:
        grounds = _grounds((found.left, found.right), locale)
        left, right = (ground.quote for ground in grounds)
        facts = {"text": _say("settle", locale, left=left, right=right), "why": _say("settle_why", locale)}
        yield Line(facts, grounds)


def _missing(latest: Outputs, locale: Locale) -> Iterator[Line]:
    names = {framework: framework_spec(framework).name.say(locale) for framework in latest}
    gaps = [[(one, missing) for missing in one.draft.missing_inputs] for one in latest.values()]
    for output, missing in filter(None, chain.from_iterable(zip_longest(*gaps))):
        name = names[output.draft.output_type]
        yield Line(_asked(missing, name, locale), (Ground(output, missing.field, missing.ask, name),))


def _asked(missing: MissingInput, name: str, locale: Locale) -> Json:
    return {"text": missing.ask, "why": missing.why or _say("missing", locale, name=name)}


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    lines = [_stance(body, locale), _outside(body, locale), _within(body, locale)]
    return tuple(line for line in lines if line)


def _stance(body: Json, locale: Locale) -> str:
    """The first line of each part of the positioning but its proof."""
    parts: dict[str, str] = {}
    for line in body["positioning"]:
        named = label("synthesis", "positioning.role", line["role"], locale)
        parts.setdefault(line["role"], _say("part", locale, role=named, text=line["text"]))
    shown = [text for role, text in parts.items() if role != "proof" or len(parts) == 1]
    return _say("positioning", locale, parts="; ".join(shown[:3])) if shown else ""


def _outside(body: Json, locale: Locale) -> str:
    tops = {
        name: lines[0]["text"]
        for name, lines in (("opportunity", body["opportunities"]), ("threat", body["threats"]))
        if lines
    }
    return _say("top" if len(tops) == 2 else f"top_{next(iter(tops))}", locale, **tops) if tops else ""


def _within(body: Json, locale: Locale) -> str:
    """The contradictions before the first priority: they may change it."""
    opposed = body["contradictions"]
    if opposed:
        key = "disagree" if len(opposed) > 1 else "disagree_once"
        return _say(key, locale, count=len(opposed), text=opposed[0]["text"])
    return _say("first", locale, **body["priorities"][0]) if body["priorities"] else ""


FRAMEWORK = Framework("synthesis", compute, headline)
