"""Data files: the figures of a talk, read into tables."""
