"""What a process that builds again and again keeps in memory from one build to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.digest import Digest
from generator.render.theme import Theme
from generator.sources.inputs import Inputs, Looks
from generator.write.ledger import Memory


@dataclass(slots=True)
class Kept:
    """What one build leaves in memory for the next. It saves time and changes no byte."""

    theme: Theme | None = None  # compiled; taken again only for the same files and settings
    looks: Looks = field(default_factory=dict)  # files that need not be read again
    inputs: Inputs | None = None  # of the last build that came to its end
    digest: Digest | None = None  # as it planned it
    memory: Memory | None = None  # what a build left to know that looked at an edit's pages only

    def keep(self, inputs: Inputs, digest: Digest, memory: Memory | None) -> None:
        """Remember a build that came to its end."""
        self.inputs, self.digest, self.memory = inputs, digest, memory
