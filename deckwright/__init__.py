"""Deckwright: a compiler for talks."""

from deckwright.libraries import lightly

with lightly(later=["urllib.parse"]):  # of which pathlib makes addresses of files
    import pathlib as _pathlib  # noqa: F401
with lightly(without=["typing_extensions"]):  # as on a machine that has none: all it would be asked for is in `typing`
    import msgspec as _msgspec  # noqa: F401  # before anybody else does

__version__ = "0.1.0"
