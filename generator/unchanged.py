"""The shortest way down the street: nothing that a build reads or wrote has changed."""

from __future__ import annotations

import os
import time
from functools import cache
from pathlib import Path

from generator.digest import Options, Report
from generator.own_print import own_print
from generator.problems import DigestError
from generator.sources.inputs import Inputs, inputs_of
from generator.sources.settings import read_settings
from generator.sources.theme import read_theme
from generator.write.files import DRAFTS, stat_of
from generator.write.ledger import Memory
from generator.write.output import is_ours


def read_inputs(folder: Path, options: Options) -> Inputs:
    """The hashes of all that decides what the site will be."""
    config, _ = read_settings(folder, options.base_url)
    theme = read_theme(folder, config.theme)
    more = (config.base_url, str(options.drafts), made_by())
    return inputs_of(folder, theme, more, options.kept.looks if options.kept else None)


@cache
def made_by() -> str:
    """The hash of our code. A process that goes on runs the code it began with."""
    return own_print()


def intact(output: Path, before: Memory) -> bool:
    """Whether the site is, file by file, as the last build left it."""
    if not is_ours(output) or DRAFTS in os.listdir(output):
        return False
    return all(
        stat_of(output, path) == (entry.size, entry.time) for path, entry in before.entries.items()
    )


def as_before(before: Memory, options: Options, began: float) -> Report:
    """The report of a build that had nothing to do."""
    if options.strict and before.warnings:
        raise DigestError([problem.as_error() for problem in before.warnings])
    return Report(
        pages=len(before.entries),
        rendered={},
        written=0,
        removed=[],
        site_bytes=sum(entry.size for entry in before.entries.values()),
        seconds=time.perf_counter() - began,
        warnings=before.warnings,
    )
