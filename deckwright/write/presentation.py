"""Writes the presentation file: a brand's template with a slide for each page of the talk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from deckwright.model.brand import Brand
from deckwright.model.page import Page, Pages, PageSection
from deckwright.ooxml.consistency import check_package, check_part
from deckwright.ooxml.names import CUSTOM_PART, OFFICE, P14_NS
from deckwright.ooxml.package import Package, Part
from deckwright.ooxml.stamp import HASH_PROPERTY, hash_checksums
from deckwright.ooxml.template import open_template
from deckwright.ooxml.xml import A, Element, P, append_xml, element_xml, parse, quoteattr, serialise
from deckwright.ooxml.zip_file import ZipMember, pack_member, zip_members
from deckwright.write.chart import CHARTS, WORKBOOKS
from deckwright.write.outline import Outline, SharePosition, build_outline, locate_shares
from deckwright.write.properties import add_custom_properties, add_properties, data_properties, read_epoch
from deckwright.write.slide import NOTES, add_pictures, add_slide, ensure_notes_master

FIRST_SLIDE_ID = 256
"""The smallest ST_SlideId."""

PRESENTATION_CHILDREN = (
    *("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz", "smartTags"),
    *("embeddedFontLst", "custShowLst", "photoAlbum", "custDataLst", "kinsoku", "defaultTextStyle"),
    *("modifyVerifier", "extLst"),
)
"""The children of p:presentation in schema order (CT_Presentation)."""

NEVER_FIRST = (
    "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕ぁぃぅぇぉっゃゅょゎ゛゜ゝゞァィゥェォッャュョヮヵヶ・ーヽヾ"
    "！％），．：；？］｝｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ￠"
)
NEVER_LAST = "$([{£¥‘“〈《「『【〔＄（［｛｢￡￥"
"""The characters that no line of East Asian text may begin or end with (kinsoku shori)."""
EAST_ASIAN = {"ja": "ja-JP", "ko": "ko-KR", "zh": "zh-CN"}
"""Languages that break lines between any other characters → PowerPoint's tag for their rules."""

SECTIONS_URI = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def write(pages: Pages, brand: Brand, *, stamp: Mapping[str, str] = {}) -> bytes:
    """Returns the .pptx of `pages`: `brand.template` with its masters and layouts, and a slide for each page.

    `stamp` becomes custom properties of the file, next to its data sources (`data_properties`) and
    `DeckwrightContent`, the hash of everything else in it. The same input gives the same bytes.

    Raises KeyError for a missing layout, linked slide, slide of a section or shape of a connector, ValueError for
    characters that XML cannot hold, and BrokenPackageError for a package that PowerPoint would repair.
    """
    outline = build_outline(pages)
    package, presentation, (position,) = begin_presentation([outline], brand)
    add_slides(pages.pages, position, package, brand)
    return finish_presentation(package, presentation, outline, stamp)


def begin_presentation(outlines: Sequence[Outline], brand: Brand) -> tuple[Package, Part, list[SharePosition]]:
    """Opens the package and adds the parts that pages share.

    Returns the package, its presentation part, and the position of each share of pages.
    """
    package, presentation = open_template(brand.template)
    package.reuse_members(brand.template)
    master = ensure_notes_master(package, presentation) if any(outline.notes for outline in outlines) else ""
    add_pictures(package, (picture for outline in outlines for picture in outline.pictures))
    names = {data: (name, package.svg_parts.get(data)) for data, name in package.picture_parts.items()}
    return package, presentation, locate_shares(outlines, master, names)


def add_slides(pages: Iterable[Page], position: SharePosition, package: Package, brand: Brand) -> None:
    """Adds the slides of a share of pages, with their charts and notes, and packs them."""
    slides, maps, code_font = _name_slide_parts(position.slides), dict[str, str](), brand.fonts["code"]
    for page in pages:
        before = len(package.parts)
        if page.layout not in maps:
            maps[page.layout] = _colour_map_xml(package.parts[page.layout])
        add_slide(
            package, page, slides, colour_map=maps[page.layout], notes_master=position.notes_master, code_font=code_font
        )
        for part in islice(reversed(package.parts.values()), len(package.parts) - before):
            check_part(part)
            package.pack(part)
    package.pack_pending()


def build_slide_parts(
    pages: Iterable[Page], outline: Outline, position: SharePosition, brand: Brand
) -> tuple[list[Part], dict[str, str]]:
    """Builds the parts of a share of pages in a process of its own; returns them and their `Package.link_targets`."""
    package, _ = open_template(brand.template)
    shared = len(package.parts)
    for sized, (pixels, drawing) in zip(outline.pictures, position.pictures, strict=True):
        package.picture_parts[sized.picture.data] = pixels
        if drawing:
            package.svg_parts[sized.picture.data] = drawing
    for pattern, before in ((CHARTS, position.charts), (WORKBOOKS, position.charts), (NOTES, position.notes)):
        for _ in range(before):
            package.next_part_name(pattern)
    add_slides(pages, position, package, brand)
    return list(islice(package.parts.values(), shared, None)), package.link_targets


