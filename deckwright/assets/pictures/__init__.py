"""Pictures: reads files of many formats, checks them and converts those that PowerPoint does not show."""

from deckwright.assets.pictures.raster import RASTER_FORMATS, PictureError, PictureFile
from deckwright.assets.pictures.read import read_file, read_picture

__all__ = ["RASTER_FORMATS", "PictureError", "PictureFile", "read_file", "read_picture"]
