"""What a command costs: wall, CPU and the peak memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAGE = os.sysconf("SC_PAGE_SIZE")
STEP_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """One run, or the medians of several."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int  # shared pages count once for each process that has them


def run(command: Sequence[str]) -> Cost:
    """Run `command` to its end, quietly. Raises RuntimeError when it fails."""
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(STEP_SECONDS):
            peak = max(peak, _tree_bytes(process.pid))

    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    watcher = threading.Thread(target=watch)
    watcher.start()
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: {said.decode()}")
    # Not ru_maxrss: it begins with what this process, from which the command was begun, has.
    return Cost(wall, used.ru_utime + used.ru_stime, peak)


def _tree_bytes(root: int) -> int:
    total, todo = 0, [root]
    while todo:
        pid = todo.pop()
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
            for task in os.listdir(f"/proc/{pid}/task"):
                children = Path(f"/proc/{pid}/task/{task}/children").read_text()
                todo += map(int, children.split())
        except OSError:
            continue  # it ended meanwhile
    return total


def medians(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(cost.wall_seconds for cost in costs),
        median(cost.cpu_seconds for cost in costs),
        int(median(cost.peak_bytes for cost in costs)),
    )
