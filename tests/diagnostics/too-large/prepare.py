"""A file that is large and takes no room."""

import os
from pathlib import Path

picture = Path("assets/images/reef.png")
picture.parent.mkdir(parents=True)
picture.touch()
os.truncate(picture, 60_000_000)
