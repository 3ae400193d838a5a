"""Localise: the tree of a deck in another language."""
