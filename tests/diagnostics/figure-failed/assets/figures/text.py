import json
import os
from pathlib import Path

figure = json.loads(Path(os.environ["DECKWRIGHT_FIGURE"]).read_text("utf-8"))
Path(figure["png"]).write_text("I am a picture.")
