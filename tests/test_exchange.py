"""The files of translators: what goes out comes back the same, whatever the texts are."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from audit import audit
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from deckwright.localise.exchange.formats import (
    FORMATS,
    decode_key,
    encode_key,
    read_csv,
    read_xliff,
    read_xlsx,
    write_csv,
    write_xliff,
    write_xlsx,
)
from deckwright.localise.exchange.rows import MISSING, OUTDATED, TRANSLATED, ExchangeError, ExchangeRow

Said = pytest.CaptureFixture[str]
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"

ODD = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=x",
    "''-",
    "'",
    '"',
    "a\nb",
    "a\tb",
    "\ta",
    " a ",
    "_x0041_",
    "&lt;<b>",
    "]]>",
    "🙂",
    "a\u2028b",
    "\ufeffa",
    "\u00a0a\u3000",
)
ALPHABET = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cs", "Co", "Cn"],
    include_characters="\n\t",
)
TEXTS = (
    st.sampled_from(ODD)
    | st.text(ALPHABET, max_size=30)
    | st.builds("{}{}".format, st.sampled_from(ODD), st.text(ALPHABET, max_size=9))
)
WORDS = TEXTS.filter(bool)


@st.composite
def rows(draw: st.DrawFn) -> ExchangeRow:
    status = draw(st.sampled_from([TRANSLATED, OUTDATED, MISSING]))
    target = "" if status == MISSING else draw(WORDS)
    return ExchangeRow(draw(WORDS.filter(str.strip)), draw(WORDS), target, draw(TEXTS), status)


# Out and in again


@settings(deadline=None, max_examples=60)
@given(st.lists(rows(), max_size=5))
@pytest.mark.parametrize("suffix", [".xlf", ".xlsx", ".csv"])
def test_what_goes_out_comes_back(suffix: str, given: list[ExchangeRow]) -> None:
    form = FORMATS[suffix]
    assert form.read(form.write(given, "da", "en")) == given


@given(st.text())
def test_unit_ids_are_name_tokens(key: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._:-]*", encode_key(key))
    assert decode_key(encode_key(key)) == key


def test_readable_unit_ids() -> None:
    assert encode_key("foerste-kontakt.quotes.2.text") == "foerste-kontakt.quotes.2.text"
    assert encode_key("texts.a b/å") == "texts.a:20:b:2f::e5:"


def test_xliff_says_what_is_done() -> None:
    given = [
        ExchangeRow("a", "x", "y", "one\ntwo", TRANSLATED),
        ExchangeRow("b", "x", "y", "", OUTDATED),
        ExchangeRow("c", "x"),
    ]
    root = etree.fromstring(write_xliff(given, "da", "pt-BR"))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.0", "da", "pt-BR")
    units = root.findall(f"{XLIFF}file/{XLIFF}unit")
    assert [[etree.QName(child).localname for child in unit] for unit in units] == [
        ["notes", "segment"],
        *[["segment"]] * 2,
    ]
    assert [dict(one.attrib) for one in root.iter(f"{XLIFF}segment")] == [
        {"state": "translated"},
        {"state": "initial", "subState": "deckwright:outdated"},
        {"state": "initial"},
    ]
    assert [len(unit.findall(f"{XLIFF}segment/{XLIFF}target")) for unit in units] == [1, 1, 0]


def test_xliff_that_a_program_has_worked_on() -> None:
    text = write_xliff([ExchangeRow("a", "One. Two.")], "en", "da").decode()
    split = """<segment state="reviewed"><source>One.</source><target>En.</target></segment>
      <ignorable><source> </source><target> </target></ignorable>
      <segment state="final"><source>Two.</source><target><mrk id="m1" type="term">To</mrk>.</target></segment>"""
    (row,) = read_xliff(re.sub(r"(?s)<segment.*</segment>", split, text).encode())
    assert (row.source, row.target, row.status) == ("One. Two.", "En. To.", TRANSLATED)


def test_xliff_whose_states_a_program_has_left_out() -> None:
    """It says nothing of them: a new wording counts, and what is as it was stays outdated or translated."""
    text = write_xliff([ExchangeRow("a", "One", "En", "", OUTDATED)], "en", "da").decode()
    (row,) = read_xliff(re.sub(r' (state|subState)="[^"]*"', "", text).encode())
    assert (row.target, row.status, row.language) == ("En", "", "da")


def test_a_workbook_holds_texts_only() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([ExchangeRow("a", "=1+1", "2019")], "en", "da"))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}


def test_a_workbook_is_easy_to_work_in() -> None:
    """Columns are wide, texts break into lines, and the header is bold and stays in view."""
    data = write_xlsx([ExchangeRow("a", "x"), ExchangeRow("b", "y")], "en", "pt-BR")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("pt-BR", "A2")
    assert [sheet.column_dimensions[letter].width for letter in "ABCDE"] == [28, 60, 60, 40, 12]
    looks = [{(cell.alignment.wrap_text, cell.alignment.vertical, cell.font.b) for cell in row} for row in sheet]
    assert looks == [{(True, "top", True)}, {(True, "top", False)}, {(True, "top", False)}]


def test_a_workbook_is_valid_and_always_the_same() -> None:
    rows = [ExchangeRow("a", "=1+1", "2019", "one\ntwo", TRANSLATED), ExchangeRow("b", "_x0041_")]
    data = write_xlsx(rows, "en", "da")
    assert audit(data, ".xlsx") == []
    assert write_xlsx(rows, "en", "da") == data


def test_a_workbook_with_a_cell_far_away_is_not_filled_up() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([ExchangeRow("a", "x")], "en", "da")))
    book.worksheets[0]["XFD1048576"] = "lost"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(ExchangeError, match="reaches to row 1,048,576"):
        read_xlsx(file.getvalue())


def test_numbers_that_a_spreadsheet_has_made_of_texts() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["Key", "Target", "Source"], ["a", 2019, "2018"], [None, "x", "y"], ["b", None, "z"]):
        sheet.append(line)
    file = io.BytesIO()
    book.save(file)
    assert read_xlsx(file.getvalue()) == [ExchangeRow("a", "2018", "2019", status=""), ExchangeRow("b", "z", status="")]


def test_excel_opens_the_csv_and_runs_no_formula() -> None:
    data = write_csv([ExchangeRow("a", "=1+1", "å")], "en", "da")
    assert data.startswith(b"\xef\xbb\xbfkey,source,target,note,status\r\na,'=1+1,\xc3\xa5,")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_other_spreadsheets_save_it(separator: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(
        [["status", "key", "source", "target"], ["", "a", "x, y; z", "å\n'"]]
    )
    assert read_csv(text.getvalue().encode()) == [ExchangeRow("a", "x, y; z", "å\n'", status="")]


def test_csv_as_excel_saves_unicode_text() -> None:
    text = "key\tsource\ttarget\r\na\tx\tå\r\n"
    assert read_csv(text.encode("utf-16")) == [ExchangeRow("a", "x", "å", status="")]


def test_a_workbook_with_a_sheet_of_the_translators_own_before_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([ExchangeRow("a", "x", "y", status=TRANSLATED)], "en", "da")))
    book.create_sheet("Questions", 0).append(["What is a reef?"])
    file = io.BytesIO()
    book.save(file)
    (row,) = read_xlsx(file.getvalue())
    assert (row, row.language) == (ExchangeRow("a", "x", "y", status=TRANSLATED), "da")


@pytest.mark.parametrize(
    ("read", "data"),
    [
        (read_csv, b"key;source;target\na;x;\xe5"),
        (read_csv, b""),
        (read_csv, b"key,source\na,b"),
        (read_xlsx, b"key,source,target"),
        (read_xlsx, b""),
        (read_xliff, b""),
        (read_xliff, b"<xliff"),
        (read_xliff, b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>'),
    ],
)
def test_files_that_are_not_what_they_should_be(read: Callable[[bytes], list[ExchangeRow]], data: bytes) -> None:
    with pytest.raises(ExchangeError):
        read(data)


def test_a_zip_that_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "x")
    with pytest.raises(ExchangeError):
        read_xlsx(file.getvalue())
