"""Business model canvas: nine blocks whose entries must hold together, and hypotheses ranked by risk.

Sources: Alexander Osterwalder, Yves Pigneur, Business Model Generation (2010); David Bland, Alexander
Osterwalder, Testing Business Ideas (2019): what matters most and is known least is tested first. Risk as a
product is ours.
"""

from collections.abc import Iterator

from agents.kit.frameworks.base import Framework
from agents.kit.frameworks.bmc_draft import draft
from agents.kit.frameworks.keyed import keyed, label
from agents.kit.frameworks.likeness import most_alike
from agents.types import Block, Bullets, Paragraph, Question, Section
from config.catalogue import framework_spec
from config.errors import Locale
from memory.types import Json

SEGMENT_NEEDS = ("channels", "customer_relationships", "revenue_streams")
ASK_FIRST = (
    "customer_segments", "value_propositions", "revenue_streams", "channels", "customer_relationships",
    "cost_structure", "key_resources", "key_activities", "key_partners",
)  # fmt: skip
"""The order in which empty blocks are asked for: for whom and why, then how it pays, then how it is made."""


def compute(body: Json) -> Json:
    """Coverage, what each entry lacks, the risk of the hypotheses and their rank, break-even ROAS."""
    blocks = _linked(keyed(body, "bmc", "blocks"))
    live = {block["id"]: [entry for entry in block["entries"] if _lives(entry)] for block in blocks}
    ranks = _ranks(blocks, live)
    return body | {
        "blocks": [
            block
            | {
                "filled": bool(live[block["id"]]),
                "entries": [_checked(block["id"], entry, live, ranks) for entry in block["entries"]],
            }
            for block in blocks
        ],
        "coverage": sum(bool(entries) for entries in live.values()),
        "break_even_roas": _break_even(body.get("gross_margin_pct")),
    }


def _linked(blocks: list[Json]) -> list[Json]:
    """With segments named by their words now named by their ids."""
    segments = next(block["entries"] for block in blocks if block["id"] == "customer_segments")
    ids = {str(segment.get("text")): segment["id"] for segment in segments}
    return [block | {"entries": [_naming(entry, ids) for entry in block["entries"]]} for block in blocks]


def _naming(entry: Json, ids: dict[str, str]) -> Json:
    if not entry.get("segment_ids"):
        return entry
    known = set(ids.values())
    named = [
        one if one in known else ids.get(most_alike(one, ids) or "", one) for one in entry["segment_ids"]
    ]
    return entry | {"segment_ids": named}


def _lives(entry: Json) -> bool:
    return entry.get("state") != "invalidated"


def _break_even(margin: float | None) -> float | None:
    """Revenue per unit of advertising at which the margin pays for it: 1 / gross margin."""
    return round(100 / margin, 2) if margin else None


def _checked(block: str, entry: Json, live: dict[str, list[Json]], ranks: dict[tuple[int, int], int]) -> Json:
    dependents = _dependents(entry, live) if block == "customer_segments" else None
    risk = _risk(entry)
    return entry | {
        "dependents": dependents,
        "lacks": _lacks(block, entry, live) if _lives(entry) else None,
        "risk": risk,
        "risk_rank": None if risk is None else ranks[risk, dependents or 0],
    }


def served(entry: Json, segments: list[Json]) -> set[str]:
    """The segments an entry is for; where there is only one, all is for it unless it says otherwise."""
    ids = {segment["id"] for segment in segments}
    if entry.get("segment_ids"):
        return ids.intersection(entry["segment_ids"])
    return ids if len(ids) == 1 else set()


def _lacks(block: str, entry: Json, live: dict[str, list[Json]]) -> list[str] | None:
    segments = live["customer_segments"]
    if block == "value_propositions":
        return [] if served(entry, segments) else ["customer_segments"]
    if block != "customer_segments":
        return None
    return [
        need for need in SEGMENT_NEEDS if not any(entry["id"] in served(one, segments) for one in live[need])
    ]


def _dependents(segment: Json, live: dict[str, list[Json]]) -> int:
    segments = live["customer_segments"]
    others = (entry for block, entries in live.items() if block != "customer_segments" for entry in entries)
    return sum(segment["id"] in served(entry, segments) for entry in others)


def _risk(entry: Json) -> int | None:
    """1 to 25; only a hypothesis has one."""
    importance, uncertainty = entry.get("importance"), entry.get("uncertainty")
    if entry.get("state") != "hypothesis" or importance is None or uncertainty is None:
        return None
    return importance * uncertainty


