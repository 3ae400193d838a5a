"""Makes a talk from each YAML example in the documentation, and adds the keys and files that the example leaves out.

An example is a whole file or a part of one. Its top keys show which file it belongs to, see `find_file`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from documented_assets import TABLES, write_assets, write_file, write_logo
from pages import ROOT
from pptx import Presentation

from deckwright.assets.data.snapshot import build_snapshot_path, hash_options
from deckwright.brands.settings import KEYS as BRAND_KEYS
from deckwright.kinds.contracts.deck_fields import DECK_FIELDS

DECK_KEYS = {field.name for field in DECK_FIELDS}
STRUCTURE_KEYS = {"skip", "add", "replace"}
"""The keys of `locales/<tag>.yaml`."""

TOP = {"name": "talk", "title": "A talk", "language": "en", "brand": "plain", "speaker": "{name: Maria Holm}"}
DATA = {name: f"{{file: data/{name}.csv}}" for name in TABLES} | {
    "growth": "{file: data/growth.csv, columns: {group: Group}, labels: {group: {doctors: Doctors, nurses: Nurses}}}",
}
FACTS = {
    "doctors": "{data: growth, where: {group: doctors}, field: growth}",
    "clinics": '{value: "{{ 3 }}"}',
}
SLIDES = """\
- {slide: title, id: introduction, title: A talk, subtitle: And its subtitle}
- {slide: section, id: danish-law, title: The law in Denmark}
- {slide: statement, id: quotes, title: Said, statements: [It is so]}
- {slide: bullets, id: points, title: Points, bullets: [One, Two]}
- {slide: chart, id: growth, title: Growth, chart: {kind: bar, data: growth, categories: group, values: growth}}
- {slide: table, id: beds, title: Beds, table: {data: beds}}
- {slide: picture, id: map, title: The map, picture: {file: images/reef.jpg, alt: A map.}, caption: Denmark}
"""
"""Slides that show the settings of a brand, and the changes for one language."""
ANOTHER_SLIDE = "- {slide: statement, id: example-1, title: Another slide, statements: [Examples may name it]}\n"


def find_file(example: Any) -> str:
    """Returns the file that an example belongs to: the one that allows all its keys. Empty if there is none."""
    if isinstance(example, list) and all(isinstance(entry, dict) and "slide" in entry for entry in example):
        return "slides"
    if not isinstance(example, dict):
        return ""
    if any(_is_field(key, value) for key, value in example.items()):
        return "slide"
    for file, known in (("deck", DECK_KEYS), ("structure", STRUCTURE_KEYS), ("brand", set(BRAND_KEYS))):
        if set(example) <= known:
            return file
    return "glossary" if all(isinstance(term, dict) and "forms" in term for term in example.values()) else ""


def _is_field(key: Any, value: Any) -> bool:
    """Returns True for a chart, table or list of a slide, False for the brand's key of the same name."""
    known = BRAND_KEYS.get(key)
    return (
        key in {"chart", "table", "bullets"}
        and isinstance(known, dict)
        and not set(map(str, value or ())) <= set(known)
    )


def lay_out(text: str, example: Any, folder: Path) -> list[str]:
    """Writes the talk of an example into `folder`. Returns the commands that build it."""
    write_assets(folder / "assets")
    shutil.copytree(ROOT / "templates/slides", folder / "templates/slides")
    return _LAYOUTS[find_file(example)](folder, text, example)


def _lay_out_slides(folder: Path, text: str, _: Any) -> list[str]:
    _write_deck(folder, f"slides:\n{_indent(dedent(text) + ANOTHER_SLIDE)}", {"slides"})
    return ["build"]


def _lay_out_slide(folder: Path, text: str, example: Any) -> list[str]:
    """Lays out a field of the slide kind with the same name: chart, table, bullets."""
    return _lay_out_slides(folder, f"- slide: {next(iter(example))}\n  title: A slide\n{_indent(text)}", None)


