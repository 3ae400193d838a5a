"""`data refresh`: network sources become snapshots, which builds use and which are asked for when they are missing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import postgres_server
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.assets.data import data_source
from deckwright.assets.data.data_source import DataSource
from deckwright.assets.data.read import build_table, read_data
from deckwright.assets.data.snapshot import format_snapshot, read_snapshot
from deckwright.cli.exit_codes import PROBLEMS
from deckwright.cli.main import main
from deckwright.model.data_table import DataTable
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping
from deckwright.model.project import Project
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text

CSV = b"ward;beds;share\nA1;1.700;18,5 %\nB2;31;25 %\n"
ROWS = (("A1", 1700, Decimal("0.185")), ("B2", 31, Decimal("0.25")))
PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/beds.csv": (200, {"Content-Type": "text/plain"}, CSV),
    "/api?of=beds": (200, {"Content-Type": "application/json; charset=utf-8"}, b'[{"ward": "A1", "code": "8000"}]'),
    "/beds.csv?wrong": (200, {}, b"ward,beds\nA1,1\nB2,2\nC3,many\n"),
    "/page": (200, {"Content-Type": "text/html"}, b"<p>no data"),
    "/moved.csv": (302, {"Location": "/beds.csv"}, b""),
    "/away.csv": (302, {"Location": "http://example.org/beds.csv"}, b""),
    "/local.csv": (302, {"Location": "file:///etc/passwd"}, b""),
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        code, headers, body = PAGES.get(self.path, (404, {}, b""))
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


class Talk:
    """A talk whose data come from the network."""

    def __init__(self, folder: Path, entries: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.write(entries)

    def write(self, entries: str) -> None:
        body = "slides:\n  - slide: statement\n    title: Wards\n    statements: [Beds]\n"
        text = f"title: Wards\nlanguage: en\nbrand: plain\ndata:\n{entries}\n{body}"
        (self.folder / "deck.yaml").write_text(text, "utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = main(arguments, Project(self.folder))
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def table(self) -> DataTable | None:
        report = Report()
        tree = parse_text((self.folder / "deck.yaml").read_text("utf-8"), "deck.yaml", report)
        assert isinstance(tree, Mapping)
        return read_data(tree, self.folder / "assets", "assets", report).get("beds")

    @property
    def snapshot(self) -> Path:
        return self.folder / "assets/data/snapshots/beds.json"


def test_a_file_on_the_web(server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(tmp_path, f"  beds: {{url: '{server}/beds.csv'}}", capsys)
    code, _, said = talk.run("check")
    assert code == PROBLEMS
    assert "deck.yaml:5:15: error[missing-snapshot]: 'beds' has not been fetched yet" in said
    assert "help: run `deckwright data refresh beds`" in said

    assert talk.run("data", "refresh") == (0, "assets/data/snapshots/beds.json: 2 rows, new\n", "")
    table = talk.table()
    assert table is not None
    assert (table.columns, table.kinds, table.rows) == (("ward", "beds", "share"), ("text", "number", "percent"), ROWS)
    assert str(table.spans[1][1]) == "assets/data/snapshots/beds.json:5:26"
    assert talk.run("check")[0] == 0
    before = talk.snapshot.stat().st_mtime_ns
    assert talk.run("data", "refresh", "beds")[1] == "assets/data/snapshots/beds.json: 2 rows, unchanged\n"
    assert talk.snapshot.stat().st_mtime_ns == before


def test_another_question_asks_for_another_snapshot(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = Talk(tmp_path, f"  beds: {{url: '{server}/beds.csv'}}", capsys)
    assert talk.run("data", "refresh")[0] == 0
    talk.write(f"  beds: {{url: '{server}/beds.csv', decimal: point}}")
    code, _, said = talk.run("check")
    assert code == PROBLEMS
    assert "error[outdated-snapshot]: the snapshot of 'beds' is outdated: its source in deck.yaml changed" in said
    talk.write(f"  beds: {{url: '{server}/beds.csv', columns: {{ward: Ward}}}}")
    assert talk.run("check")[0] == 0


def test_what_kind_of_file_it_is_says_its_name_or_the_server(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = Talk(tmp_path, f"  beds: {{url: '{server}/api?of=beds'}}", capsys)
    assert talk.run("data", "refresh")[0] == 0
    table = talk.table()
    assert table is not None
    assert table.rows == (("A1", "8000"),)
    talk.write(f"  beds: {{url: '{server}/moved.csv'}}")
    assert talk.run("data", "refresh")[0] == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("{}/nothing.csv", "error[fetch-failed]: {}/nothing.csv cannot be fetched: the server answers 404 Not Found"),
        (
            "http://127.0.0.1:1/beds.csv",
            "error[fetch-failed]: http://127.0.0.1:1/beds.csv cannot be fetched: connection",
        ),
        ("{}/page", "error[unknown-data-format]: the server does not name a data format"),
        ("{}/beds.csv?wrong", "{}/beds.csv?wrong:4:4: error[mixed-column]: 'many' is a text"),
        ("{}/away.csv", "error[bad-address]: the address to which the server redirects is not fetched over http"),
        ("{}/local.csv", "error["),
        ("http://example.org/beds.csv", "error[bad-address]: http://example.org/beds.csv is not fetched over http"),
        ("file:///etc/passwd", "error[bad-address]: file:///etc/passwd is not a web address"),
        ("beds.csv", "error[bad-address]: beds.csv is not a web address"),
        ("https://[", "error[bad-address]: https://[ is not a web address"),
        (
            "postgresql://me:secret@host/db",
            "error[bad-address]: the address of a database does not belong in deck.yaml",
        ),
        ("env:DECKWRIGHT_NOT_SET", "error[unset-variable]: the environment variable 'DECKWRIGHT_NOT_SET' is not set"),
    ],
)
def test_what_cannot_be_fetched(
    address: str, said: str, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = f"  good: {{url: '{server}/beds.csv'}}"
    talk = Talk(tmp_path, f"  beds: {{url: '{address.format(server)}'}}\n{good}", capsys)
    code, out, err = talk.run("data", "refresh")
    assert (code, out) == (PROBLEMS, "")
    assert said.format(server) in err
    assert not (tmp_path / "assets").exists(), "after an error no file has changed"


def test_a_file_on_the_web_that_is_too_large(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deckwright.assets.data.refresh.DATA_BYTES", 10)
    talk = Talk(tmp_path, f"  beds: {{url: '{server}/beds.csv'}}", capsys)
    assert "error[too-much-data]" in talk.run("data", "refresh")[2]


def test_names_are_those_of_network_sources(server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(tmp_path, f"  beds: {{url: '{server}/beds.csv'}}\n  staff: {{file: staff.csv}}", capsys)
    code, out, err = talk.run("data", "refresh", "bed")
    assert (code, out) == (PROBLEMS, "")
    assert "error[unknown-data]: 'bed' is not a table that comes from the network" in err
    assert "did you mean 'beds'?" in err
    assert "unknown-data" in talk.run("data", "refresh", "staff")[2]
    talk.write("  staff: {file: staff.csv}")
    assert talk.run("data", "refresh")[:2] == (0, "no table comes from the network\n")


def test_a_name_leads_to_no_other_folder(server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(tmp_path, f"  ../../../out: {{url: '{server}/beds.csv'}}", capsys)
    assert "error[bad-name]" in talk.run("data", "refresh")[2]
    talk.write(f"  beds: {{url: '{server}/beds.csv'}}")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "assets/data").mkdir(parents=True)
    (tmp_path / "assets/data/snapshots").symlink_to(tmp_path / "elsewhere")
    assert "error[outside-project]" in talk.run("data", "refresh")[2]
    assert list((tmp_path / "elsewhere").iterdir()) == []


# Snapshots

CELLS: dict[str, st.SearchStrategy[object]] = {
    "text": st.text(st.characters(min_codepoint=32, max_codepoint=383), min_size=1, max_size=8).filter(
        lambda text: text.isprintable() and text == text.strip() and any(letter.isalpha() for letter in text)
    ),
    "number": st.integers(-(10**12), 10**12) | st.decimals(-(10**6), 10**6, places=4),
    "percent": st.decimals(-2, 2, places=5),
    "date": st.dates(),
}


@given(st.lists(st.tuples(*(st.none() | cells for cells in CELLS.values())), max_size=5))
def test_a_snapshot_is_read_as_it_was_written(rows: list[tuple[object, ...]]) -> None:
    place = Span("t", 1, 1)
    kinds = [kind if any(row[at] is not None for row in rows) else "text" for at, kind in enumerate(CELLS)]
    values = tuple(tuple(Text(cell, place) if isinstance(cell, str) else cell for cell in row) for row in rows)
    names = tuple(map(Text, CELLS))
    table = DataTable("t", "t", names, tuple(kinds), values, (), "")  # type: ignore[arg-type]
    given = DataSource("t", "t", format_snapshot(table, "ab"))
    report = Report()
    raw = read_snapshot(given, "ab", report)
    assert raw is not None
    again = build_table(raw, given, report)
    assert not report.diagnostics
    assert again is not None
    assert (again.columns, again.rows) == (names, values)
    filled = [any(column) for column in zip(*values, strict=True)]
    assert all(one == other for one, other, some in zip(again.kinds, kinds, filled, strict=False) if some)


@pytest.mark.parametrize("content", ["[]", "", '{"of": "ab", "columns": ["a"], "rows": [{"a": 1}]', "{}"])
def test_a_broken_snapshot(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(tmp_path, "  beds: {url: env:BEDS}", capsys)
    talk.snapshot.parent.mkdir(parents=True)
    talk.snapshot.write_text(content)
    code, _, said = talk.run("check")
    assert code == PROBLEMS
    assert "error[malformed-data]" in said or "error[outdated-snapshot]" in said


# PostgreSQL

TABLE = """
create table wards (ward text, code text, beds int, cost numeric(9, 3), share text, opened date, seen timestamptz);
insert into wards values ('A1', '0123', 1700, 12.500, '18 %', '2001-01-01', '2019-02-01 14:30+00'),
  ('B2', '8000', null, -3, null, null, null);
