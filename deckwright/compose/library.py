"""Jinja without what it needs to compile slide templates, which it mostly has from an earlier build, and for filters
that are seldom used.
"""

from __future__ import annotations

from deckwright.libraries import lightly

with lightly(later=["ast", "inspect", "json", "random", "tempfile"]):
    import jinja2

__all__ = ["jinja2"]
