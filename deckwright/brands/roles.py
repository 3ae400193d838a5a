"""The roles of slide layouts (title, content, picture …), and which layout of a template serves for each."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from deckwright.brands.masters import measure_overlap, measure_share
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
"""In the order of PowerPoint's layout gallery."""

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


def is_subtitle_name(name: str) -> bool:
    return _normalise_name(name).startswith(_load_names()[2])


def _rate_layout(role: str, layout: Layout, page: Box) -> tuple[int, str]:
    """Returns how well a layout suits a role, and why: type and name count unless its placeholders contradict them."""
    suits = _suits_role(role, layout, page)
    types = ROLES[role].types
    if layout.type in types and suits is not False:
        return 100 - 5 * types.index(layout.type), f"its type is '{layout.type}'"
    by_name, by_word = _find_named_roles(layout.name)
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


def _suits_role(role: str, layout: Layout, page: Box) -> bool | None:
    """Returns True if a layout's placeholders suit a role, False if not, None if they do not decide."""
    title, bodies = layout.title, _list_bodies(layout)
    contents = [p for p in layout.placeholders if p.type not in FOOTERS | HEADS]
    others = [p for p in contents if p.use != "subtitle"]
    if role == "blank":
        return not contents and title is None
    if role == "picture":
        return True if title is not None and any(p.type == "pic" for p in contents) else None
    if title is None:
        return False
    middle = title.box.y + title.box.height / 2
    match role:
        case "title":  # a title, a line or two of text, and nothing else to fill
            if any(p.type not in ("body", "subTitle") for p in others) or len(others) > 3:
                return False
            return (middle > page.height * 0.25 and layout.subtitle is not None) or None
        case "section":
            return False if any(p.type in ("obj", "pic") for p in contents) else None
        case "content":
            if not bodies or any(p.type == "subTitle" and measure_share(p.box, page) > LARGE for p in contents):
                return False
            return (len(bodies) == 1 and measure_share(bodies[0].box, page) >= LARGE) or None
        case "two-content":
            if len(bodies) < 2:
                return False
            left, right = (p.box for p in sorted(bodies, key=lambda p: p.box.x)[:2])
            return (len(bodies) == 2 and left.x + left.width <= right.x + page.width // 50) or None
        case "title-only":
            return False if others else middle < page.height * 0.3 or None
    return None


def _list_bodies(layout: Layout) -> list[Placeholder]:
    return [p for p in layout.placeholders if p.type in ("obj", "body") and p.use != "subtitle"]


@cache
def _find_named_roles(name: str) -> tuple[str | None, str | None]:
    """Returns the role whose layouts have exactly this name in some language, and the one that a word reveals.

    PowerPoint translates the names of layouts, never their types. But other programs, and designers who draw their own
    layouts, leave the type out; then the name is the best evidence.
    """
    plain, (roles, words, _) = _normalise_name(name), _load_names()
    by_word = (role for role, parts in words.items() if any(part in plain for part in parts))
    return roles.get(plain), next(by_word, None)


@cache
def _load_names() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Reads layout_names.json: name of a layout → role, role → words, and how names of subtitle placeholders begin.

    The words are in the order of the search; those of `content` come last, because other layouts speak of content too.
    """
    tables = json.loads(Path(__file__).with_name("layout_names.json").read_text("utf-8"))
    roles = {_normalise_name(name): role for role, names in tables["names"].items() for name in names}
    words = {role: tuple(map(_normalise_name, words)) for role, words in tables["words"].items()}
    return roles, words, tuple(tables["subtitles"])


def _normalise_name(name: str) -> str:
    """Returns a name to compare: in lower case, without the number that PowerPoint puts before or after it."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"^\d+[_ .-]+|\s*\(\d+\)$|[_-]\d+$", "", " ".join(folded.replace("_", " ").split())).strip()
