"""Footers: one line where that can be, in a colour that is seen, and none on the cover."""

from __future__ import annotations

from typing import Any

import pytest
from by_hand import CM, a_deck, brand, pages_of, said, slide
from msgspec.structs import replace

from deckwright.model.brand import Brand
from deckwright.model.colours import Colour
from deckwright.model.page import Align, Box, Shape

PLAIN = {"test": "<slide><title>T</title></slide>", "cover": '<slide layout="title"><title>T</title></slide>'}
LONG = "Maria Holm, head librarian · The city library"


def template(**changes: Any) -> Brand:
    """A brand with date, footer and number side by side on the layout of titles, in 12 pt Arial."""
    look = brand()
    layout = look.layouts["content"]
    level = replace(layout.placeholders[0].levels[0], size=12.0, align=changes.pop("align", "center"))
    size, background, height = changes.pop("size", 12.0), changes.pop("background", ""), changes.pop("height", CM)
    rest = tuple(one for one in layout.placeholders if one.type not in ("dt", "ftr", "sldNum"))
    places = {"dt": (2, 4, "left"), "ftr": (10, changes.pop("width", 4), level.align), "sldNum": (26, 3, "right")}
    small = tuple(
        replace(
            layout.placeholders[0],
            type=kind, index=10 + number, name=kind, use="", background=background,
            box=Box(x * CM, 17 * CM, width * CM, height),
            levels=(replace(level, size=size, align=align, bullet="", margin_left=0, indent=0),) * 9,
        )
        for number, (kind, (x, width, align)) in enumerate(places.items())
    )  # fmt: skip
    both = replace(layout, placeholders=(*rest, *small))
    return replace(look, layouts={**look.layouts, "content": both, "title": both})


def footers(look: Brand, footer: str = LONG, kind: str = "test") -> dict[str, Shape]:
    deck = a_deck(slide(kind, "one"), footer=said(footer, 2), date_text=said("7 October 2026"))
    pages, found = pages_of(PLAIN, deck, look=look)
    assert not found
    shapes = (shape for shape in pages.pages[0].shapes if isinstance(shape, Shape) and shape.slot)
    return {shape.slot.type: shape for shape in shapes if shape.slot and shape.slot.type in ("dt", "ftr", "sldNum")}


def sizes(found: dict[str, Shape]) -> set[float | None]:
    return {run.size for shape in found.values() if shape.frame for p in shape.frame.paragraphs for run in p.runs}


def test_a_footer_that_has_its_line_stays_in_its_placeholder() -> None:
    found = footers(template(), "City library")
    assert found["ftr"].box is None
    assert sizes(found) == {None}


@pytest.mark.parametrize(("align", "kept"), [("left", "left"), ("center", "middle"), ("right", "right")])
def test_a_longer_one_takes_the_room_beside_it(align: Align, kept: str) -> None:
    found = footers(template(align=align, width=8))
    box = found["ftr"].box
    assert box is not None
    edges = {"left": box.x, "middle": box.x + box.width // 2, "right": box.x + box.width}
    assert edges[kept] == pytest.approx({"left": 10 * CM, "middle": 14 * CM, "right": 18 * CM}[kept], abs=2)
    assert sizes(found) == {None}


def test_it_moves_over_where_one_side_is_not_enough() -> None:
    box = footers(template(align="right", width=3))["ftr"].box
    assert box is not None
    assert (box.x > 2 * CM, box.x + box.width > 13 * CM) == (True, True)


def test_one_too_long_for_that_makes_all_three_smaller_alike() -> None:
    found = footers(template(size=20.0), f"{LONG} of the whole municipality, since 1926")
    (size,) = sizes(found)
    assert size is not None
    assert size < 20


def test_the_number_is_no_larger_than_what_has_to_shrink_for_the_height() -> None:
    (size,) = sizes(footers(template(height=CM * 4 // 10), "City library"))
    assert size is not None
    assert size < 12


@pytest.mark.parametrize(("background", "colour"), [("1F3864", Colour("background1")), ("F2F2F2", None), ("", None)])
def test_what_is_lost_on_the_templates_own_band_has_another_colour(background: str, colour: Colour | None) -> None:
    found = footers(template(background=background))
    runs = [run for shape in found.values() if shape.frame for p in shape.frame.paragraphs for run in p.runs]
    assert {run.colour for run in runs} == {colour}


def test_a_cover_has_none() -> None:
    assert set(footers(template())) == {"dt", "ftr", "sldNum"}
    assert footers(template(), kind="cover") == {}
