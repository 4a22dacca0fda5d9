"""The processes that the one of the test has begun."""

from __future__ import annotations

from pathlib import Path

import pytest

THREADS = Path("/proc/self/task")


def children() -> set[int]:
    """Those that have not ended, or that nobody has seen end. Skips where /proc does not say."""
    if not THREADS.is_dir():
        pytest.skip("there is no /proc to look into")
    files = THREADS.glob("*/children")
    return {int(child) for file in files for child in file.read_text(encoding="utf-8").split()}
