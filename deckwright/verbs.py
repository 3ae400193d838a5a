"""What the command line can do: one function for each verb, named like it; each returns the exit code."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deckwright.cli import BUILT, DIAGNOSTICS
from deckwright.diagnostics import Diagnostic, Report, Stopped, did_you_mean
from deckwright.page import AnyShape, ChartFrame, Group, Pages
from deckwright.parallel import Work, for_each
from deckwright.pipeline import pages_of, presentation
from deckwright.project import Project
from deckwright.shown import diagnosed, progress
from deckwright.talk import Talk, Voice, read_talk, read_templates_of, read_tree, read_voice

_KINDS = {
    "missing-translation": "missing",
    "missing-plural": "missing",
    "stale-translation": "stale",
    "text-overflow": "too long",
}
"""What `check` counts in each language: code → in words."""


@dataclass(frozen=True, slots=True)
class Built:
    """One language of the talk, not yet written."""

    target: Path
    data: bytes
    slides: int
    charts: int
    warnings: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one language, made in a process of its own perhaps."""

    built: Built | None
    """None after an error, and where nothing was to be built."""
    diagnostics: tuple[Diagnostic, ...]


def build(options: argparse.Namespace, project: Project) -> int:
    """All languages are built before the first is written: after an error no file has changed."""
    report = Report()
    with diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        _frozen(talk, options, report)
        told = _in_each_language(_built, talk, options, report)
        report.stop_if_failed()  # all languages' errors at once
        made = [one.built for one in told.values() if one.built]
        if options.strict and report.diagnostics:
            raise Stopped(report.diagnostics)
        _write(made, options.force, report)
    return outcome.code


def check(options: argparse.Namespace, project: Project) -> int:
    """Everything up to the writing, in every language, however many are wrong."""
    report = Report()
    with diagnosed(report, project, options.strict) as outcome:
        talk = read_talk(project, report)
        _frozen(talk, options, report)
        told = _in_each_language(_checked, talk, options, report)
        typed = () if report.failed else _contradictions(talk, report)
        for locale, one in told.items():
            print(f"{locale}: {_found((*one.diagnostics, *(typed if locale == talk.language else ())))}")
    return outcome.code


def verify(options: argparse.Namespace, project: Project) -> int:
    """What is wrong with finished presentations, whoever made them; 1 when PowerPoint would have to repair one."""
    from deckwright.verify.told import look_into

    report = Report()
    with diagnosed(report, project) as outcome:
        files = {_shown(file): file for file in map(Path, options.files)}
        well = look_into(files, report, everything=options.all, strict=options.strict)
        outcome.code = BUILT if well else DIAGNOSTICS
    return outcome.code


def data(options: argparse.Namespace, project: Project) -> int:
    """What is fresh, what has changed, or that it is accepted. Exit code 1 when something is not as it was."""
    from deckwright.freshness import verb as work

    if options.action == "refresh":
        return _refresh(options.names, project)
    report = Report()
    with diagnosed(report, project) as outcome:
        known = work.known(read_talk(project, report), report, anew=options.action == "lock")
        if options.action == "lock":
            report.stop_if_failed()
            lines = work.diff(known)
            _put({project.path(project.lock): work.accepted(known)}, report)
            print("\n".join([*lines, f"{_shown(project.path(project.lock))}: {work.counts(known)}"]))
            return outcome.code
        print("\n".join(work.diff(known) if options.action == "diff" else work.status(known)))
        outcome.code = BUILT if work.as_accepted(known, options.action) else DIAGNOSTICS
    return outcome.code


def _refresh(names: Sequence[str], project: Project) -> int:
    """Network sources are fetched, all before the first snapshot is written: after an error no file has changed."""
    from deckwright.data.refresh import refresh

    report = Report()
    with diagnosed(report, project) as outcome:
        with progress("fetching"):
            snapshots = refresh(read_tree(project, report), project, names, report)
        report.stop_if_failed()
        _put({one.path: one.data for one in snapshots if not one.unchanged}, report)
        print("\n".join(one.line for one in snapshots) if snapshots else "no table comes from the network")
    return outcome.code


def inspect(options: argparse.Namespace, project: Project) -> int:
    """Which data a presentation shows; exit code 1 when the talk one stands in has others now."""
    from deckwright.freshness.inspect import as_now, inspect_lines, presented

    report = Report()
    file = Path(options.file)
    with diagnosed(report, project) as outcome:
        try:
            found = presented(file.read_bytes())
        except OSError as error:
            report.error("missing-file", f"'{_shown(file)}' cannot be read: {_reason(error)}", None)
            raise Stopped(report.diagnostics) from None
        tables = None
        if found.shown and project.path(project.deck).is_file():
            tables = read_talk(project, report).tables
        print("\n".join(inspect_lines(_shown(file), found, tables)))
        outcome.code = BUILT if as_now(found, tables) else DIAGNOSTICS
    return outcome.code


