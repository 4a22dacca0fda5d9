"""The same work on all cores: forked processes that share what was made before them."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from itertools import accumulate, chain
from operator import itemgetter
from typing import IO, Any, TypeVar

from generator.portions import MOST_PORTIONS, in_portions
from generator.problems import DigestError, Problem

Item = TypeVar("Item")
Work = Callable[[Iterable[Item]], list[Any]]
Outcome = tuple[int, int, list[Any]]  # number of a portion; GOOD, BAD_DIGEST or BUG; what came
GOOD, BAD_DIGEST, BUG = range(3)
STEP = 100  # items, at least, between two words on how far the work is
PATIENCE = 10  # of a process that waits for others: the system gives it a tenth of what they get
PIPE_BYTES = 1 << 20  # the most that Linux gives everyone
SIZE = 4  # bytes that say how long an outcome is; none is of length 0, which is the end

# Workers that have said all. The system takes another 20 ms to take 60 MB of them apart: there is
# something better to do meanwhile.
_ending: list[int] = []


def cores() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def shared(items: Sequence[Item], work: Work[Item], jobs: int, least: int = 64) -> list[Any]:
    """`work` on all cores; all results, in the order of `items`.

    `jobs` 0 means a process for each core; with fewer than `least` items for each there are
    fewer. Otherwise as `dealt_out`.
    """
    with sharing(items, work, jobs, least) as results:
        return results()


@contextmanager
def sharing(
    items: Sequence[Item], work: Work[Item], jobs: int, least: int = 64
) -> Iterator[Callable[[], list[Any]]]:
    """As `shared`, begun by the other cores while this process does what is in the block."""
    portions = in_portions(items, MOST_PORTIONS)
    jobs = min(jobs or cores(), len(items) // least, len(portions))
    with dealt(portions, work, jobs - 1) as results:
        yield results


def dealt_out(
    portions: Sequence[Sequence[Item]],
    work: Work[Item],
    jobs: int,
    *,
    told: Callable[[int], None] = lambda _: None,
) -> list[Any]:
    """`work` on each of at most MOST_PORTIONS portions; all results, in the order of portions.

    `jobs` processes, this one among them, take the next portion whenever they are done with
    one, so that none waits for another. `work` gives back values that marshal can write. Where
    processes cannot be forked this one does all of it. `told` hears now and then how many items
    are done or begun, and 0 first.
    Raises the DigestErrors of all portions as one; a bug is a RuntimeError with its traceback.
    """
    with dealt(portions, work, min(jobs, len(portions)) - 1, told=told) as results:
        return results()


@contextmanager
def dealt(
    portions: Sequence[Sequence[Item]],
    work: Work[Item],
    others: int,
    *,
    told: Callable[[int], None] = lambda _: None,
    patient: bool = False,
) -> Iterator[Callable[[], list[Any]]]:
    """As `dealt_out`, begun by so many `others` while this process does what is in the block.

    There are as many portions, at least: each of the others begins with one of the first, whatever
    this process does. Once this one asks for the results, which it may do once, it takes portions
    too. Where it does not ask, the others end with the block. `patient` ones let all others of the
    build go first, and have what processors they leave idle.
    """
    others = max(others, 0) if hasattr(os, "fork") else 0
    queue, feed = os.pipe()
    os.write(feed, bytes(range(others, len(portions))))
    os.close(feed)
    gc.freeze()  # the collector would touch, and so copy, every page the workers share
    sys.stdout.flush()
    sys.stderr.flush()
    children: list[tuple[int, int]] = []

    def results() -> list[Any]:
        outcomes = list(_taken(queue, portions, work, told))
        while children:
            outcomes += _answer(*children[0])
            del children[0]
        return _joined(outcomes)

    try:
        done = partial(_done, queue, portions, work, os.getpid(), patient)
        with uninterrupted():  # workers stay so: they are ended here, or with this process
            for number in range(others):
                children.append(_start(partial(done, number)))
        yield results
    finally:
        end(children)  # before anyone cleans up what they write
        os.close(queue)
        gc.unfreeze()


def begun(
    items: Sequence[Item], work: Work[Item]
) -> AbstractContextManager[Callable[[], list[Any]]]:
    """`work` on all `items`, begun in a process of its own: what it loads and starts stays out of
    this one, which does something else in the block before it asks for the results.

    Where processes cannot be forked, the work is done when it is asked for.
    """
    return dealt([items], work, 1)


def _done(
    queue: int,
    portions: Sequence[Sequence[Item]],
    work: Work[Item],
    parent: int,
    patient: bool,
    number: int,
) -> Iterator[Outcome]:
    """What becomes of the portion of that number, with which a worker begins, and of those that it
    takes from the queue then. It ends when it is not wanted any more: when `parent` has ended."""
    if patient:
        os.nice(PATIENCE)
    for taken in chain([number], _numbers(queue)):
        yield taken, *_outcome(while_wanted(portions[taken], parent), work)


def _taken(
    queue: int,
    portions: Sequence[Sequence[Item]],
    work: Work[Item],
    told: Callable[[int], None],
) -> Iterator[Outcome]:
    """What becomes of the portions whose numbers this process takes from the queue."""
    before = list(accumulate(map(len, portions), initial=0))
    said = -STEP
    for number in _numbers(queue):
        done = before[number] if said >= 0 else 0
        if done >= said + STEP:
            told(done)
            said = done
        yield number, *_outcome(portions[number], work)


def _numbers(queue: int) -> Iterator[int]:
    while taken := os.read(queue, 1):
        yield taken[0]


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back until the block has ended; a process begun in it never hears of it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def awaited() -> Iterator[None]:
    """Once the block has ended, however it did, wait until nothing is left of workers that have
    said all: what they have from this process, such as a lock, they hold until then."""
    try:
        yield
    finally:
        while _ending:
            os.waitpid(_ending.pop(), 0)


def end(children: Iterable[tuple[int, int]]) -> None:
    """End processes, each given with where its answer would be read, that nobody waits for."""
    for child, reader in children:
        with suppress(ProcessLookupError, ChildProcessError):  # it has ended by itself
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        with suppress(OSError):  # who asked in vain has closed it
            os.close(reader)


def _start(work: Callable[[], Iterator[Outcome]]) -> tuple[int, int]:
    """A process that does `work`, and where its answer can be read."""
    reader, writer = _wide_pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        os.close(reader)
        gc.disable()
        with os.fdopen(writer, "wb") as pipe:
            for said in [marshal.dumps(outcome) for outcome in work()]:
                pipe.write(len(said).to_bytes(SIZE, "little") + said)
            pipe.write(bytes(SIZE))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be flushed or cleaned up twice


def _wide_pipe() -> tuple[int, int]:
    """A pipe that holds most answers, so that who gave one ends without waiting to be asked: what
    it shares with this process is copied, page by page, for as long as it lives."""
    reader, writer = os.pipe()
    with suppress(ImportError, AttributeError, OSError):  # systems that have no such thing
        import fcntl

        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reader, writer


def while_wanted(items: Iterable[Item], parent: int) -> Iterator[Item]:
    """`items` for as long as the process that asked for them lives."""
    for item in items:
        if os.getppid() != parent:
            os._exit(1)
        yield item


def _outcome(items: Iterable[Item], work: Work[Item]) -> tuple[int, list[Any]]:
    try:
        return GOOD, work(items)
    except DigestError as error:
        return BAD_DIGEST, list(map(tuple, error.problems))
    except Exception:
        import traceback  # most builds have no use for it

        return BUG, [traceback.format_exc()]


def _answer(child: int, reader: int) -> list[Outcome]:
    """What a worker said; a bug when it ended before it had said all."""
    try:
        with os.fdopen(reader, "rb") as pipe:
            outcomes = list(_said(pipe))
    except EOFError:
        _, status = os.waitpid(child, 0)
        return [(0, BUG, [f"a worker ended with status {os.waitstatus_to_exitcode(status)}"])]
    _ending.append(child)
    return outcomes


def _said(pipe: IO[bytes]) -> Iterator[Outcome]:
    """One outcome after the other: to have all in one piece, and then apart, would touch more new
    memory than anything else in a build. Raises EOFError when the pipe ends too soon."""
    while size := int.from_bytes(_exactly(pipe, SIZE), "little"):
        yield marshal.loads(_exactly(pipe, size))


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _joined(outcomes: list[Outcome]) -> list[Any]:
    bugs = [said for _, kind, rows in outcomes if kind == BUG for said in rows]
    if bugs:
        raise RuntimeError("\n".join(bugs))
    outcomes.sort(key=itemgetter(0))
    problems = [Problem(*row) for _, kind, rows in outcomes if kind == BAD_DIGEST for row in rows]
    if problems:
        raise DigestError(problems)
    return [row for _, _, rows in outcomes for row in rows]
