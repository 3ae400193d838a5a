"""The roles of slide layouts (title, content, picture …), and which layout of a template serves for each."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from deckwright.brands.layout_names import find_named_roles
from deckwright.brands.shapes import measure_overlap, measure_share
from deckwright.model.brand import FOOTERS, HEADS, Layout, Placeholder
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.page import Box
from deckwright.model.source import Span


class Role(Struct, frozen=True):
    """A purpose of slides, by which slide templates ask for a layout."""

    types: tuple[str, ...]
    """ST_SlideLayoutType tokens that stand for it; PowerPoint translates layouts' names, never these."""
    purpose: str
    """The slides that it is for."""
    fallbacks: tuple[str, ...]
    """Roles whose layout serves if the template has none for this one; the first that exists."""


ROLES: Mapping[str, Role] = {
    "title": Role(("title",), "the first slide", ("section", "title-only", "content")),
    "section": Role(("secHead",), "opens a part of the talk", ("title", "title-only", "content")),
    "statement": Role((), "a few sentences on their own", ("content",)),
    "content": Role(("obj", "tx"), "a title and a body: nearly every slide", ()),
    "two-content": Role(("twoObj", "twoColTx"), "two bodies side by side", ("content",)),
    "title-only": Role(("titleOnly",), "a title, and room to draw on", ("content",)),
    "picture": Role(("picTx",), "a picture with a caption", ("content",)),
    "closing": Role((), "the last slide", ("content",)),
    "blank": Role(("blank",), "nothing at all", ("title-only", "content")),
}

SURE, LIKELY, GUESS = 90, 60, 30
"""Scores from which a layout is surely, probably, or only by its placeholders the one for a role."""
CLUTTER_COST = 20
"""Score that a layout loses if drawings of the template cover its whole body."""
LARGE = 0.3
"""Share of the page from which a placeholder can be the body."""


class LayoutCandidate(Struct, frozen=True):
    """A layout that may serve for a role."""

    name: str
    layout: Layout
    score: int
    """0 to 100, and a little more if the template's own slides use it."""
    reason: str


class LayoutUse(Struct, frozen=True):
    """How the template's own slides use a layout, which shows what its designer made it for."""

    is_first: bool = False
    """The first slide uses it."""
    slides: int = 0
    """How many later slides use it."""
    master_slides: int = 0
    """How many later slides use a layout of its master."""


def rank_layouts(
    role: str, layouts: Mapping[str, Layout], page: Box, uses: Mapping[str, LayoutUse]
) -> list[LayoutCandidate]:
    """Returns the layouts that may serve for `role`, the best first. `layouts` are by name, `uses` by part name."""
    candidates = []
    for name, layout in layouts.items():
        score, reason = _rate_layout(role, layout, page)
        if score >= GUESS:
            score += _rate_use(role, uses.get(layout.part, LayoutUse())) - _rate_awkwardness(role, layout, page)
            candidates.append(LayoutCandidate(name, layout, score, reason))
    return sorted(candidates, key=lambda candidate: -candidate.score)


def bind_roles(
    layouts: Mapping[str, Layout],
    chosen: Mapping[str, str],
    spans: Mapping[str, Span],
    page: Box,
    uses: Mapping[str, LayoutUse],
    report: Report,
) -> Mapping[str, Layout]:
    """Returns role → layout: the one that brand.yaml names (`chosen`), else the best candidate, else a fallback's."""
    bound: dict[str, Layout] = {}
    for role, name in chosen.items():
        layout = layouts.get(name) or next((other for other in layouts.values() if other.type == name), None)
        if layout is not None:
            bound[role] = layout
            continue
        report.error(
            "unknown-layout",
            f"the template has no slide layout '{name}'",
            spans.get(f"layouts.{role}"),
            help=did_you_mean(name, layouts),
            notes=(f"its layouts are {', '.join(layouts)}",),
        )
    for role in ROLES:
        candidates = rank_layouts(role, layouts, page, uses)
        if role not in bound and candidates:
            bound[role] = candidates[0].layout
    fallbacks = {role: next((name for name in (role, *ROLES[role].fallbacks) if name in bound), None) for role in ROLES}
    return {role: bound[name] for role, name in fallbacks.items() if name}


