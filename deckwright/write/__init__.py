"""The last stage: pages and a brand's template become the bytes of a .pptx."""

from deckwright.ooxml.stamp import content_hash, is_as_written, stamp_of
from deckwright.write.presentation import write

__all__ = ["content_hash", "is_as_written", "stamp_of", "write"]
