"""`deckwright brand`: makes a brand from a template, and shows, exports and compares brands."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.cli.exit_codes import DONE

if TYPE_CHECKING:
    from deckwright.brands.compare import BrandResult
    from deckwright.model.brand import Brand
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project
    from deckwright.pipeline.talk import Talk

SUMMARY = "make a brand from a PowerPoint template, look at it, compare it, export it"

RESERVED = frozenset({"slides"})
"""Folders of templates/ that are not brands."""
TEMPLATES = frozenset({".potx", ".pptx", ".potm", ".pptm", ".ppsx", ".thmx"})
"""Suffixes of templates."""
ROLE = re.compile(r"{% block layout %}([\w-]+){% endblock %}")
"""The line of a slide template that names its layout."""
NAME = re.compile(r"[^\W_][\w-]*")


def add_arguments(parser: ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("new", help="make a brand from a template")
    new.add_argument("name", metavar="NAME", help="the name of the brand, and of its folder in templates/")
    new.add_argument("--from", dest="source", required=True, metavar="FILE", help="a .potx, .pptx, .pptm or .thmx")
    inspect = actions.add_parser("inspect", help="show its layouts: a table, and a deck with every layout once")
    inspect.add_argument("name", metavar="NAME", help="the brand")
    inspect.add_argument("--output", metavar="FOLDER", help="where the deck goes (default: build)")
    export = actions.add_parser("export", help="write its template as a .potx for PowerPoint")
    export.add_argument("name", metavar="NAME", help="the brand")
    export.add_argument("--locale", metavar="TAG", help="with the wordmark and the text direction of this language")
    export.add_argument("--output", metavar="FOLDER", help="where the template goes (default: build)")
    diff = actions.add_parser("diff", help="show how the talk changes in another brand, before you build it")
    diff.add_argument("before", metavar="A", help="the brand of the talk")
    diff.add_argument("after", metavar="B", help="the brand to compare with")
    diff.add_argument("--locale", metavar="TAG", help="in this language, instead of the talk's own")


def run(options: Namespace, project: Project, report: Report) -> int:
    return ACTIONS[options.action](options, project, report)


def create_brand(options: Namespace, project: Project, report: Report) -> int:
    """Writes templates/NAME with the template and its brand.yaml, or nothing after an error."""
    from deckwright.brands.exchange import make_brand
    from deckwright.cli.console import write_files
    from deckwright.system.files import exists
    from deckwright.system.words import display_path, get_program

    folder, source = project.path(f"{project.templates}/{options.name}"), Path(options.source)
    if not NAME.fullmatch(options.name) or options.name in RESERVED:
        advice = "use letters, digits and hyphens, as in 'our-house'"
        report.error("bad-name", f"a brand cannot be called '{options.name}'", None, help=advice)
    elif (folder / "brand.yaml").exists():
        message = f"brand '{options.name}' already exists"
        report.error("folder-not-empty", message, None, help="choose another name, or remove its folder first")
    if not exists(source):
        report.error("missing-file", f"there is no file '{options.source}'", None, help=_suggest(source))
    report.stop_if_failed()
    made = make_brand(source, options.name, folder, report)
    report.stop_if_failed()
    assert made is not None, "no brand, and no error that says why"
    write_files(dict(made.files), report)
    print("\n".join([*map(display_path, made.files), "", "Its slide layouts:", *made.lines, ""]))
    print(f"See them with:     {get_program()} brand inspect {options.name}")
    print(f"Build the talk in: {get_program()} build --brand {options.name}")
    return DONE


def show_brand(options: Namespace, project: Project, report: Report) -> int:
    """Prints a table of the layouts, and writes a deck that shows each of them."""
    from deckwright.brands.inspect import add_titles, list_layouts, list_oddities, make_sample_pages
    from deckwright.cli.console import write_files
    from deckwright.model.page import EMU_PER_CM
    from deckwright.system.words import display_path
    from deckwright.write import write

    brand, told = _read_brand(options.name, project, report)
    lines = list(list_layouts(brand, _find_users(project, report)))
    print(f"Brand {brand.name}: {brand.width / EMU_PER_CM:.1f} × {brand.height / EMU_PER_CM:.1f} cm")
    print("\n".join(lines))
    odd = [*told, *list_oddities(brand)]
    if odd:
        print("\nTo look at:", *(f"  {sentence}" for sentence in odd), sep="\n")
    folder = Path(options.output) if options.output else project.path(project.output)
    target = folder / f"{options.name}.brand.pptx"
    write_files({target: write(make_sample_pages(brand), add_titles(brand))}, report)
    print(f"\n{display_path(target)}")
    return DONE


def export_brand(options: Namespace, project: Project, report: Report) -> int:
    """Writes the brand's template as a .potx that `brand new --from` can read again."""
    from deckwright.brands.exchange import export_template, format_settings
    from deckwright.cli.console import write_files
    from deckwright.system.words import display_path, get_program

    brand, _ = _read_brand(options.name, project, report, options.locale or "en")
    folder = Path(options.output) if options.output else project.path(project.output)
    target = folder / f"{options.name}.potx"
    write_files({target: export_template(brand.template, format_settings(brand))}, report)
    print(f"{display_path(target)}: {len(brand.all_layouts)} slide layouts")
    print(f"Take it back with: {get_program()} brand new NAME --from {display_path(target)}")
    return DONE


