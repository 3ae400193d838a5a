"""Writes a readable outline of a .pptx with python-pptx, and compares it with the accepted one.

The outline describes what people see. It does not change with part names or ids, and it shows every change of layout,
text or values. `assert_golden("talk-da", data)` compares with tests/golden/talk-da.yaml; `make accept` accepts the
present outline.
"""

from __future__ import annotations

import difflib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from accept import is_accepting, write_accepted
from pptx import Presentation

GOLDEN = Path(__file__).parent / "golden"
_EMU_PER_CM = 360_000
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
_UNSAID: tuple[Any, ...] = (None, "", [], {})


def outline(data: bytes, only: int | None = None) -> str:
    """Returns YAML: the language, and the slides with layout, title, shapes in reading order and notes; boxes in cm.

    Runs have their language if it is not that of most runs. `only` is the number of a slide, to leave out all others.
    """
    presentation = Presentation(io.BytesIO(data))
    numbers = {slide.part.partname: number for number, slide in enumerate(presentation.slides, 1)}
    slides = [_slide(slide, number, numbers) for number, slide in enumerate(presentation.slides, 1)]
    if only is not None:
        slides = [slides[only - 1]]
    languages = Counter(_languages(slides)).most_common(1)
    language = languages[0][0] if languages else None
    told = {"language": language, "slides": _without_language(slides, language)}
    return yaml.dump(told, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _languages(tree: Any) -> Iterator[str]:
    for branch in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _languages(branch)
    if isinstance(tree, dict) and "lang" in tree:
        yield tree["lang"]


def _without_language(tree: Any, language: str | None) -> Any:
    """Removes `lang: language` from `tree`; a paragraph that has nothing else becomes its text."""
    if isinstance(tree, dict):
        rest = {k: _without_language(v, language) for k, v in tree.items() if (k, v) != ("lang", language)}
        return rest["text"] if set(rest) == {"text"} and isinstance(rest["text"], str) else rest
    return [_without_language(item, language) for item in tree] if type(tree) is list else tree


def assert_golden(name: str, data: bytes, only: int | None = None) -> None:
    """Checks that the outline of `data` (or of one slide) is tests/golden/<name>.yaml; `--accept` writes that file."""
    __tracebackhide__ = True
    now, file = outline(data, only), GOLDEN / f"{name}.yaml"
    if is_accepting():
        write_accepted(file, now)
        return
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if now != before:
        difference = difflib.unified_diff(
            before.splitlines(), now.splitlines(), f"tests/golden/{name}.yaml", "this build", lineterm=""
        )
        raise AssertionError(
            "\n".join(["the presentation changed:", *difference, "", "`make accept` accepts it as it is now"])
        )


class _Dumper(yaml.SafeDumper):
    """Writes boxes and rows of numbers in one line, and no references."""

    def ignore_aliases(self, data: object) -> bool:
        return True


class _Row(list[Any]):
    """A list that is written in one line."""


_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)


def _slide(slide: Any, number: int, numbers: dict[str, int]) -> dict[str, Any]:
    title = slide.shapes.title
    return _said(
        slide=number,
        name=slide.name,
        layout=slide.slide_layout.name,
        title=title.text_frame.text if title is not None else None,
        shapes=[_shape(shape, numbers) for shape in slide.shapes],
        notes=list(_paragraphs(slide.notes_slide.notes_text_frame, numbers)) if slide.has_notes_slide else None,
    )


def _shape(shape: Any, numbers: dict[str, int]) -> dict[str, Any]:
    properties = shape._element.xpath(".//p:cNvPr")[0]
    about = _said(
        **{_kind(shape): shape.name},
        placeholder=_placeholder(shape),
        box=_box(shape),
        alt=properties.get("descr"),
        decorative=properties.find(f".//{_ADEC}decorative") is not None or None,
        link=_link(properties, shape.part, numbers),
    )
    if shape.shape_type is not None and hasattr(shape, "shapes"):
        return about | {"shapes": [_shape(inner, numbers) for inner in shape.shapes]}
    if getattr(shape, "has_chart", False):
        return about | _chart(shape.chart)
    if getattr(shape, "has_table", False):
        rows = shape.table.rows
        return about | {"rows": [_Row(cell.text_frame.text for cell in row.cells) for row in rows]}
    if hasattr(shape, "image"):
        return about | {"pixels": _Row(shape.image.size), "type": shape.image.content_type}
    if shape.has_text_frame and shape.text_frame.text:
        shrunk = shape._element.find(f".//{_A}normAutofit[@fontScale]")
        scale = int(shrunk.get("fontScale", "")) // 1000 if shrunk is not None else None
        return about | _said(shrunk=scale) | {"text": list(_paragraphs(shape.text_frame, numbers))}
    return about | _said(geometry=_geometry(shape), fill=_colour(shape._element.find(f"{_P}spPr")))


