"""What the preview says on the terminal: what was built, and each mistake once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generator.messages import tell
from generator.problems import Problem
from generator.serve.outcome import Built, Outcome

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")


class Teller:
    """Speaks of the preview of the digest in `folder`, and remembers what it told last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told: Sequence[Problem] = ()

    def say_built(self, outcome: Outcome, changed: Sequence[str]) -> None:
        """How a build ended that was made because the files `changed` did."""
        new = [problem for problem in outcome.problems if problem not in self._told]
        mended = bool(self._told) and not outcome.problems
        self._told = outcome.problems
        tell(new)
        built = outcome.built
        if outcome.fault:
            print(outcome.fault, file=sys.stderr)
        elif built is None and new:
            print("the last good pages are still shown", file=sys.stderr)
        elif built and (built.rendered or built.changed or mended):
            print(self._summary(built, changed), flush=True)

    def say_where(self, address: str, base_path: str, wanted: int, got: int, host: str) -> None:
        """Where the preview is, when it is to be seen."""
        if wanted not in (0, got):
            print(f"port {wanted} is taken; using {got}", file=sys.stderr)
        if host not in OWN_HOSTS:
            self.warn(f"listening on {host}: others on the network can read this, drafts too")
        editor = f"for the editor at {address}/_preview/"
        print(f"Preview at {address}{base_path}/, {editor}", flush=True)
        print("Ctrl-C ends it", file=sys.stderr)

    def warn(self, what: str) -> None:
        print(f"warning: {what}", file=sys.stderr)

    def _summary(self, built: Built, changed: Sequence[str]) -> str:
        """ "content/papers/a.md and 2 more: 4 pages rendered, 3 written, 0.21 s"."""
        rendered, written = len(built.rendered), len(built.changed)
        did = f"{rendered:,} page{'s' * (rendered != 1)} rendered, {written:,} written"
        first = Path(changed[0]).relative_to(self._folder).as_posix() if changed else "built"
        more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
        return f"{first}{more}: {did}, {built.seconds:.2f} s"
