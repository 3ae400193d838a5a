"""Writes a deck with one slide more than the limit."""

from pathlib import Path

slides = [f"  - {{slide: closing, title: Thank you {number}}}" for number in range(10_000)]
slides.append("  - {slide: closing, title: Bye}  # error[too-many-slides]: the deck has more than 10,000 slides")
with Path("deck.yaml").open("a", encoding="utf-8") as deck:
    deck.write("\n".join(slides) + "\n")
