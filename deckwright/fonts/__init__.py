"""Fonts: the widths of texts and where their lines end, the same on every machine."""
