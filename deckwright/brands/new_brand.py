"""Makes a brand from a template: a safe copy of the template, and a brand.yaml that names a layout for each role."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from deckwright.brands.export import export_template
from deckwright.brands.import_template import ImportedTemplate
from deckwright.brands.layouts import TemplateLayouts
from deckwright.brands.read import import_template_file
from deckwright.brands.roles import LIKELY, ROLES, SURE, LayoutCandidate, name_layouts, rank_layouts
from deckwright.model.brand import Layout
from deckwright.model.diagnostics import Report

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


class NewBrand(Struct, frozen=True):
    """What `brand new` writes and prints."""

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
    return NewBrand(files, tuple(_list_roles(layouts, ranked)))


def _format_yaml(
    source: str,
    target: str,
    name: str,
    template: ImportedTemplate,
    layouts: TemplateLayouts,
    ranked: Mapping[str, list[LayoutCandidate]],
) -> Iterator[str]:
    """Yields the lines of brand.yaml."""
    yield f"# Made from {source} by `brand new {name}`. You may change all of it;"
    yield f"# `brand inspect {name}` shows every layout with its placeholders."
    if not template.settings:
        yield f"name: {_quote(name)}"
    yield f"template: {_quote(target)}"
    yield ""
    if template.settings:
        yield "# The settings that were exported with the template:"
        yield from template.settings.splitlines()
        return
    yield from LAYOUTS_COMMENT
    yield "layouts:"
    for role in ROLES:
        yield from _format_role(role, layouts, ranked)
    if template.added_layout:
        yield f"# No layout had a title and a body, so '{template.added_layout}' was made from the slide master."
    yield ""
    yield from _format_colours(layouts, ranked)
    yield ""
    yield from STYLES_COMMENT


def _format_role(role: str, layouts: TemplateLayouts, ranked: Mapping[str, list[LayoutCandidate]]) -> Iterator[str]:
    names = _name_layouts(layouts)
    candidates = ranked[role]
    if candidates:
        best = candidates[0]
        others = [names[id(candidate.layout)] for candidate in candidates[1 : MAX_SUGGESTIONS + 1]]
        yield f"  # {ROLES[role].purpose}. {_rate(best).capitalize()}: {best.reason}."
        if others:
            yield f"  # It could also be {_join(others)}."
        yield f"  {role}: {_quote(names[id(best.layout)])}"
        return
    yield f"  # {ROLES[role].purpose}. No layout is for this, so the layout of '{_find_fallback(role, ranked)}' serves."
    unused = [names[id(layout)] for layout in _find_unused(layouts, ranked)]
    if unused:
        yield f"  # The nearest that serve for nothing else are {_join(unused)}."
    yield f"  # {role}: {_quote(unused[0] if unused else 'Name of a layout')}"


def _find_fallback(role: str, ranked: Mapping[str, list[LayoutCandidate]]) -> str:
    return next((fallback for fallback in ROLES[role].fallbacks if ranked[fallback]), "content")


def _find_unused(layouts: TemplateLayouts, ranked: Mapping[str, list[LayoutCandidate]]) -> list[Layout]:
    """Returns layouts with a title that are not the best for any role, those with the fewest bodies first."""
    bound = {id(candidates[0].layout) for candidates in ranked.values() if candidates}
    unused = [
        layout
        for layout in layouts.layouts
        if id(layout) not in bound and any(p.use == "title" for p in layout.placeholders)
    ]
    unused.sort(key=lambda layout: sum(p.type in ("obj", "pic", "chart", "tbl") for p in layout.placeholders))
    return unused[:MAX_SUGGESTIONS]


def _format_colours(layouts: TemplateLayouts, ranked: Mapping[str, list[LayoutCandidate]]) -> Iterator[str]:
    content = ranked["content"][0].layout if ranked["content"] else None
    theme = layouts.themes[content.master if content else next(iter(layouts.themes))]
    yield "# The theme's colours, which slide templates name. Here you can give them names of your own."
    for slot, value in theme.colours.items():
        yield f"#   {slot:<19} #{value.upper()}"
    yield "# names: {brand-blue: accent1, sand: background2}"


def _list_roles(layouts: TemplateLayouts, ranked: Mapping[str, list[LayoutCandidate]]) -> Iterator[str]:
    """Yields a line for each role with its layout, for the terminal."""
    names = _name_layouts(layouts)
    for role, candidates in ranked.items():
        if candidates:
            best = candidates[0]
            yield f"  {role:<12} {names[id(best.layout)]} ({_rate(best)}: {best.reason})"
        else:
            yield f"  {role:<12} - (as {_find_fallback(role, ranked)})"


def _name_layouts(layouts: TemplateLayouts) -> Mapping[int, str]:
    """Returns id(layout) → name."""
    return {id(layout): name for name, layout in name_layouts(layouts.layouts).items()}


def _rate(candidate: LayoutCandidate) -> str:
    return "sure" if candidate.score >= SURE - 10 else "likely" if candidate.score >= LIKELY - 10 else "a guess"


def _quote(text: str) -> str:
    """Returns a text as YAML writes it, in quotation marks where it could be read as something else."""
    is_plain = re.fullmatch(r"[^\W\d_][\w (),.&/+-]*[\w)]", text) and text.lower() not in YAML_WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _join(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
