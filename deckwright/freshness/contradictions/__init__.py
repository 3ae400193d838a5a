"""Finds numbers typed in texts that a fact has too, or that differ from another place in the deck."""
