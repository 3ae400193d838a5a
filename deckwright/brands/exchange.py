"""Exchanges brands with designers: `brand new` makes a brand from a template, `brand export` gives its template back.

A template has theme, master and layouts, but no place for text styles, charts and names of colours. These are stored
in a custom XML part (ECMA-376 part 1, 15.2.5), which PowerPoint keeps and `brand new` reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from deckwright.brands.import_template import CUSTOM_XML, NAMESPACE, ImportedTemplate
from deckwright.brands.layouts import TemplateLayouts
from deckwright.brands.read import import_template_file, read_plain_settings
from deckwright.brands.roles import LIKELY, ROLES, SURE, LayoutCandidate, rank_layouts
from deckwright.brands.settings import TEXT_STYLES
from deckwright.brands.styles import compute_scale
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import format_colour
from deckwright.model.diagnostics import Report
from deckwright.model.page import Box
from deckwright.ooxml.names import TEMPLATE_TYPE
from deckwright.ooxml.package import Relationships
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import Element, new_root, serialise
from deckwright.ooxml.zip_file import zip_members

LAYOUTS_COMMENT = (
    "# The slide layout for each role: its name, as PowerPoint shows it in View > Slide Master. Of two layouts",
    "# of the same name, the second is called `Name (2)`. If you delete a line, Deckwright chooses again, by",
    "# type, name and placeholders.",
)
STYLES_COMMENT = (
    "# How slide templates set their own texts. Sizes are for a slide of 33.9 × 19.1 cm and follow this template's",
    "# body; texts in a layout's placeholders look as the template says. See the built-in brand for all styles.",
    "# styles: {quote: {italic: no}, heading: {colour: text2}}",
    "# smallest: 12",
)
YAML_WORDS = frozenset({"yes", "no", "on", "off", "null", "true", "false"})
"""Words that are no texts in YAML without quotation marks."""
MAX_SUGGESTIONS = 3
"""Layouts that are suggested for a role."""

RankedLayouts = Mapping[str, list[LayoutCandidate]]
"""Role → layouts that may serve for it, the best first."""


class NewBrand(Struct, frozen=True):
    """Files and lines that `brand new` writes and prints."""

    files: Mapping[Path, bytes]
    lines: tuple[str, ...]
    """A line for each role."""


def make_brand(file: Path, name: str, folder: Path, report: Report) -> NewBrand | None:
    """Returns the files of the brand `name` in `folder`, made from the template `file`; None after an error."""
    imported = import_template_file(file, report)
    if imported is None:
        return None
    template, layouts = imported
    for content in template.removed:
        message = f"'{file.name}' has {content}; the copy in '{folder.name}' is without them"
        report.warning("template-cleaned", message, None)
    ranked = {role: rank_layouts(role, layouts.layouts, layouts.page, template.uses) for role in ROLES}
    target = f"{name}.potx"
    text = "\n".join(_format_yaml(file.name, target, name, template, layouts, ranked)) + "\n"
    files = {folder / target: export_template(template.data), folder / "brand.yaml": text.encode()}
    return NewBrand(files, tuple(_list_roles(ranked)))


def export_template(data: bytes, settings: str = "") -> bytes:
    """Returns a .pptx without slides as a .potx, with `settings` (lines of a brand.yaml) in it."""
    package, presentation = open_template(data)
    presentation.content_type = TEMPLATE_TYPE
    if settings:
        root: Element = new_root(f"{{{NAMESPACE}}}brand", {None: NAMESPACE})
        root.text = settings
        name = package.next_part_name("/customXml/item{}.xml")
        package.add(name, "application/xml", serialise(root), Relationships(name))
        presentation.relationships.get_or_add(CUSTOM_XML, name)
    return zip_members(package.iter_members())


def format_settings(brand: Brand) -> str:
    """Returns the brand.yaml that, with the template, gives the same pages."""
    scale = compute_scale(read_plain_settings(), Box(0, 0, brand.width, brand.height))  # of the slide size alone
    names = {layout.part: name for name, layout in brand.all_layouts.items()}
    chart, table = brand.chart, brand.table
    header = format_colour(table.header) if table.header else "none"
    bands = "background2" if table.banded else "none"  # any colour: the table style itself is in the template
    lines = [
        f"name: {_quote(brand.name)}",
        f"scale: {brand.scale / scale:g}",
        "layouts:",
        *(f"  {role}: {_quote(names[layout.part])}" for role, layout in brand.layouts.items()),
        f"fonts: {{code: {_quote(brand.fonts['code'])}}}",
        f"bullets: {{character: {_quote(brand.bullet)}, colour: {format_colour(brand.bullet_colour)}}}",
        "styles:",
        *(f"  {name}: {{{_format_style(brand.styles[name], scale)}}}" for name in TEXT_STYLES),
        f"smallest: {brand.smallest / scale:g}",
        "chart:",
        f"  series: [{', '.join(map(format_colour, chart.series))}]",
        f"  muted: {format_colour(chart.muted)}",
        f"  highlight: {format_colour(chart.highlight)}",
        f"  text-size: {chart.text_size / scale:g}",
        f"  gap: {chart.gap}",
        f"table: {{highlight: {format_colour(table.highlight)}, header: {header}, bands: {bands}}}",
    ]
    if brand.names:
        lines += ["names:", *(f"  {name}: {format_colour(colour)}" for name, colour in brand.names.items())]
    return "\n".join(lines) + "\n"


def _format_yaml(
    source: str, target: str, name: str, template: ImportedTemplate, layouts: TemplateLayouts, ranked: RankedLayouts
) -> Iterator[str]:
    yield f"# Made from {source} by `brand new {name}`. You may change all of it;"
    yield f"# `brand inspect {name}` shows every layout with its placeholders."
    if not template.settings:
        yield f"name: {_quote_if_needed(name)}"
    yield f"template: {_quote_if_needed(target)}"
    yield ""
    if template.settings:
        yield "# The settings that were exported with the template:"
        yield from template.settings.splitlines()
        return
    yield from LAYOUTS_COMMENT
    yield "layouts:"
    unused = _find_unused(layouts, ranked)
    for role in ROLES:
        yield from _format_role(role, ranked, unused)
    if template.added_layout:
        yield f"# No layout had a title and a body, so '{template.added_layout}' was made from the slide master."
    yield ""
    theme = layouts.themes[ranked["content"][0].layout.master if ranked["content"] else next(iter(layouts.themes))]
    yield "# The theme's colours, which slide templates name. Here you can give them names of your own."
    for slot, value in theme.colours.items():
        yield f"#   {slot:<19} #{value.upper()}"
    yield "# names: {brand-blue: accent1, sand: background2}"
    yield ""
    yield from STYLES_COMMENT


def _format_role(role: str, ranked: RankedLayouts, unused: list[str]) -> Iterator[str]:
    purpose, candidates = ROLES[role].purpose, ranked[role]
    if candidates:
        best, *others = candidates[: MAX_SUGGESTIONS + 1]
        yield f"  # {purpose}. {_rate(best).capitalize()}: {best.reason}."
        if others:
            yield f"  # It could also be {_join(other.name for other in others)}."
        yield f"  {role}: {_quote_if_needed(best.name)}"
        return
    yield f"  # {purpose}. No layout is for this, so the layout of '{_find_fallback(role, ranked)}' serves."
    if unused:
        yield f"  # The nearest that serve for nothing else are {_join(unused)}."
    yield f"  # {role}: {_quote_if_needed(unused[0] if unused else 'Name of a layout')}"


def _find_fallback(role: str, ranked: RankedLayouts) -> str:
    return next((fallback for fallback in ROLES[role].fallbacks if ranked[fallback]), "content")


def _find_unused(layouts: TemplateLayouts, ranked: RankedLayouts) -> list[str]:
    """Returns layouts with a title that are not the best for any role, those with the fewest bodies first."""
    bound = {candidates[0].name for candidates in ranked.values() if candidates}
    unused = {
        name: sum(p.type in ("obj", "pic", "chart", "tbl") for p in layout.placeholders)
        for name, layout in layouts.layouts.items()
        if name not in bound and any(p.use == "title" for p in layout.placeholders)
    }
    return sorted(unused, key=unused.__getitem__)[:MAX_SUGGESTIONS]


def _list_roles(ranked: RankedLayouts) -> Iterator[str]:
    """Yields a line for each role with its layout, for the terminal."""
    for role, candidates in ranked.items():
        if candidates:
            best = candidates[0]
            yield f"  {role:<12} {best.name} ({_rate(best)}: {best.reason})"
        else:
            yield f"  {role:<12} - (as {_find_fallback(role, ranked)})"


def _rate(candidate: LayoutCandidate) -> str:
    return "sure" if candidate.score >= SURE - 10 else "likely" if candidate.score >= LIKELY - 10 else "a guess"


def _join(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _format_style(style: Style, scale: float) -> str:
    flags = {"bold": style.bold, "italic": style.italic, "caps": style.caps}
    values = {
        "size": f"{style.size / scale:g}",
        "font": style.font,
        **{key: "yes" if is_set else "no" for key, is_set in flags.items()},
        "colour": format_colour(style.colour),
        "align": style.align,
        "line-spacing": str(style.line_spacing),
        "space-before": f"{style.space_before / scale:g}",
    }
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def _quote(text: str) -> str:
    """Returns a text in quotation marks, which YAML and JSON write alike."""
    return json.dumps(text, ensure_ascii=False)


def _quote_if_needed(text: str) -> str:
    """Returns a text as YAML writes it, in quotation marks where it could be read as something else."""
    is_plain = re.fullmatch(r"[^\W\d_][\w (),.&/+-]*[\w)]", text) and text.lower() not in YAML_WORDS
    return text if is_plain else _quote(text)
