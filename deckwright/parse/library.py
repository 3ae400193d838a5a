"""PyYAML without the patterns that it recognises numbers and dates by, which nobody here asks it for: to compile them
takes longer than to read a deck. Its reader in Python, where there is no libyaml, has them when it uses them.
"""

from __future__ import annotations

from deckwright.libraries import lightly

with lightly():
    import yaml

__all__ = ["yaml"]
