"""Each diagnostic: the source that brings it about, with the expected message in a comment at the line concerned.

A file of tests/diagnostics/ is laid over the small talk in tests/diagnostics/project/, a folder is a talk of its own.
What is expected stands in a comment at its line:

    titel: Corals  # error[unknown-field]: slide 'statement' has no field 'titel' | help: did you mean 'title'?

and, where a comment cannot stand, in a file beside it with `.expected` behind its name, after the number of the
line (in a workbook, `Ark1!C7`), or `-` for a diagnostic without a place. `| at:` is the text that the carets mark.
Files are used as they stand.
"""

import ast
import itertools
import re
import runpy
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from accept import is_accepting

from deckwright.cli.exit_codes import PROBLEMS
from deckwright.cli.main import main
from deckwright.model.project import Project

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "diagnostics"
BASE = CASES / "project"
DOCS = ROOT / "docs/diagnostics"

PLACES = {
    ".yaml": ("deck.yaml", "check"),
    ".brand.yaml": ("templates/house/brand.yaml", "check --brand house"),
    ".xml": ("templates/slides/statement.xml", "check"),
    ".po": ("locales/da.po", "check --locale da"),
    ".csv": ("assets/data/numbers.csv", "check"),
    ".json": ("assets/data/numbers.json", "check"),
    ".lock": ("deck.lock", "check --frozen"),
}
"""What a file's name ends with → where it stands in the talk, and the command that meets it."""
ASIDE = ("command", "prepare.py")
"""In a folder: the command, if it is not `check`, and what makes the files that cannot be kept as texts. A function
`patch` in it changes what else must be otherwise: a limit, a library that is not installed."""

_EXPECTED = re.compile(r"(?:#|<!--|\{#) *((?:error|warning)\[[a-z0-9-]+\]: .*?)(?: *(?:-->|#\}))?$")
_SAID = re.compile(
    r"(?:(?P<file>[^:]+):(?:(?P<line>\d+):\d+|(?P<cell>[^:]+)): )?(?P<what>(?:error|warning)\[[a-z0-9-]+\]: .*)"
)


@dataclass(frozen=True, order=True)
class Said:
    """A diagnostic as an author sees it; of an expected one, `more` is what must be among it."""

    file: str
    line: str
    what: str
    more: tuple[str, ...] = ()


