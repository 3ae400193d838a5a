"""The readers of data: databases, queries, and limits."""

from __future__ import annotations

import io
import json
import os
import random
import sqlite3
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from reader_cases import (
    FORMATS,
    ROWS,
    as_values,
    database,
    fault,
    good,
    parquet,
    read,
    read_deck,
)

from deckwright.assets.data import data_source
from deckwright.assets.data.formats import READERS, check_options
from deckwright.kinds.contracts.deck_fields import DATA_FIELDS
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.parse.tree import parse_text
from deckwright.system import limits

duckdb = pytest.importorskip("duckdb", reason="the extra 'database' is not installed")


# SQLite, Parquet, queries


def test_a_table_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    base = sqlite3.connect(path)
    base.execute('CREATE TABLE "odd ""name" (a TEXT, b)')
    base.execute('INSERT INTO "odd ""name" VALUES (\'x\', 1)')
    base.execute("CREATE TABLE pictures (data BLOB)")
    base.execute("INSERT INTO pictures VALUES (x'00')")
    base.commit()
    base.close()
    data = path.read_bytes()
    assert good(tmp_path, data, "t.sqlite", 'table: odd "name').rows == (("x", 1),)
    which = fault(tmp_path, data, "t.sqlite")
    assert (which.code, which.message) == ("which-table", "'assets/t.sqlite' has 2 tables: odd \"name, pictures")
    unknown = fault(tmp_path, data, "t.sqlite", "table: picture")
    assert (unknown.code, unknown.help) == ("unknown-table", "did you mean 'pictures'?")
    cell = fault(tmp_path, data, "t.sqlite", "table: pictures")
    assert (cell.code, str(cell.span)) == ("unreadable-cell", "assets/t.sqlite:data, row 1")


@pytest.mark.parametrize(
    "query",
    [
        "selec 1",
        "select nothing from wards",
        "select * from nowhere",
        "select 1; select 2",
        "update wards set beds = 1",
        "attach 'other.db' as other",
        "pragma table_info(wards)",
        "select load_extension('x')",
        "select zeroblob(2000000000)",
        "create table t (a)",
    ],
)
def test_a_query_that_fails(query: str, tmp_path: Path) -> None:
    data = database(tmp_path, as_values())
    diagnostic = fault(tmp_path, data, "t.sqlite", f"query: {json.dumps(query)}")
    assert diagnostic.code == "query-failed"
    assert diagnostic.span is not None
    assert (diagnostic.span.file, diagnostic.span.line) == ("deck.yaml", 4)
    assert (tmp_path / "assets/t.sqlite").read_bytes() == data


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"


def test_a_query_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB is interrupted by the clock, but in a query that does not end by itself."""
    monkeypatch.setattr("deckwright.assets.data.databases.QUERY_STEPS", 1_000_000)
    monkeypatch.setattr("deckwright.assets.data.duckdb_sql.QUERY_SECONDS", 0.1)
    assert fault(tmp_path, database(tmp_path, as_values()), "t.sqlite", f"query: {ENDLESS}").code == "query-too-slow"
    crossed = "query: select count(*) from range(10000000) a, range(10000000) b"
    assert fault(tmp_path, parquet(tmp_path), "t.parquet", crossed).code == "query-too-slow"


def test_a_database_that_is_written_to_can_be_read(tmp_path: Path) -> None:
    """One with a write-ahead log; what still stands in the log is not read in silence."""
    path = tmp_path / "assets/t.sqlite"
    path.parent.mkdir()
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE wards (beds)")
    base.execute("INSERT INTO wards VALUES (25)")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    deck = "data:\n  t:\n    file: t.sqlite\n"
    table, report = read_deck(tmp_path, deck)
    assert table is not None
    assert (table.rows, report.diagnostics) == (((25,),), ())
    base.execute("INSERT INTO wards VALUES (31)")
    base.commit()
    table, report = read_deck(tmp_path, deck)
    assert table is None
    assert [one.code for one in report.diagnostics] == ["unreadable-file"]
    base.close()


@pytest.mark.parametrize("name", ["t.sqlite", "t.parquet"])
def test_what_is_no_database(name: str, tmp_path: Path) -> None:
    assert fault(tmp_path, b"nothing of the kind", name).code == "malformed-data"


QUERY = """
data:
  t:
    from: [staff, beds]
    query: >-
      select ward, sum(beds) as beds, max(share) as share, min(since) as since, avg(cost) as cost
      from staff join beds using (ward) group by ward order by ward
  staff: {file: staff.csv}
  beds: {file: beds.json}
