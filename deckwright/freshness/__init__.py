"""Freshness: what the data of a talk were when they were last accepted, and what has changed since."""