def translate(options: argparse.Namespace, project: Project) -> int:
    """Catalogs brought up to date, a line for each; with --status nothing is written, and work left to do is exit 1."""
    from deckwright import translate as work

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        tags = work.languages_to_translate(talk, options.languages, report)
        if options.status:
            for tag in tags:
                places = work.status_of(talk, tag, report)
                print("\n".join(work.status_lines(tag, places)))
                outcome.code = DIAGNOSTICS if work.wanting(places) else outcome.code
            return outcome.code
        file, lines = options.export or options.taken, []
        if file:
            tags = (work.one_language(tags, file, report),)
        made = work.updated_catalogs(talk, tags, report)
        files = {}
        if options.taken:
            lines.append(work.take_in(made[0], Path(file), _shown(Path(file)), report))
        if options.export:
            files[Path(file)] = work.exported(talk, made[0], Path(file), report)
            lines.append(_shown(Path(file)))
        _put({one.path: one.data for one in made if not one.unchanged} | files, report)
        print("\n".join([*lines, *(f"{_shown(one.path)}: {one.counts}" for one in made)]))
    return outcome.code


def figures(options: argparse.Namespace, project: Project) -> int:
    """Figures made, a line for each file; with --status nothing is made, and work left to do is exit 1."""
    from deckwright import make_figures as work

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        locales = dict.fromkeys(options.locale or talk.languages)
        voices = [read_voice(talk, locale, options.brand, report) for locale in locales]
        all_ = [one for voice in voices for one in work.figures_in(talk, voice, options.names, report)]
        if options.status:
            print("\n".join(work.status_lines(all_)) or "no figures are named under 'figures:'")
            outcome.code = DIAGNOSTICS if any(one.state != "fresh" for one in all_) else BUILT
            return outcome.code
        for one in all_:
            if one.state == "fresh" and not options.force:
                print(f"{project.assets}/{one.file}: fresh")
                continue
            with progress(f"making {one.asked.name} in {one.asked.locale}"):
                files = work.made(one, options.seconds, report)
            if files:
                _put(files, report)
                print(f"{_shown(next(iter(files)))}: made")
    return outcome.code


def slides(options: argparse.Namespace, project: Project) -> int:
    from deckwright.reference import kind_list, kind_reference

    report = Report()
    with diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        kinds = {name: template for name, template in templates.items() if not template.abstract}
        if options.kind and options.kind not in kinds:
            message = f"there is no slide kind '{options.kind}'"
            notes = (f"the kinds are {', '.join(sorted(kinds))}",)
            report.error("unknown-slide-kind", message, None, help=did_you_mean(options.kind, kinds), notes=notes)
            report.stop_if_failed()
        text = kind_reference(kinds[options.kind]) if options.kind else kind_list(templates)
        print(text.rstrip("\n"))
    return outcome.code


def schema(options: argparse.Namespace, project: Project) -> int:
    import json

    from deckwright.schema import deck_schema

    report = Report()
    with diagnosed(report, project) as outcome:
        templates = read_templates_of(project, report)
        report.stop_if_failed()
        text = json.dumps(deck_schema(templates), ensure_ascii=False, indent=2) + "\n"
        if options.output:
            _put({Path(options.output): text.encode()}, report)
            print(_shown(Path(options.output)))
        else:
            print(text, end="")
    return outcome.code


def new(options: argparse.Namespace, project: Project) -> int:
    from deckwright.new import how_to_build, start_talk

    folder = Path(options.folder)
    report = Report()
    with diagnosed(report, project) as outcome:
        try:
            for file in start_talk(folder, report):
                print(_shown(file))
        except OSError as error:
            message = f"'{folder}' cannot be made: {_reason(error)}"
            report.error("unwritable-output", message, None, help="name another folder")
        report.stop_if_failed()
        print(f"\nBuild it with:\n{how_to_build(folder)}")
    return outcome.code


def brand(options: argparse.Namespace, project: Project) -> int:
    from deckwright.brand_verbs import brand as act

    return act(options, project)


def _built(talk: Talk, locale: str, options: argparse.Namespace) -> Told:
    """The talk in one language."""
    start = time.perf_counter()
    own = _own_report(talk)
    with suppress(Stopped):
        voice = read_voice(talk, locale, options.brand, own)
        pages = pages_of(talk, voice, own, options.mark_missing)
        if options.only:
            pages = _only(options.only, pages, own)
        data = _written(pages, voice, own)
        folder = Path(options.output) if options.output else talk.project.path(talk.project.output)
        target = folder / ".".join(part for part in (pages.name, options.only, locale, "pptx") if part)
        warnings, seconds = len(own.diagnostics), time.perf_counter() - start
        return Told(Built(target, data, len(pages.pages), _charts(pages), warnings, seconds), own.diagnostics)
    return Told(None, own.diagnostics)


