"""Checks the benchmark: its decks have the described content, and it says which goals are met."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from examples import HANGS

from benchmarks import before, single, thresholds
from benchmarks.before import BEFORE, PARTS, export_commit
from benchmarks.decks import KINDS, kind_of, make_project
from benchmarks.goals import GOALS, Goal, ratio, seconds, verdict
from benchmarks.makers import MAKERS
from benchmarks.markdown import make_markdown
from benchmarks.measure import Case, FailedError, Usage, measure, run
from benchmarks.report import align_columns, decks_table, stages
from benchmarks.single import MISTAKE, SINGLE, TALK, TALK_BEFORE
from benchmarks.thresholds import JOBS, SIZES, build_in_shares, ratios_table
from deckwright.cli.exit_codes import PROBLEMS
from deckwright.cli.main import main
from deckwright.model.project import Project
from deckwright.pipeline import shares

RESULTS = {("deckwright", 10): Usage(0.2, 50, ""), ("python-pptx", 10): Usage(0.5, 40, "")}


def test_every_fifth_slide_is_a_chart_and_the_others_are_as_many_of_each_kind() -> None:
    assert [kind_of(number) for number in range(10)] == [
        *("title", "bullets", "quotes", "table", "chart"),
        *("picture", "title", "bullets", "quotes", "chart"),
    ]
    assert Counter(map(kind_of, range(100))) == {"chart": 20, **dict.fromkeys(KINDS, 16)}


def test_the_deck_is_built_without_a_warning(tmp_path: Path) -> None:
    make_project(tmp_path, 11)
    assert main(["check", "--strict"], Project(tmp_path)) == 0


def test_pandoc_gets_as_many_slides_and_notes(tmp_path: Path) -> None:
    make_markdown(tmp_path / "deck.md", 11)
    lines = (tmp_path / "deck.md").read_text("utf-8").splitlines()
    assert sum(line.startswith("## ") for line in lines) == lines.count("::: notes") == 11


def test_the_mistake_is_one_misspelt_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (make,) = (make for name, make, *_ in SINGLE if name == MISTAKE)
    make(tmp_path)
    assert main(["check", "--locale", "da"], Project(tmp_path)) == PROBLEMS
    said = capsys.readouterr().err
    assert "'titel'" in said
    assert "did you mean 'title'?" in said


@pytest.mark.parametrize(
    ("slides", "at_most", "said"),
    [
        (10, 0.5, ("it", "0.4 x", "0.5 x", "0.80", "met")),
        (10, 0.3, ("it", "0.4 x", "0.3 x", "1.33", "not met")),
        (10, None, ("it", "0.4 x", "–", "–", "")),
        (100, 0.5, ("it", "–", "0.5 x", "–", "not measured")),
    ],
)
def test_the_verdict_says_whether_a_goal_is_met(slides: int, at_most: float | None, said: tuple[str, ...]) -> None:
    goal = Goal("it", ratio(seconds("deckwright", slides), seconds("python-pptx", slides)), "x", at_most)
    assert verdict(goal, RESULTS) == said


def test_each_goal_uses_results_that_are_measured() -> None:
    sizes = (10, 100, 1000, 3000, 10_000)
    decks = {(maker.name, size) for maker in MAKERS for size in sizes if size <= maker.most}
    everything = dict.fromkeys(decks | {(name, 0) for name, *_ in SINGLE} | {(TALK_BEFORE, 0)}, Usage(1, 1, ""))
    assert [goal.name for goal in GOALS if "not measured" in verdict(goal, everything)] == []


def test_an_earlier_commit_is_exported_with_its_talk(tmp_path: Path) -> None:
    if not export_commit(BEFORE, tmp_path):
        pytest.skip(f"git does not have the commit {BEFORE} here")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(PARTS)
    assert (tmp_path / "deckwright/ahead.py").is_file()


@pytest.mark.parametrize("why", ["no such commit", "no repository", "no git"])
def test_a_commit_that_git_does_not_have_is_not_measured(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if why == "no such commit":
        monkeypatch.setattr(single, "BEFORE", "0" * 40)
    elif why == "no repository":
        monkeypatch.setattr(before, "ROOT", tmp_path)
    else:
        monkeypatch.setenv("PATH", str(tmp_path))
    names = [case.name for case in single.cases(tmp_path)]
    assert TALK in names
    assert TALK_BEFORE not in names
    assert "is not measured: git does not have the commit" in capsys.readouterr().out


def test_the_earlier_talk_is_measured_in_turn_with_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "export_commit", lambda _, folder: folder.mkdir() or True)
    ours, theirs = (case for case in single.cases(tmp_path) if case.name in (TALK, TALK_BEFORE))
    assert (ours.name, theirs.name) == (TALK, TALK_BEFORE)
    assert ours.command == theirs.command
    assert theirs.environment["PYTHONPATH"] == str(theirs.folder)


def test_thresholds_are_measured_with_one_and_with_two_processes(tmp_path: Path) -> None:
    cases = thresholds.cases(tmp_path)
    assert list(cases) == [*(f"{slides} slides" for slides in SIZES), *(f"the talk in {n} languages" for n in (2, 3))]
    for alike in cases.values():
        assert [case.environment["DECKWRIGHT_JOBS"] for case in alike] == [str(jobs) for jobs in JOBS]
        assert alike[0].command == alike[1].command
    first, second, *_ = cases
    measured = zip(cases[first], (1.0, 0.6), strict=True)
    results = {(case.name, 0): Usage(seconds, 1, "") for case, seconds in measured}
    rows = ratios_table({first: cases[first], second: cases[second]}, results).splitlines()
    assert [row.split("  ")[0] for row in rows[1:]] == ["80 slides", "120 slides"]
    assert [row.split()[2:] for row in rows[1:]] == [["1.000", "0.600", "0.60"], ["not", "measured"]]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_deck_of_any_size_is_divided_to_find_the_threshold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def note(works: list[object]) -> object:
        divided.append(len(works))
        raise OSError("enough")

    divided: list[int] = []
    make_project(tmp_path, 4)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DECKWRIGHT_JOBS", "2")
    monkeypatch.setattr(shares, "MIN_SLIDES", shares.MIN_SLIDES)  # put back at the end
    monkeypatch.setattr(shares, "can_fork", lambda: True)
    monkeypatch.setattr(shares, "fork_each", note)
    assert build_in_shares(["build"]) == 0
    assert divided == [1]


def test_tables_are_aligned() -> None:
    assert align_columns([("a", "b"), ("10", "long")], left=(1,)) == " a  b\n10  long"
    assert decks_table(RESULTS).splitlines()[1:] == [
        "    10  deckwright      0.20       20.00          50",
        "    10  python-pptx     0.50       50.00          40        0.400 x",
    ]


def test_stages_of_the_decks_stand_side_by_side() -> None:
    said = "built: 1 slide\nseconds           en\nparse (once)   0.020\nwrite          0.040\n"
    results = {("deckwright", 10): Usage(0.2, 50, said), ("deckwright", 1000): Usage(2, 50, said.replace("0.0", "0.3"))}
    assert stages(results).splitlines() == [
        "seconds           10  1,000",
        "parse (once)   0.020  0.320",
        "write          0.040  0.340",
        "whole process  0.200  2.000",
    ]


def python(script: str, folder: Path, code: int = 0, longest: float = HANGS) -> Case:
    return Case("it", (sys.executable, "-c", script), folder, code=code, longest=longest)


def test_time_memory_and_output_of_a_process_are_measured(tmp_path: Path) -> None:
    code = "import os, time; x = bytearray(90_000_000); time.sleep(.1); print(os.getenv('PYTHONDONTWRITEBYTECODE'))"
    used = run(python(code, tmp_path))
    assert used.output == "None\n"
    assert used.seconds > 0.1
    assert used.megabytes > 90  # and at least as much as this process, which is larger


def test_a_case_that_fails_is_reported_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FailedError, match="exit code 3: no"):
        run(python("print('no'); exit(3)", tmp_path))
    assert run(python("exit(1)", tmp_path, code=1)).output == ""
    assert measure([python("exit(3)", tmp_path), Case("other", ("no-such-program",), tmp_path)]) == {}
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == ["it failed", "other failed"]


def test_a_case_that_takes_too_long_is_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(python("import time; time.sleep(100_000)", tmp_path, longest=0.3)).seconds >= 0.3
    assert capsys.readouterr().out == "it was stopped after 0.3 seconds\n"
