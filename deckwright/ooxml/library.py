"""lxml without `inspect`, which it loads for extensions of XPath."""

from __future__ import annotations

from deckwright.libraries import lightly

with lightly(later=["inspect"]):
    from lxml import etree

__all__ = ["etree"]
