"""`python -m deckwright` is `deckwright`."""

from deckwright.cli.main import run

run()