def _ranks(blocks: list[Json], live: dict[str, list[Json]]) -> dict[tuple[int, int], int]:
    """Dense ranks, riskiest first; of equal risks the segment on which more entries depend goes first."""
    keys: set[tuple[int, int]] = set()
    for block in blocks:
        for entry in block["entries"]:
            risk = _risk(entry)
            if risk is not None:
                keys.add((risk, _dependents(entry, live) if block["id"] == "customer_segments" else 0))
    return {key: rank for rank, key in enumerate(sorted(keys, reverse=True), start=1)}


def entries(body: Json) -> Iterator[tuple[str, Json]]:
    """Every entry with the block it stands in."""
    for block in body["blocks"]:
        for entry in block["entries"]:
            yield block["id"], entry


def hypotheses(body: Json) -> list[tuple[str, Json]]:
    """The hypotheses with a risk, riskiest first, each with its block."""
    ranked = [(block, entry) for block, entry in entries(body) if entry["risk_rank"] is not None]
    return sorted(ranked, key=lambda pair: pair[1]["risk_rank"])


def headline(body: Json, locale: Locale) -> tuple[str, ...]:
    if not body["coverage"]:
        return ()
    lines = [_covered(body, locale), *_gaps(body, locale)[:1]]
    for _, entry in hypotheses(body)[:1]:
        lines.append(framework_spec("bmc").say("riskiest", locale, name=entry["text"], **entry))
    return tuple(lines)


def _covered(body: Json, locale: Locale) -> str:
    say = framework_spec("bmc").say
    empty = [block["id"] for block in body["blocks"] if not block["filled"]]
    if not empty:
        return say("coverage_full", locale)
    return say("coverage", locale, coverage=body["coverage"], empty=_named(empty, locale))


def _named(blocks: list[str], locale: Locale) -> str:
    return ", ".join(label("bmc", "blocks.block", block, locale) for block in blocks)


def _gaps(body: Json, locale: Locale) -> list[str]:
    say = framework_spec("bmc").say
    return [
        say("lacks", locale, name=entry["text"], blocks=_named(entry["lacks"], locale))
        for _, entry in entries(body)
        if entry["lacks"]
    ]


def sections(body: Json, locale: Locale) -> tuple[Section, ...]:
    """The checks with what fails them, and the hypotheses to test in their order."""
    say = framework_spec("bmc").say
    parts: list[Section] = []
    if any(entry["lacks"] is not None for _, entry in entries(body)):
        gaps = _gaps(body, locale)
        found: Block = Bullets(tuple(gaps)) if gaps else Paragraph(say("passed", locale))
        parts.append(Section(say("checks", locale), (found,)))
    if ranked := hypotheses(body):
        lines = [
            say(
                "hypothesis",
                locale,
                name=entry["text"],
                block=label("bmc", "blocks.block", block, locale),
                **entry,
            )
            for block, entry in ranked
        ]
        parts.append(Section(say("hypotheses", locale), (Bullets(tuple(lines)),)))
    return tuple(parts)


def questions(body: Json, locale: Locale) -> tuple[Question, ...]:
    """Empty blocks, what most depends on first; then the links that fail the checks."""
    say = framework_spec("bmc").say
    filled = {block["id"]: block["filled"] for block in body["blocks"]}
    asked = [
        Question(
            f"blocks.{block}.entries",
            say(
                "ask_block",
                locale,
                block=label("bmc", "blocks.block", block, locale),
                hint=say(f"hint_{block}", locale),
            ),
        )
        for block in ASK_FIRST
        if not filled[block]
    ]
    return (*asked, *_links(body, filled, locale))


def _links(body: Json, filled: dict[str, bool], locale: Locale) -> Iterator[Question]:
    say = framework_spec("bmc").say
    names = tuple(
        entry["text"] for block, entry in entries(body) if block == "customer_segments" and _lives(entry)
    )
    for block, entry in entries(body):
        for need in entry["lacks"] or ():
            if block == "value_propositions" and names:
                path = f"blocks.{block}.entries.{entry['id']}.segment_ids"
                yield Question(path, say("ask_segment", locale, name=entry["text"]), names)
            elif block == "customer_segments" and filled[need]:
                wanted = label("bmc", "blocks.block", need, locale)
                yield Question(
                    f"blocks.{need}.entries", say("ask_lacks", locale, name=entry["text"], block=wanted)
                )


FRAMEWORK = Framework("bmc", compute, headline, draft, sections, questions=questions)
