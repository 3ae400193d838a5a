"""Measures the speed and memory of Deckwright and of other programs: `make benchmark`."""
