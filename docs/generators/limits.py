"""Lists the limits for docs/limits.md: a row for each number in deckwright/system/limits.py."""

from __future__ import annotations

from msgspec import Struct

from deckwright.system.limits import (
    CATALOG_BYTES,
    CHART_SERIES,
    DATA_BYTES,
    DATA_CELLS,
    DATA_COLUMNS,
    DATA_ROWS,
    DATA_UNPACKED_BYTES,
    DRAWING_BYTES,
    LOOPS_NESTED,
    MARKUP_CHARACTERS,
    MARKUP_DEPTH,
    MEASURED,
    MEMBERS,
    NAME_BYTES,
    PARTS,
    PICTURE_BYTES,
    PICTURE_PIXELS,
    PRESENTATION_BYTES,
    QUERY_SECONDS,
    QUERY_STEPS,
    RANGE_NUMBERS,
    REPEATS,
    ROUNDS,
    SHOWN_CHARACTERS,
    SLIDES,
    SOURCE_CHARACTERS,
    SOURCES,
    STEPS,
    TEMPLATE_BYTES,
    TEMPLATE_LAYOUTS,
    TEMPLATE_LINKS,
    TEMPLATE_PARTS,
    TEMPLATE_SHAPES,
    TEMPLATE_UNPACKED_BYTES,
    TEXT_CHARACTERS,
    TEXTS_CHARACTERS,
    UNPACKED_BYTES,
    XML_ATTRIBUTES,
    XML_BYTES,
    XML_ELEMENTS,
    YAML_BYTES,
    YAML_DEPTH,
    YAML_NODES,
    YAML_REPEATED,
)


class Limit(Struct, frozen=True):
    """A row of docs/limits.md."""

    subject: str
    """The thing that is limited, such as "A chart"."""
    maximum: int
    unit: str
    """For example "lists and mappings inside each other"."""
    code: str
    """The code of the diagnostic for a greater number."""


# fmt: off
LIMITS: tuple[Limit, ...] = (
    Limit("A YAML file", YAML_BYTES, "bytes", "too-large"),
    Limit("A YAML file", YAML_NODES, "values", "too-large"),
    Limit("A YAML file", YAML_DEPTH, "lists and mappings inside each other", "too-deep"),
    Limit("A YAML file", YAML_REPEATED, "entries repeated by aliases (`*name`)", "too-many-repeats"),
    Limit("A text, before and after its expressions are evaluated", TEXT_CHARACTERS, "characters", "too-long"),
    Limit("A text on a slide", SHOWN_CHARACTERS, "characters", "too-long"),
    Limit("An entry with `repeat`", REPEATS, "slides", "bad-repeat"),
    Limit("The deck", SLIDES, "slides", "too-many-slides"),
    Limit("An expression", SOURCE_CHARACTERS, "characters", "expression-syntax"),
    Limit("A text", SOURCES, "expressions", "expression-syntax"),
    Limit("An expression", LOOPS_NESTED, "loops inside each other", "expression-syntax"),
    Limit("An expression", RANGE_NUMBERS, "numbers in a `range()`", "expression-failed"),
    Limit("The expressions of a text; a slide template for one slide", STEPS, "steps", "too-much-work"),
    Limit("A slide", MEASURED, "characters measured", "too-much-work"),
    Limit("All expressions together; all slide templates together", ROUNDS, "rounds of loops", "too-much-work"),
    Limit("All expressions together", TEXTS_CHARACTERS, "characters of text", "too-much-work"),
    Limit("A slide template, for one slide", MARKUP_CHARACTERS, "characters of generated markup", "too-much-work"),
    Limit("A slide template, for one slide", MARKUP_DEPTH, "elements inside each other", "template-fault"),
    Limit("A data file", DATA_BYTES, "bytes", "too-much-data"),
    Limit("A data file", DATA_UNPACKED_BYTES, "bytes in a workbook, unpacked", "too-much-data"),
    Limit("A data table", DATA_ROWS, "rows", "too-much-data"),
    Limit("A data table", DATA_COLUMNS, "columns", "too-much-data"),
    Limit("A data table", DATA_CELLS, "cells", "too-much-data"),
    Limit("A query in SQLite", QUERY_STEPS, "instructions", "query-too-slow"),
    Limit("A query in DuckDB or PostgreSQL", QUERY_SECONDS, "seconds", "query-too-slow"),
    Limit("A chart", CHART_SERIES, "series", "too-many-series"),
    Limit("A picture", PICTURE_BYTES, "bytes", "bad-picture"),
    Limit("A picture", DRAWING_BYTES, "bytes in an SVG drawing", "bad-picture"),
    Limit("A picture", PICTURE_PIXELS, "pixels", "bad-picture"),
    Limit("A translation file", CATALOG_BYTES, "bytes", "too-large"),
    Limit("A brand's template", TEMPLATE_BYTES, "bytes", "too-large"),
    Limit("A brand's template, unpacked", TEMPLATE_UNPACKED_BYTES, "bytes more than the file has", "bad-template"),
    Limit("A brand's template", TEMPLATE_PARTS, "parts", "bad-template"),
    Limit("A brand's template", TEMPLATE_LINKS, "relationships", "bad-template"),
    Limit("A brand's template", XML_BYTES, "bytes in one XML part", "bad-template"),
    Limit("A brand's template", XML_ELEMENTS, "XML elements outside its slides", "bad-template"),
    Limit("A brand's template", XML_ATTRIBUTES, "attributes on one element", "bad-template"),
    Limit("A brand's template", TEMPLATE_LAYOUTS, "slide layouts", "bad-template"),
    Limit("A brand's template", TEMPLATE_SHAPES, "shapes on masters and layouts", "bad-template"),
    Limit("A presentation for `verify`", PRESENTATION_BYTES, "bytes", "too-large"),
    Limit("A presentation for `verify`", UNPACKED_BYTES, "bytes, unpacked", "not-a-package"),
    Limit("A presentation for `verify`", MEMBERS, "parts", "not-a-package"),
    Limit("The presentation", PARTS, "parts: slides, notes, charts, pictures", "too-many-slides"),
    Limit("The file name of the presentation", NAME_BYTES, "bytes", "bad-name"),
)
# fmt: on
"""The rows, in the order of the page."""
