"""Evaluates deck.yaml: calculates its expressions, checks its fields and reads its values from the data."""
