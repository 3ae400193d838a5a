"""The last stage: pages and a brand's template become the bytes of a .pptx."""

from deckwright.write.presentation import write
from deckwright.write.stamp import content_hash, is_as_written, stamp_of

__all__ = ["content_hash", "is_as_written", "stamp_of", "write"]
