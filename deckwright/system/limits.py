"""Limits on size and work. docs/limits.md lists them (docs/generators/limits.py)."""

from __future__ import annotations

YAML_BYTES = 20_000_000
YAML_NODES = 400_000
YAML_DEPTH = 50
YAML_REPEATED = 20_000

TEXT_CHARACTERS = 30_000
"""Less than a cell of a chart's workbook can hold."""
SHOWN_CHARACTERS = 10_000
TEXTS_CHARACTERS = 20_000_000
RANGE_NUMBERS = 1_000
LOOPS_NESTED = 2
ROUNDS = 1_000_000
STEPS = 3_000_000
"""About two seconds of work. Texts of the talk, the examples and the benchmarks take less than 1,000."""
MEASURED = 3_000_000
"""About two seconds of work. The fullest slide of the talk, the examples and the benchmarks takes 20,000."""
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
"""Instructions of SQLite, a few seconds of work. To sum a million rows takes twenty million."""
QUERY_SECONDS = 60
"""For DuckDB and PostgreSQL, which do not count their work."""

PARTS = 65_535
"""The most that Office reads in a zip."""
CHART_SERIES = 255
"""The most that PowerPoint draws."""
PICTURE_BYTES = 50_000_000
DRAWING_BYTES = 10_000_000
PICTURE_PIXELS = 100_000_000

TEMPLATE_BYTES = 100_000_000
TEMPLATE_UNPACKED_BYTES = 100_000_000
"""Bytes more than the file itself: photographs are compressed already; drawings and XML shrink a lot."""
TEMPLATE_PARTS = 10_000
TEMPLATE_LINKS = 50_000
TEMPLATE_LAYOUTS = 500
TEMPLATE_SHAPES = 5_000
UNPACKED_BYTES = 300_000_000
XML_BYTES = 20_000_000
XML_ELEMENTS = 500_000
"""A map of the world has 50,000."""
XML_ATTRIBUTES = 1_000
"""Of one element: a parser compares each attribute with all before it."""
MEMBERS = 100_000
CATALOG_BYTES = 20_000_000

PRESENTATION_BYTES = 500_000_000

NAME_BYTES = 200
