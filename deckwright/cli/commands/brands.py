"""What the command line can do with brands: one function for each word after `brand`; each returns the exit code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.console import diagnosed, put
from deckwright.model.brand import Brand
from deckwright.model.diagnostics import Report, Stopped
from deckwright.model.page import EMU_PER_CM
from deckwright.model.project import Project
from deckwright.pipeline.edition import read_edition
from deckwright.pipeline.stages import make_pages
from deckwright.pipeline.talk import Talk, read_talk, read_templates_of
from deckwright.system.files import exists, near_file
from deckwright.system.program import program
from deckwright.system.words import shown

if TYPE_CHECKING:
    from deckwright.brands.compare import Dressed

RESERVED = frozenset({"slides"})
"""Folders of templates/ that are no brands."""
TEMPLATES = frozenset({".potx", ".pptx", ".potm", ".pptm", ".ppsx", ".thmx"})
"""How the names of templates end."""
ROLE = re.compile(r"{% block layout %}([\w-]+){% endblock %}")
"""How a slide template says which layout it wants."""
NAME = re.compile(r"[^\W_][\w-]*")


def brand(options: argparse.Namespace, project: Project) -> int:
    """`brand new`, `brand inspect` … by the word that was said."""
    return ACTIONS[options.action](options, project)


def new(options: argparse.Namespace, project: Project) -> int:
    """templates/NAME with the template and its brand.yaml; nothing is written after an error."""
    from deckwright.brands.new_brand import brand_from

    report = Report()
    with diagnosed(report, project) as outcome:
        folder, source = project.path(f"{project.templates}/{options.name}"), Path(options.source)
        if not NAME.fullmatch(options.name) or options.name in RESERVED:
            advice = "use letters, digits and hyphens, as in 'our-house'"
            report.error("bad-name", f"a brand cannot be called '{options.name}'", None, help=advice)
        elif (folder / "brand.yaml").exists():
            message = f"there is a brand '{options.name}' already"
            report.error("folder-not-empty", message, None, help="choose another name, or remove its folder first")
        if not exists(source):
            report.error("missing-file", f"there is no file '{options.source}'", None, help=_near(source))
        report.stop_if_failed()
        made = brand_from(source, options.name, folder, report)
        report.stop_if_failed()
        assert made is not None, "no brand, and no error that says why"
        put(dict(made.files), report)
        print("\n".join([*map(shown, made.files), "", "Its slide layouts:", *made.lines, ""]))
        print(f"See them with:     {program()} brand inspect {options.name}")
        print(f"Build the talk in: {program()} build --brand {options.name}")
    return outcome.code


def inspect(options: argparse.Namespace, project: Project) -> int:
    """The table on paper, and the deck with every layout, into the folder of what is built."""
    from deckwright.brands.inspect import findings, table_of
    from deckwright.brands.sample_deck import deck_of, with_titles
    from deckwright.write import write

    report = Report()
    with diagnosed(report, project) as outcome:
        brand, told = _read(options.name, project, report)
        lines = list(table_of(brand, _users(project, report)))
        print(f"Brand {brand.name}: {brand.width / EMU_PER_CM:.1f} × {brand.height / EMU_PER_CM:.1f} cm")
        print("\n".join(lines))
        odd = [*told, *findings(brand)]
        if odd:
            print("\nTo look at:", *(f"  {sentence}" for sentence in odd), sep="\n")
        folder = Path(options.output) if options.output else project.path(project.output)
        target = folder / f"{options.name}.brand.pptx"
        put({target: write(deck_of(brand), with_titles(brand))}, report)
        print(f"\n{shown(target)}")
    return outcome.code


def export(options: argparse.Namespace, project: Project) -> int:
    """The brand's template as a .potx, which `brand new --from` takes back with all that the brand says."""
    from deckwright.brands.export import as_template, settings_of
    from deckwright.brands.read import size_scale

    report = Report()
    with diagnosed(report, project) as outcome:
        brand, _ = _read(options.name, project, report, options.locale or "en")
        folder = Path(options.output) if options.output else project.path(project.output)
        target = folder / f"{options.name}.potx"
        put({target: as_template(brand.template, settings_of(brand, size_scale(brand)))}, report)
        print(f"{shown(target)}: {len(brand.all_layouts)} slide layouts")
        print(f"Take it back with: {program()} brand new NAME --from {shown(target)}")
    return outcome.code


def diff(options: argparse.Namespace, project: Project) -> int:
    """What a talk becomes in another brand; exit 1 where it could not be built in it."""
    from deckwright.brands.compare import compared, new_faults

    report = Report()
    with diagnosed(report, project) as outcome:
        talk = read_talk(project, report)
        locale = options.locale or talk.language
        before, after = (_dressed(talk, locale, name, report) for name in (options.before, options.after))
        print("\n".join(compared(before, after)))
        faults = new_faults(before, after)
        for fault in faults:
            report.add(fault)
        if not faults:
            print("\nEverything fits and can be read.")
    return outcome.code


def _dressed(talk: Talk, locale: str, name: str, report: Report) -> Dressed:
    """The talk in a brand; what is wrong with the brand itself goes to `report`. Raises Stopped."""
    from deckwright.brands.checks import check_brand
    from deckwright.brands.compare import Dressed

    own = Report()
    try:
        edition = read_edition(talk, locale, name, own)
        brand = edition.brand
    except Stopped:
        for diagnostic in own.diagnostics:
            report.add(diagnostic)
        raise
    pages = None
    with suppress(Stopped):
        pages = make_pages(talk, edition, own)
        check_brand(brand, pages, own)
    return Dressed(brand, pages, own.diagnostics)


def _read(name: str, project: Project, report: Report, language: str = "en") -> tuple[Brand, tuple[str, ...]]:
    """A brand by its name, and what was mended in its template. Raises Stopped."""
    from deckwright.brands.find import find_brand
    from deckwright.brands.read import mended_in, read_brand

    folder = find_brand(name, [project.path(project.templates)], report)
    report.stop_if_failed()
    assert folder is not None, "no brand, and no error that says why"
    own = folder.is_relative_to(project.path(project.templates))
    file = f"{project.templates if own else 'deckwright/brands'}/{folder.name}/brand.yaml"
    brand = read_brand(folder, file, report, language)
    report.stop_if_failed()
    assert brand is not None, "no brand, and no error that says why"
    return brand, mended_in(folder, file)


def _users(project: Project, report: Report) -> dict[str, list[str]]:
    """Role → the slide kinds that ask for its layout."""
    found: dict[str, list[str]] = {}
    for name, template in read_templates_of(project, report).items():
        if not template.abstract:
            role = ROLE.search(template.source)
            found.setdefault(role[1] if role else "content", []).append(name)
    return found


def _near(file: Path) -> str | None:
    """The templates that lie where the missing one was looked for."""
    folder = file.parent
    near = near_file(file.name, (one.name for one in sorted(folder.iterdir())) if folder.is_dir() else (), TEMPLATES)
    return f"did you mean '{near}'?" if near else None


ACTIONS: Mapping[str, Callable[[argparse.Namespace, Project], int]] = {
    "new": new,
    "inspect": inspect,
    "export": export,
    "diff": diff,
}
