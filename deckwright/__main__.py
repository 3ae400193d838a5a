"""`python -m deckwright` is `deckwright`."""

from deckwright.cli import run

run()
