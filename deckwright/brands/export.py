"""A brand's template as a file for designers: a .potx that PowerPoint opens, with what only Deckwright needs inside.

Theme, master and layouts are in the template itself. Text styles, charts and names of colours have no place there, so
they travel in a part of their own (Custom XML, ECMA-376 part 1, 15.2.5), which PowerPoint keeps, and `brand new` reads.
"""

from __future__ import annotations

from collections.abc import Mapping

from deckwright.brands.roles import named
from deckwright.brands.settings import TEXT_STYLES
from deckwright.model.brand import Brand, Style
from deckwright.model.colours import Colour
from deckwright.ooxml.names import OFFICE, TEMPLATE_TYPE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import Element, new_root, parse, serialise
from deckwright.ooxml.zipped import zip_members

CUSTOM = OFFICE + "customXml"
NAMESPACE = "urn:deckwright:brand"


def as_template(data: bytes, settings: str = "") -> bytes:
    """The .potx of a .pptx without slides; `settings` are lines of a brand.yaml that it takes along."""
    package, presentation = open_template(data)
    presentation.content_type = TEMPLATE_TYPE
    if settings:
        root: Element = new_root(f"{{{NAMESPACE}}}brand", {None: NAMESPACE})
        root.text = settings
        name = package.fresh_name("/customXml/item{}.xml")
        package.add(name, "application/xml", serialise(root), Relationships(name))
        presentation.relationships.to(CUSTOM, name)
    return zip_members(package.members())


def taken_along(package: Package, presentation: Part) -> str:
    """The settings that a template brings, and none of its custom XML any more: that is about other files."""
    found = ""
    for link in presentation.relationships:
        part = package.parts.get(link.target) if link.type == CUSTOM else None
        if part is not None and NAMESPACE.encode() in part.data:
            found = parse(part.data).text or ""
    kept = (link for link in presentation.relationships if link.type != CUSTOM)
    presentation.relationships = Relationships(presentation.name, kept)
    return found


def settings_of(brand: Brand, scale: float) -> str:
    """What a brand.yaml must say, beside its template, for the same pages: `scale` is that of the slide alone."""
    names = {id(layout): name for name, layout in named(tuple(brand.all_layouts.values())).items()}
    look = brand.table
    lines = [f"name: {_text(brand.name)}", f"scale: {brand.scale / scale:g}", "layouts:"]
    lines += [f"  {role}: {_text(names[id(layout)])}" for role, layout in brand.layouts.items() if id(layout) in names]
    lines += [f"fonts: {{code: {_text(brand.fonts['code'])}}}"]
    lines += [f"bullets: {{character: {_text(brand.bullet)}, colour: {_colour(brand.bullet_colour)}}}"]
    lines += ["styles:", *(f"  {name}: {{{_style(brand.styles[name], scale)}}}" for name in TEXT_STYLES)]
    lines += [f"smallest: {brand.smallest / scale:g}", "chart:"]
    lines += [f"  series: [{', '.join(map(_colour, brand.chart.series))}]"]
    lines += [f"  muted: {_colour(brand.chart.muted)}", f"  highlight: {_colour(brand.chart.highlight)}"]
    lines += [f"  text-size: {brand.chart.text_size / scale:g}", f"  gap: {brand.chart.gap}"]
    bands = "background2" if look.banded else "none"  # only whether: the style itself is in the template
    lines += [f"table: {{highlight: {_colour(look.highlight)}, header: {_colour(look.header)}, bands: {bands}}}"]
    if brand.names:
        lines += ["names:", *(f"  {name}: {_colour(colour)}" for name, colour in brand.names.items())]
    return "\n".join(lines) + "\n"


def _style(style: Style, scale: float) -> str:
    said: Mapping[str, str] = {
        "size": f"{style.size / scale:g}",
        "font": style.font,
        "bold": _flag(style.bold),
        "italic": _flag(style.italic),
        "caps": _flag(style.caps),
        "colour": _colour(style.colour),
        "align": style.align,
        "line-spacing": str(style.line_spacing),
        "space-before": f"{style.space_before / scale:g}",
    }
    return ", ".join(f"{key}: {value}" for key, value in said.items())


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _colour(colour: Colour | None) -> str:
    """As brand.yaml has it."""
    if colour is None:
        return "none"
    if colour.lighter:
        return f"{colour.slot} lighter {colour.lighter}%"
    return f"{colour.slot} darker {colour.darker}%" if colour.darker else colour.slot


def _text(words: str) -> str:
    """In quotation marks, as YAML and JSON both have them."""
    import json

    return json.dumps(words, ensure_ascii=False)