def _kind(shape: Any) -> str:
    if hasattr(shape, "shapes"):
        return "group"
    for kind, true in (
        ("chart", getattr(shape, "has_chart", False)),
        ("table", getattr(shape, "has_table", False)),
        ("picture", hasattr(shape, "image")),
        ("line", shape._element.tag == f"{_P}cxnSp"),
    ):
        if true:
            return kind
    return "shape"


def _chart(chart: Any) -> dict[str, Any]:
    plot = chart.plots[0]
    return {
        "chart type": chart.chart_type.name.lower(),
        "categories": _Row(str(category) for category in plot.categories),
        "series": {series.name: _Row(series.values) for series in plot.series},
    }


def _paragraphs(frame: Any, numbers: dict[str, int]) -> Iterator[Any]:
    """Yields a paragraph as its text alone, or with its level and formatting."""
    for paragraph in frame.paragraphs:
        runs = [_run(run, frame.part, numbers) for run in paragraph._p.iterchildren(f"{_A}r", f"{_A}fld", f"{_A}br")]
        looks = [{key: value for key, value in run.items() if key != "text"} for run in runs]
        level = paragraph.level or None
        if len({str(look) for look in looks}) <= 1:
            content = _said(text="".join(run["text"] for run in runs), level=level, **(looks[0] if looks else {}))
        else:
            content = _said(level=level, runs=runs)
        yield content.get("text", "") if set(content) <= {"text"} else content


def _run(run: Any, part: Any, numbers: dict[str, int]) -> dict[str, Any]:
    look = run.find(f"{_A}rPr")
    size = look.get("sz") if look is not None else None
    return {"text": "\n" if run.tag == f"{_A}br" else run.findtext(f"{_A}t") or ""} | _said(
        lang=look.get("lang") if look is not None else None,
        size=int(size) / 100 if size else None,
        bold=_flag(look, "b"),
        italic=_flag(look, "i"),
        baseline=int(look.get("baseline", "0")) // 1000 or None if look is not None else None,
        colour=_colour(look),
        link=_link(look, part, numbers),
    )


def _placeholder(shape: Any) -> str | None:
    found = shape._element.xpath(".//p:nvPr/p:ph")
    return f"{found[0].get('type', 'obj')} {found[0].get('idx', '0')}" if found else None


def _box(shape: Any) -> _Row | None:
    """Returns left, top, width and height in cm. A placeholder may inherit them."""
    places = (shape.left, shape.top, shape.width, shape.height)
    return None if None in places else _Row(round(place / _EMU_PER_CM, 1) for place in places)


def _link(element: Any, part: Any, numbers: dict[str, int]) -> str | None:
    click = element.find(f"{_A}hlinkClick") if element is not None else None
    if click is None:
        return None
    relationship = part.rels[click.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")]
    return (
        relationship.target_ref if relationship.is_external else f"slide {numbers[relationship.target_part.partname]}"
    )


def _colour(element: Any) -> str | None:
    """Returns a theme colour with its tint, such as "accent1 40%", or RRGGBB."""
    colour = element.find(f"{_A}solidFill") if element is not None else None
    if colour is None or not len(colour):
        return None
    tint = colour[0].find(f"{_A}lumMod")
    return str(colour[0].get("val")) + (f" {int(tint.get('val')) // 1000}%" if tint is not None else "")


def _geometry(shape: Any) -> str | None:
    found = shape._element.find(f".//{_A}prstGeom")
    return found.get("prst") if found is not None else None


def _flag(look: Any, name: str) -> bool | None:
    value = look.get(name) if look is not None else None
    return None if value is None else value in {"1", "true"}


def _said(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if not any(value is u or value == u for u in _UNSAID)}
