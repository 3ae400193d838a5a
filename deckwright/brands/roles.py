"""The roles of slide layouts: what a slide template asks for, and which layout of a template answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deckwright.brand import Layout
from deckwright.diagnostics import Report, did_you_mean
from deckwright.source import Span


@dataclass(frozen=True, slots=True)
class Role:
    types: tuple[str, ...]
    """ST_SlideLayoutType tokens that say it; PowerPoint translates layouts' names, never these."""
    names: tuple[str, ...]
    """What such a layout may be called, in lower case, where its type does not tell."""
    otherwise: str | None
    """The role whose layout serves where the template has none for this one."""


ROLES: Mapping[str, Role] = {
    "title": Role(("title",), ("title slide",), "section"),
    "section": Role(("secHead",), ("section header", "section"), "title-only"),
    "statement": Role((), ("statement", "big statement"), "content"),
    "content": Role(("obj", "tx"), ("title and content",), None),
    "two-content": Role(("twoObj", "twoColTx"), ("two content",), "content"),
    "title-only": Role(("titleOnly",), ("title only",), "content"),
    "picture": Role(("picTx",), ("picture with caption",), "content"),
    "closing": Role((), ("closing", "closing slide", "end"), "content"),
    "blank": Role(("blank",), ("blank",), "title-only"),
}


def bind_roles(
    layouts: Sequence[Layout], wanted: Mapping[str, str], spans: Mapping[str, Span], report: Report
) -> Mapping[str, Layout]:
    """Role → layout: by name as brand.yaml says (`wanted`), else by type, else by name, else another role's layout."""
    by_name: dict[str, Layout] = {}
    for each in layouts:
        by_name.setdefault(each.name, each)
    bound: dict[str, Layout] = {}
    for role, name in wanted.items():
        if name in by_name:
            bound[role] = by_name[name]
            continue
        report.error(
            "unknown-layout",
            f"the template has no slide layout '{name}'",
            spans.get(f"layouts.{role}"),
            help=did_you_mean(name, by_name),
            notes=(f"its layouts are {', '.join(by_name)}",),
        )
    for role, means in ROLES.items():
        if role not in bound and (layout := _find(means, layouts)):
            bound[role] = layout
    if "content" not in bound and (layout := _with_title_and_body(layouts)):
        bound["content"] = layout
    if "content" not in bound and not report.failed:
        report.error(
            "missing-layout",
            "the template has no slide layout with a title and a body",
            spans.get("template"),
            help="name one in brand.yaml: layouts: {content: …}",
            notes=(f"its layouts are {', '.join(by_name)}",),
        )
    return {role: layout for role in ROLES if (layout := _serving(role, bound))}


def _find(role: Role, layouts: Sequence[Layout]) -> Layout | None:
    typed = (layout for kind in role.types for layout in layouts if layout.type == kind)
    named = (layout for name in role.names for layout in layouts if layout.name.strip().lower() == name)
    return next(typed, None) or next(named, None)


def _with_title_and_body(layouts: Sequence[Layout]) -> Layout | None:
    for layout in layouts:
        types = {placeholder.type for placeholder in layout.placeholders}
        if "title" in types and types & {"obj", "body"}:
            return layout
    return None


def _serving(role: str | None, bound: Mapping[str, Layout]) -> Layout | None:
    while role is not None and role not in bound:
        role = ROLES[role].otherwise
    return bound[role] if role else None
