"""Writes a file of another program at the path of the presentation."""

from pathlib import Path

target = Path("out/a-talk.en.pptx")
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text("This was never made by Deckwright.\n")
