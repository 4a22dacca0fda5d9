"""A build that is killed leaves every file old or new; two builds at once do not mix."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from generator.problems import DigestError
from generator.write.files import DRAFTS
from tests.digest import Digest
from tests.plain import clean_site, differing, use_plain_theme

ROOT = Path(__file__).parents[2]
MOMENTS = 50 if os.environ.get("BROADSHEET_EXAMPLES") else 6
COUNT = 300  # papers of each version; some are in one only
PATIENCE = 30.0  # seconds

# A build that kills itself at the nth call of a function that changes the disk. Calls are
# counted from 1; from the last one backwards when n is negative, `total` being known.
KILLED_AT = """
import os, signal, sys
from generator.cli import main
name, place, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
real, calls = getattr(os, name), 0
def counted(*given, **more):
    global calls
    calls += 1
    if calls == place:
        os.killpg(0, signal.SIGKILL)
    return real(*given, **more)
setattr(os, name, counted)
code = main(["-C", folder, "build", "-q", "--jobs", "1"])
print(calls)
sys.exit(code)
"""


@dataclass
class Versions:
    """A digest with two versions of its content, and the site each makes."""

    digest: Digest
    now: int = 0
    sites: list[dict[str, bytes]] = field(default_factory=list)

    def turn(self) -> None:
        """Edit everything: the other version takes the place of this one."""
        folder, other = self.digest.folder, 1 - self.now
        (folder / "content").rename(folder / f"version-{self.now}")
        (folder / f"version-{other}").rename(folder / "content")
        self.now = other

    def started(self, *command: str) -> subprocess.Popen[str]:
        """A build in a session of its own, so that it can be killed with its workers."""
        return subprocess.Popen(
            [sys.executable, *(command or ("-m", "generator", *self.build_arguments))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @property
    def build_arguments(self) -> list[str]:
        return ["-C", str(self.digest.folder), "build", "-q", "--jobs", "2"]

    def torn(self) -> list[str]:
        """Files that are neither as before the build nor as after it, or gone though in both."""
        there = {p: d for p, d in self.digest.site().items() if not p.startswith(DRAFTS + "/")}
        old, new = self.sites[1 - self.now], self.sites[self.now]
        wrong = [p for p, data in there.items() if data not in (old.get(p), new.get(p))]
        return wrong + sorted((old.keys() & new.keys()) - there.keys())

    def repaired(self) -> list[str]:
        """What the next build leaves different from a clean one."""
        self.digest.build()
        assert not list(self.digest.folder.rglob("*.draft"))
        assert not (self.digest.output / DRAFTS).exists()
        return differing(self.digest.site(), self.sites[self.now])


def ended(build: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Its exit code, stdout and stderr, once it is over."""
    said, told = build.communicate(timeout=PATIENCE)
    return build.returncode, said, told


def write_version(digest: Digest, version: int) -> None:
    digest.write_config(theme="plain", title=f"Version {version}")
    digest.write_topic("agents", rules={"title": ["agent"]})
    for n in range(COUNT):
        id = f"p{n + version * 20}"
        digest.write(
            f"content/papers/{id}.md",
            f"---\ntitle: Agents {n}, {version}\nlisted: 2025-12-09\n---\nNote {version} on $x$.\n",
        )


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    """Two versions; the site is that of the first, complete."""
    made = Versions(Digest(tmp_path_factory.mktemp("killed") / "digest"))
    use_plain_theme(made.digest)
    content = made.digest.folder / "content"
    for version in (1, 0):
        write_version(made.digest, version)
        made.sites.insert(0, clean_site(made.digest))
        if version:
            content.rename(made.digest.folder / "version-1")
    made.digest.build()
    yield made


@pytest.fixture
def edited(versions: Versions) -> Versions:
    """The site is complete, and everything has been edited since."""
    versions.digest.forget()
    versions.digest.build()
    versions.turn()
    return versions


