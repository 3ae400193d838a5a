"""`deckwright inspect`: lists the data behind the charts in a presentation and compares them with the deck."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deckwright.model.data_table import DataTable
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project
    from deckwright.read.provenance import Provenance, ShownTable

SUMMARY = "list the data behind the charts in a .pptx and compare with the deck"


_HASH_LENGTH = 12
"""The number of characters of a hash that people compare."""
_SAME = "the same"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a presentation that Deckwright has built")


def run(options: Namespace, project: Project, report: Report) -> int:
    """Exits with 1 when the deck in the current folder has other data now."""
    from deckwright.model.diagnostics import Stopped
    from deckwright.pipeline.talk import read_talk
    from deckwright.read.provenance import read_provenance
    from deckwright.system.words import display_path, explain_os_error

    file = Path(options.file)
    try:
        provenance = read_provenance(file.read_bytes())
    except OSError as error:
        report.error("missing-file", f"'{display_path(file)}' cannot be read: {explain_os_error(error)}", None)
        raise Stopped(report.diagnostics) from None
    tables = None
    if provenance.tables and project.path(project.deck).is_file():
        tables = read_talk(project, report).tables
    print("\n".join(_list_tables(display_path(file), provenance, tables)))
    return DONE if _is_up_to_date(provenance, tables) else PROBLEMS


def _list_tables(file: str, provenance: Provenance, tables: Mapping[str, DataTable] | None) -> list[str]:
    """Returns the lines about `file`; `tables` are the data tables of the deck, None if there is no deck."""
    if not provenance.is_built:
        return [f"{file}: not built by Deckwright"]
    state = "and saved by another program since" if provenance.is_edited else "unchanged"
    head = f"{file}: built by Deckwright, {state}"
    if not provenance.tables:
        return [head, "it lists no data"]
    from deckwright.system.words import DASH, align_columns

    rows = [("source", "from", "as of", "rows", "version", *(["now"] if tables is not None else []), "slides")]
    for table in provenance.tables:
        now = [_compare(table, tables)] if tables is not None else []
        cells = (table.name, table.source or DASH, table.as_of or DASH, str(table.rows), table.digest[:_HASH_LENGTH])
        rows.append((*cells, *now, ", ".join(table.slides) or DASH))
    return [head, "", *align_columns(rows)]


def _is_up_to_date(provenance: Provenance, tables: Mapping[str, DataTable] | None) -> bool:
    """Returns True if the deck has the data of the presentation unchanged, or there is no deck."""
    return tables is None or all(_compare(table, tables) == _SAME for table in provenance.tables)


def _compare(table: ShownTable, tables: Mapping[str, DataTable]) -> str:
    if table.name not in tables:
        return "missing"
    return _SAME if tables[table.name].digest == table.digest else "changed"
