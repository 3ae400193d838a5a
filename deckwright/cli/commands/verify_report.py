"""Findings as people read them: which file, part and slide, what is wrong, where in it, and what to do."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from deckwright.cli.render import render, summary
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.ooxml.stamp import is_as_written
from deckwright.system.files import read_file
from deckwright.system.limits import PRESENTATION_BYTES
from deckwright.verify import Finding, findings_of
from deckwright.verify.codes import CODES
from deckwright.verify.opened import Package, attribute, find_all

FIRST = 3
"""Findings of one code that are told of a file, unless all are wanted."""


class Told(Struct, frozen=True):
    lines: tuple[str, ...]
    """Without the line that counts."""
    report: Report


def look_into(files: Mapping[str, Path], report: Report, *, everything: bool, strict: bool) -> bool:
    """Prints what is wrong with each of `files` (as people call it → where it is); whether all are well."""
    well = True
    for shown, file in files.items():
        data = read_file(file, shown, PRESENTATION_BYTES, report)
        if data is not None:
            found = told(data, shown, everything=everything, strict=strict, colour=sys.stdout.isatty())
            print(*found.lines, f"{shown}: {summary(found.report) or 'no problems found'}", sep="\n")
            well = well and not found.report.failed
    return well


def told(data: bytes, shown: str, *, everything: bool, strict: bool, colour: bool = False) -> Told:
    """What is wrong with the presentation in `data`, a file that people call `shown`.

    What is asked of Deckwright's own files only is not said of others.
    """
    package, found = findings_of(data)
    ours = is_as_written(data)
    slides = _slides(package)
    report, lines = Report(), []
    counts: Counter[str] = Counter()
    for finding in found:
        if CODES[finding.code].grade == "house" and not ours:
            continue
        counts[finding.code] += 1
        diagnostic = _diagnostic(finding, slides, strict)
        place = f"{shown}:{finding.part}"
        report.add(Diagnostic(finding.code, f"{place} {counts[finding.code]}", None, diagnostic.severity))
        if everything or counts[finding.code] <= FIRST:
            lines.append(f"{place}: {render(diagnostic, lambda *_: None, colour)}")
    if not everything:
        more = [f"{count - FIRST} more of [{code}]" for code, count in counts.items() if count > FIRST]
        lines += [f"{shown}: {', '.join(more)}; --all shows them"] if more else []
    return Told(tuple(lines), report)


def _diagnostic(finding: Finding, slides: Mapping[str, int], strict: bool) -> Diagnostic:
    code = CODES[finding.code]
    severity: Literal["error", "warning"] = "warning" if code.grade == "warning" and not strict else "error"
    slide = f"slide {slides[finding.part]}" if finding.part in slides else ""
    place = ", ".join(part for part in (slide, finding.element) if part)
    return Diagnostic(finding.code, finding.message, None, severity, code.help, (f"at {place}",) if place else ())


def _slides(package: Package | None) -> dict[str, int]:
    """Part → number of the slide it is, or belongs to: as notes, as a chart."""
    tree = package.trees.get(package.main) if package else None
    if package is None or tree is None:
        return {}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(find_all(tree, "p:sldIdLst/p:sldId"), 1):
        relationship = package.relationship(package.main, attribute(entry, "r:id"))
        slide = relationship.target if relationship else ""
        numbers.setdefault(slide, number)
        for kind in ("notesSlide", "chart"):
            for part in package.targets(slide, kind):
                numbers.setdefault(part, number)
    return numbers
