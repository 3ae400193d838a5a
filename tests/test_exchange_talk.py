"""A talk goes out to translators and comes home: what does not fit is said and not taken."""

import csv
import re
from pathlib import Path

import polib
import pytest

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.localise.exchange.formats import (
    FORMATS,
    read_csv,
    write_xlsx,
)
from deckwright.localise.exchange.rows import OUTDATED, TRANSLATED, ExchangeRow
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]
XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"

DECK = """\
title: The reef
language: en
languages: [en, da]
brand: plain
slides:
  - slide: statement
    id: status
    title: Status
    statements:
      - Corals die
      - Fish flee
      - "=Hope lives, {{ deck.title }}"
"""


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> Path:
    (tmp_path / "deck.yaml").write_text(DECK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert translate("da") == DONE
    capsys.readouterr()
    return tmp_path


def translate(*arguments: str) -> int:
    return main(["translate", *arguments], Project(Path.cwd()))


def catalog() -> polib.POFile:
    return polib.pofile(Path("locales/da.po").read_text("utf-8") + "\n")


def entry(key: str) -> polib.POEntry:
    return next(one for one in catalog() if one.msgctxt == key)


def sent_back(*lines: list[str]) -> None:
    with Path("da.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["key", "source", "target", "status"], *lines])


@pytest.mark.usefixtures("talk")
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_translator_works_on_a_file(capsys: Said, suffix: str) -> None:
    file = f"da{suffix}"
    assert translate("--export", file) == DONE
    assert capsys.readouterr().out == f"{file}\nlocales/da.po: 0 translated, 0 outdated, 5 missing, 0 obsolete\n"
    form = FORMATS[suffix]
    done = [
        ExchangeRow(row.key, row.source, row.source.upper().replace("DECK.TITLE", "deck.title"), row.note, TRANSLATED)
        for row in form.read(Path(file).read_bytes())
    ]
    assert len(done) == 5
    assert done[2].note == "slide 1 ('statement'), statements\nup to about 30 characters"
    Path(file).write_bytes(form.write(done, "en", "da"))
    assert translate("--import", file) == DONE
    said = capsys.readouterr()
    assert said.out == f"{file}: 5 of 5 texts taken\nlocales/da.po: 5 translated, 0 outdated, 0 missing, 0 obsolete\n"
    assert said.err == ""
    assert entry("status.statements.3").msgstr == "=HOPE LIVES, {{ deck.title }}"
    assert translate("--status") == DONE
    before = Path("locales/da.po").read_bytes()
    assert translate("da", "--export", file) == DONE
    assert translate("da", "--import", file) == DONE
    assert Path("locales/da.po").read_bytes() == before


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_going_out_and_in_leaves_stale_what_is_stale(talk: Path, suffix: str) -> None:
    sent_back(["title", "The reef", "Revet", "translated"])
    assert translate("da", "--import", "da.csv") == DONE
    (talk / "deck.yaml").write_text(DECK.replace("The reef", "The reefs"), encoding="utf-8")
    assert translate("da") == DONE
    before = Path("locales/da.po").read_bytes()
    assert entry("title").previous_msgid == "The reef"
    assert translate("da", "--export", f"x{suffix}") == DONE
    assert translate("da", "--import", f"x{suffix}") == DONE
    assert Path("locales/da.po").read_bytes() == before


@pytest.mark.usefixtures("talk")
def test_what_does_not_fit_is_said_and_not_taken(capsys: Said) -> None:
    sent_back(
        ["title", "The reef", "Revet", ""],
        ["titel", "The reef", "Revet", ""],
        ["status.title", "State", "Tilstand", ""],
    )
    assert translate("da", "--import", "da.csv") == DONE
    said = capsys.readouterr()
    assert said.out.startswith("da.csv: 1 of 3 texts taken\n")
    assert "da.csv:3:1: warning[unused-translation]: deck.yaml has no text 'titel' to translate" in said.err
    assert "did you mean 'title'?" in said.err
    assert "da.csv:4:1: warning[outdated-translation]: the source of 'status.title' has changed since" in said.err
    assert {one.msgctxt: one.msgstr for one in catalog() if one.msgstr} == {"title": "Revet"}
    assert len(catalog()) == 5


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["title", "The reef", "Rev"], "duplicate-translation"),
        (["status.title", "Status", "a\ufdd0"], "refused-character"),
    ],
)
def test_after_an_error_nothing_is_taken(talk: Path, capsys: Said, line: list[str], code: str) -> None:
    before = (talk / "locales/da.po").read_bytes()
    sent_back(["title", "The reef", "Revet", ""], line)
    assert translate("da", "--import", "da.csv") == PROBLEMS
    assert re.search(rf"da\.csv:3:\d+: error\[{code}\]", capsys.readouterr().err)
    assert (talk / "locales/da.po").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["status.statements.3", "=Hope lives, {{ deck.title }}", "Håbet lever"], "expression-mismatch"),
        (["status.statements.1", "Corals die", "Koraller **dør**"], "mark-mismatch"),
    ],
)
def test_what_cannot_be_shown_is_said_where_the_translator_wrote_it(
    talk: Path, capsys: Said, line: list[str], code: str
) -> None:
    before = (talk / "locales/da.po").read_bytes()
    sent_back(["title", "The reef", "Revet", ""], [*line, ""])
    assert translate("da", "--import", "da.csv") == PROBLEMS
    assert f"da.csv:3:1: error[{code}]" in capsys.readouterr().err
    assert (talk / "locales/da.po").read_bytes() == before


