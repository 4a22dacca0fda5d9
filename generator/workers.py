"""The same work on all cores: forked processes that share what was made before them."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TypeVar

from generator.problems import DigestError, Problem

Item = TypeVar("Item")
GOOD, BAD_DIGEST, BUG = range(3)
STEP = 100  # items between two words on how far the work is


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def shared(
    items: Sequence[Item],
    work: Callable[[Iterable[Item]], list[Any]],
    jobs: int,
    least: int = 64,
    told: Callable[[int], None] = lambda _: None,
) -> list[Any]:
    """`work` on slices of `items`, one a process; all results, in the order of slices.

    `jobs` 0 means one for each core. `work` gets every `jobs`th item, beginning with its own
    number, and gives back values that marshal can write. This process takes the first slice
    itself. With fewer than `least` items a process, or where processes cannot be forked, it
    does all of it. `told` hears now and then how many items are done, taking the other workers
    to be as quick as this one. Raises the DigestErrors of all workers as one; a bug in one is a
    RuntimeError with its traceback.
    """
    jobs = max(1, min(jobs or cores(), len(items) // least))
    if jobs == 1 or not hasattr(os, "fork"):
        return work(_counted(items, 1, told))
    gc.freeze()  # the collector would touch, and so copy, every page the workers share
    sys.stdout.flush()
    sys.stderr.flush()
    children: list[tuple[int, int]] = []
    try:
        with uninterrupted():  # the workers stay so: they are ended here, or with this process
            for number in range(1, jobs):
                children.append(_start(items[number::jobs], work))
        outcomes = [_outcome(_counted(items[0::jobs], jobs, told), work)]
        while children:
            outcomes.append(_answer(*children[0]))
            del children[0]
    except BaseException:
        _end(children)  # before anyone cleans up what they write
        raise
    finally:
        gc.unfreeze()
    return _joined(outcomes)


def elsewhere(items: Sequence[Item], work: Callable[[Iterable[Item]], list[Any]]) -> list[Any]:
    """`work` on all `items` in a process of its own: what it loads and starts stays out of this.

    Raises as `shared` does. Where processes cannot be forked, it is done here.
    """
    if not hasattr(os, "fork"):
        return work(items)
    sys.stdout.flush()
    sys.stderr.flush()
    with uninterrupted():
        child = _start(items, work)
    try:
        outcome = _answer(*child)
    except BaseException:
        _end([child])
        raise
    return _joined([outcome])


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the block has ended; a process begun in it never hears of it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(children: Iterable[tuple[int, int]]) -> None:
    for child, _ in children:
        with suppress(ProcessLookupError, ChildProcessError):  # it has ended by itself
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


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
        _end([(child, -1)])
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
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(0)


def _counted(items: Iterable[Item], jobs: int, told: Callable[[int], None]) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number % STEP == 0:
            told(number * jobs)
        yield item


def _start(items: Sequence[Item], work: Callable[[Iterable[Item]], list[Any]]) -> tuple[int, int]:
    reader, writer = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        os.close(reader)
        gc.disable()
        with os.fdopen(writer, "wb") as pipe:
            outcome = _outcome(while_wanted(items, parent), work)
            pipe.write(marshal.dumps(outcome))  # what is one object here is one there, too
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be flushed or cleaned up twice


def while_wanted(items: Iterable[Item], parent: int) -> Iterator[Item]:
    """`items` for as long as the process that asked for them lives."""
    for item in items:
        if os.getppid() != parent:
            os._exit(1)
        yield item


def _outcome(
    items: Iterable[Item], work: Callable[[Iterable[Item]], list[Any]]
) -> tuple[int, list[Any]]:
    try:
        return GOOD, work(items)
    except DigestError as error:
        return BAD_DIGEST, [_plain(problem) for problem in error.problems]
    except Exception:
        return BUG, [traceback.format_exc()]


def _plain(problem: Problem) -> tuple[Any, ...]:
    return tuple(getattr(problem, name) for name in Problem.__slots__)


def _answer(child: int, reader: int) -> tuple[int, list[Any]]:
    with os.fdopen(reader, "rb") as pipe:
        written = pipe.read()
    _, status = os.waitpid(child, 0)
    if not written:
        return BUG, [f"a worker ended with status {os.waitstatus_to_exitcode(status)}"]
    outcome: tuple[int, list[Any]] = marshal.loads(written)
    return outcome


def _joined(outcomes: Sequence[tuple[int, list[Any]]]) -> list[Any]:
    bugs = [said for kind, rows in outcomes if kind == BUG for said in rows]
    if bugs:
        raise RuntimeError("\n".join(bugs))
    problems = [Problem(*row) for kind, rows in outcomes if kind == BAD_DIGEST for row in rows]
    if problems:
        raise DigestError(problems)
    return [row for _, rows in outcomes for row in rows]