def _rate_layout(role: str, layout: Layout, page: Box) -> tuple[int, str]:
    """Returns how well a layout suits a role, and why: type and name count unless its placeholders contradict them."""
    suits = _SUITS[role](layout, page)
    types = ROLES[role].types
    if layout.type in types and suits is not False:
        return 100 - 5 * types.index(layout.type), f"its type is '{layout.type}'"
    by_name, by_word = find_named_roles(layout.name)
    if by_name == role and suits is not False:
        return 92, "its name says so"
    is_typed = any(layout.type in other.types for other in ROLES.values())
    if by_word == role and suits is not False and not is_typed and by_name is None:
        return 65, "a word in its name says so, and its placeholders do not contradict it"
    if suits and by_name is None and by_word in (None, role) and (not is_typed or layout.type in types):
        return 40, "its placeholders suit the role"
    return 0, ""


def _rate_use(role: str, use: LayoutUse) -> int:
    """Returns a small bonus: between layouts that suit equally well, the designer's own slides decide."""
    if role == "title":
        return 4 * use.is_first - min(2, use.slides)
    if role in ("closing", "blank"):
        return 0
    return min(2, use.slides) + min(2, use.master_slides) - 2 * use.is_first


def _rate_awkwardness(role: str, layout: Layout, page: Box) -> int:
    """Returns the score that a layout loses for little room, turned text, and texts or drawings over each other."""
    title, body = layout.title, layout.body
    cost = 8 if any(p.vertical for p in (title, body) if p) else 0
    if role in ("content", "two-content", "title-only") and title is not None:
        cost += 2 if title.box.width < page.width * 0.4 else 0
        if body is not None:
            cost += 3 if sum(p.box.width for p in _list_bodies(layout)) < page.width * 0.6 else 0
            cost -= round(6 * measure_share(body.box, page))
            cost -= 1 if any(p.type == "sldNum" for p in layout.placeholders) else 0
            cost += round(CLUTTER_COST * layout.clutter)
            cost += 3 if measure_overlap(title.box, body.box) > 0.1 else 0
    return cost


def _list_contents(layout: Layout) -> list[Placeholder]:
    """Returns the placeholders that are neither titles nor footers."""
    return [p for p in layout.placeholders if p.type not in FOOTERS | HEADS]


def _list_bodies(layout: Layout) -> list[Placeholder]:
    return [p for p in _list_contents(layout) if p.type in ("obj", "body") and p.use != "subtitle"]


def _is_cover(layout: Layout, page: Box) -> bool | None:
    """Checks for a title, a line or two of text, and nothing else to fill."""
    title = layout.title
    others = [p for p in _list_contents(layout) if p.use != "subtitle"]
    if title is None or any(p.type not in ("body", "subTitle") for p in others) or len(others) > 3:
        return False
    is_central = title.box.y + title.box.height / 2 > page.height * 0.25
    return True if is_central and layout.subtitle else None


def _is_section(layout: Layout, _page: Box) -> bool | None:
    has_body = any(p.type in ("obj", "pic") for p in _list_contents(layout))
    return False if layout.title is None or has_body else None


def _is_content(layout: Layout, page: Box) -> bool | None:
    bodies = _list_bodies(layout)
    large = [p for p in bodies if measure_share(p.box, page) >= LARGE]
    subtitles = (p for p in _list_contents(layout) if p.type == "subTitle")
    has_large_subtitle = any(measure_share(p.box, page) > LARGE for p in subtitles)
    if layout.title is None or not bodies or has_large_subtitle:
        return False
    return True if len(large) == len(bodies) == 1 else None


def _is_two_content(layout: Layout, page: Box) -> bool | None:
    bodies = sorted(_list_bodies(layout), key=lambda p: p.box.x)
    if layout.title is None or len(bodies) < 2:
        return False
    side_by_side = len(bodies) == 2 and bodies[0].box.x + bodies[0].box.width <= bodies[1].box.x + page.width // 50
    return side_by_side or None


def _is_title_only(layout: Layout, page: Box) -> bool | None:
    title = layout.title
    if title is None or any(p.use != "subtitle" for p in _list_contents(layout)):
        return False
    return title.box.y + title.box.height / 2 < page.height * 0.3 or None


def _is_picture(layout: Layout, _page: Box) -> bool | None:
    return True if layout.title and any(p.type == "pic" for p in _list_contents(layout)) else None


def _is_blank(layout: Layout, _page: Box) -> bool | None:
    return not _list_contents(layout) and layout.title is None


def _has_title(layout: Layout, _page: Box) -> bool | None:
    return False if layout.title is None else None


_SUITS = {
    "title": _is_cover,
    "section": _is_section,
    "statement": _has_title,
    "content": _is_content,
    "two-content": _is_two_content,
    "title-only": _is_title_only,
    "picture": _is_picture,
    "closing": _has_title,
    "blank": _is_blank,
}
"""Role → a check of a layout's placeholders: True if they suit it, False if not, None if they do not decide."""
