"""One slide more than a deck may have."""

from pathlib import Path

slides = [f"  - {{slide: closing, title: Thank you {number}}}" for number in range(10_000)]
slides.append(
    "  - {slide: closing, title: Bye}  # error[too-many-slides]: a deck has at most 10,000 slides, and this is one more"
)
with Path("deck.yaml").open("a", encoding="utf-8") as deck:
    deck.write("\n".join(slides) + "\n")
