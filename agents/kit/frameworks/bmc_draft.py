"""Which clauses fill which blocks of the canvas, as facts or as hypotheses."""

from collections.abc import Iterator

from agents.kit.frameworks.base import Sheet
from agents.kit.frameworks.drawing import Drawing, Entry, proposal, sorted_out
from agents.kit.frameworks.keyed import field_spec
from agents.kit.frameworks.records.values import option_in
from agents.kit.frameworks.seven_s_draft import counts, introduces
from agents.kit.reading.types import Clause, Reading
from config.errors import Locale

BLOCKS = {
    "customer_fact": "customer_segments",
    "segment": "customer_segments",
    "low_share": "customer_segments",
    "reputation": "value_propositions",
    "unique_resource": "value_propositions",
    "praise": "value_propositions",
    "price_low": "value_propositions",
    "good_results": "value_propositions",
    "audience": "channels",
    "own_channel_share": "channels",
    "channel": "channels",
    "offer_received": "channels",
    "recurring_customers": "customer_relationships",
    "few_faults": "customer_relationships",
    "price_position": "revenue_streams",
    "price_fact": "revenue_streams",
    "revenue_fact": "revenue_streams",
    "time_concentration": "revenue_streams",
    "concentration": "revenue_streams",
    "growth_own": "revenue_streams",
    "certification": "key_resources",
    "owned_asset": "key_resources",
    "team": "key_resources",
    "staff_fact": "key_resources",
    "location": "key_resources",
    "technology": "key_resources",
    "activity": "key_activities",
    "introduction": "key_activities",
    "supplier": "key_partners",
    "partner": "key_partners",
    "free_supply": "key_partners",
    "dependency": "",
    "cost_up": "cost_structure",
    "cost_heavy": "cost_structure",
    "cost_fact": "cost_structure",
    "fee_burden": "cost_structure",
    "debt": "cost_structure",
}
"""The block of a clause by its first signal. What depends on one is where the revenue comes from."""
LACKING = frozenset({"lacking", "none"})
UNTESTED = 3
"""Importance and uncertainty proposed for a hypothesis, of 5."""


def draft(reading: Reading, locale: Locale) -> Sheet:
    """Every clause that speaks of a block as an entry: offers and plans as hypotheses, the rest as facts."""
    drawing = Drawing()
    for clause, usual in sorted_out(reading, BLOCKS):
        for block in dict.fromkeys(_blocks(clause, usual)):
            entry = drawing.option("blocks", "block", block).entry("entries", "B")
            entry.state("text", clause.text, clause)
            if clause.tags[0] == "offer_received" or clause.tense in ("future", "unsure"):
                _guess(entry, clause, locale)
            else:
                entry.infer("state", "fact", clause)
            kinds = field_spec("bmc", "blocks.entries.revenue_kind")
            if block == "revenue_streams" and (kind := option_in(kinds, clause.text)):
                entry.infer("revenue_kind", kind, clause)
    return drawing.sheet()


def _blocks(clause: Clause, usual: str) -> Iterator[str]:
    """Usually one; a share of revenue that names its customers speaks of both."""
    if clause.tags[0] == "introduction" and "makes" in clause.concepts:
        yield usual
        return
    if clause.tags[0] == "introduction" or introduces(clause) or _empty(clause):
        return
    if clause.tags[0] == "offer_received" and clause.has("partner"):
        yield "key_partners"
    elif clause.tags[0] == "recurring_customers" and clause.has("team"):
        yield "key_resources"
    elif clause.tags[0] == "dependency" and "giant" in clause.concepts:
        yield "channels"
    elif usual:
        yield usual
    if clause.has("revenue_fact") and usual in ("", "revenue_streams"):
        yield "revenue_streams"
        if clause.has("segment"):
            yield "customer_segments"


def _empty(clause: Clause) -> bool:
    """A channel that is not there; people without their number."""
    lacking = clause.tags[0] == "channel" and not clause.concepts.isdisjoint(LACKING)
    return lacking or (clause.tags[0] == "staff_fact" and not counts(clause))


def _guess(entry: Entry, clause: Clause, locale: Locale) -> None:
    entry.infer("state", "hypothesis", clause)
    for name in ("importance", "uncertainty"):
        entry.propose(
            name, UNTESTED, proposal("bmc", f"blocks.entries.{name}", clause.text, UNTESTED, locale)
        )
