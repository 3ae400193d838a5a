"""Deckwright: a compiler for talks."""

__version__ = "0.1.0"
