"""The picture element: a picture in its box, whole or cut, with its caption and its credit below it."""

from __future__ import annotations

from msgspec.structs import force_setattr, replace

from deckwright.arrange.charts.chart import draw_chart
from deckwright.arrange.charts.panels import share_scale, find_panel_boxes, place_panels_title
from deckwright.arrange.context import SlideContext, Shapes
from deckwright.arrange.elements.base import Element, Misfit, attribute
from deckwright.arrange.elements.readers import TEXT, one_of, whole_value
from deckwright.arrange.elements.texts import TextElement
from deckwright.model import deck, page
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, AnyShape, Box, ChartFrame


class FlexibleElement(Element, frozen=True, kw_only=True):
    """Takes what room there is, and can be pressed small."""

    @property
    def growth(self) -> float:
        return 1.0 if self.grow is None else self.grow

    def measure_natural_width(self, context: SlideContext) -> int:
        return EMU_PER_CM * 8

    def measure_least_width(self, context: SlideContext) -> int:
        return EMU_PER_CM * 3

    def measure_height(self, context: SlideContext, width: int) -> int:
        return EMU_PER_CM * 4


class ChartElement(FlexibleElement, frozen=True, kw_only=True):
    """A native chart; several on one scale, where the author wants small multiples."""

    of: deck.Chart = attribute(whole_value("a chart", deck.Chart), required=True)
    """What it shows: `{{ chart }}`."""

    def place(self, context: SlideContext, box: Box) -> Shapes:
        if not self.of.panels:
            return (self._make_frame(self.of, context, box),)
        heading, rest = place_panels_title(self.of, context, box)
        boxes = find_panel_boxes(len(self.of.panels), rest, context.rtl)
        panels = zip(share_scale(self.of), boxes, strict=True)
        return (*heading, *(self._make_frame(panel, context, at) for panel, at in panels))

    def _make_frame(self, chart: deck.Chart, context: SlideContext, box: Box) -> ChartFrame:
        name = context.names.make_name("Chart") if self.of.panels else self.name_shape("Chart", context, box)
        return ChartFrame(name, box, draw_chart(chart, context, box), alt=str(chart.alt or ""))


SVG = "image/svg+xml"
_ABOVE = 4 * EMU_PER_POINT
"""Each line below a picture."""
_PPI = 150
"""Pixels to the inch of the size a picture would like to have."""


class PictureElement(FlexibleElement, frozen=True, kw_only=True):
    """A picture: whole (`contain`) or filling its box (`cover`), with its caption and its credit below it."""

    of: deck.Picture = attribute(whole_value("a picture", deck.Picture), required=True)
    """What it shows: `{{ picture }}`."""
    fit: str | None = attribute(one_of("contain", "cover"))
    """Whole, or cut so that it fills its box; without it as the author says."""
    caption: str = attribute(TEXT, "")
    """What it shows, below it; its credit follows."""
    caption_lines: tuple[TextElement, ...] = ()
    """Caption and credit: made once, for what has been measured is known by its element."""

    def __post_init__(self) -> None:
        said = (("caption", self.caption), ("credit", self.of.credit))
        made = (TextElement(span=self.span, content=(text,), style=style) for style, text in said if text)
        force_setattr(self, "lines", tuple(made))

    def measure_natural_width(self, context: SlideContext) -> int:
        return round(self.of.width * 914_400 / _PPI)

    def measure_height(self, context: SlideContext, width: int) -> int:
        return super().measure_height(context, width) + self._measure_captions(context, width)

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        heights = ((one, one.measure_height(context, box.width)) for one in self.caption_lines)
        found = (one.find_misfit(context, replace(box, height=height)) for one, height in heights)
        return next((misfit for misfit in found if misfit), None)

    def place(self, context: SlideContext, box: Box) -> Shapes:
        picture = self._make_picture(
            context, replace(box, height=max(1, box.height - self._measure_captions(context, box.width)))
        )
        shapes: list[AnyShape] = [picture]
        top = picture.box.y + picture.box.height
        for line in self.caption_lines:
            top += _ABOVE
            at = _find_caption_box(picture.box, box, context.rtl)
            height = line.measure_height(context, box.width)
            shapes += line.place(context, replace(at, y=top, height=height))
            top += height
        return tuple(shapes)

    def _make_picture(self, context: SlideContext, box: Box) -> page.Picture:
        """Photographs, unlike arrows, are the same in languages that run from the right."""
        picture = self.of
        cut = (self.fit or picture.fit) == "cover"
        at = box if cut else _contain(picture, box)
        self._warn_of_fonts(context)
        return page.Picture(
            self.name_shape("Picture", context, at),
            at,
            picture.data,
            picture.media_type,
            str(picture.alt or ""),
            picture.decorative,
            _crop(picture, box) if cut else (0, 0, 0, 0),
            raster=picture.raster,
            fonts=(context.brand.font_folder or "") if picture.families else None,
        )

    def _measure_captions(self, context: SlideContext, width: int) -> int:
        """EMU that these take."""
        return sum(_ABOVE + line.measure_height(context, width) for line in self.caption_lines)

    def _warn_of_fonts(self, context: SlideContext) -> None:
        """The picture of a drawing shows letters as this machine has them, unless the brand brings their font."""
        strange = [family for family in self.of.families if not context.fonts.is_own(family)]
        if strange and self.of.raster is None:
            context.report.warning(
                "svg-text",
                f"'{self.of.path}' has texts in '{strange[0]}': where only its picture is shown, they look as this "
                "machine draws them",
                self.of.span,
                help="export it with its texts as paths, or put the font's files into the brand's fonts folder",
            )


def _contain(picture: deck.Picture, box: Box) -> Box:
    share = min(box.width / picture.width, box.height / picture.height)
    width, height = round(picture.width * share), round(picture.height * share)
    return Box(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)


def _crop(picture: deck.Picture, box: Box) -> tuple[int, int, int, int]:
    """What is cut off at left, top, right and bottom, so that the focus is as near to the middle as it can be."""
    across, down = (float(percent) / 100 for percent in picture.focus)
    wide, high = picture.width * box.height, picture.height * box.width
    if wide > high:
        left, right = _cut(across, high / wide)
        return (left, 0, right, 0)
    top, bottom = _cut(down, wide / high)
    return (0, top, 0, bottom)


def _cut(focus: float, shown: float) -> tuple[int, int]:
    """Thousandths of a percent cut off before and behind, where `shown` of the length is left."""
    before = min(max(focus - shown / 2, 0.0), 1 - shown)
    return round(before * 100_000), round((1 - shown - before) * 100_000)


def _find_caption_box(picture: Box, box: Box, rtl: bool) -> Box:
    """From the picture's edge, where lines begin, to the end of the box."""
    if rtl:
        return replace(box, width=picture.x + picture.width - box.x)
    return replace(box, x=picture.x, width=box.x + box.width - picture.x)
