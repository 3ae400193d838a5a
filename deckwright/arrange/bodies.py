"""The content of a slide below its title: placed in a placeholder as running text, or composed in a box."""

from __future__ import annotations

from msgspec.structs import replace

from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.slide import BodyElement, ComposedSlide, PlaceholderElement
from deckwright.arrange.elements.texts import ListElement, TextElement
from deckwright.arrange.placeholders import TEXT_BODIES, fill_placeholder, fit_body, make_element_blocks, report_misfit
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.arrange.titles import Heads
from deckwright.model.brand import Brand, Layout, Placeholder
from deckwright.model.diagnostics import did_you_mean
from deckwright.model.page import EMU_PER_CM, AnyShape, Box, ChartFrame, PictureFrame, Shape, Slot, TableFrame

PARAGRAPH_ATTRIBUTES = frozenset({"style", "colour", "bold", "align", "level", "link", "of", "lead"})
"""Attributes of texts and lists that paragraphs of a placeholder can have; any other needs a box of its own."""
PLACEHOLDER_TYPES: dict[type[AnyShape], frozenset[str]] = {
    ChartFrame: frozenset({"obj", "chart"}),
    TableFrame: frozenset({"obj", "tbl"}),
    PictureFrame: frozenset({"obj", "pic"}),
}
"""The only shape of a body → the placeholders (ST_PlaceholderType) that it may fill."""
SOURCE_GAP = EMU_PER_CM * 3 // 10
"""Distance between the body and the line of sources below it."""


def place_content(
    element: Element, composed: ComposedSlide, layout: Layout, head: Heads, context: SlideContext
) -> Shapes:
    """Returns the shapes of a body or of a named placeholder; no shapes for other elements."""
    if isinstance(element, BodyElement):
        if head.has_body_texts:
            return ()
        element = _set_role_style(element, composed.root.layout, context.brand)
        source, body, box = reserve_source_line(composed, head, context)
        shapes = _fill(element, body, box, composed, context, moved=head.is_body_moved)
        if source and body:
            shapes = tuple(_set_box(shape, body.box) for shape in shapes)
        return (*shapes, *source)
    if isinstance(element, PlaceholderElement):
        by_name = {placeholder.name: placeholder for placeholder in layout.placeholders}
        if element.name not in by_name:
            context.report.error(
                "unknown-placeholder",
                f"slide layout '{layout.name}' has no placeholder '{element.name}'",
                element.span,
                help=did_you_mean(element.name, by_name),
                notes=(f"its placeholders are {', '.join(by_name)}",),
            )
            return ()
        placeholder = by_name[element.name]
        return _fill(element, placeholder, placeholder.box, composed, context)
    return ()


def _set_role_style(body: BodyElement, role: str, brand: Brand) -> BodyElement:
    """Sets plain texts in the text style of a role, such as a statement, that uses the brand's content layout."""
    is_borrowed = role in brand.styles and role in brand.layouts and brand.layouts[role] == brand.layouts["content"]
    if not is_borrowed or not all(
        isinstance(child, TextElement) and "style" not in child.explicit_attributes for child in body.children
    ):
        return body
    return replace(body, children=tuple(replace(child, style=role) for child in body.children))


def reserve_source_line(
    composed: ComposedSlide, head: Heads, context: SlideContext
) -> tuple[Shapes, Placeholder | None, Box]:
    """Places the slide's line of sources, if it has one, at the foot of the body.

    Returns its shapes, and the placeholder and the box of the body above it.
    """
    line = composed.slide.source_line
    body, box = head.body, head.box
    element = next((child for child in composed.root.children if isinstance(child, BodyElement)), None)
    if line is None or element is None or not element.children:
        return (), body, box
    text = TextElement(span=element.span, content=(line,), style="credit", name="Source")
    height = text.measure_height(context, box.width, least=False)
    shapes = text.place(context, Box(box.x, box.y + box.height - height, box.width, height))
    taken = height + context.scale_gap(SOURCE_GAP)
    if body is not None:
        body = replace(body, box=replace(body.box, height=body.box.height - taken))
    return shapes, body, replace(box, height=box.height - taken)


def _set_box(shape: AnyShape, box: Box) -> AnyShape:
    """Gives a placeholder that is lower than in its layout a box of its own."""
    return replace(shape, box=box) if isinstance(shape, Shape) and shape.slot and shape.box is None else shape


def _fill(
    element: BodyElement | PlaceholderElement,
    placeholder: Placeholder | None,
    box: Box,
    composed: ComposedSlide,
    context: SlideContext,
    *,
    moved: bool = False,
) -> Shapes:
    """Sets running text in the placeholder, and composes anything else in `box`.

    Running text begins at the top of `box` too if the body is `moved`.
    """
    if not element.children:
        return ()
    if placeholder and placeholder.type in TEXT_BODIES and _is_running_text(element):
        blocks = tuple(
            block
            for child in element.children
            if isinstance(child, TextElement | ListElement)
            for block in make_element_blocks(placeholder, child, context)
        )
        if not blocks:
            return ()
        at = Box(placeholder.box.x, box.y, placeholder.box.width, box.height) if moved else None
        shape, misfit = fill_placeholder(placeholder, blocks, context, at)
        if misfit:
            report_misfit(misfit, context, composed.slide.span)
        return (shape,)
    scaled, misfit = fit_body(element, context, box)
    if misfit:
        report_misfit(misfit, scaled, composed.slide.span)
    shapes = element.place(scaled, box)
    if placeholder and len(element.children) == len(shapes) == 1:
        only = shapes[0]
        if (
            isinstance(only, ChartFrame | TableFrame | PictureFrame)
            and placeholder.type in PLACEHOLDER_TYPES[type(only)]
        ):
            return (replace(only, slot=Slot(placeholder.type, placeholder.index)),)
    return shapes


def _is_running_text(element: Element) -> bool:
    """Returns True for texts only, or one list, without attributes that need a box."""
    children = element.children
    if element.explicit_attributes - {"name", "gap"}:
        return False
    if any(child.explicit_attributes - PARAGRAPH_ATTRIBUTES for child in children):
        return False
    return all(isinstance(child, TextElement) for child in children) or (
        len(children) == 1 and isinstance(children[0], ListElement)
    )
