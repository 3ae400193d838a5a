"""`deckwright check`: does everything that `build` does but the writing, in every language."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE
from deckwright.cli.options import add_build_options, check_frozen, choose_locales

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Diagnostic, Report
    from deckwright.model.project import Project
    from deckwright.pipeline.talk import Talk

SUMMARY = "check the deck: everything that build does, but nothing is written"

COUNTED = {
    "missing-translation": "missing",
    "missing-plural": "missing",
    "outdated-translation": "outdated",
    "text-overflow": "too long",
}
"""The codes that have a count of their own in the line of a language → the word there."""


def add_arguments(parser: ArgumentParser) -> None:
    add_build_options(parser)


def run(options: Namespace, project: Project, report: Report) -> int:
    """Checks every language, even after an error in one, and prints a line for each."""
    from deckwright.cli.console import show_progress
    from deckwright.pipeline.build import BuildOptions, check_edition, make_editions
    from deckwright.pipeline.talk import read_talk

    talk = read_talk(project, report)
    check_frozen(talk, options, report)
    locales = choose_locales(talk, options)
    with show_progress(f"checking {', '.join(locales)}"):
        results = make_editions(check_edition, talk, locales, BuildOptions(options.brand), report)
    contradictions = () if report.failed else _find_contradictions(talk, report)
    for locale, result in results.items():
        own = contradictions if locale == talk.language else ()
        print(f"{locale}: {_summarise((*result.diagnostics, *own))}")
    return DONE


def _find_contradictions(talk: Talk, report: Report) -> tuple[Diagnostic, ...]:
    """Finds numbers typed in deck.yaml that a fact gives, or that differ from the data, and adds them to `report`."""
    from deckwright.freshness.contradictions import find_contradictions
    from deckwright.model.diagnostics import Report
    from deckwright.pipeline.accepted import survey_talk

    own = Report()
    find_contradictions(talk.tree, talk.templates, survey_talk(talk, Report()), own)
    for diagnostic in own.diagnostics:
        report.add(diagnostic)
    return own.diagnostics


def _summarise(diagnostics: Sequence[Diagnostic]) -> str:
    """Returns the counts of one language: `2 missing, 1 too long, 1 other warning`."""
    from deckwright.system.words import format_count

    counts = Counter(COUNTED.get(one.code, f"other {one.severity}") for one in diagnostics)
    parts = [f"{counts[word]} {word}" for word in dict.fromkeys(COUNTED.values()) if counts[word]]
    parts += [format_count(counts[word], word) for word in ("other error", "other warning") if counts[word]]
    return ", ".join(parts) or "no problems found"