def show_differences(options: Namespace, project: Project, report: Report) -> int:
    """Prints how a talk changes in another brand; exits with 1 if it cannot be built there."""
    from deckwright.brands.compare import compare_brands, list_new_diagnostics
    from deckwright.pipeline.talk import read_talk

    talk = read_talk(project, report)
    locale = options.locale or talk.language
    before, after = (_read_in_brand(talk, locale, name, report) for name in (options.before, options.after))
    print("\n".join(compare_brands(before, after)))
    faults = list_new_diagnostics(before, after)
    for fault in faults:
        report.add(fault)
    if not faults:
        print("\nEverything fits and can be read.")
    return DONE


def _read_in_brand(talk: Talk, locale: str, name: str, report: Report) -> BrandResult:
    """Reads the talk in a brand. Reports the errors of the brand itself and raises Stopped."""
    from deckwright.brands.checks import check_brand
    from deckwright.brands.compare import BrandResult
    from deckwright.model.diagnostics import Report, Stopped
    from deckwright.pipeline.edition import read_edition
    from deckwright.pipeline.stages import make_pages

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
    return BrandResult(brand, pages, own.diagnostics)


def _read_brand(name: str, project: Project, report: Report, language: str = "en") -> tuple[Brand, tuple[str, ...]]:
    """Reads a brand, and the list of repairs made to its template. Raises Stopped."""
    from deckwright.brands.find import find_brand
    from deckwright.brands.read import list_repairs, read_brand

    folder = find_brand(name, [project.path(project.templates)], report)
    report.stop_if_failed()
    assert folder is not None, "no brand, and no error that says why"
    own = folder.is_relative_to(project.path(project.templates))
    file = f"{project.templates if own else 'deckwright/brands'}/{folder.name}/brand.yaml"
    brand = read_brand(folder, file, report, language)
    report.stop_if_failed()
    assert brand is not None, "no brand, and no error that says why"
    return brand, list_repairs(folder, file)


def _find_users(project: Project, report: Report) -> dict[str, list[str]]:
    """Returns the slide kinds that use the layout of each role."""
    from deckwright.pipeline.talk import read_slide_templates

    users: dict[str, list[str]] = {}
    for name, template in read_slide_templates(project, report).items():
        if not template.is_abstract:
            role = ROLE.search(template.source)
            users.setdefault(role[1] if role else "content", []).append(name)
    return users


def _suggest(file: Path) -> str | None:
    """Suggests a template of a similar name in the folder of a missing one."""
    from deckwright.system.files import suggest_file

    folder = file.parent
    near = suggest_file(file.name, (one.name for one in sorted(folder.iterdir())) if folder.is_dir() else (), TEMPLATES)
    return f"did you mean '{near}'?" if near else None


ACTIONS: Mapping[str, Callable[[Namespace, Project, Report], int]] = {
    "new": create_brand,
    "inspect": show_brand,
    "export": export_brand,
    "diff": show_differences,
}
