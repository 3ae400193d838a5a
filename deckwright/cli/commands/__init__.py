"""What the command line can do: one function for each verb, named like it; each returns the exit code."""

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
    "figures": "figures",
    "slides": "asking",
    "schema": "asking",
    "new": "asking",
    "brand": "brands",
}
"""Verb → the module that has it."""


def find(verb: str) -> Callable[..., Any]:
    """The function of a verb; nothing is imported for the others."""
    function: Callable[..., Any] = getattr(import_module(f"deckwright.cli.commands.{MODULES[verb]}"), verb)
    return function
