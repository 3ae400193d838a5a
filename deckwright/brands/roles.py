"""The roles of slide layouts: what a slide template asks for, and which layout of a template answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from deckwright.brands.layout_names import role_called, role_hinted
from deckwright.model.brand import FOOTERS, HEADS, Layout, Placeholder
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.page import Box
from deckwright.model.source import Span


class Role(Struct, frozen=True):
    types: tuple[str, ...]
    """ST_SlideLayoutType tokens that say it; PowerPoint translates layouts' names, never these."""
    otherwise: tuple[str, ...]
    """The roles whose layouts serve where the template has none for this one; the first there is."""


ROLES: Mapping[str, Role] = {
    "title": Role(("title",), ("section", "title-only", "content")),
    "section": Role(("secHead",), ("title", "title-only", "content")),
    "statement": Role((), ("content",)),
    "content": Role(("obj", "tx"), ()),
    "two-content": Role(("twoObj", "twoColTx"), ("content",)),
    "title-only": Role(("titleOnly",), ("content",)),
    "picture": Role(("picTx",), ("content",)),
    "closing": Role((), ("content",)),
    "blank": Role(("blank",), ("title-only", "content")),
}

SURE, LIKELY, GUESS = 90, 60, 30
"""Marks from which a layout is surely, likely, or only by its placeholders the one for a role."""
CLUTTERED = 20
"""Marks less for a body all over the template's own pictures."""
LARGE = 0.3
"""Share of the page from which a placeholder can be the body."""


class Candidate(Struct, frozen=True):
    """A layout that may serve for a role."""

    layout: Layout
    marks: int
    """0 to 100, and a little more where the template's own slides use it."""
    reason: str


class Use(Struct, frozen=True):
    """How the template's own slides use a layout: what its designer shows that it is for."""

    first: bool = False
    """It stands on the first slide."""
    slides: int = 0
    """How many others it stands on."""
    master: int = 0
    """How many others use a layout of its master."""


def candidates(role: str, layouts: Iterable[Layout], page: Box, uses: Mapping[str, Use] = {}) -> list[Candidate]:
    """The layouts that may serve for `role`, the best first. `uses` is by part name."""
    found = []
    for layout in layouts:
        marks, reason = _marks(role, layout, page)
        if marks >= GUESS:
            marks += _of_use(role, uses.get(layout.part, Use())) - _awkward(role, layout, page)
            found.append(Candidate(layout, marks, reason))
    return sorted(found, key=lambda candidate: -candidate.marks)


def bind_roles(
    layouts: Sequence[Layout],
    wanted: Mapping[str, str],
    spans: Mapping[str, Span],
    page: Box,
    uses: Mapping[str, Use],
    report: Report,
) -> Mapping[str, Layout]:
    """Role → layout: as brand.yaml says (`wanted`), else by type, name and placeholders, else another role's layout."""
    by_name = named(layouts)
    bound: dict[str, Layout] = {}
    for role, name in wanted.items():
        layout = by_name.get(name) or next((one for one in layouts if one.type == name), None)
        if layout is not None:
            bound[role] = layout
            continue
        report.error(
            "unknown-layout",
            f"the template has no slide layout '{name}'",
            spans.get(f"layouts.{role}"),
            help=did_you_mean(name, by_name),
            notes=(f"its layouts are {', '.join(by_name)}",),
        )
    for role in ROLES:
        best = candidates(role, layouts, page, uses)
        if role not in bound and best:
            bound[role] = best[0].layout
    return {role: layout for role in ROLES if (layout := _serving(role, bound))}


def named(layouts: Sequence[Layout]) -> dict[str, Layout]:
    """The layouts by name; the second of a name, as of another master, is `Title and Content (2)`."""
    found: dict[str, Layout] = {}
    for layout in layouts:
        name, number = layout.name, 2
        while name in found:
            name, number = f"{layout.name} ({number})", number + 1
        found[name] = layout
    return found


def _marks(role: str, layout: Layout, page: Box) -> tuple[int, str]:
    """How well a layout suits a role, and why: type and name count where its placeholders do not speak against it."""
    suits = _SUITS[role](layout, page)
    known = ROLES[role].types
    if layout.type in known and suits is not False:
        return 100 - 5 * known.index(layout.type), f"its type is '{layout.type}'"
    called, hinted = role_called(layout.name), role_hinted(layout.name)
    if called == role and suits is not False:
        return 92, "its name says so"
    typed = any(layout.type in each.types for each in ROLES.values())
    if hinted == role and suits is not False and not typed and called is None:
        return 65, "a word in its name says so, and its placeholders do not speak against it"
    if suits and called is None and hinted in (None, role) and (not typed or layout.type in known):
        return 40, "its placeholders are those of one"
    return 0, ""


