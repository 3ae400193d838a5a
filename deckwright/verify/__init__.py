"""The project's own check of a finished .pptx: what PowerPoint would repair, and what a reader would miss.

A schema validator says whether each part is well spelled; these checks say whether the parts agree with each other
and whether the presentation is one that Deckwright would be proud of.
"""

from __future__ import annotations

from deckwright.verify.charts import CHART_CHECKS
from deckwright.verify.finding import Finding
from deckwright.verify.opened import NotAPackageError, Package, open_package
from deckwright.verify.package import PACKAGE_CHECKS
from deckwright.verify.pictures import PICTURE_CHECKS
from deckwright.verify.presentation import PRESENTATION_CHECKS
from deckwright.verify.provenance import PROVENANCE_CHECKS
from deckwright.verify.slides import SLIDE_CHECKS
from deckwright.verify.texts import TEXT_CHECKS

__all__ = ["Finding", "Package", "findings_of", "open_package", "verify_package"]

_CHECKS = (
    *PACKAGE_CHECKS,
    *PRESENTATION_CHECKS,
    *SLIDE_CHECKS,
    *TEXT_CHECKS,
    *PICTURE_CHECKS,
    *CHART_CHECKS,
    *PROVENANCE_CHECKS,
)


def verify_package(data: bytes) -> tuple[Finding, ...]:
    """All that is wrong with the .pptx in `data`, in the order of the checks; an empty tuple when nothing is."""
    return findings_of(data)[1]


def findings_of(data: bytes) -> tuple[Package | None, tuple[Finding, ...]]:
    """The same, with the package; None when the bytes are none."""
    try:
        package = open_package(data)
    except NotAPackageError as fault:
        return None, (Finding("not-a-package", "/", str(fault)),)
    return package, tuple(finding for check in _CHECKS for finding in check(package))
