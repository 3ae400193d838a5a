"""Options that several commands share."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.pipeline.talk import Talk


def add_build_options(parser: ArgumentParser) -> None:
    """Adds the options of `build` that `check` has too."""
    add_edition_options(parser)
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")
    parser.add_argument("--frozen", action="store_true", help="fail if the data differ from deck.lock")


def add_edition_options(parser: ArgumentParser) -> None:
    """Adds the options that choose languages and brand."""
    parser.add_argument("--locale", action="append", metavar="TAG", help="only this language; may be repeated")
    parser.add_argument("--brand", metavar="NAME", help="use this brand instead of the one in deck.yaml")


def choose_locales(talk: Talk, options: Namespace) -> list[str]:
    """Returns the languages named by --locale, or all of the talk's."""
    return list(dict.fromkeys(options.locale or talk.languages))


def check_frozen(talk: Talk, options: Namespace, report: Report) -> None:
    """With --frozen, reports an error for each value that differs from deck.lock."""
    if options.frozen:
        from deckwright.pipeline.accepted import check_frozen_talk

        check_frozen_talk(talk, report)