def cases() -> list[Path]:
    return [path for path in sorted(CASES.iterdir()) if path != BASE and path.suffix != ".expected"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_is_said(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = lay_out(case, tmp_path, monkeypatch)
    wanted = sorted(expected(tmp_path))
    code = main(shlex.split(command), Project(tmp_path))
    said = sorted(told(capsys.readouterr().err))
    if is_accepting():
        wanted = accepted(case, wanted, said)
    assert [(one.file, one.line, one.what) for one in said] == [(one.file, one.line, one.what) for one in wanted]
    for mine, theirs in zip(wanted, said, strict=True):
        assert set(mine.more) <= set(theirs.more)
    assert f"[{case.name.partition('.')[0]}]" in " ".join(one.what for one in said)
    assert code == (PROBLEMS if any(one.what.startswith("error") for one in said) else 0)
    assert all(len([part for part in one.more if part.startswith("help: ")]) <= 1 for one in said)


def accepted(case: Path, wanted: list[Said], said: list[Said]) -> list[Said]:
    """`wanted` with the words of what is said now at the same line with the same code, written into `case`."""
    found = []
    for old in wanted:
        there = [one for one in said if _place(one) == _place(old)]
        same = [one for one in there if one.what == old.what]
        if len(same or there) != 1:
            return wanted
        (new,) = same or there
        fresh = [part for part in new.more if part not in old.more]
        more = [part if part in new.more else _instead(part, fresh) for part in old.more]
        found.append(Said(old.file, old.line, new.what, tuple(dict.fromkeys(more))))
        _rewrite(case, old, found[-1])
    return found


def _place(said: Said) -> tuple[str, str, str]:
    return said.file, said.line, said.what.partition(": ")[0]


def _instead(part: str, fresh: list[str]) -> str:
    """What is said now in the place of a `help`, `note` or `at`; `part` itself where nothing of its kind is."""
    kind = part.partition(": ")[0]
    return next((one for one in fresh if one.partition(": ")[0] == kind), part)


def _rewrite(case: Path, old: Said, new: Said) -> None:
    """Puts `new` in the place of `old` in the files of `case`."""
    before, after = (" | ".join([one.what, *one.more]) for one in (old, new))
    files = (
        [case, case.with_name(f"{case.name}.expected")]
        if case.is_file()
        else [case / old.file, case / f"{old.file}.expected", *case.rglob("*.expected")]
    )
    for file in files:
        if before != after and file.is_file():
            text = file.read_bytes().decode("utf-8", errors="surrogateescape")
            file.write_bytes(text.replace(before, after).encode("utf-8", errors="surrogateescape"))


def lay_out(case: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The talk of `case` in `folder`; the command to try on it."""
    if case.is_dir():
        shutil.copytree(case, folder, dirs_exist_ok=True, ignore=lambda *_: ASIDE)
        if (case / "prepare.py").exists():
            patch = runpy.run_path(str(case / "prepare.py")).get("patch")
            if patch:
                patch(monkeypatch)
        return (case / "command").read_text() if (case / "command").exists() else "check"
    place, command = next(row for end, row in PLACES.items() if case.name.partition(".")[2] == end[1:])
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(case, target)
    beside = case.with_name(f"{case.name}.expected")
    if beside.exists():
        shutil.copyfile(beside, target.with_name(f"{target.name}.expected"))
    return command


def expected(folder: Path) -> Iterator[Said]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        file = path.relative_to(folder).as_posix()
        lines = path.read_bytes().decode("utf-8", errors="replace").split("\n")
        if path.suffix == ".expected":
            for line in filter(None, lines):
                number, _, text = line.partition(": ")
                what, *more = text.split(" | ")
                yield Said(
                    *(("", "") if number == "-" else (file.removesuffix(".expected"), number)), what, tuple(more)
                )
        else:
            for at, line in enumerate(lines, 1):
                if match := _EXPECTED.search(line):
                    what, *more = match[1].split(" | ")
                    yield Said(file, str(at), what, tuple(more))


def told(output: str) -> Iterator[Said]:
    """The diagnostics in what the command line has written."""
    lines = output.splitlines()
    starts = [number for number, line in enumerate(lines) if _SAID.fullmatch(line)]
    for start, end in itertools.pairwise([*starts, len(lines)]):
        match = _SAID.fullmatch(lines[start])
        assert match
        more = []
        for number in range(start + 1, end):
            _, _, part = lines[number].partition(" = ")
            if part.startswith(("help: ", "note: ")):
                more.append(part)
            carets = re.fullmatch(r" *\| ( *)(\^+)", lines[number])
            if carets:
                excerpt = lines[number - 1].partition(" | ")[2]
                more.append(f"at: {excerpt[carets.start(2) - carets.start(1) :][: len(carets[2])]}")
        yield Said(match["file"] or "", match["line"] or match["cell"] or "", match["what"], tuple(more))


def test_every_code_is_tried_and_explained() -> None:
    codes = raised()
    assert len(codes) > 100
    assert {case.name.partition(".")[0] for case in cases()} == codes
    assert {path.stem for path in DOCS.glob("*.yaml")} == codes


REPORTERS = {
    "error",
    "warning",
    "fail",
    "diagnose",
    "Diagnostic",
    "ExpressionError",
    "Mistake",
    "refuse",
    "refuse_unknown",
}
"""What a code is the first argument of."""


def raised() -> set[str]:
    """The codes in the source: those that are reported, and those in the tables from which others are reported."""
    found: set[str] = set()
    for path in (ROOT / "deckwright").rglob("*.py"):
        if "verify" in path.parts:
            continue  # it reports on files, to whoever works on Deckwright
        tree = ast.parse(path.read_text("utf-8"))
        by_name = False
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                given = list(constants(node.args[0])) if name in REPORTERS else []
                found |= set(given)
                by_name |= name in ("error", "warning", "fail") and isinstance(node.args[0], ast.Name)
                if name == "ChoiceType" and len(node.args) > 1:
                    found |= set(constants(node.args[1]))
        if by_name and path.name != "diagnostics.py":
            rows = (node.elts[0] for node in ast.walk(tree) if isinstance(node, ast.Tuple) and node.elts)
            found |= {code for row in rows for code in constants(row) if "-" in code}
    return found


def constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
