"""Checks any finished .pptx: what PowerPoint would repair, and what readers would miss.

A schema validator checks each part on its own; these checks compare the parts with each other.
"""

from __future__ import annotations

from deckwright.verify.charts import CHART_CHECKS
from deckwright.verify.package import PACKAGE_CHECKS
from deckwright.verify.parsed_package import NotAPackageError, ParsedPackage, parse_package
from deckwright.verify.pictures import PICTURE_CHECKS
from deckwright.verify.presentation import PRESENTATION_CHECKS
from deckwright.verify.problems import Problem
from deckwright.verify.slides import SLIDE_CHECKS
from deckwright.verify.texts import TEXT_CHECKS

__all__ = ["Problem", "find_problems", "verify_package"]

_CHECKS = (
    *PACKAGE_CHECKS,
    *PRESENTATION_CHECKS,
    *SLIDE_CHECKS,
    *TEXT_CHECKS,
    *PICTURE_CHECKS,
    *CHART_CHECKS,
)


def verify_package(data: bytes) -> tuple[Problem, ...]:
    """Returns all problems of the .pptx in `data`, in the order of the checks."""
    return find_problems(data)[1]


def find_problems(data: bytes) -> tuple[ParsedPackage | None, tuple[Problem, ...]]:
    """Returns the parsed .pptx, None if `data` are no package, and all its problems."""
    try:
        package = parse_package(data)
    except NotAPackageError as error:
        return None, (Problem("not-a-package", "/", str(error)),)
    return package, tuple(problem for check in _CHECKS for problem in check(package))