def _lay_out_deck(folder: Path, text: str, example: Any) -> list[str]:
    """Lays out keys of deck.yaml. If the example has no slides, the deck gets a slide for each of its tables."""
    tables = [f"- {{slide: table, title: A table, table: {{data: {name}}}}}\n" for name in example.get("data", {})]
    slides = "" if "slides" in example else f"slides:\n{_indent(''.join(tables) or SLIDES)}"
    _write_deck(folder, text + slides, example)
    for name, source in example.get("data", {}).items():
        if "url" in source:
            _write_snapshot(folder / "assets" / build_snapshot_path(name), source)
    return ["generate", "build"] if "generated" in example else ["build"]


def _lay_out_structure(folder: Path, text: str, _: Any) -> list[str]:
    _write_deck(folder, f"languages: [en, da]\nslides:\n{_indent(SLIDES)}", {"languages", "slides"})
    write_file(folder / "locales/da.yaml", text)
    return ["translate da", "build"]


def _lay_out_brand(folder: Path, text: str, example: Any) -> list[str]:
    """Lays out keys of brand.yaml. If the example names layouts, the brand gets a template that has them."""
    house = folder / "templates/house"
    _write_deck(folder, f"brand: house\nslides:\n{_indent(SLIDES)}", {"brand", "slides"})
    if "layouts" in example:
        _write_template(house / example.get("template", "house.pptx"), list(example["layouts"].values()))
        text = text if "template" in example else f"template: house.pptx\n{text}"
    write_file(house / "brand.yaml", text)
    for logo in ("mark.svg", "mark-white.svg"):
        write_logo(house / logo)
    return ["build"]


def _lay_out_glossary(folder: Path, text: str, example: Any) -> list[str]:
    slides = "".join(f"- {{slide: statement, title: {term}, statements: [En]}}\n" for term in example)
    top = "language: da\nlanguages: [da, en, de]\n"
    _write_deck(folder, f"{top}slides:\n{_indent(slides)}", {"language", "languages", "slides"})
    write_file(folder / "glossary.yaml", text)
    return ["translate", "check"]


_LAYOUTS: Mapping[str, Callable[[Path, str, Any], list[str]]] = {
    "slides": _lay_out_slides,
    "slide": _lay_out_slide,
    "deck": _lay_out_deck,
    "structure": _lay_out_structure,
    "brand": _lay_out_brand,
    "glossary": _lay_out_glossary,
}


def _write_deck(folder: Path, text: str, keys: Collection[str]) -> None:
    """Writes deck.yaml with `text`, which has `keys`, and adds the missing keys, tables and facts."""
    lines = [f"{key}: {value}" for key, value in TOP.items() if key not in keys]
    for section, entries in (("data", DATA), ("facts", FACTS)):
        given = keys[section] if isinstance(keys, dict) and section in keys else ()
        added = [f"{section}:", *(f"  {name}: {entry}" for name, entry in entries.items() if name not in given)]
        if given:
            text = text.replace(f"{section}:\n", "\n".join([*added, ""]), 1)
        else:
            lines += added
    write_file(folder / "deck.yaml", "\n".join([*lines, text]))


def _write_template(file: Path, layouts: list[str]) -> None:
    """Writes a template whose slide layouts with a title and a body have these names."""
    presentation = Presentation()
    for layout, name in zip(list(presentation.slide_layouts)[1:], layouts, strict=False):
        layout.name = name
    file.parent.mkdir(parents=True, exist_ok=True)
    presentation.save(str(file))


def _write_snapshot(file: Path, source: Mapping[str, Any]) -> None:
    """Writes the snapshot that `data refresh` would fetch, because a build does not use the network."""
    rows = '"rows": [\n  {"year": 2018, "count": 12}\n ]'
    write_file(file, f'{{"of": "{hash_options(source)}",\n "columns": ["year", "count"],\n {rows}}}\n')


def _indent(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())
