"""XLIFF 2.0, the format of translation agencies and their programs (OASIS, urn:oasis:names:tc:xliff:document:2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from deckwright.localise.exchange.rows import MISSING, OUTDATED, TRANSLATED, Row, Unreadable

_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_NAMES = {"x": _XLIFF}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLACE = re.compile(r",? line \d+(?:, column \d+)?")
"""Where lxml says that a fault is; the diagnostic says it too."""
_TO_CHECK = "deckwright:outdated"
_STATES = {
    TRANSLATED: {"state": "translated"},
    OUTDATED: {"state": "initial", "subState": _TO_CHECK},
    MISSING: {"state": "initial"},
}
"""What a segment says of itself. An outdated one is again to be translated, with what it was as a proposal."""


def write_xliff(rows: Sequence[Row], source: str, target: str) -> bytes:
    from lxml import etree

    names = {None: _XLIFF}
    languages = {"version": "2.0", "srcLang": source, "trgLang": target}
    root = etree.Element(f"{{{_XLIFF}}}xliff", languages, nsmap=names)  # type: ignore[arg-type]
    file = etree.SubElement(root, f"{{{_XLIFF}}}file", {"id": "deck", "original": "deck.yaml"})
    for row in rows:
        unit = etree.SubElement(file, f"{{{_XLIFF}}}unit", {"id": unit_id(row.key)})
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


def read_xliff(data: bytes) -> list[Row]:
    """A file of ours as any program gives it back; segments that it has split are put together. Raises Unreadable."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"it is not XML: {_PLACE.sub('', error.msg)}", error.lineno) from None
    if root.tag != f"{{{_XLIFF}}}xliff":
        raise Unreadable("it is not XLIFF 2.0", 1)
    return list(_rows(root))


def _rows(root: object) -> Iterator[Row]:
    for unit in root.iter(f"{{{_XLIFF}}}unit"):  # type: ignore[attr-defined]
        segments = unit.findall("x:segment", _NAMES)
        parts = [part for part in unit if part.tag in (f"{{{_XLIFF}}}segment", f"{{{_XLIFF}}}ignorable")]
        target = "".join(_text(part, "target") for part in parts)
        notes = [note.text or "" for note in unit.iterfind("x:notes/x:note", _NAMES)]
        yield Row(
            key=key_of(unit.get("id", "")),
            source="".join(_text(part, "source") for part in parts),
            target=target,
            note="\n".join(notes),
            status=_status([dict(segment.attrib) for segment in segments], target),
            line=unit.sourceline,
            language=root.get("trgLang", ""),  # type: ignore[attr-defined]
        )


def _text(part: object, name: str) -> str:
    found = part.find(f"x:{name}", _NAMES)  # type: ignore[attr-defined]
    return "" if found is None else "".join(found.itertext())


def _status(segments: Sequence[dict[str, str]], target: str) -> str:
    """Reviewed and final are as good as translated; a text that is still 'initial' is not done.

    A program that leaves out every state says nothing of it: then a new wording counts, and the rest stays as it was.
    """
    if not target:
        return MISSING
    states = {one.get("state") for one in segments}
    if states <= {None}:
        return ""
    return OUTDATED if states & {None, "initial"} else TRANSLATED


def unit_id(key: str) -> str:
    """`key` as an NMTOKEN: what is not an ASCII letter, digit, `.`, `-` or `_` is its code point between colons."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f":{ord(found[0]):x}:", key)


def key_of(unit: str) -> str:
    """The key again."""
    return re.sub(r":([0-9a-f]{1,6}):", lambda found: chr(int(found[1], 16)), unit)
