"""Exports a brand's template as a .potx for designers, together with its other settings.

A template has theme, master and layouts, but no place for text styles, charts and names of colours. These are stored
in a custom XML part (ECMA-376 part 1, 15.2.5), which PowerPoint keeps and `brand new` reads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import format_colour
from deckwright.ooxml.names import OFFICE, TEMPLATE_TYPE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import Element, new_root, parse, serialise
from deckwright.ooxml.zip_file import zip_members

CUSTOM_XML = OFFICE + "customXml"
NAMESPACE = "urn:deckwright:brand"


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


def extract_settings(package: Package, presentation: Part) -> str:
    """Returns the settings stored in a template, "" if it has none, and removes all its custom XML."""
    settings = ""
    for link in presentation.relationships:
        part = package.parts.get(link.target) if link.type == CUSTOM_XML else None
        if part is not None and NAMESPACE.encode() in part.data:
            settings = parse(part.data).text or ""
    others = (link for link in presentation.relationships if link.type != CUSTOM_XML)
    presentation.relationships = Relationships(presentation.name, others)
    return settings


def format_settings(brand: Brand, scale: float) -> str:
    """Returns the brand.yaml that, with the template, gives the same pages. `scale` is that of the slide size alone."""
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


def _format_style(style: Style, scale: float) -> str:
    values: Mapping[str, str] = {
        "size": f"{style.size / scale:g}",
        "font": style.font,
        "bold": _format_flag(style.bold),
        "italic": _format_flag(style.italic),
        "caps": _format_flag(style.caps),
        "colour": format_colour(style.colour),
        "align": style.align,
        "line-spacing": str(style.line_spacing),
        "space-before": f"{style.space_before / scale:g}",
    }
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def _format_flag(value: bool) -> str:
    return "yes" if value else "no"


def _quote(text: str) -> str:
    """Returns a text in quotation marks, which YAML and JSON write alike."""
    return json.dumps(text, ensure_ascii=False)
