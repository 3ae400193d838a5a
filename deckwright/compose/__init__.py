"""Compose: a deck, through its slide templates, becomes trees of elements."""
