"""What is too much: every limit that Deckwright sets itself, for the code, its messages and docs/limits.md."""

from __future__ import annotations

from msgspec import Struct

YAML_BYTES = 20_000_000
YAML_NODES = 400_000
YAML_DEPTH = 50
YAML_REPEATED = 20_000

TEXT_CHARACTERS = 30_000
"""Less than a cell of the workbook behind a chart can hold."""
SHOWN_CHARACTERS = 10_000
TEXTS_CHARACTERS = 20_000_000
RANGE_NUMBERS = 1_000
LOOPS_NESTED = 2
ROUNDS = 1_000_000
STEPS = 3_000_000
"""About two seconds of a usual machine; the talk, the examples and the benchmarks stay under 1,000 in each text."""
MEASURED = 3_000_000
"""The same of one slide; the fullest of the talk, the examples and the benchmarks takes 20,000."""
SOURCE_CHARACTERS = 2_000
SOURCES = 500
MARKUP_CHARACTERS = 5_000_000
MARKUP_DEPTH = 256

REPEATS = 10_000
SLIDES = 10_000
DATA_BYTES = 50_000_000
DATA_UNPACKED_BYTES = 500_000_000
DATA_ROWS = 100_000
DATA_COLUMNS = 1_000
DATA_CELLS = 1_000_000
QUERY_STEPS = 500_000_000
"""Instructions of SQLite, some seconds; to sum up a million rows takes twenty million."""
QUERY_SECONDS = 60
"""For DuckDB and PostgreSQL, whose work cannot be counted."""

PARTS = 65_535
"""As many as Office reads of an archive."""
CHART_SERIES = 255
"""As many as PowerPoint draws."""
PICTURE_BYTES = 50_000_000
DRAWING_BYTES = 10_000_000
PICTURE_PIXELS = 100_000_000

TEMPLATE_BYTES = 100_000_000
TEMPLATE_UNPACKED_BYTES = 100_000_000
"""More than its own size: photographs are packed already, and what shrinks a lot is drawings and XML."""
TEMPLATE_PARTS = 10_000
TEMPLATE_LINKS = 50_000
TEMPLATE_LAYOUTS = 500
TEMPLATE_SHAPES = 5_000
UNPACKED_BYTES = 300_000_000
XML_BYTES = 20_000_000
XML_ELEMENTS = 500_000
"""A map of the world has fifty thousand."""
XML_ATTRIBUTES = 1_000
"""Of one element: a reader compares each with all before it."""
MEMBERS = 100_000
CATALOG_BYTES = 20_000_000

PRESENTATION_BYTES = 500_000_000

NAME_BYTES = 200


class Limit(Struct, frozen=True):
    """A row of docs/limits.md."""

    of: str
    """What is limited: "deck.yaml"."""
    most: int
    what: str
    """What is counted: "levels of lists and mappings in each other"."""
    code: str
    """The diagnostic that says so."""


# fmt: off
LIMITS: tuple[Limit, ...] = (
    Limit("A YAML file", YAML_BYTES, "bytes", "too-large"),
    Limit("A YAML file", YAML_NODES, "values", "too-large"),
    Limit("A YAML file", YAML_DEPTH, "lists and mappings in each other", "too-deep"),
    Limit("A YAML file", YAML_REPEATED, "entries that aliases (`*name`) repeat", "too-many-repeats"),
    Limit("A text, as it is written and as it becomes", TEXT_CHARACTERS, "characters", "too-long"),
    Limit("A text on a slide", SHOWN_CHARACTERS, "characters", "too-long"),
    Limit("An entry with `repeat`", REPEATS, "slides", "bad-repeat"),
    Limit("The deck", SLIDES, "slides", "too-many-slides"),
    Limit("An expression", SOURCE_CHARACTERS, "characters", "expression-syntax"),
    Limit("A text", SOURCES, "expressions", "expression-syntax"),
    Limit("An expression", LOOPS_NESTED, "loops in each other", "expression-syntax"),
    Limit("An expression", RANGE_NUMBERS, "numbers of a `range()`", "expression-failed"),
    Limit("The expressions of a text, or a slide template for one slide", STEPS, "steps", "too-much-work"),
    Limit("A slide", MEASURED, "characters measured", "too-much-work"),
    Limit("All expressions, or all slide templates", ROUNDS, "rounds of loops", "too-much-work"),
    Limit("All expressions", TEXTS_CHARACTERS, "characters of the texts they make", "too-much-work"),
    Limit("A slide template, for one slide", MARKUP_CHARACTERS, "characters of the markup it makes", "too-much-work"),
    Limit("A slide template, for one slide", MARKUP_DEPTH, "elements in each other", "template-fault"),
    Limit("A data file", DATA_BYTES, "bytes", "too-much-data"),
    Limit("A data file", DATA_UNPACKED_BYTES, "bytes unpacked, of a workbook", "too-much-data"),
    Limit("A table of data", DATA_ROWS, "rows", "too-much-data"),
    Limit("A table of data", DATA_COLUMNS, "columns", "too-much-data"),
    Limit("A table of data", DATA_CELLS, "cells", "too-much-data"),
    Limit("A query in SQLite", QUERY_STEPS, "instructions", "query-too-slow"),
    Limit("A query in DuckDB or PostgreSQL", QUERY_SECONDS, "seconds", "query-too-slow"),
    Limit("A chart", CHART_SERIES, "series", "too-many-series"),
    Limit("A picture", PICTURE_BYTES, "bytes", "bad-picture"),
    Limit("A picture", DRAWING_BYTES, "bytes, of an SVG drawing", "bad-picture"),
    Limit("A picture", PICTURE_PIXELS, "pixels", "bad-picture"),
    Limit("A translation file", CATALOG_BYTES, "bytes", "too-large"),
    Limit("A brand's template", TEMPLATE_BYTES, "bytes", "too-large"),
    Limit("A brand's template, unpacked", TEMPLATE_UNPACKED_BYTES, "bytes more than packed", "bad-template"),
    Limit("A brand's template", TEMPLATE_PARTS, "parts", "bad-template"),
    Limit("A brand's template", TEMPLATE_LINKS, "relationships", "bad-template"),
    Limit("A brand's template", XML_BYTES, "bytes of one XML part", "bad-template"),
    Limit("A brand's template", XML_ELEMENTS, "elements of XML, without its slides", "bad-template"),
    Limit("A brand's template", XML_ATTRIBUTES, "attributes of one element", "bad-template"),
    Limit("A brand's template", TEMPLATE_LAYOUTS, "slide layouts", "bad-template"),
    Limit("A brand's template", TEMPLATE_SHAPES, "shapes on masters and layouts", "bad-template"),
    Limit("A presentation that is verified", PRESENTATION_BYTES, "bytes", "too-large"),
    Limit("A presentation that is verified", UNPACKED_BYTES, "bytes unpacked", "not-a-package"),
    Limit("A presentation that is verified", MEMBERS, "parts", "not-a-package"),
    Limit("The file that is built", PARTS, "parts: slides, notes, charts, pictures", "too-many-slides"),
    Limit("The name of the file that is built", NAME_BYTES, "bytes", "bad-name"),
)
# fmt: on
"""In the order of the page."""
