"""The picture element: a picture in its box, whole or cut, with its credit below it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deckwright import deck, page
from deckwright.arrange.context import Context, Shapes
from deckwright.elements.base import Misfit, attribute
from deckwright.elements.figures import Figure
from deckwright.elements.readers import one_of, whole
from deckwright.elements.texts import TextElement
from deckwright.page import EMU_PER_POINT, Box

SVG = "image/svg+xml"
_ABOVE_CREDIT = 3 * EMU_PER_POINT
_PPI = 150
"""Pixels to the inch of the size a picture would like to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureElement(Figure):
    """A picture: whole (`contain`) or filling its box (`cover`), with its credit below it if it has one."""

    of: deck.Picture = attribute(whole("a picture", deck.Picture), required=True)
    """What it shows: `{{ picture }}`."""
    fit: str | None = attribute(one_of("contain", "cover"))
    """Whole, or cut so that it fills its box; without it as the author says."""

    def natural_width(self, context: Context) -> int:
        return round(self.of.width * 914_400 / _PPI)

    def measured_height(self, context: Context, width: int) -> int:
        # not `super()`, which slotted dataclasses do not have
        return Figure.measured_height(self, context, width) + self._below(context, width)

    def misfit(self, context: Context, box: Box) -> Misfit | None:
        credit = self._credit()
        return credit.misfit(context, replace(box, height=self._below(context, box.width))) if credit else None

    def place(self, context: Context, box: Box) -> Shapes:
        below = self._below(context, box.width)
        within = replace(box, height=max(1, box.height - below))
        picture = self._picture(context, within)
        credit = self._credit()
        if credit is None:
            return (picture,)
        return (picture, *credit.place(context, _under(picture.box, box, below - _ABOVE_CREDIT, context.rtl)))

    def _picture(self, context: Context, box: Box) -> page.Picture:
        """Photographs, unlike arrows, are the same in languages that run from the right."""
        picture = self.of
        cut = (self.fit or picture.fit) == "cover"
        at = box if cut else _contained(picture, box)
        self._warn_of_letters(context)
        return page.Picture(
            self.called("Picture", context, at),
            at,
            picture.data,
            picture.media_type,
            str(picture.alt or ""),
            picture.decorative,
            _crop(picture, box) if cut else (0, 0, 0, 0),
            raster=picture.raster,
            fonts=(context.brand.font_folder or "") if picture.families else None,
        )

    def _credit(self) -> TextElement | None:
        credit = self.of.credit
        return TextElement(span=self.span, content=(credit,), style="credit") if credit else None

    def _below(self, context: Context, width: int) -> int:
        """EMU that the credit takes."""
        credit = self._credit()
        return credit.measured_height(context, width) + _ABOVE_CREDIT if credit else 0

    def _warn_of_letters(self, context: Context) -> None:
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


def _contained(picture: deck.Picture, box: Box) -> Box:
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


def _under(picture: Box, box: Box, height: int, rtl: bool) -> Box:
    """From the picture's edge, where lines begin, to the end of the box."""
    top = picture.y + picture.height + _ABOVE_CREDIT
    if rtl:
        return Box(box.x, top, picture.x + picture.width - box.x, height)
    return Box(picture.x, top, box.x + box.width - picture.x, height)
