"""The chart element, and the picture element with its caption and credit."""

from __future__ import annotations

from msgspec.structs import force_setattr, replace

from deckwright.arrange.charts.native_chart import make_native_chart
from deckwright.arrange.charts.panels import find_panel_boxes, place_panels_title, set_common_scale
from deckwright.arrange.elements.base import Element, Misfit, attribute
from deckwright.arrange.elements.readers import TEXT, one_of, whole_value
from deckwright.arrange.elements.texts import TextElement
from deckwright.arrange.slide_context import Shapes, SlideContext
from deckwright.model import deck, page
from deckwright.model.page import EMU_PER_CM, EMU_PER_POINT, AnyShape, Box, ChartFrame


class FlexibleElement(Element, frozen=True, kw_only=True):
    """An element that takes the free space and can shrink."""

    @property
    def growth(self) -> float:
        return 1.0 if self.grow is None else self.grow

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        return EMU_PER_CM * (3 if least else 8)

    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        return EMU_PER_CM * 4


class ChartElement(FlexibleElement, frozen=True, kw_only=True):
    """A native chart, or several with the same scale for small multiples."""

    of: deck.Chart = attribute(whole_value("a chart", deck.Chart), required=True)
    """The chart: `{{ chart }}`."""

    def place(self, context: SlideContext, box: Box) -> Shapes:
        if not self.of.panels:
            return (self._make_frame(self.of, context, box),)
        heading, rest = place_panels_title(self.of, context, box)
        boxes = find_panel_boxes(len(self.of.panels), rest, context.rtl)
        panels = zip(set_common_scale(self.of), boxes, strict=True)
        return (*heading, *(self._make_frame(panel, context, at) for panel, at in panels))

    def _make_frame(self, chart: deck.Chart, context: SlideContext, box: Box) -> ChartFrame:
        name = context.names.make_name("Chart") if self.of.panels else self.name_shape("Chart", context, box)
        return ChartFrame(name, box, make_native_chart(chart, context, box), alt=str(chart.alt or ""))


_CAPTION_GAP = 4 * EMU_PER_POINT
"""Distance above each line below a picture."""
_PPI = 150
"""Pixels per inch of a picture in its natural size."""


class PictureElement(FlexibleElement, frozen=True, kw_only=True):
    """A picture, whole (`contain`) or cropped to fill its box (`cover`), with its caption and credit below it."""

    of: deck.Picture = attribute(whole_value("a picture", deck.Picture), required=True)
    """The picture: `{{ picture }}`."""
    fit: str | None = attribute(one_of("contain", "cover"))
    """Whole, or cropped to fill its box. The default is the author's choice."""
    caption: str = attribute(TEXT, "")
    """Text below the picture, above its credit."""
    caption_lines: tuple[TextElement, ...] = ()
    """Caption and credit, made once because measures are cached for each element."""

    def __post_init__(self) -> None:
        texts = (("caption", self.caption), ("credit", self.of.credit))
        lines = (TextElement(span=self.span, content=(text,), style=style) for style, text in texts if text)
        force_setattr(self, "caption_lines", tuple(lines))

    def measure_width(self, context: SlideContext, *, least: bool) -> int:
        return super().measure_width(context, least=True) if least else round(self.of.width * 914_400 / _PPI)

    def measure_height(self, context: SlideContext, width: int, *, least: bool) -> int:
        return super().measure_height(context, width, least=least) + self._measure_captions(context, width)

    def find_misfit(self, context: SlideContext, box: Box) -> Misfit | None:
        heights = ((line, line.measure_height(context, box.width, least=False)) for line in self.caption_lines)
        misfits = (line.find_misfit(context, replace(box, height=height)) for line, height in heights)
        return next((misfit for misfit in misfits if misfit), None)

    def place(self, context: SlideContext, box: Box) -> Shapes:
        height = max(1, box.height - self._measure_captions(context, box.width))
        picture = self._make_picture(context, replace(box, height=height))
        shapes: list[AnyShape] = [picture]
        top = picture.box.y + picture.box.height
        left, right = (box.x, picture.box.x + picture.box.width) if context.rtl else (picture.box.x, box.x + box.width)
        for line in self.caption_lines:
            top += _CAPTION_GAP
            height = line.measure_height(context, box.width, least=False)
            shapes += line.place(context, Box(left, top, right - left, height))
            top += height
        return tuple(shapes)

    def _make_picture(self, context: SlideContext, box: Box) -> page.PictureFrame:
        """Places the picture, which is not mirrored in right-to-left languages."""
        picture = self.of
        is_cropped = (self.fit or picture.fit) == "cover"
        at = box if is_cropped else _contain(picture, box)
        self._warn_of_fonts(context)
        return page.PictureFrame(
            self.name_shape("Picture", context, at),
            at,
            picture.data,
            picture.media_type,
            str(picture.alt or ""),
            picture.decorative,
            _crop(picture, box) if is_cropped else (0, 0, 0, 0),
            raster=picture.raster,
            fonts=(context.brand.font_folder or "") if picture.families else None,
        )

    def _measure_captions(self, context: SlideContext, width: int) -> int:
        """Returns the height in EMU of caption and credit."""
        return sum(_CAPTION_GAP + line.measure_height(context, width, least=False) for line in self.caption_lines)

    def _warn_of_fonts(self, context: SlideContext) -> None:
        """Warns about fonts in a drawing (SVG) that are not the brand's: they depend on the computer that builds."""
        foreign = [family for family in self.of.families if not context.fonts.is_own(family)]
        if foreign and self.of.raster is None:
            context.report.warning(
                "svg-text",
                f"'{self.of.path}' has texts in '{foreign[0]}', which is not a font of the brand: they may look "
                "different if another computer builds the presentation",
                self.of.span,
                help="export it with its texts as paths, or put the font's files into the brand's fonts folder",
            )


def _contain(picture: deck.Picture, box: Box) -> Box:
    share = min(box.width / picture.width, box.height / picture.height)
    width, height = round(picture.width * share), round(picture.height * share)
    return Box(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)


def _crop(picture: deck.Picture, box: Box) -> tuple[int, int, int, int]:
    """Returns the crop at left, top, right and bottom that brings the focus as near to the middle as possible."""
    across, down = (float(percent) / 100 for percent in picture.focus)
    wide, high = picture.width * box.height, picture.height * box.width
    if wide > high:
        left, right = _crop_length(across, high / wide)
        return (left, 0, right, 0)
    top, bottom = _crop_length(down, wide / high)
    return (0, top, 0, bottom)


def _crop_length(focus: float, visible: float) -> tuple[int, int]:
    """Returns the thousandths of a percent cropped before and after the `visible` share of a length."""
    before = min(max(focus - visible / 2, 0.0), 1 - visible)
    return round(before * 100_000), round((1 - visible - before) * 100_000)
