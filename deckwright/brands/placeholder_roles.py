"""What each placeholder of a layout is for: the title, the second line, the body, told by type, name and place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from deckwright.brands.layout_names import is_second_line
from deckwright.model.brand import HEADS, Placeholder
from deckwright.model.page import Box

BODIES = frozenset({"obj", "body", "chart", "tbl", "pic", "media", "clipArt", "dgm"})
SMALL = 0.18
"""Share of the page up to which the only text beside a title is a second line, not a body."""
THIN = 0.14
"""Share of the page's height up to which a text above the body is a second line."""
COVERS = frozenset({"title", "secHead"})
"""Types of layouts (ST_SlideLayoutType) whose text is a second line, however large."""


def with_uses(placeholders: Sequence[Placeholder], kind: str, page: Box) -> tuple[Placeholder, ...]:
    """The placeholders of a layout of type `kind`, each with its `use`: title, subtitle, body, or none."""
    title = next((p for p in placeholders if p.type in HEADS), None)
    second = _second_line(placeholders, title, kind, page)
    bodies = [p for p in placeholders if p.type in BODIES and p is not second]
    body = max(bodies, key=lambda p: p.box.width * p.box.height, default=None)
    uses = {id(one): use for one, use in ((title, "title"), (second, "subtitle"), (body, "body")) if one is not None}
    return tuple(replace(p, use=uses.get(id(p), "")) for p in placeholders)


def _second_line(
    placeholders: Sequence[Placeholder], title: Placeholder | None, kind: str, page: Box
) -> Placeholder | None:
    texts = [p for p in placeholders if p.type == "body"]
    told = [p for p in placeholders if p.type == "subTitle"] or [p for p in texts if is_second_line(p.name)]
    if told or title is None:
        return next(iter(told), None)
    others = [p for p in placeholders if p.type in BODIES]
    largest = max(texts, key=lambda p: p.box.width * p.box.height, default=None)
    if largest is not None and len(others) == len(texts):
        area = largest.box.width * largest.box.height / max(1, page.width * page.height)
        if kind in COVERS or area <= SMALL:
            foot = title.box.y + title.box.height
            return min(texts, key=lambda p: abs(p.box.y - foot))
    body = max(others, key=lambda p: p.box.width * p.box.height, default=None)
    thin = [
        p for p in texts
        if body is not None and p is not body and p.box.height <= page.height * THIN
        and title.box.y <= p.box.y < body.box.y and p.box.width >= page.width * 0.5
    ]  # fmt: skip
    return next(iter(thin), None)
