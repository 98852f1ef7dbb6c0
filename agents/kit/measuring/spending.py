"""Which spending of a row is meant: without VAT where that is known of all that was summed."""

from memory.metrics import FactRow


def net_of(row: FactRow) -> int | None:
    """Without VAT; None where that is not known of every fact that has spend."""
    net, spend = row.known.get("spend_net"), row.known.get("spend")
    return row.sums.get("spend_net") if net is None or spend is None or net >= spend else None


def spend_of(row: FactRow) -> int | None:
    """Without VAT, else as it was reported."""
    net = net_of(row)
    return row.sums.get("spend") if net is None else net
