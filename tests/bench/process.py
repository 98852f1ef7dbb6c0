"""What a whole process costs."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the kernel counts the peak of a process."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    peak_mb: float


def measure(command: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Runs the command to its end. Raises RuntimeError with what it wrote when it fails."""
    began = perf_counter()
    with subprocess.Popen(command, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        written = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}:\n{written.decode(errors='replace')}")
    return Cost(perf_counter() - began, usage.ru_maxrss * _UNIT / 1e6)
