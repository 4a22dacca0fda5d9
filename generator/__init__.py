"""Broadsheet: static reading digests of research papers. `build.py` is the place to begin."""

__version__ = "0.1.0"
