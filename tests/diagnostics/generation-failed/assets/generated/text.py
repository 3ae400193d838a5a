import json
import os
from pathlib import Path

picture = json.loads(Path(os.environ["DECKWRIGHT_PICTURE"]).read_text("utf-8"))
Path(picture["png"]).write_text("I am a picture.")
