"""A slide template without its contract: all that the stages after `evaluate` know of it."""

from __future__ import annotations

from msgspec import Struct


class TemplateSource(Struct, frozen=True):
    """Jinja over the slide markup, and where it stands."""

    file: str
    source: str
    """The Jinja below the front matter."""
    first_line: int
    """The line of `file` that `source` begins on."""
    field_names: tuple[str, ...]
    """Of its contract's fields; the template may ask for each, whether a slide has it or not."""
