"""Figures made by code: Vega-Lite specs and Python scripts, run by `deckwright figures` and never by a build.

What they make is kept under assets/, so a build needs neither Vega nor the script's own libraries, and runs no code.
"""

from deckwright.assets.generated.inputs import Asked, inputs_of
from deckwright.assets.generated.shelf import Kept, Shelf

__all__ = ["Asked", "Kept", "Shelf", "inputs_of"]