def _of_use(role: str, use: Use) -> int:
    """A few marks more: between layouts that suit alike, the designer's own slides decide."""
    if role == "title":
        return 4 * use.first - min(2, use.slides)
    if role in ("closing", "blank"):
        return 0
    return min(2, use.slides) + min(2, use.master) - 2 * use.first


def _awkward(role: str, layout: Layout, page: Box) -> int:
    """Marks less for a layout that few slides can live with: little room, words on their side, or on each other."""
    title, body = _title(layout), next((p for p in layout.placeholders if p.use == "body"), None)
    marks = 8 if any(p.vertical for p in (title, body) if p) else 0
    if role in ("content", "two-content", "title-only") and title is not None:
        marks += 2 if title.box.width < page.width * 0.4 else 0
        if body is not None:
            room = [p.box for p in _contents(layout) if p.type in ("obj", "body") and p.use != "subtitle"]
            marks += 3 if sum(box.width for box in room) < page.width * 0.6 else 0
            marks -= round(6 * max(_area(p, page) for p in layout.placeholders if p.use == "body"))
            marks -= 1 if any(p.type == "sldNum" for p in layout.placeholders) else 0
            marks += round(CLUTTERED * layout.clutter)
            marks += 3 if _overlap(title.box, body.box) > 0.1 * title.box.height * title.box.width else 0
    return marks


def _overlap(first: Box, second: Box) -> int:
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return max(0, width) * max(0, height)


def _serving(role: str, bound: Mapping[str, Layout]) -> Layout | None:
    return next((bound[name] for name in (role, *ROLES[role].otherwise) if name in bound), None)


def _contents(layout: Layout) -> list[Placeholder]:
    return [p for p in layout.placeholders if p.type not in FOOTERS | HEADS]


def _title(layout: Layout) -> Placeholder | None:
    return next((p for p in layout.placeholders if p.type in HEADS), None)


def _area(placeholder: Placeholder, page: Box) -> float:
    return placeholder.box.width * placeholder.box.height / max(1, page.width * page.height)


def _is_cover(layout: Layout, page: Box) -> bool | None:
    """A title and a line or two, and nothing to be filled beside them."""
    others = [p for p in _contents(layout) if p.use != "subtitle"]
    if _title(layout) is None or any(p.type not in ("body", "subTitle") for p in others) or len(others) > 3:
        return False
    head = _title(layout)
    centred = head is not None and head.box.y + head.box.height / 2 > page.height * 0.25
    return True if centred and any(p.use == "subtitle" for p in layout.placeholders) else None


def _is_section(layout: Layout, _page: Box) -> bool | None:
    return False if _title(layout) is None or any(p.type in ("obj", "pic") for p in _contents(layout)) else None


def _is_content(layout: Layout, page: Box) -> bool | None:
    bodies = [p for p in _contents(layout) if p.use != "subtitle" and p.type in ("obj", "body")]
    large = [p for p in bodies if _area(p, page) >= LARGE]
    second = any(p.type == "subTitle" and _area(p, page) > LARGE for p in _contents(layout))
    if _title(layout) is None or not bodies or second:
        return False
    return True if len(large) == len(bodies) == 1 else None


def _is_two_content(layout: Layout, page: Box) -> bool | None:
    bodies = [p for p in _contents(layout) if p.type in ("obj", "body") and p.use != "subtitle"]
    bodies.sort(key=lambda p: p.box.x)
    if _title(layout) is None or len(bodies) < 2:
        return False
    beside = len(bodies) == 2 and bodies[0].box.x + bodies[0].box.width <= bodies[1].box.x + page.width // 50
    return beside or None


def _is_title_only(layout: Layout, page: Box) -> bool | None:
    head = _title(layout)
    if head is None or any(p.use != "subtitle" for p in _contents(layout)):
        return False
    return head.box.y + head.box.height / 2 < page.height * 0.3 or None


def _is_picture(layout: Layout, _page: Box) -> bool | None:
    return True if _title(layout) and any(p.type == "pic" for p in _contents(layout)) else None


def _is_blank(layout: Layout, _page: Box) -> bool | None:
    return not _contents(layout) and _title(layout) is None


def _may_be(layout: Layout, _page: Box) -> bool | None:
    return False if _title(layout) is None else None


_SUITS = {
    "title": _is_cover,
    "section": _is_section,
    "statement": _may_be,
    "content": _is_content,
    "two-content": _is_two_content,
    "title-only": _is_title_only,
    "picture": _is_picture,
    "closing": _may_be,
    "blank": _is_blank,
}
"""Role → whether a layout's placeholders are those of one: yes, no, or they do not tell."""
