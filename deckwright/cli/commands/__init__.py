"""What the command line can do: one function for each command, named like it; each returns the exit code."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

MODULES = {
    "build": "building",
    "check": "building",
    "verify": "asking",
    "data": "figures",
    "inspect": "figures",
    "translate": "translate",
    "generate": "figures",
    "slides": "asking",
    "schema": "asking",
    "new": "asking",
    "brand": "brands",
}
"""Command → the module that has it."""


def find(verb: str) -> Callable[..., Any]:
    """The function of a command; nothing is imported for the others."""
    function: Callable[..., Any] = getattr(import_module(f"deckwright.cli.commands.{MODULES[verb]}"), verb)
    return function
