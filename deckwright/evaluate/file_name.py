"""The name of the file that is built: one file in the output folder, on any system."""

from __future__ import annotations

import re

from deckwright import node
from deckwright.diagnostics import Report
from deckwright.limits import NAME_BYTES
from deckwright.localise.slide_ids import deck_name
from deckwright.node import Scalar

_REFUSED = re.compile(r"""[/\\:*?"<>|\x00-\x1f\x7f]""")
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""What Windows has no files by the name of, whatever their ending."""


def check_file_name(tree: node.Mapping, report: Report) -> None:
    """Reported, of deck.yaml's `name:`: `bad-name`. What is made of the title is always well."""
    given, name = tree.get("name"), deck_name(tree)
    if not isinstance(given, Scalar) or not given.raw.strip():
        return
    if len(name.encode("utf-8", "surrogatepass")) > NAME_BYTES:
        message, advice = f"a file's name has at most {NAME_BYTES} bytes", "write a shorter one"
    elif bad := _REFUSED.search(name):
        message, advice = f"a file's name cannot hold '{bad[0]}'", "give the folder with --output"
    elif name.partition(".")[0].strip().upper() in _RESERVED or name.startswith(".") or name.endswith("."):
        message, advice = f"no file can be called '{name}' on every system", "write another name"
    else:
        return
    report.error("bad-name", message, given.span, help=advice)
