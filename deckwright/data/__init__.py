"""Data files: the figures of a talk, read into tables."""

from deckwright.data.formats import READERS
from deckwright.data.read import read_data
from deckwright.data.table import Cell, CellKind, DataTable

__all__ = ["READERS", "Cell", "CellKind", "DataTable", "read_data"]
