"""Writes and reads XLIFF 2.0, the format of translation agencies (OASIS, urn:oasis:names:tc:xliff:document:2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckwright.localise.exchange.rows import MISSING, OUTDATED, TRANSLATED, ExchangeError, ExchangeRow

_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_NAMES = {"x": _XLIFF}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINE_NUMBER = re.compile(r",? line \d+(?:, column \d+)?")
"""The place in a message of lxml, which the diagnostic shows already."""
_STATES = {
    TRANSLATED: {"state": "translated"},
    OUTDATED: {"state": "initial", "subState": "deckwright:outdated"},
    MISSING: {"state": "initial"},
}
"""Attributes of a segment. The translation of an outdated one is only a proposal."""


def write_xliff(rows: Sequence[ExchangeRow], source: str, target: str) -> bytes:
    from lxml import etree

    names = {None: _XLIFF}
    languages = {"version": "2.0", "srcLang": source, "trgLang": target}
    root = etree.Element(f"{{{_XLIFF}}}xliff", languages, nsmap=names)  # type: ignore[arg-type]
    file = etree.SubElement(root, f"{{{_XLIFF}}}file", {"id": "deck", "original": "deck.yaml"})
    for row in rows:
        unit = etree.SubElement(file, f"{{{_XLIFF}}}unit", {"id": encode_key(row.key)})
        if row.note:
            notes = etree.SubElement(unit, f"{{{_XLIFF}}}notes")
            for line in row.note.split("\n"):
                etree.SubElement(notes, f"{{{_XLIFF}}}note").text = line
        segment = etree.SubElement(unit, f"{{{_XLIFF}}}segment", _STATES.get(row.status, {}))
        etree.SubElement(segment, f"{{{_XLIFF}}}source", {_SPACE: "preserve"}).text = row.source
        if row.target:
            etree.SubElement(segment, f"{{{_XLIFF}}}target", {_SPACE: "preserve"}).text = row.target
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def read_xliff(data: bytes) -> list[ExchangeRow]:
    """Reads an exported file after any program has edited it; joins the segments of a text. Raises ExchangeError."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"it is not XML: {_LINE_NUMBER.sub('', error.msg)}", error.lineno) from None
    if root.tag != f"{{{_XLIFF}}}xliff":
        raise ExchangeError("it is not XLIFF 2.0", 1)
    return list(_read_rows(root))


def _read_rows(root: object) -> Iterator[ExchangeRow]:
    for unit in root.iter(f"{{{_XLIFF}}}unit"):  # type: ignore[attr-defined]
        segments = unit.findall("x:segment", _NAMES)
        parts = [part for part in unit if part.tag in (f"{{{_XLIFF}}}segment", f"{{{_XLIFF}}}ignorable")]
        target = "".join(_read_text(part, "target") for part in parts)
        notes = [note.text or "" for note in unit.iterfind("x:notes/x:note", _NAMES)]
        yield ExchangeRow(
            key=decode_key(unit.get("id", "")),
            source="".join(_read_text(part, "source") for part in parts),
            target=target,
            note="\n".join(notes),
            status=_read_status([dict(segment.attrib) for segment in segments], target),
            line=unit.sourceline,
            language=root.get("trgLang", ""),  # type: ignore[attr-defined]
        )


def _read_text(part: object, name: str) -> str:
    element = part.find(f"x:{name}", _NAMES)  # type: ignore[attr-defined]
    return "" if element is None else "".join(element.itertext())


def _read_status(segments: Sequence[dict[str, str]], target: str) -> str:
    """Returns the status of a text by the states of its segments: any state but `initial` is translated.

    Returns "" if the program wrote no states; then only a changed target changes the status.
    """
    if not target:
        return MISSING
    states = {segment.get("state") for segment in segments}
    if states <= {None}:
        return ""
    return OUTDATED if states & {None, "initial"} else TRANSLATED


def encode_key(key: str) -> str:
    """Returns `key` as an NMTOKEN: other characters than ASCII letters, digits, `.-_` become `:code point:`."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda match: f":{ord(match[0]):x}:", key)


def decode_key(unit: str) -> str:
    return re.sub(r":([0-9a-f]{1,6}):", lambda match: chr(int(match[1], 16)), unit)