"""


def test_a_query_over_tables(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/staff.csv").write_text(
        'ward,share,since,cost\nA1,18%,2001-01-01,0.1\nA1,25%,2002-02-02,0.2\nB2,5.5%,,"1,000.25"\n'
    )
    (tmp_path / "assets/beds.json").write_text('[{"ward": "A1", "beds": 25}, {"ward": "B2", "beds": 1700}]')
    table, report = read_deck(tmp_path, QUERY)
    assert not report.diagnostics
    assert table is not None
    assert table.kinds == ("text", "number", "percent", "date", "number")
    assert table.rows == (
        ("A1", 50, Decimal("0.25"), date(2001, 1, 1), Decimal("0.15")),
        ("B2", 1700, Decimal("0.055"), None, Decimal("1000.25")),
    )
    assert str(table.spans[1][1]) == "data.t:beds, row 2"
    before = table.digest
    (tmp_path / "assets/beds.json").write_text('[{"ward": "A1", "beds": 26}]')
    changed, _ = read_deck(tmp_path, QUERY)
    assert changed is not None
    assert changed.digest != before


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("select * from read_csv('/etc/passwd')", "Cannot access file"),
        ("copy staff to 'x.csv'", "one SELECT"),
        ("select 1; select 2", "one SELECT"),
        ("set threads = 8", "one SELECT"),
        ("attach 'x.db'", "one SELECT"),
        ("select nothing from staff", "nothing"),
        ("select * from wards", "wards"),
        ("selec 1", "syntax error"),
        ("select * from report", "report"),
    ],
)
def test_a_query_sees_its_tables_and_nothing_else(query: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/staff.csv").write_text("ward,beds\nA1,25\n")
    deck = f"data:\n  staff: {{file: staff.csv}}\n  t:\n    from: staff\n    query: {json.dumps(query)}\n"
    table, report = read_deck(tmp_path, deck)
    (diagnostic,) = report.diagnostics
    assert table is None
    assert (diagnostic.code, str(diagnostic.span)) == ("query-failed", "deck.yaml:5:12")
    assert reason in diagnostic.message


@pytest.mark.parametrize("cells", [["1", "99999999999999999999"], ["0.1", "12345678901234567890.123456789"], ["1e"]])
def test_numbers_go_through_a_query_as_they_are(cells: list[str], tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/s.csv").write_text("\n".join(["n", *cells, ""]))
    table, report = read_deck(tmp_path, "data:\n  s: {file: s.csv}\n  t: {from: s, query: select * from s}\n")
    plain, _ = read_deck(tmp_path, "data:\n  t: {file: s.csv}\n")
    assert not report.diagnostics
    assert table is not None
    assert plain is not None
    assert table.rows == plain.rows


@pytest.mark.parametrize(
    ("entries", "code", "message", "place"),
    [
        ("t: {columns: {a: A}}", "missing-field", "table 't' has no source", "2:3"),
        ("t: {file: s.csv, url: env:DB}", "two-sources", "'t' has both 'file' and 'url'", "2:20"),
        ("t: {from: s}", "missing-field", "table 't' has no query", "2:3"),
        (
            "t: {from: s, query: select 1, sheet: A}",
            "unfit-option",
            "'sheet' is not an option of a query over tables",
            "2:33",
        ),
        ("t: {file: s.csv, sheet: Ark1}", "unfit-option", "'sheet' is not an option of a CSV file", "2:20"),
        ("t: {from: q, query: select 1}", "unknown-data", "there is no table 'q' under 'data:'", "2:13"),
        ("t: {from: t, query: select 1}", "circular-data", "table 't' depends on itself: t → t", "2:13"),
        (
            "t: {from: u, query: a}\n  u: {from: t, query: b}",
            "circular-data",
            "table 'u' depends on itself: t → u → t",
            "3:13",
        ),
        ('t: {file: s.csv, header: "{{ 3 }}"}', "unfit-option", "'header' cannot contain an expression", "2:28"),
        ("t: {file: s.csv, header: two}", "bad-range", "'header' must be the number of a line, not 'two'", "2:28"),
        ("t: {url: env:DB}", "missing-snapshot", "'t' has not been fetched yet", "2:12"),
    ],
)
def test_where_values_come_from(entries: str, code: str, message: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/s.csv").write_text("a\n1\n")
    table, report = read_deck(tmp_path, f"data:\n  {entries}\n  s: {{file: s.csv}}\n")
    assert table is None
    (diagnostic,) = report.diagnostics
    assert (diagnostic.code, str(diagnostic.span)) == (code, f"deck.yaml:{place}")
    assert message in diagnostic.message


@pytest.mark.parametrize(
    ("name", "more", "what"),
    [("t.parquet", "", "reading a Parquet file"), ("t.csv", "other", "a query over tables")],
)
def test_a_missing_extra_is_told_with_its_command(
    name: str, more: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deckwright.assets.data.data_source.find_spec", lambda _: None)
    if more:
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets/s.csv").write_text("a\n1\n")
        _, report = read_deck(tmp_path, "data:\n  s: {file: s.csv}\n  t: {from: s, query: select 1}\n")
        (diagnostic,) = report.diagnostics
    else:
        diagnostic = fault(tmp_path, b"PAR1", name)
    assert (diagnostic.code, diagnostic.help) == ("missing-extra", "python -m pip install duckdb")
    assert diagnostic.message == f"{what} needs duckdb, which is not installed"


# What is refused


def test_pipes_and_folders_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    (assets / "folder.csv").mkdir(parents=True)
    os.mkfifo(assets / "pipe.csv")
    (assets / "null.csv").symlink_to("/dev/null")
    (assets / "loop.csv").symlink_to("loop.csv")
    (assets / "gone.csv").symlink_to("nowhere.csv")
    for name, code in [
        ("folder.csv", "unreadable-file"),
        ("pipe.csv", "unreadable-file"),
        ("null.csv", "outside-project"),
        ("loop.csv", "missing-file"),
        ("gone.csv", "missing-file"),
        ("n" * 300 + ".csv", "missing-file"),
    ]:
        table, report = read_deck(tmp_path, f"data:\n  t: {{file: {name}}}\n")
        assert table is None
        assert [one.code for one in report.diagnostics] == [code], name
        assert str(report.diagnostics[0].span) == "deck.yaml:2:13"
        if code == "unreadable-file":
            assert report.diagnostics[0].message.split(": ")[1] in ("it is a folder", "it is not an ordinary file")


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/real.csv").write_text("a\n1\n")
    (tmp_path / "assets/link.csv").symlink_to("real.csv")
    table, _ = read_deck(tmp_path, "data:\n  t: {file: link.csv}\n")
    assert table is not None


@pytest.mark.parametrize("kind", ["commas", "JSON", "YAML", "Excel", "SQLite", "Parquet"])
@pytest.mark.parametrize("limit", ["DATA_ROWS", "DATA_COLUMNS", "DATA_CELLS", "DATA_BYTES"])
def test_limits(kind: str, limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_source, limit, 2)
    name, make, more = FORMATS[kind]
    diagnostic = fault(tmp_path, make(tmp_path), name, more)
    assert diagnostic.code == "too-much-data"
    assert diagnostic.message.startswith(f"'assets/{name}' ")


def test_the_largest_table_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_source, "DATA_ROWS", 3)
    monkeypatch.setattr(data_source, "DATA_COLUMNS", 6)
    monkeypatch.setattr(data_source, "DATA_CELLS", 18)
    for kind in ("commas", "JSON", "YAML", "Excel", "SQLite", "Parquet"):
        name, make, more = FORMATS[kind]
        assert good(tmp_path, make(tmp_path), name, more).rows == ROWS


def damaged(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes changed, left out or added, or the end cut off."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(4):
            case 0 if at < len(changed):
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.randrange(1, 30)]
            case 2:
                changed[at:at] = chance.randbytes(5)
            case 3 if at > len(changed) // 2:
                del changed[at:]
    return bytes(changed)


def damaged_part(workbook: bytes, chance: random.Random) -> bytes:
    """The same with a part of a workbook, which else its zip would find out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as whole, zipfile.ZipFile(file, "w") as package:
        chosen = chance.choice([name for name in whole.namelist() if name.startswith("xl/")])
        for name in whole.namelist():
            package.writestr(name, damaged(whole.read(name), chance) if name == chosen else whole.read(name))
    return file.getvalue()


