"""A brand made from a template: a copy without what acts or calls, and a brand.yaml that says what serves for what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from deckwright.brands.clean import WORDS
from deckwright.brands.export import as_template
from deckwright.brands.layouts import Template
from deckwright.brands.read import bring_file
from deckwright.brands.roles import LIKELY, ROLES, SURE, Candidate, candidates, named
from deckwright.brands.template import Brought
from deckwright.model.brand import Layout
from deckwright.model.diagnostics import Report

FOR: Mapping[str, str] = {
    "title": "the first slide",
    "section": "opens a part of the talk",
    "statement": "a few sentences that stand alone",
    "content": "a title and a body: nearly every slide",
    "two-content": "two bodies side by side",
    "title-only": "a title, and a page to draw on",
    "picture": "a picture with a caption",
    "closing": "the last slide",
    "blank": "nothing at all",
}
"""Role → what it is for, in a few words."""
WHICH = (
    "# Which slide layout serves for what: its name, as PowerPoint shows it in View > Slide Master. Of two layouts",
    "# of one name, the second is called `Name (2)`. If you delete a line, Deckwright chooses again, by",
    "# type, name and placeholders.",
)
STYLES = (
    "# How slide templates set their own texts. Sizes are for a slide of 33.9 × 19.1 cm and follow this template's",
    "# body; what stands in a layout's placeholders is the template's. See the built-in brand for all styles.",
    "# styles: {quote: {italic: no}, heading: {colour: text2}}",
    "# smallest: 12",
)
UNPLAIN = frozenset({"yes", "no", "on", "off", "null", "true", "false"})
"""Words that YAML takes for something else."""
MOST_NEAR = 3
"""How many layouts are named for a role that none suits."""


class Made(Struct, frozen=True):
    """What `brand new` writes and tells."""

    files: Mapping[Path, bytes]
    lines: tuple[str, ...]
    """A line for each role."""


def brand_from(file: Path, name: str, folder: Path, report: Report) -> Made | None:
    """The files of the brand `name` in `folder`, made from the template `file`; None after an error."""
    found = bring_file(file, report)
    if found is None:
        return None
    brought, template = found
    for removed in brought.removed:
        message = f"'{file.name}' has {WORDS[removed.what]}, which the copy in '{folder.name}' is without"
        report.warning("template-cleaned", message, None)
    ranked = {role: candidates(role, template.layouts, template.page, brought.uses) for role in ROLES}
    target = f"{name}.potx"
    text = "\n".join(_yaml(file.name, target, name, brought, template, ranked)) + "\n"
    files = {folder / target: as_template(brought.data), folder / "brand.yaml": text.encode()}
    return Made(files, tuple(_lines(template, ranked)))


def _yaml(
    source: str, target: str, name: str, brought: Brought, template: Template, ranked: Mapping[str, list[Candidate]]
) -> Iterator[str]:
    names = {id(layout): known for known, layout in named(template.layouts).items()}
    yield f"# Made from {source} by `brand new {name}`. All of it may be changed;"
    yield f"# `brand inspect {name}` shows every layout with its placeholders."
    if not brought.settings:
        yield f"name: {_quoted(name)}"
    yield f"template: {_quoted(target)}"
    yield ""
    if brought.settings:
        yield "# What the template took along when it was exported:"
        yield from brought.settings.splitlines()
        return
    yield from WHICH
    yield "layouts:"
    for role, best in ranked.items():
        yield from _role(role, best, template, ranked, names)
    if brought.made:
        yield f"# The template has no layout with a title and a body: '{brought.made}' was made from its master."
    yield ""
    yield from _colours(template, ranked)
    yield ""
    yield from STYLES


def _role(
    role: str,
    best: list[Candidate],
    template: Template,
    ranked: Mapping[str, list[Candidate]],
    names: Mapping[int, str],
) -> Iterator[str]:
    if best:
        first = best[0]
        others = [names[id(one.layout)] for one in best[1 : MOST_NEAR + 1]]
        yield f"  # {FOR[role]}. {_sure(first).capitalize()}: {first.reason}."
        if others:
            yield f"  # It could also be {', '.join(map(_mentioned, others))}."
        yield f"  {role}: {_quoted(names[id(first.layout)])}"
        return
    stand_in = next((other for other in ROLES[role].otherwise if ranked[other]), "content")
    yield f"  # {FOR[role]}. No layout says that it is for this, so that of '{stand_in}' serves."
    near = [names[id(layout)] for layout in _near(template, ranked)]
    if near:
        yield f"  # The nearest that serve for nothing else are {', '.join(map(_mentioned, near))}."
    yield f"  # {role}: {_quoted(near[0] if near else 'Name of a layout')}"


def _near(template: Template, ranked: Mapping[str, list[Candidate]]) -> list[Layout]:
    """Layouts with a title that are not the first choice for any role."""
    bound = {id(best[0].layout) for best in ranked.values() if best}
    free = [one for one in template.layouts if id(one) not in bound and any(p.use == "title" for p in one.placeholders)]
    free.sort(key=lambda one: sum(p.type in ("obj", "pic", "chart", "tbl") for p in one.placeholders))
    return free[:MOST_NEAR]


def _colours(template: Template, ranked: Mapping[str, list[Candidate]]) -> Iterator[str]:
    content = next((best[0].layout for role, best in ranked.items() if role == "content" and best), None)
    theme = template.themes[content.master if content else next(iter(template.themes))]
    yield "# The theme's colours, which slide templates name. A name of your own for one of them is said once, here."
    for slot, value in theme.colours.items():
        yield f"#   {slot:<19} #{value.upper()}"
    yield "# names: {brand-blue: accent1, sand: background2}"


def _lines(template: Template, ranked: Mapping[str, list[Candidate]]) -> Iterator[str]:
    names = {id(layout): known for known, layout in named(template.layouts).items()}
    for role, best in ranked.items():
        if best:
            yield f"  {role:<12} {names[id(best[0].layout)]} ({_sure(best[0])}: {best[0].reason})"
        else:
            stand_in = next((other for other in ROLES[role].otherwise if ranked[other]), "content")
            yield f"  {role:<12} - (as {stand_in})"


def _sure(candidate: Candidate) -> str:
    return "sure" if candidate.marks >= SURE - 10 else "likely" if candidate.marks >= LIKELY - 10 else "a guess"


def _quoted(text: str) -> str:
    """A text as YAML has it, in quotation marks where it could be taken for something else."""
    plain = re.fullmatch(r"[^\W\d_][\w (),.&/+-]*[\w)]", text) and text.lower() not in UNPLAIN
    return text if plain else json.dumps(text, ensure_ascii=False)


def _mentioned(name: str) -> str:
    return f"'{name}'"
