"""The last stage: writes pages into a brand's template and returns the bytes of a .pptx."""

from deckwright.write.presentation import write

__all__ = ["write"]
