"""The command line."""

from deckwright.cli.main import run

__all__ = ["run"]
