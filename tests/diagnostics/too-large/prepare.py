"""A file that is large and takes no room."""

import os
from pathlib import Path

film = Path("assets/data/film.csv")
film.parent.mkdir(parents=True)
film.touch()
os.truncate(film, 60_000_000)
