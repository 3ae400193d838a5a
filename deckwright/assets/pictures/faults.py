"""What is wrong with a picture, in the author's words."""

from __future__ import annotations


class PictureFault(Exception):
    """A picture that cannot be shown. `why` follows its name: "is damaged"."""

    def __init__(self, why: str, help: str) -> None:
        super().__init__(why)
        self.why = why
        self.help = help
