"""What the command line can do: one function for each verb, named like it; each returns the exit code."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deckwright.cli import BUILT, DIAGNOSTICS
from deckwright.diagnostics import Report, Stopped, did_you_mean
from deckwright.page import AnyShape, ChartFrame, Group, Pages
from deckwright.pipeline import pages_of, presentation
from deckwright.project import Project
from deckwright.talk import Talk, read_talk, read_templates_of, read_voice


@dataclass(frozen=True, slots=True)
class Built:
    """One language of the talk, not yet written."""

    target: Path
    data: bytes
    pages: Pages
    warnings: int
    seconds: float


def build(options: argparse.Namespace, project: Project) -> int:
    """All languages are built before the first is written: after an error no file has changed."""
    report = Report()
    with _diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        made = [_built(talk, locale, options, report) for locale in _locales(talk, options)]
        report.stop_if_failed()
        if options.strict and report.diagnostics:
            raise Stopped(report.diagnostics)
        _write(made, options.force, report)
    return outcome.code


def check(options: argparse.Namespace, project: Project) -> int:
    """Everything up to the writing, in every language, however many are wrong."""
    report = Report()
    with _diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        for locale in _locales(talk, options):
            with _progress(f"checking {locale}"):
                try:
                    pages_of(talk, read_voice(talk, locale, options.brand, report), report)
                except Stopped:
                    continue
        report.stop_if_failed()
        if not report.diagnostics:
            print("nothing to complain of")
    return outcome.code


def slides(options: argparse.Namespace, project: Project) -> int:
    from deckwright.reference import kind_list, kind_reference

    report = Report()
    with _diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        kinds = {name: template for name, template in templates.items() if not template.abstract}
        if options.kind and options.kind not in kinds:
            message = f"there is no slide kind '{options.kind}'"
            notes = (f"the kinds are {', '.join(sorted(kinds))}",)
            report.error("unknown-slide-kind", message, None, help=did_you_mean(options.kind, kinds), notes=notes)
            report.stop_if_failed()
        print(kind_reference(kinds[options.kind]) if options.kind else kind_list(templates), end="")
    return outcome.code


def schema(options: argparse.Namespace, project: Project) -> int:
    import json

    from deckwright.output import replace_file
    from deckwright.schema import deck_schema

    report = Report()
    with _diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        text = json.dumps(deck_schema(templates), ensure_ascii=False, indent=2) + "\n"
        if options.output:
            replace_file(Path(options.output), text.encode())
        else:
            print(text, end="")
    return outcome.code


def new(options: argparse.Namespace, project: Project) -> int:  # noqa: ARG001
    from deckwright.new import start_talk

    folder = Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(f"'{folder}' is there already and is not an empty folder; name another", file=sys.stderr)
        return DIAGNOSTICS
    for file in start_talk(folder):
        print(file)
    print(f"\nNow: cd {folder} && python build.py")
    return BUILT


def _built(talk: Talk, locale: str, options: argparse.Namespace, report: Report) -> Built:
    start, before = time.perf_counter(), len(report.diagnostics)
    with _progress(f"building {locale}"):
        voice = read_voice(talk, locale, options.brand, report)
        pages = pages_of(talk, voice, report)
        if options.only:
            pages = _only(options.only, pages, report)
        data = presentation(pages, voice)
    folder = Path(options.output) if options.output else talk.project.path(talk.project.output)
    target = folder / ".".join(part for part in (pages.name, options.only, locale, "pptx") if part)
    return Built(target, data, pages, len(report.diagnostics) - before, time.perf_counter() - start)


def _only(slide: str, pages: Pages, report: Report) -> Pages:
    """The presentation of that one slide; Stopped when there is none."""
    from deckwright.arrange.alone import alone

    kept = alone(pages, slide)
    if kept is None:
        known = [page.id for page in pages.pages]
        message, notes = f"there is no slide '{slide}'", (f"the slides are {', '.join(known)}",)
        report.error("unknown-slide", message, None, help=did_you_mean(slide, known), notes=notes)
        raise Stopped(report.diagnostics)
    return kept


def _write(made: list[Built], force: bool, report: Report) -> None:
    """Every file in place, and a line for each; none when one of them was edited."""
    from deckwright.output import check_untouched, keep_copy, replace_file

    if not force:
        for one in made:
            check_untouched(one.target, _shown(one.target), report)
        report.stop_if_failed()
    for one in made:
        try:
            copy = keep_copy(one.target) if force else None
            replace_file(one.target, one.data)
        except OSError as error:
            message = f"'{_shown(one.target)}' cannot be written: {error.strerror or error}"
            report.error("unwritable-output", message, None, help="close it in PowerPoint, or choose another --output")
            report.stop_if_failed()
        if copy:
            print(f"{_shown(copy)}: a copy of the file as somebody edited it")
        print(
            f"{_shown(one.target)}: {_count(len(one.pages.pages), 'slide')}, {_count(_charts(one.pages), 'chart')}, "
            f"{_count(one.warnings, 'warning')}, {one.seconds:.1f} s"
        )


def _locales(talk: Talk, options: argparse.Namespace) -> list[str]:
    return list(dict.fromkeys(options.locale or talk.languages))


def _charts(pages: Pages) -> int:
    def count(shape: AnyShape) -> int:
        return sum(map(count, shape.shapes)) if isinstance(shape, Group) else int(isinstance(shape, ChartFrame))

    return sum(count(shape) for page in pages.pages for shape in page.shapes)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(path: Path) -> str:
    """A path as people read it: from where they stand, when it is below."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


@dataclass(slots=True)
class _Outcome:
    code: int = BUILT


@contextmanager
def _diagnosed(report: Report, project: Project, strict: bool = False) -> Iterator[_Outcome]:
    """Prints what the report holds when the verb is done or was stopped, and sets the exit code."""
    from deckwright.render import render, source_lines, summary

    outcome = _Outcome()
    try:
        yield outcome
    except Stopped:
        outcome.code = DIAGNOSTICS
    shown = report.strict() if strict else report
    if shown.failed:
        outcome.code = DIAGNOSTICS
    for diagnostic in shown.diagnostics:
        print(render(diagnostic, source_lines(project.root), colour=sys.stderr.isatty()), file=sys.stderr)
    if shown.diagnostics:
        print(summary(shown), file=sys.stderr)


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """Says what goes on, on a terminal only, and takes it away again."""
    if not sys.stderr.isatty():
        yield
        return
    print(f"{what} …", end="", flush=True, file=sys.stderr)
    try:
        yield
    finally:
        print("\r\x1b[K", end="", flush=True, file=sys.stderr)
