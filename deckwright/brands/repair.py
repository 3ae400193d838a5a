"""Repairs a template where PowerPoint would have to: ids, names and indexes used twice, and styles that are missing.

Other programs write layouts whose placeholders share one index, use ids twice, and put the look of text into sample
text instead of the levels that slides inherit from. Sound parts stay as they are, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from deckwright.brands.completion import fill_empty_levels
from deckwright.brands.masters import FIRST_ID, find_placeholder, remove_element
from deckwright.model.brand import HEADS
from deckwright.ooxml.names import OFFICE, VIEW_TYPE
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.xml import Element, P, R, parse, serialise

FIRST_FREE_INDEX = 20
"""The first index for placeholders without one of their own; PowerPoint's own end at 13."""
MAX_INDEX = 4_294_967_294
"""PptxGenJS gives slide numbers the index 4294967295, which PowerPoint ignores."""
NAMES = {"title": "Title", "ctrTitle": "Title", "subTitle": "Subtitle", "body": "Text", "obj": "Content",
    "pic": "Picture", "chart": "Chart", "tbl": "Table", "dt": "Date", "ftr": "Footer", "sldNum": "Slide Number",
    "media": "Media", "dgm": "Diagram", "clipArt": "Picture", "sldImg": "Slide", "hdr": "Header"}  # fmt: skip
"""ST_PlaceholderType → name of a placeholder that has none."""
VIEW = "/ppt/viewProps.xml"
EMPTY_VIEW = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<p:viewPr xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
)


def repair_template(package: Package, presentation: Part) -> tuple[str, ...]:
    """Repairs the masters and layouts of `package`; returns a sentence for each repair that a designer should know."""
    repairs: list[str] = []
    root = parse(presentation.data)
    names = _remove_duplicates(root, presentation, "sldMasterId")
    masters = [package.parts[name] for name in names if name in package.parts]
    trees = {part.name: parse(part.data) for part in masters}
    for part in masters:
        tree = trees[part.name]
        layouts = {name: parse(package.parts[name].data) for name in _remove_duplicates(tree, part, "sldLayoutId")}
        changed = {name for name, each in {part.name: tree, **layouts}.items() if _repair_placeholders(each, repairs)}
        changed |= fill_empty_levels(part.name, trees, layouts)
        for name in changed:
            package.parts[name].data = serialise({part.name: tree, **layouts}[name])
    if _renumber(root, trees):
        presentation.data = serialise(root)
        for part in masters:
            part.data = serialise(trees[part.name])
    if presentation.relationships.find_first(OFFICE + "viewProps") is None:  # PowerPoint expects it
        package.add(VIEW, VIEW_TYPE, EMPTY_VIEW)
        presentation.relationships.get_or_add(OFFICE + "viewProps", VIEW)
    return tuple(dict.fromkeys(repairs))


def _remove_duplicates(root: Element, source: Part, tag: str) -> list[str]:
    """Removes repeated entries from the list of masters or layouts of `source`; returns the part names that it has."""
    targets = {link.id: link.target for link in source.relationships}
    entries = [(targets.get(entry.get(R + "id", ""), ""), entry) for entry in root.iterfind(f"{P}{tag}Lst/{P}{tag}")]
    first = dict(reversed(entries))
    for target, entry in entries:
        if entry is not first[target]:
            remove_element(entry)
    if len(first) < len(entries):
        source.data = serialise(root)
    return [target for target, entry in entries if target and entry is first[target]]


def _repair_placeholders(root: Element, repairs: list[str]) -> bool:
    """Gives each placeholder of a master or layout its own id, name and index; returns True if something changed."""
    changed = _repair_ids(root)
    indexes: set[int] = set()
    names: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
    used = {int(place.get("idx", "0")) for _, place in _iterate_placeholders(root)}
    free = (number for number in count(FIRST_FREE_INDEX) if number not in used)
    is_layout = root.tag == P + "sldLayout"
    for shape, place in list(_iterate_placeholders(root)):
        kind, index = place.get("type", "obj"), int(place.get("idx", "0"))
        properties = next(shape.iter(P + "cNvPr"))
        name = properties.get("name", "").strip()
        if not name or name in names:
            if name and is_layout:
                repairs.append(f"two placeholders of layout '{_read_name(root)}' are called '{name}'")
            stem = name or NAMES.get(kind, "Placeholder")
            properties.set("name", next(f"{stem} {n}" for n in numbers[stem] if f"{stem} {n}" not in names))
            changed = True
        names.add(properties.get("name", ""))
        if is_layout and kind in HEADS and index:  # a title has no index when PowerPoint writes it
            del place.attrib["idx"]
            changed = True
        if not is_layout or kind in HEADS:  # titles and placeholders of a master are found by type
            continue
        if index in indexes or index == 0 or index > MAX_INDEX:
            if index in indexes:
                repairs.append(f"two placeholders of layout '{_read_name(root)}' have the index {index}")
            index = next(free)
            place.set("idx", str(index))
            changed = True
        indexes.add(index)
    return changed


def _repair_ids(root: Element) -> bool:
    """Gives each shape its own id; returns True if something changed."""
    seen: set[str] = set()
    changed = False
    highest = max((int(properties.get("id", "0")) for properties in root.iter(P + "cNvPr")), default=1)
    for properties in root.iter(P + "cNvPr"):
        if properties.get("id") in seen:
            highest += 1
            properties.set("id", str(highest))
            changed = True
        seen.add(properties.get("id", ""))
    return changed


def _iterate_placeholders(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yields shape and p:ph of each placeholder."""
    for shape in root.iter(P + "sp", P + "pic", P + "graphicFrame"):
        place = find_placeholder(shape)
        if place is not None:
            yield shape, place


def _renumber(root: Element, masters: dict[str, Element]) -> bool:
    """Renumbers masters and layouts if their ids, which must be unique among both, are not; returns True if it did."""
    entries = list(root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId"))
    for tree in masters.values():
        entries += tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId")
    ids = [int(entry.get("id", "0")) for entry in entries]
    if len(set(ids)) == len(ids) and min(ids, default=FIRST_ID) >= FIRST_ID:
        return False
    for number, entry in enumerate(entries, FIRST_ID):
        entry.set("id", str(number))
    return True


def _read_name(layout: Element) -> str:
    return next((slide.get("name", "") for slide in layout.iterfind(P + "cSld")), "")