create schema other; create table other."Odd name" (n float8); insert into other."Odd name" values (0.1), ('nan');
create table pictures (data bytea); insert into pictures values ('x');
"""
WARDS = (
    ("A1", "0123", 1700, Decimal("12.5"), Decimal("0.18"), date(2001, 1, 1), "2019-02-01 14:30+00:00"),
    ("B2", "8000", None, -3, None, None, None),
)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    psycopg = pytest.importorskip("psycopg", reason="the extra 'database' is not installed")
    if postgres_server.found() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres_server.running() as address:
        with psycopg.connect(address) as connection:
            connection.execute(TABLE)
            connection.execute("set timezone = 'UTC'")
        yield address


def test_a_table_of_postgresql(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARDS", database)
    for more in ("table: wards", "query: select * from wards order by ward"):
        talk = Talk(tmp_path, f"  beds: {{url: env:WARDS, {more}}}", capsys)
        assert talk.run("data", "refresh")[1].startswith("assets/data/snapshots/beds.json: 2 rows")
        table = talk.table()
        assert table is not None
        assert table.rows == WARDS
        assert "secret" not in talk.snapshot.read_text()
    talk.write('  beds: {url: env:WARDS, table: "other.Odd name"}')
    assert talk.run("data", "refresh")[0] == 0
    odd = talk.table()
    assert odd is not None
    assert odd.rows == ((Decimal("0.1"),), (None,))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("table: ward", "error[unknown-table]: the database has no table 'ward'"),
        ("table: pictures", "'WARDS':data, row 1: error[unreadable-cell]"),
        ("query: select * from ward", 'error[query-failed]: the query fails: relation "ward" does not exist'),
        ("query: selec 1", "error[query-failed]: the query fails: syntax error"),
        ("query: delete from wards returning 1", "error[query-failed]: the query fails"),
        ("query: select pg_sleep(600)", "error[query-too-slow]: the query took longer than 0.2 seconds"),
        ("query: 'select * from generate_series(1, 1000)'", "error[too-much-data]"),
        ("query: select 1, table: wards", "error[which-table]: table 'beds' has both 'table' and 'query'"),
        ("dates: day-first", "error[which-table]: table 'beds' has neither 'table' nor 'query'"),
        ("table: wards, sheet: Ark1", "error[unfit-option]: 'sheet' is not an option of a PostgreSQL database"),
    ],
)
def test_what_postgresql_refuses(
    more: str,
    said: str,
    database: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WARDS", database)
    if "pg_sleep" in more:  # which sleeps for longer than any test; other queries have the time they need
        monkeypatch.setattr("deckwright.assets.data.databases.QUERY_SECONDS", 0.2)
    monkeypatch.setattr("deckwright.assets.data.databases.DATA_ROWS", 100)
    monkeypatch.setattr(data_source, "DATA_ROWS", 100)
    talk = Talk(tmp_path, f"  beds: {{url: env:WARDS, {more}}}", capsys)
    code, _, err = talk.run("data", "refresh")
    assert code == PROBLEMS
    assert said in err
    assert "secret" not in err
    assert not talk.snapshot.exists()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:secret@127.0.0.1:1/db",
        "postgresql://me:secret@no.such.host.invalid/db",
        "postgresql://me:secret@host:port/db",
        "postgres://me:se%cret@host/db",
        "postgresql://me:secret@[::1/db",
    ],
)
def test_a_password_is_never_shown(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", reason="the extra 'database' is not installed")
    monkeypatch.setenv("WARDS", address)
    talk = Talk(tmp_path, "  beds: {url: env:WARDS, table: wards}", capsys)
    code, _, err = talk.run("data", "refresh")
    assert code == PROBLEMS
    assert "deck.yaml:5:15: error[fetch-failed]: the database at 'WARDS' cannot be reached: " in err
    assert "secret" not in err
    assert "se%cret" not in err


def test_the_value_of_a_variable_is_never_shown(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(tmp_path, "  beds: {url: env:BEDS}", capsys)
    for address in (
        f"{server}/no thing.csv?a secret=æ",
        "http://127.0.0.1:port/secret.csv",
        "https://me:secret@[::1/x.csv",
        f"{server}/nothing.csv?token=secret",
        f"{server}/beds.csv?wrong",
        f"{server}/page?secret",
        "secret",
    ):
        monkeypatch.setenv("BEDS", address)
        code, _, err = talk.run("data", "refresh")
        assert code == PROBLEMS
        assert "secret" not in err
        assert "127.0.0.1" not in err
    monkeypatch.setenv("BEDS", f"{server}/beds.csv")
    assert talk.run("data", "refresh")[0] == 0
    assert json.loads(talk.snapshot.read_text())["columns"] == ["ward", "beds", "share"]
    assert "127.0.0.1" not in talk.snapshot.read_text()
