"""Pictures as a presentation can hold them: files of many kinds read, checked and made fit for PowerPoint."""

from deckwright.assets.pictures.faults import PictureFault
from deckwright.assets.pictures.raster import KINDS, PictureFile
from deckwright.assets.pictures.read import read_file, read_picture

__all__ = ["KINDS", "PictureFault", "PictureFile", "read_file", "read_picture"]
