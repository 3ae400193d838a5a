"""The lines that `deckwright verify` prints: file, part, what is wrong, on which slide, and what to do."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from deckwright.cli.render import render, summarise
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.ooxml.stamp import is_unchanged
from deckwright.system.files import read_file
from deckwright.system.limits import PRESENTATION_BYTES
from deckwright.verify import Problem, find_problems
from deckwright.verify.parsed_package import ParsedPackage, find_all
from deckwright.verify.problems import CODES

MAX_SHOWN = 3
"""Problems of one code that are shown for a file, unless all are asked for."""


class VerifyReport(Struct, frozen=True):
    """The problems of one file."""

    lines: tuple[str, ...]
    """Without the line of totals."""
    report: Report


def verify_files(files: Mapping[str, Path], report: Report, *, show_all: bool, strict: bool) -> bool:
    """Prints the problems of each file, by the name that people know it by; returns True if none has an error."""
    is_clean = True
    for name, file in files.items():
        data = read_file(file, name, PRESENTATION_BYTES, report)
        if data is not None:
            result = report_problems(data, name, show_all=show_all, strict=strict, colour=sys.stdout.isatty())
            print(*result.lines, f"{name}: {summarise(result.report) or 'no problems found'}", sep="\n")
            is_clean = is_clean and not result.report.failed
    return is_clean


def report_problems(data: bytes, name: str, *, show_all: bool, strict: bool, colour: bool = False) -> VerifyReport:
    """Finds the problems of the presentation in `data`, the file called `name`.

    Problems of the grade "own" count in files that Deckwright wrote, and are left out of all others.
    """
    package, problems = find_problems(data)
    is_ours = is_unchanged(data)
    slides = _number_parts(package)
    report, lines = Report(), []
    counts: Counter[str] = Counter()
    for problem in problems:
        if CODES[problem.code].grade == "own" and not is_ours:
            continue
        counts[problem.code] += 1
        diagnostic = _make_diagnostic(problem, slides, strict)
        place = f"{name}:{problem.part}"
        report.add(Diagnostic(problem.code, f"{place} {counts[problem.code]}", None, diagnostic.severity))
        if show_all or counts[problem.code] <= MAX_SHOWN:
            lines.append(f"{place}: {render(diagnostic, lambda *_: None, colour)}")
    if not show_all:
        more = [f"{count - MAX_SHOWN} more of [{code}]" for code, count in counts.items() if count > MAX_SHOWN]
        lines += [f"{name}: {', '.join(more)}; --all shows them"] if more else []
    return VerifyReport(tuple(lines), report)


def _make_diagnostic(problem: Problem, slides: Mapping[str, int], strict: bool) -> Diagnostic:
    code = CODES[problem.code]
    severity: Literal["error", "warning"] = "warning" if code.grade == "warning" and not strict else "error"
    slide = f"slide {slides[problem.part]}" if problem.part in slides else ""
    place = ", ".join(part for part in (slide, problem.element) if part)
    return Diagnostic(problem.code, problem.message, None, severity, code.help, (f"at {place}",) if place else ())


def _number_parts(package: ParsedPackage | None) -> dict[str, int]:
    """Returns the slide number of each part that is a slide, or the notes or a chart of one."""
    tree = package.trees.get(package.main) if package else None
    if package is None or tree is None:
        return {}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(find_all(tree, "p:sldIdLst/p:sldId"), 1):
        slide = package.find_target(package.main, entry)
        numbers.setdefault(slide, number)
        for kind in ("notesSlide", "chart"):
            for part in package.find_targets(slide, kind):
                numbers.setdefault(part, number)
    return numbers