def finish_presentation(package: Package, presentation: Part, outline: Outline, stamp: Mapping[str, str] = {}) -> bytes:
    """Returns the .pptx of a package with all its slides: adds lists of slides and sections, properties and stamp."""
    pages = outline.pages
    slides = _name_slide_parts(page.id for page in pages.pages)
    ids = {page.id: str(number) for number, page in enumerate(pages.pages, FIRST_SLIDE_ID)}
    root = parse(presentation.data)
    if (master := presentation.relationships.find_first(OFFICE + "notesMaster")) is not None:
        _replace_child(root, "notesMasterIdLst", f"<p:notesMasterId r:id={quoteattr(master.id)}/>")
    _list_slides(root, presentation, pages.pages, slides, ids)
    _list_sections(root, pages.sections, ids)
    _add_line_break_rules(root, pages.language)
    presentation.data = serialise(root)
    add_properties(package, outline)
    add_custom_properties(package, {})
    check_package(package)
    return zip_members(_iter_stamped_members(package, {**stamp, **data_properties(pages)}), read_epoch())


def _name_slide_parts(slides: Iterable[str]) -> dict[str, str]:
    """Returns the part name of each slide (id → name)."""
    return {slide: f"/ppt/slides/slide{number}.xml" for number, slide in enumerate(slides, 1)}


def _iter_stamped_members(package: Package, stamp: Mapping[str, str]) -> Iterator[tuple[str, ZipMember]]:
    """Yields the members of the file, last the custom properties with `stamp` and the hash of all other members."""
    checksums = {}
    for name, member in package.iter_members(release=True):
        if name != CUSTOM_PART[1:]:
            checksums[name] = member.checksum, member.size
            yield name, member
    part = add_custom_properties(package, {**stamp, HASH_PROPERTY: hash_checksums(checksums)})
    yield CUSTOM_PART[1:], pack_member(CUSTOM_PART, part.data)


def _colour_map_xml(layout: Part) -> str:
    """Returns the content of a layout's p:clrMapOvr: dark layouts swap the colours of their master."""
    override = parse(layout.data).find(f"{P}clrMapOvr/{A}overrideClrMapping")
    if override is None:
        return "<a:masterClrMapping/>"
    colours = "".join(f" {name!s}={quoteattr(str(value))}" for name, value in override.items() if name[0] != "{")
    return f"<a:overrideClrMapping{colours}/>"


def _list_slides(
    root: Element, presentation: Part, pages: Sequence[Page], slides: Mapping[str, str], ids: Mapping[str, str]
) -> None:
    _remove_children(root, "custShowLst")  # shows of the template's own slides
    if not pages:
        _remove_children(root, "sldIdLst")
        return
    links = ((ids[page.id], presentation.relationships.get_or_add(OFFICE + "slide", slides[page.id])) for page in pages)
    _replace_child(root, "sldIdLst", "".join(f'<p:sldId id="{number}" r:id="{link}"/>' for number, link in links))


def _list_sections(root: Element, sections: Sequence[PageSection], ids: Mapping[str, str]) -> None:
    """Writes p14:sectionLst, instead of the sections of the template's own slides."""
    extensions = root.find(P + "extLst")
    if extensions is not None:
        for extension in extensions.findall(P + "ext"):
            if extension.get("uri") == SECTIONS_URI:
                extensions.remove(extension)
    if sections:
        extensions = extensions if extensions is not None else _replace_child(root, "extLst")
        items = ""
        for number, section in enumerate(sections):
            guid = uuid.uuid5(uuid.NAMESPACE_URL, f"deckwright:section:{number}:{section.name}")
            members = "".join(f'<p14:sldId id="{ids[slide]}"/>' for slide in section.slides)
            items += f'<p14:section name={quoteattr(section.name)} id="{{{str(guid).upper()}}}">'
            items += f"{element_xml('p14:sldIdLst', inside=members)}</p14:section>"
        section_list = f'<p14:sectionLst xmlns:p14="{P14_NS}">{items}</p14:sectionLst>'
        append_xml(extensions, f'<p:ext uri="{SECTIONS_URI}">{section_list}</p:ext>')
    elif extensions is not None and not len(extensions):
        root.remove(extensions)


def _add_line_break_rules(root: Element, language: str) -> None:
    """Adds p:kinsoku (ECMA-376 19.2.1.17) for East Asian languages."""
    primary = language.split("-")[0]
    if primary in EAST_ASIAN:
        tag = language if primary == "zh" and "-" in language else EAST_ASIAN[primary]
        rules = _replace_child(root, "kinsoku")
        rules.set("lang", tag)
        rules.set("invalStChars", NEVER_FIRST)
        rules.set("invalEndChars", NEVER_LAST)


def _replace_child(root: Element, tag: str, inside: str = "") -> Element:
    """Adds a child `tag` at its place in the schema, and removes an existing one."""
    _remove_children(root, tag)
    earlier = {P + name for name in PRESENTATION_CHILDREN[: PRESENTATION_CHILDREN.index(tag)]}
    place = sum(1 for child in root if child.tag in earlier)
    element = append_xml(root, f"<p:{tag}>{inside}</p:{tag}>")
    root.insert(place, element)
    return element


def _remove_children(root: Element, tag: str) -> None:
    for child in root.findall(P + tag):
        root.remove(child)
