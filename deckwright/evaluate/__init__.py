"""Evaluate: from a tree and its data to a deck, checked and typed."""
