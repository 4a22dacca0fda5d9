"""Work that nobody waits for until the end, in a process beside this one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from generator.workers import cores, end, uninterrupted


@contextmanager
def aside(work: Callable[[], None], jobs: int) -> Iterator[None]:
    """Do `work`, which changes nothing in this process, beside what is done in the block.

    It has ended when the block has, and Ctrl-C in the block ends it. With one job, or where
    processes cannot be forked, it is done first. What goes wrong in it is told on stderr and
    goes no further.
    """
    if (jobs or cores()) == 1 or not hasattr(os, "fork"):
        work()
        yield
        return
    sys.stdout.flush()
    sys.stderr.flush()
    with uninterrupted():  # which the child never leaves
        child = os.fork()
        if not child:
            _do_aside(work)
    try:
        yield
    except KeyboardInterrupt:
        end([(child, -1)])
        raise
    except BaseException:
        os.waitpid(child, 0)
        raise
    os.waitpid(child, 0)


def _do_aside(work: Callable[[], None]) -> NoReturn:
    """What the process beside this one does. Where it was begun from must not go on in it."""
    try:
        work()
    except Exception:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    finally:
        os._exit(0)
