"""Generated pictures: made from Vega-Lite specs and by Python scripts, with `deckwright generate`, never by a build.

The pictures are kept under assets/, so a build needs neither Vega nor the script's own libraries, and runs no code.
"""

from deckwright.assets.generated.entry import GeneratedPicture, hash_inputs
from deckwright.assets.generated.store import GeneratedPictures, StoredPicture

__all__ = ["GeneratedPicture", "GeneratedPictures", "StoredPicture", "hash_inputs"]
