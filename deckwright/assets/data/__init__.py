"""Data files: the values of a talk, read into tables."""
