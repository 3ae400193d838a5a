"""Deckwright: a compiler for talks."""

from deckwright.libraries import lightly

with lightly("typing_extensions"):  # as on a machine that has none: all it would be asked for is in `typing`
    import msgspec as _msgspec  # noqa: F401  # before anybody else does

__version__ = "0.1.0"
