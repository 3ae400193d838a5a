"""Freshness: deck.lock, what `data` says of it, and the build that is frozen."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.freshness.lock import Lock, LockedTable, hash_table, read_lock, write_lock
from deckwright.model.data_table import Cell, DataTable
from deckwright.model.diagnostics import Report
from deckwright.model.periods import read_age, read_period
from deckwright.model.source import Text

Said = pytest.CaptureFixture[str]

DECK = """\
title: Et foredrag
language: da
brand: plain
data:
  growth:
    file: growth.csv
    source: Danske Regioner
    as_of: {as_of}
    max_age: {max_age}
  beds: {{file: beds.csv}}
facts:
  doctors: {{data: growth, where: {{group: doctors}}, field: growth}}
  nurses: {{data: growth, where: {{group: nurses}}, field: growth}}
  gap: {{value: "{{{{ fact.doctors - fact.nurses }}}}", format: percent}}
slides:
  - {{slide: statement, id: first, title: A, statements: ["{{{{ fact.gap }}}}"]}}
  - {{slide: chart, id: drawn, title: B, chart: {{kind: bar, data: growth, categories: group, values: growth}}}}
  - {{slide: table, id: listed, title: C, table: {{data: beds}}}}
  - {{slide: statement, id: last, title: D, statements: [E], notes: "{{{{ fact.nurses }}}}"}}
