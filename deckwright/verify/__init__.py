"""The project's own check of a finished .pptx: what PowerPoint would repair, and what a reader would miss.

A schema validator says whether each part is well spelled; these checks say whether the parts agree with each other
and whether the presentation is one that Deckwright would be proud of.
"""

from __future__ import annotations

from deckwright.verify.charts import CHART_CHECKS
from deckwright.verify.opened import Finding, NotAPackageError, Package, open_package
from deckwright.verify.package import PACKAGE_CHECKS
from deckwright.verify.pictures import PICTURE_CHECKS
from deckwright.verify.presentation import PRESENTATION_CHECKS
from deckwright.verify.provenance import PROVENANCE_CHECKS
from deckwright.verify.slides import SLIDE_CHECKS

__all__ = ["Finding", "Package", "open_package", "verify_package"]

_CHECKS = (
    *PACKAGE_CHECKS,
    *PRESENTATION_CHECKS,
    *SLIDE_CHECKS,
    *PICTURE_CHECKS,
    *CHART_CHECKS,
    *PROVENANCE_CHECKS,
)


def verify_package(data: bytes) -> tuple[Finding, ...]:
    """All that is wrong with the .pptx in `data`, in the order of the checks; an empty tuple when nothing is."""
    try:
        package = open_package(data)
    except NotAPackageError as fault:
        return (Finding("not-a-package", "/", str(fault)),)
    return tuple(finding for check in _CHECKS for finding in check(package))
