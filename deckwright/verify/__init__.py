"""Checks any finished .pptx: what PowerPoint would repair, and what readers would miss.

A schema validator checks each part on its own; these checks compare the parts with each other. Every function of these
modules whose name begins with `check_` is a check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deckwright.verify import charts, contents, package, presentation, slides
from deckwright.verify.parsed_package import NotAPackageError, ParsedPackage, parse_package
from deckwright.verify.problems import Problem

__all__ = ["Problem", "find_problems", "verify_package"]

_MODULES = (package, presentation, slides, contents, charts)
_CHECKS: tuple[Callable[[ParsedPackage], Iterator[Problem]], ...] = tuple(
    function for module in _MODULES for name, function in vars(module).items() if name.startswith("check_")
)


def verify_package(data: bytes) -> tuple[Problem, ...]:
    """Returns all problems of the .pptx in `data`, in the order of the checks."""
    return find_problems(data)[1]


def find_problems(data: bytes) -> tuple[ParsedPackage | None, tuple[Problem, ...]]:
    """Returns the parsed .pptx, None if `data` are no package, and all its problems."""
    try:
        parsed = parse_package(data)
    except NotAPackageError as error:
        return None, (Problem("not-a-package", "/", str(error)),)
    return parsed, tuple(problem for check in _CHECKS for problem in check(parsed))
