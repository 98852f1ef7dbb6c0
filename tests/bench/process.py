"""What a whole process costs."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the kernel counts the peak of a process."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    peak_mb: float


_STARTER = """
import json, os, sys, time
began = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
took = time.perf_counter() - began
print("\\n" + json.dumps([took, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
"""Linux counts the peak of whoever starts a process as the process's own: a small one starts it."""


def measure(command: Sequence[str], env: Mapping[str, str]) -> Cost:
    """Runs the command to its end. Raises RuntimeError with what it wrote when it fails."""
    starting = (sys.executable, "-I", "-S", "-c", _STARTER, *command)
    ran = subprocess.run(
        starting, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, text=True
    )
    written, _, told = ran.stdout.rstrip().rpartition("\n")
    seconds, peak, code = json.loads(told)
    if code:
        raise RuntimeError(f"{command} ended with {code}:\n{written}")
    return Cost(seconds, peak * _UNIT / 1e6)