@pytest.mark.parametrize("name", ["da.xlf", "da.xlsx", "talk.sv.csv"])
def test_a_file_of_another_language_is_not_taken(talk: Path, capsys: Said, name: str) -> None:
    (talk / "deck.yaml").write_text(DECK.replace("[en, da]", "[en, da, sv]"), encoding="utf-8")
    assert translate("sv", "--export", name) == DONE
    before = (talk / "locales/da.po").read_bytes()
    assert translate("da", "--import", name) == PROBLEMS
    assert f"error[other-language]: '{name}' is in the language 'sv', not in 'da'" in capsys.readouterr().err
    assert (talk / "locales/da.po").read_bytes() == before
    assert translate("sv", "--import", name) == DONE


@pytest.mark.usefixtures("talk")
def test_a_file_without_a_text_is_no_answer(capsys: Said) -> None:
    sent_back()
    assert translate("da", "--import", "da.csv") == PROBLEMS
    assert "'da.csv' cannot be imported: it holds no texts" in capsys.readouterr().err


def test_a_stale_text_goes_out_with_what_it_was(talk: Path) -> None:
    sent_back(["title", "The reef", "Revet", "translated"])
    assert translate("da", "--import", "da.csv") == DONE
    (talk / "deck.yaml").write_text(DECK.replace("The reef", "The reefs"), encoding="utf-8")
    assert translate("da", "--export", "x.csv") == DONE
    first = read_csv(Path("x.csv").read_bytes())[0]
    assert (first.source, first.status) == ("The reefs", OUTDATED)
    assert first.note.endswith("translated when it was: The reef")


@pytest.mark.usefixtures("talk")
def test_what_the_status_does() -> None:
    sent_back(["title", "The reef", "Revet", "translated"], ["status.title", "Status", "Tilstand", "outdated"])
    assert translate("da", "--import", "da.csv") == DONE
    assert (entry("title").fuzzy, entry("status.title").fuzzy) == (False, True)
    sent_back(["title", "The reef", "Revet", "outdated"], ["status.title", "Status", "Status nu", "outdated"])
    assert translate("da", "--import", "da.csv") == DONE
    assert (entry("title").fuzzy, entry("status.title").fuzzy) == (True, False)
    sent_back(["title", "The reef", "Revet", "translated"], ["status.title", "Status", "", "missing"])
    assert translate("da", "--import", "da.csv") == DONE
    assert (entry("title").fuzzy, entry("status.title").msgstr) == (False, "Status nu")


@pytest.mark.usefixtures("talk")
def test_a_workbook_has_no_lines_to_show(capsys: Said) -> None:
    Path("da.xlsx").write_bytes(write_xlsx([ExchangeRow("no-such", "x", "y")], "en", "da"))
    assert translate("da", "--import", "da.xlsx") == DONE
    said = capsys.readouterr().err
    assert said.startswith("da.xlsx:2:1: warning[unused-translation]")
    assert "PK" not in said


def test_a_missing_file_is_told_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """A talk in two languages: which of them is asked when there is something to take in."""
    monkeypatch.chdir(tmp_path)
    head = "title: A talk\nlanguage: en\nlanguages: [en, da, de]\nbrand: plain\n"
    Path("deck.yaml").write_text(f"{head}slides: [{{slide: title, id: a, title: A}}]\n", "utf-8")
    Path("danish.csv").write_text("", "utf-8")
    Path("nothing.txt").write_text("", "utf-8")
    assert translate("--import", "nothing.xlsx") == PROBLEMS
    assert capsys.readouterr().err == "error[missing-file]: file 'nothing.xlsx' does not exist\n1 error\n"
    assert translate("--import", "danis.xlsx") == PROBLEMS
    said = capsys.readouterr().err
    assert "help: did you mean 'danish.csv'?" in said
    assert "which-language" not in said
    assert translate("--import", "danish.csv") == PROBLEMS
    assert "error[which-language]" in capsys.readouterr().err
    assert not Path("locales").exists()
