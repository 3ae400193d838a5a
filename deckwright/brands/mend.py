"""A template mended where PowerPoint would guess, or repair it: what two things share, and what nothing says.

Other programs write layouts whose placeholders have one index between them, ids that occur twice, and the look of
text in the sample words instead of in the levels that slides inherit. What is sound stays as it is, byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from deckwright.brands.sample_text import raise_looks
from deckwright.model.brand import HEADS
from deckwright.ooxml.names import OFFICE, VIEW_TYPE
from deckwright.ooxml.package import Package, Part, Relationships
from deckwright.ooxml.xml import Element, P, R, parse, serialise

FIRST_ID = 2_147_483_648
"""The smallest ST_SlideMasterId, and of the layouts' ids."""
FIRST_FREE = 20
"""The index given to a placeholder that has none of its own; PowerPoint's own stop at 13."""
MOST_INDEX = 4_294_967_294
"""PptxGenJS gives slide numbers the index 4294967295, which PowerPoint takes for none at all."""
NAMES = {"title": "Title", "ctrTitle": "Title", "subTitle": "Subtitle", "body": "Text", "obj": "Content",
    "pic": "Picture", "chart": "Chart", "tbl": "Table", "dt": "Date", "ftr": "Footer", "sldNum": "Slide Number",
    "media": "Media", "dgm": "Diagram", "clipArt": "Picture", "sldImg": "Slide", "hdr": "Header"}  # fmt: skip
EMPTY_VIEW = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<p:viewPr xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>'
)


def mended(package: Package, presentation: Part) -> tuple[str, ...]:
    """Mends the masters and layouts of `package`; tells what a designer should know of it, in a sentence each."""
    told: list[str] = []
    root = parse(presentation.data)
    if _list_once(root, presentation, "sldMasterId"):
        presentation.data = serialise(root)
    masters = [
        package.parts[target] for target in _listed(root, presentation, "sldMasterId") if target in package.parts
    ]
    trees = {part.name: parse(part.data) for part in masters}
    for part in masters:
        tree = trees[part.name]
        if _list_once(tree, part, "sldLayoutId"):
            part.data = serialise(tree)
        layouts = {name: parse(package.parts[name].data) for name in _listed(tree, part, "sldLayoutId")}
        touched = {name for name, each in {part.name: tree, **layouts}.items() if _sound_shapes(each, told)}
        touched |= raise_looks(part.name, trees, layouts)
        for name in touched:
            package.parts[name].data = serialise({part.name: tree, **layouts}[name])
    if _renumber(root, trees):
        presentation.data = serialise(root)
        for part in masters:
            part.data = serialise(trees[part.name])
    _give_view(package, presentation)
    return tuple(dict.fromkeys(told))


def _listed(root: Element, source: Part, tag: str) -> list[str]:
    """The parts that a list of masters or layouts names."""
    targets = {link.id: link.target for link in source.relationships}
    entries = root.iterfind(f"{P}{tag}Lst/{P}{tag}")
    return [targets[entry.get(R + "id", "")] for entry in entries if entry.get(R + "id", "") in targets]


def _list_once(root: Element, source: Part, tag: str) -> bool:
    """Takes out what a list of masters or layouts names a second time, and PowerPoint would show twice or repair."""
    targets = {link.id: link.target for link in source.relationships}
    seen: set[str] = set()
    again: list[Element] = []
    for entry in root.iterfind(f"{P}{tag}Lst/{P}{tag}"):
        target = targets.get(entry.get(R + "id", ""), "")
        if target in seen:
            again.append(entry)
        seen.add(target)
    for entry in again:
        entry.getparent().remove(entry)  # type: ignore[union-attr]
    return bool(again)


def _sound_shapes(root: Element, told: list[str]) -> bool:
    """One id, one name and one index for each placeholder of a master or layout; says whether something changed."""
    changed = _distinct_ids(root)
    slots: set[int] = set()
    names: set[str] = set()
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
    used = {int(place.get("idx", "0")) for _, place in _placeholders(root)}
    free = (number for number in count(FIRST_FREE) if number not in used)
    is_layout = root.tag == P + "sldLayout"
    for shape, place in list(_placeholders(root)):
        kind, index = place.get("type", "obj"), int(place.get("idx", "0"))
        about = next(shape.iter(P + "cNvPr"))
        name = about.get("name", "").strip()
        if not name or name in names:
            if name and is_layout:
                told.append(f"two placeholders of layout '{_name_of(root)}' are called '{name}'")
            stem = name or NAMES.get(kind, "Placeholder")
            about.set("name", next(f"{stem} {n}" for n in numbers[stem] if f"{stem} {n}" not in names))
            changed = True
        names.add(about.get("name", ""))
        if is_layout and kind in HEADS and index:  # programs look for a title at index 0, as PowerPoint writes it
            del place.attrib["idx"]
            changed = True
        if not is_layout or kind in HEADS:  # a title is found by its type, and a master's by theirs
            continue
        if index in slots or index == 0 or index > MOST_INDEX:
            if index in slots:
                told.append(f"two placeholders of layout '{_name_of(root)}' have the index {index}")
            index = next(free)
            place.set("idx", str(index))
            changed = True
        slots.add(index)
    return changed


def _distinct_ids(root: Element) -> bool:
    seen: set[str] = set()
    changed = False
    highest = max((int(about.get("id", "0")) for about in root.iter(P + "cNvPr")), default=1)
    for about in root.iter(P + "cNvPr"):
        if about.get("id") in seen:
            highest += 1
            about.set("id", str(highest))
            changed = True
        seen.add(about.get("id", ""))
    return changed


def _placeholders(root: Element) -> Iterator[tuple[Element, Element]]:
    for shape in root.iter(P + "sp", P + "pic", P + "graphicFrame"):
        place = shape.find(f"*/{P}nvPr/{P}ph")
        if place is not None:
            yield shape, place


def _renumber(root: Element, masters: dict[str, Element]) -> bool:
    """Masters and layouts share one series of ids, and none may occur twice, or PowerPoint repairs the file."""
    entries = list(root.iterfind(f"{P}sldMasterIdLst/{P}sldMasterId"))
    for tree in masters.values():
        entries += tree.iterfind(f"{P}sldLayoutIdLst/{P}sldLayoutId")
    ids = [int(entry.get("id", "0")) for entry in entries]
    if len(set(ids)) == len(ids) and min(ids, default=FIRST_ID) >= FIRST_ID:
        return False
    for number, entry in enumerate(entries, FIRST_ID):
        entry.set("id", str(number))
    return True


def _give_view(package: Package, presentation: Part) -> None:
    """A part with how to view the presentation, which PowerPoint wants to be there."""
    if presentation.relationships.first(OFFICE + "viewProps") is None:
        name = "/ppt/viewProps.xml"
        package.add(name, VIEW_TYPE, EMPTY_VIEW, Relationships(name))
        presentation.relationships.to(OFFICE + "viewProps", name)


def _name_of(layout: Element) -> str:
    return next((slide.get("name", "") for slide in layout.iterfind(P + "cSld")), "")
