"""Generated pictures: `deckwright generate` makes them from Vega-Lite specs and Python scripts; a build never does.

The pictures are stored in the assets folder, so a build needs neither Vega nor a script's libraries, and runs no code.
"""

from deckwright.assets.generated.store import GeneratedPicture, PictureStore, StoredPicture, hash_inputs

__all__ = ["GeneratedPicture", "PictureStore", "StoredPicture", "hash_inputs"]