@pytest.mark.parametrize("kind", ["commas", "Excel's Unicode text", "JSON", "YAML", "Excel", "SQLite", "Parquet"])
def test_what_is_damaged_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    name, make, more = FORMATS[kind]
    data = make(tmp_path)
    for seed in range(8 if kind == "Parquet" else 40):
        chance = random.Random(seed)
        broken = damaged_part(data, chance) if kind == "Excel" and seed % 2 else damaged(data, chance)
        table, report = read(tmp_path, broken, name, more)
        assert table is not None or report.failed


# The documentation


def test_what_docs_say_of_options_is_so() -> None:
    """Every example of docs/data.md names options that there are, and that its kind of file has."""
    page = (Path(__file__).parent.parent / "docs/data.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```yaml\n")[1:]]
    seen = set()
    for block in blocks:
        report = Report()
        tree = parse_text(block, "docs/data.md", report)
        assert isinstance(tree, Mapping)
        tables = tree.get("data")
        for entry in tables if isinstance(tables, Mapping) else ():
            assert isinstance(entry.value, Mapping)
            assert {str(one.key) for one in entry.value} <= {field.name for field in DATA_FIELDS}
            file = entry.value.get("file")
            if isinstance(file, Scalar):
                format_ = READERS[Path(file.raw).suffix]
                check_options(entry.value, format_.noun, format_.options, report)
                seen.add(format_.noun)
        assert not report.diagnostics
    assert seen >= {format_.noun for format_ in READERS.values()} - {"a TSV file"}
    for number in (limits.DATA_ROWS, limits.DATA_COLUMNS, limits.DATA_CELLS):
        assert f"{number:,}" in page
    assert f"{limits.QUERY_SECONDS} seconds" in page
    assert f"{limits.QUERY_STEPS:,} instructions" in page
    assert f"{limits.DATA_BYTES // 1_000_000} MB" in page
