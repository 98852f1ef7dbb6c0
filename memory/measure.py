"""What recall is measured by: evidence recall, which needs no judge."""

from collections.abc import Collection, Sequence


def evidence_recall(found: Sequence[str], evidence: Collection[str], k: int = 10) -> float:
    """The share of the messages that hold the answer which are among the first `k` found, 0 to 1."""
    if not evidence:
        raise ValueError("a question without evidence measures nothing")
    return len(set(evidence).intersection(found[:k])) / len(set(evidence))
