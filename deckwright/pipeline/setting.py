"""What the stages after `evaluate` are told besides the deck: what it is set in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from deckwright.model.diagnostics import Report

if TYPE_CHECKING:
    from deckwright.fonts import Fonts
    from deckwright.kinds.slide_templates import TemplateSource
    from deckwright.languages.formats import Formats
    from deckwright.model.brand import Brand


class Setting(Struct, frozen=True, dict=True):
    """The slide templates, the formats of a language, and a brand."""

    templates: Mapping[str, TemplateSource]
    locale: str
    formats: Formats
    folder: Path
    """The brand's, and its brand.yaml as diagnostics call it."""
    file: str
    report: Report

    @cached_property
    def brand(self) -> Brand:
        """Read by the first stage that asks, so that an error in deck.yaml never waits for it. Raises Stopped."""
        from deckwright.brands.cached import kept_brand

        brand = kept_brand(self.folder, self.file, self.report, self.locale)
        self.report.stop_if_failed()
        assert brand is not None, "no brand, and no error that says why"
        return brand

    @property
    def fonts(self) -> Fonts:
        """Of their own for each language, since they remember which had to be guessed."""
        from deckwright.fonts import Fonts

        return Fonts(self.brand.font_folder)
