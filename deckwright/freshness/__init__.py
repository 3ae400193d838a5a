"""Compares the data of a talk with the data that were last accepted, and its texts with its data."""