def _written(pages: Pages, voice: Voice, report: Report) -> bytes:
    from deckwright.ooxml.zipped import FullError

    try:
        return presentation(pages, voice)
    except FullError as fault:
        report.error("too-many-slides", str(fault), None, help="divide the deck between several")
        raise Stopped(report.diagnostics) from None


def _checked(talk: Talk, locale: str, options: argparse.Namespace) -> Told:
    own = _own_report(talk)
    with suppress(Stopped):
        voice = read_voice(talk, locale, options.brand, own)
        pages = pages_of(talk, voice, own)
        from deckwright.brands.checks import check_brand

        check_brand(voice.brand, pages, own)
    return Told(None, own.diagnostics)


def _frozen(talk: Talk, options: argparse.Namespace, report: Report) -> None:
    """With --frozen: an error for each figure that is not as deck.lock has it."""
    if options.frozen:
        from deckwright.freshness.verb import check_frozen_talk

        check_frozen_talk(talk, report)


def _contradictions(talk: Talk, report: Report) -> tuple[Diagnostic, ...]:
    """What is typed in deck.yaml and stands in the data, or against them; added to `report`."""
    from deckwright.contradictions import look_for_contradictions
    from deckwright.freshness.verb import surveyed

    found = Report()
    look_for_contradictions(talk.tree, talk.templates, surveyed(talk, Report()), found)
    for diagnostic in found.diagnostics:
        report.add(diagnostic)
    return found.diagnostics


def _own_report(talk: Talk) -> Report:
    """A report for one language: where it stops one language the others go on."""
    own = Report()
    for diagnostic in talk.diagnostics:
        own.add(diagnostic)
    return own


def _in_each_language(work: Work[Told], talk: Talk, options: argparse.Namespace, report: Report) -> dict[str, Told]:
    """What came of each language, in their order. What is to be said of each is added to `report`.

    After an error only errors are added: most of what else there is to say comes of it.
    """
    locales = list(dict.fromkeys(options.locale or talk.languages))
    with progress(f"{options.verb}ing {', '.join(locales)}"):
        told = for_each(work, talk, locales, options)
    for one in told:
        failed = any(diagnostic.severity == "error" for diagnostic in one.diagnostics)
        for diagnostic in one.diagnostics:
            if diagnostic.severity == "error" or not (report.failed or failed):
                report.add(diagnostic)
    return dict(zip(locales, told, strict=True))


def _found(diagnostics: Sequence[Diagnostic]) -> str:
    """How many faults of which kind, in words."""
    kinds = Counter(_KINDS.get(one.code, f"other {one.severity}") for one in diagnostics)
    words = [f"{kinds[kind]} {kind}" for kind in dict.fromkeys(_KINDS.values()) if kinds[kind]]
    words += [_count(kinds[kind], kind) for kind in ("other error", "other warning") if kinds[kind]]
    return ", ".join(words) or "nothing to complain of"


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


def _write(made: Sequence[Built], force: bool, report: Report) -> None:
    """Every file in place, and a line for each; none when one of them was edited."""
    from deckwright.output import check_untouched, keep_copy

    copies: list[Path | None] = []
    try:
        for one in made:
            if force:
                copies.append(keep_copy(one.target))
            else:
                check_untouched(one.target, _shown(one.target), report)
    except OSError as error:
        _unwritable(error, report)
    report.stop_if_failed()
    _put({one.target: one.data for one in made}, report)
    for copy in filter(None, copies):
        print(f"{_shown(copy)}: a copy of what was there")
    for one in made:
        print(
            f"{_shown(one.target)}: {_count(one.slides, 'slide')}, {_count(one.charts, 'chart')}, "
            f"{_count(one.warnings, 'warning')}, {one.seconds:.1f} s"
        )


def _put(files: dict[Path, bytes], report: Report) -> None:
    """Writes `files`; Stopped when that cannot be done."""
    from deckwright.output import replace_files

    try:
        replace_files(files)
    except OSError as error:
        _unwritable(error, report)
        raise Stopped(report.diagnostics) from None


def _unwritable(error: OSError, report: Report) -> None:
    from deckwright.output import advice_on

    message = f"'{_shown(Path(error.filename))}' cannot be written: {_reason(error)}"
    report.error("unwritable-output", message, None, help=advice_on(error))


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "what should be its folder is a file"
    return (error.strerror or str(error)).lower()


def _charts(pages: Pages) -> int:
    def _count(shape: AnyShape) -> int:
        return sum(map(_count, shape.shapes)) if isinstance(shape, Group) else int(isinstance(shape, ChartFrame))

    return sum(_count(shape) for page in pages.pages for shape in page.shapes)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _shown(path: Path) -> str:
    """A path as people read it: from where they stand, when it is below."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()
