"""Compose: fills slide templates with the fields of slides, which makes a tree of elements for each slide."""