"""


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/growth.csv").write_text("group,growth\ndoctors,57%\nnurses,20%\nothers,7%\n")
    (tmp_path / "assets/beds.csv").write_text("ward,beds\nA,12\nB,9\n")
    (tmp_path / "deck.yaml").write_text(DECK.format(as_of=2018, max_age="900 years"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: Said, *arguments: str) -> tuple[int, list[str]]:
    code = main(["data", *arguments])
    return code, capsys.readouterr().out.splitlines()


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_what_nobody_has_accepted_is_not_fresh(talk: Path, capsys: Said) -> None:
    code, lines = told(capsys)
    assert code == PROBLEMS
    assert [line.split("  ")[0] for line in lines[:3]] == ["source", "growth", "beds"]
    assert "not locked" in lines[1]
    assert lines[1].endswith("1 first, 2 drawn, 4 last")
    assert lines[2].endswith("3 listed")
    assert not (talk / "deck.lock").exists()


def test_what_is_accepted_is_fresh(talk: Path, capsys: Said) -> None:
    code, lines = told(capsys, "lock")
    assert code == DONE
    assert lines[-1] == "deck.lock: 2 tables, 3 facts"
    lock = (talk / "deck.lock").read_text()
    assert re.search("^  doctors: 0.57$", lock, re.MULTILINE)
    assert re.search("^    as_of: 2018$", lock, re.MULTILINE)
    for arguments in ([], ["status"]):
        code, lines = told(capsys, *arguments)
        assert code == DONE
        assert re.fullmatch(r"growth +2018 +up to date +1 first, 2 drawn, 4 last", lines[1])
        assert re.fullmatch(r"beds +– +up to date +3 listed", lines[2])
    assert told(capsys, "diff") == (DONE, ["nothing has changed since deck.lock was written"])
    told(capsys, "lock")
    assert (talk / "deck.lock").read_text() == lock


def test_a_changed_value_is_told_with_old_and_new_and_its_slides(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    change(talk / "assets/growth.csv", "57%", "58%")
    code, lines = told(capsys, "diff")
    assert code == PROBLEMS
    assert [" ".join(line.split()) for line in lines] == [
        "growth (assets/growth.csv): changed",
        "doctors: 57 % → 58 % 1 first",
        "gap: 37 % → 38 % 1 first",
        "slides that show other values of it: 2 drawn, 4 last",
    ]
    code, lines = told(capsys)
    assert (code, "changed" in lines[1], "up to date" in lines[2]) == (PROBLEMS, True, True)
    told(capsys, "lock")
    assert told(capsys)[0] == DONE


def test_a_chart_changes_though_no_fact_does(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    change(talk / "assets/growth.csv", "others,7%", "others,8%\nmidwives,3%")
    _, lines = told(capsys, "diff")
    assert lines == [
        "growth (assets/growth.csv): changed, rows 3 → 4",
        "  slides that show it, though no fact has changed: 1 first, 2 drawn, 4 last",
    ]


def test_the_same_values_written_otherwise(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    change(talk / "assets/growth.csv", "57%", "57.0 %")
    code, lines = told(capsys, "diff")
    assert (code, lines[0]) == (PROBLEMS, "growth (assets/growth.csv): written differently, with the same values")


def test_values_that_would_look_the_same_are_shown_with_more_decimals(talk: Path, capsys: Said) -> None:
    change(talk / "deck.yaml", "field: growth}\n  nurses", "field: growth, digits: 0}\n  nurses")
    told(capsys, "lock")
    change(talk / "assets/growth.csv", "57%", "57.2%")
    assert " ".join(told(capsys, "diff")[1][1].split()) == "doctors: 57,0 % → 57,2 % 1 first"


def test_a_fact_that_deck_yaml_says_otherwise(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    change(talk / "deck.yaml", "fact.doctors - fact.nurses", "fact.doctors + fact.nurses")
    change(talk / "deck.yaml", "  nurses: {data", "  new: {value: 5}\n  nurses: {data")
    code, lines = told(capsys)
    assert code == PROBLEMS
    assert lines[-1] == "changed since it was accepted: new, gap; see: deckwright data diff"
    _, lines = told(capsys, "diff")
    assert [" ".join(line.split()) for line in lines] == [
        "facts that changed in deck.yaml:",
        "new: new → 5 on no slide",
        "gap: 37 % → 77 % 1 first",
    ]


def test_what_is_missing_and_what_is_gone(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    (talk / "assets/growth.csv").unlink()
    change(talk / "deck.yaml", "  beds: {file: beds.csv}\n", "  other: {file: beds.csv}\n")
    change(talk / "deck.yaml", "data: beds}", "data: other}")
    code, lines = told(capsys)
    assert code == PROBLEMS
    assert re.fullmatch(r"growth +2018 +missing +1 first, 2 drawn, 4 last", lines[1])
    assert re.fullmatch(r"other +– +not locked +3 listed", lines[2])
    assert re.fullmatch(r"beds +– +gone +–", lines[3])
    assert main(["data", "lock"]) == PROBLEMS
    assert "missing-file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("as_of", "max_age", "state"),
    [("2018", "1 year", "expired"), ("2018-03-31", "90 days", "expired"), ("2018", "900 years", "up to date")],
)
def test_what_is_too_old(as_of: str, max_age: str, state: str, talk: Path, capsys: Said) -> None:
    (talk / "deck.yaml").write_text(DECK.format(as_of=as_of, max_age=max_age))
    told(capsys, "lock")
    code, lines = told(capsys)
    assert re.search(rf" {state} ", lines[1])
    assert code == (PROBLEMS if state == "expired" else DONE)
    assert told(capsys, "diff")[0] == DONE
    assert main(["build", "--frozen"]) == DONE  # old, but as it was accepted


def test_a_frozen_talk_is_built_with_accepted_values_only(talk: Path, capsys: Said) -> None:
    assert main(["build", "--frozen"]) == PROBLEMS
    assert "error[missing-lock]" in capsys.readouterr().err
    told(capsys, "lock")
    assert main(["build", "--frozen"]) == DONE
    change(talk / "assets/growth.csv", "57%", "58%")
    shutil.rmtree(talk / "build")
    for verb in ("build", "check"):
        assert main([verb, "--frozen"]) == PROBLEMS
        err = capsys.readouterr().err
        assert "deck.yaml:5:3: error[lock-differs]: 'assets/growth.csv' has changed since deck.lock was written" in err
    assert not (talk / "build").exists()
    assert main(["build"]) == DONE


def test_a_broken_lock_is_told_and_can_be_written_anew(talk: Path, capsys: Said) -> None:
    told(capsys, "lock")
    change(talk / "deck.lock", "rows: 3", "<<<<<<< mine\n    rows: 3")
    for arguments in (["data"], ["data", "diff"], ["build", "--frozen"]):
        assert main(arguments) == PROBLEMS
        assert re.search(r"deck\.lock:\d+:\d+: error", capsys.readouterr().err)
    assert told(capsys, "lock")[0] == DONE
    assert told(capsys)[0] == DONE


def test_generated_pictures_are_locked_with_their_inputs(talk: Path, capsys: Said) -> None:
    script = talk / "assets/f1.py"
    script.write_text("print(1)")
    with (talk / "deck.yaml").open("a") as file:
        file.write("generated:\n  f1: {file: f1.py, data: growth}\n")
    assert told(capsys, "lock")[1][-1].endswith("2 tables, 3 facts, 1 generated picture")
    assert told(capsys)[0] == told(capsys, "diff")[0] == DONE
    script.write_text("print(2)")
    code, lines = told(capsys, "diff")
    assert (code, lines) == (PROBLEMS, ["generated picture f1: changed inputs file f1.py"])
    assert told(capsys)[1][-1] == "changed since it was accepted: f1; see: deckwright data diff"
    assert main(["check", "--frozen"]) == PROBLEMS
    assert "error[lock-differs]: the inputs of generated picture 'f1' differ from deck.lock" in capsys.readouterr().err
    change(talk / "assets/growth.csv", "57%", "58%")
    assert "generated picture f1: changed inputs file f1.py, data growth" in told(capsys, "diff")[1]
    told(capsys, "lock")
    assert told(capsys)[0] == DONE


def test_facts_of_many_decimals_are_the_same_when_they_are_read_again(talk: Path, capsys: Said) -> None:
    change(talk / "deck.yaml", "fact.doctors - fact.nurses", "fact.doctors.value / 7 - 1")
    told(capsys, "lock")
    assert told(capsys, "diff") == (DONE, ["nothing has changed since deck.lock was written"])


NAMES = st.sampled_from(["a", "growth_all", "Nurses2", "_x"])
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=20).filter(
    lambda t: not re.search("[\ufdd0-\ufdef]", t)
)
HASHES = st.integers(0, 2**64).map("{:064x}".format)
CELLS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=3),
    st.dates(date(1900, 1, 1)),
    TEXTS.filter(bool).map(Text),
)
TABLES = st.builds(
    LockedTable,
    st.just("assets/a b.csv"),
    HASHES,
    HASHES,
    st.integers(0, 99),
    st.sampled_from(["", "2018", "2018-03", "2018-03-31"]),
)


@given(
    st.builds(
        Lock,
        st.dictionaries(NAMES, TABLES, max_size=3),
        st.dictionaries(NAMES, CELLS, max_size=3),
        st.dictionaries(NAMES, st.dictionaries(NAMES, HASHES, min_size=1), max_size=2),
    )
)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, lock: Lock) -> None:
    file = tmp_path_factory.mktemp("lock") / "deck.lock"
    file.write_bytes(write_lock(lock))
    report = Report()
    assert read_lock(file, "deck.lock", report) == lock, [d.message for d in report.diagnostics]


def table(*rows: tuple[Cell, ...], kinds: tuple[str, ...] = ("text", "number")) -> DataTable:
    columns = (Text("a"), Text("b"))
    return DataTable("t", "t.csv", columns, kinds, rows, (), "0" * 64)  # type: ignore[arg-type]


def test_the_digest_of_a_table_is_that_of_its_values() -> None:
    one = hash_table(table((Text("x"), Decimal("0.5")), (Text("y"), None)))
    assert hash_table(table((Text("x"), Decimal("0.50")), (Text("y"), None))) == one
    for other in (
        table((Text("x"), Decimal("0.5")), (Text("y"), 0)),
        table((Text("y"), None), (Text("x"), Decimal("0.5"))),
        table((Text("x"), Decimal("0.5")), (Text("y"), None), kinds=("text", "percent")),
        table((Text("x"), Decimal("0.5"))),
    ):
        assert hash_table(other) != one


@pytest.mark.parametrize(
    ("as_of", "age", "good_until"),
    [
        ("2018", "1 year", date(2019, 12, 31)),
        ("2018-02", "1 month", date(2018, 3, 28)),
        ("2018-01-31", "1 month", date(2018, 2, 28)),
        ("2018-12-31", "2 weeks", date(2019, 1, 14)),
        ("2016-02-29", "1 year", date(2017, 2, 28)),
        ("2018-03-31", "90 Days", date(2018, 6, 29)),
        ("2018", "9999 years", date.max),
        ("9999-12-01", "9999 weeks", date.max),
    ],
)
def test_ages_count_from_the_last_day(as_of: str, age: str, good_until: date) -> None:
    period, most = read_period(as_of), read_age(age)
    assert period
    assert most
    assert most.after(period.last) == good_until


@pytest.mark.parametrize("written", ["18", "2018-13", "2018-02-30", "2018-0", "March 2018", "", "0000"])
def test_what_is_no_period(written: str) -> None:
    assert read_period(written) is None


@pytest.mark.parametrize("written", ["1", "days", "0 days", "90days old", "-1 year", "1.5 years", "99999 years"])
def test_what_is_no_age(written: str) -> None:
    assert read_age(written) is None
