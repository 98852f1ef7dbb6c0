"""What something costs, in seconds of this thread's own work: whatever else the machine does meanwhile."""

from collections.abc import Callable
from time import thread_time


def cost(work: Callable[[], object]) -> float:
    began = thread_time()
    work()
    return thread_time() - began


def in_step(work: Callable[[int], object], size: int) -> bool:
    """Whether eight times as much costs about eight times: what looks back again and again costs sixty-four."""
    work(size)
    return cost(lambda: work(8 * size)) < 24 * cost(lambda: work(size))
