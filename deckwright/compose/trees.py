"""ElementTree: it parses slide markup as fast as lxml does, and is loaded in a fifth of the time."""

from __future__ import annotations

from deckwright.libraries import lightly

with lightly():
    from xml.etree.ElementTree import ParseError, fromstring

__all__ = ["ParseError", "fromstring"]