def test_a_kill_at_any_moment_leaves_every_file_old_or_new(edited: Versions) -> None:
    began = time.perf_counter()
    assert ended(edited.started())[0] == 0
    seconds = time.perf_counter() - began
    chance = Random(COUNT)
    killed = 0

    for _ in range(MOMENTS):
        edited.turn()
        build = edited.started()
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        os.killpg(build.pid, signal.SIGKILL)
        killed += ended(build)[0] == -signal.SIGKILL

        assert edited.torn() == []
        assert edited.repaired() == []
    assert killed


@pytest.mark.parametrize(
    ("call", "place"),
    [
        pytest.param("replace", 1, id="before the first file is moved"),
        pytest.param("replace", COUNT // 2, id="half way through moving"),
        pytest.param("replace", -1, id="before the ledger is moved into place"),
        pytest.param("unlink", 1, id="before the first leftover is removed"),
        pytest.param("unlink", 3, id="between two leftovers"),
        pytest.param("fsync", 1, id="while the ledger is written"),
    ],
)
def test_a_kill_between_any_two_steps_is_repaired(edited: Versions, call: str, place: int) -> None:
    if place < 0:
        counted = edited.started("-c", KILLED_AT, call, "0", str(edited.digest.folder))
        place += int(ended(counted)[1]) + 1
        edited.turn()

    build = edited.started("-c", KILLED_AT, call, str(place), str(edited.digest.folder))
    code, _, told = ended(build)

    assert (code, told) == (-signal.SIGKILL, "")
    assert edited.torn() == []
    assert edited.repaired() == []


def kill_at(versions: Versions, place: int) -> None:
    """A build that is killed when it is about to move its `place`th file or folder."""
    call = ("-c", KILLED_AT, "replace", str(place), str(versions.digest.folder))
    assert ended(versions.started(*call))[0] == -signal.SIGKILL


def test_builds_killed_one_after_the_other_leave_nothing_behind(edited: Versions) -> None:
    paper = "content/papers/early.md"  # moved before the others, whose ids begin with p
    edited.digest.write(paper, "---\ntitle: Gone soon\nlisted: 2025-12-09\n---\n")
    kill_at(edited, COUNT // 2)
    assert "papers/early/index.html" in edited.digest.site()
    edited.digest.delete(paper)
    kill_at(edited, COUNT // 2)

    assert edited.repaired() == []


def test_a_first_build_that_is_killed_is_repaired_by_one_of_other_content(edited: Versions) -> None:
    edited.digest.forget()
    kill_at(edited, 6)
    assert edited.digest.site().keys() - edited.sites[1 - edited.now].keys()
    edited.turn()

    assert edited.repaired() == []


def test_workers_whose_parent_is_killed_give_the_digest_free(edited: Versions) -> None:
    build = edited.started()
    wait_for_lock(edited.digest, build.pid)
    time.sleep(0.1)
    build.kill()
    ended(build)

    free_at_last(edited.digest)

    assert edited.repaired() == []


def wait_for_lock(digest: Digest, pid: int) -> None:
    until = time.monotonic() + PATIENCE
    lock = digest.folder / ".broadsheet" / "lock"
    while time.monotonic() < until:
        if lock.exists() and lock.read_text().strip() == str(pid):
            return
        time.sleep(0.002)
    raise TimeoutError("the build never took the digest")


def free_at_last(digest: Digest) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            digest.build()
            return
        except DigestError as error:
            if "another build" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)


def test_a_second_build_names_the_holder_and_changes_nothing(edited: Versions) -> None:
    first = edited.started()
    wait_for_lock(edited.digest, first.pid)
    os.killpg(first.pid, signal.SIGSTOP)
    before = edited.digest.site()

    code, said, told = ended(edited.started())
    after = edited.digest.site()
    os.killpg(first.pid, signal.SIGCONT)

    assert (code, said) == (1, "")
    assert f"another build of this digest is running (process {first.pid})" in told
    assert "Traceback" not in told
    assert differing(before, after) == []
    assert ended(first)[0] == 0
    assert differing(edited.digest.site(), edited.sites[edited.now]) == []
