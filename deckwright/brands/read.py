"""Reads brands: brand.yaml, and the template that it designs or brings."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from deckwright.brands.base_template import build_base_template
from deckwright.brands.design import Design
from deckwright.brands.import_template import ImportedTemplate, import_template
from deckwright.brands.layouts import TemplateLayouts, read_layouts
from deckwright.brands.mirror import mirror_template
from deckwright.brands.roles import LayoutUse, bind_roles
from deckwright.brands.safety import SAVE_AGAIN, UNREADABLE
from deckwright.brands.settings import DESIGN_KEYS, PLACEHOLDER_STYLES, Settings, read_settings
from deckwright.brands.styles import (
    TableDesign,
    add_table_style,
    compute_scale,
    derive_settings,
    make_styles,
    round_to_half_points,
    scale_sizes,
    warn_of_pale_styles,
)
from deckwright.languages.language import get_language
from deckwright.languages.scripts import find_script
from deckwright.model.brand import Brand, ChartStyle, Style
from deckwright.model.diagnostics import Report
from deckwright.model.page import Box
from deckwright.model.source import Span
from deckwright.ooxml.template import UnusableTemplateError
from deckwright.parse.tree import parse
from deckwright.system.files import read_file
from deckwright.system.limits import TEMPLATE_BYTES

_READ_ERRORS = (
    *(OSError, zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, LookupError),
    *(RuntimeError, TypeError, AttributeError, StopIteration),
)
"""Exceptions for a file that is not a template: not a zip, broken XML (lxml's is a SyntaxError), missing parts."""


def read_brand(folder: Path, file: str, report: Report, language: str = "en") -> Brand | None:
    """Reads the brand in `folder`; None after an error. Diagnostics call its brand.yaml `file`.

    `language` (BCP 47) chooses among the brand's wordmarks, and decides whether layouts run from right to left.
    """
    brand_report = Report()
    settings = _read_brand_file(folder, file, brand_report)
    _refuse_design_keys(settings, brand_report)
    brand = None if brand_report.failed else _make_brand(folder, settings, brand_report, language)
    for diagnostic in brand_report.diagnostics:
        report.add(diagnostic)
    return None if brand_report.failed else brand


def _make_brand(folder: Path, own: Settings, report: Report, language: str) -> Brand | None:
    has_template = "template" in own.values
    rtl, script = get_language(language).is_rtl, find_script(language)
    uses: Mapping[str, LayoutUse] = {}
    if has_template:
        imported = _import_own_template(own, rtl, report)
        if imported is None:
            return None
        data, template, uses = imported
    else:
        settings = own.merge_defaults(scale_sizes(read_plain_settings(), own.values.get("scale", 1.0)))
        page: Box = settings.values["size"]
        design = _make_design(settings, make_styles(settings, script, compute_scale(settings, page)), language)
        data, table = build_base_template(design, page), design.tables.style
        data = mirror_template(data, rtl=True) if rtl else data
        template = read_layouts(data)
    chosen = own.merge_defaults(read_plain_settings()).select("layouts")
    layouts = bind_roles(template.layouts, chosen, own.spans, template.page, uses, report)
    if "content" not in layouts:
        message = "no slide layout of the template has a title or a body"
        report.error("bad-template", message, own.spans.get("template"), help=SAVE_AGAIN)
        return None
    theme = layouts["content"].theme or template.themes[layouts["content"].master]
    if has_template:
        derived = own.merge_defaults(derive_settings(layouts, template.page, theme))
        settings = derived.merge_defaults(scale_sizes(read_plain_settings(), derived.values.get("scale", 1.0)))
    scale = compute_scale(settings, template.page)
    values, styles = settings.values, make_styles(settings, script, scale)
    name = own.values.get("name", folder.name)
    if has_template:
        tables = _make_table_design(settings, styles, theme.colours, name)
        data, table = add_table_style(data, replace(tables, background=layouts["content"].background))
    brand = Brand(
        name=name,
        width=template.page.width,
        height=template.page.height,
        colours=theme.colours,
        fonts={**theme.fonts, "code": values["fonts.code"]},
        styles=styles,
        layouts=layouts,
        smallest=round_to_half_points(values["smallest"] * scale),
        chart=ChartStyle(
            series=values["chart.series"],
            muted=values["chart.muted"],
            highlight=values["chart.highlight"],
            text_size=round_to_half_points(values["chart.text-size"] * scale),
            gap=round(values["chart.gap"]),
        ),
        table=table,
        template=data,
        spans=own.spans,
        bullet=values["bullets.character"],
        bullet_colour=values["bullets.colour"],
        scripts=theme.scripts,
        font_folder=str(folder / "fonts") if (folder / "fonts").is_dir() else None,
        scale=scale * values.get("scale", 1.0),
        names=values.get("names", {}),
        all_layouts=template.layouts,
    )
    warn_of_pale_styles(brand, report)
    return brand


@cache
def read_plain_settings() -> Settings:
    """Returns the settings of the built-in brand, from which all brands inherit."""
    report = Report()
    settings = _read_brand_file(Path(__file__).with_name("plain"), "plain/brand.yaml", report)
    report.stop_if_failed()
    return settings


def _read_brand_file(folder: Path, file: str, report: Report) -> Settings:
    """Returns the settings of the brand.yaml in `folder`, none if it cannot be read."""
    root = parse(folder / "brand.yaml", file, report)
    return read_settings(root, folder, report) if root is not None else Settings()


def _make_design(settings: Settings, styles: Mapping[str, Style], language: str) -> Design:
    values = settings.values
    wordmark_language, wordmark = _choose_wordmark(settings, language)
    return Design(
        name=values["name"],
        colours=settings.select("colours"),
        fonts={"heading": values["fonts.heading"], "body": values["fonts.body"]},
        scripts=values.get("fonts.scripts", {}),
        script=find_script(language),
        styles=styles,
        bullet=values["bullets.character"],
        bullet_colour=values["bullets.colour"],
        backgrounds=settings.select("backgrounds"),
        facets=values["facets"],
        edge=None if values["edge"] == "none" else values["edge"],
        accent=None if values["accent"] == "none" else values["accent"],
        tables=_make_table_design(settings, styles, settings.select("colours"), values["name"]),
        wordmark=wordmark,
        wordmark_language=wordmark_language,
        logo=values.get("logo"),
    )


def _make_table_design(
    settings: Settings, styles: Mapping[str, Style], colours: Mapping[str, str], name: str
) -> TableDesign:
    values = settings.select("table")
    header, bands = (None if values[key] == "none" else values[key] for key in ("header", "bands"))
    return TableDesign(name, styles, colours, values["rule"], values["highlight"], header, bands)


def _choose_wordmark(settings: Settings, language: str) -> tuple[str, str]:
    """Returns language and text of the wordmark: in `language`, its parent language (en for en-GB), or the first."""
    texts: dict[str, str] = settings.values.get("wordmark", {})
    chosen = next((tag for tag in (language, language.split("-")[0]) if tag in texts), next(iter(texts), ""))
    return chosen or language, texts.get(chosen, "")


def _refuse_design_keys(settings: Settings, report: Report) -> None:
    """Reports keys that would change the brand's own template, which is used as it is."""
    if "template" not in settings.keys:
        return
    for path in (*DESIGN_KEYS, *(f"styles.{name}" for name in PLACEHOLDER_STYLES)):
        if path in settings.keys:
            report.error(
                "template-decides",
                f"'{path}' cannot be set here: the brand's own template decides it",
                settings.keys[path],
                help="remove it here, and change it in the template",
            )


def list_repairs(folder: Path, file: str) -> tuple[str, ...]:
    """Returns the repairs that a brand's own template needed, a sentence for each."""
    template = _read_brand_file(folder, file, Report()).values.get("template")
    return import_template(template.read_bytes()).repairs if template is not None else ()


def _import_own_template(
    own: Settings, rtl: bool, report: Report
) -> tuple[bytes, TemplateLayouts, Mapping[str, LayoutUse]] | None:
    """Imports the brand's own template in the language's direction; errors and removed contents are reported."""
    file: Path = own.values["template"]
    place = own.spans.get("template")
    imported = import_template_file(file, report, place, rtl=rtl)
    if imported is None:
        return None
    template, layouts = imported
    for content in template.removed:
        report.warning(
            "template-cleaned",
            f"'{file.name}' has {content}; presentations are built without them",
            place,
            help="remove them from the template, or let `brand new` make a copy without them",
        )
    return template.data, layouts, template.uses


def import_template_file(
    file: Path, report: Report, place: Span | None = None, *, rtl: bool | None = None
) -> tuple[ImportedTemplate, TemplateLayouts] | None:
    """Imports the template in `file`, in the direction `rtl` or, with None, in its own.

    Reports `unreadable-file`, `too-large` and `bad-template`, and returns None.
    """
    data = read_file(file, file.name, TEMPLATE_BYTES, report, place)
    if data is None:
        return None
    try:
        template = import_template(data)
        if rtl is not None:
            template = replace(template, data=mirror_template(template.data, rtl=rtl))
        return template, read_layouts(template.data)
    except UnusableTemplateError as error:
        message = f"'{file.name}' {error}"
    except _READ_ERRORS:
        message = f"'{file.name}' {UNREADABLE}"
    report.error("bad-template", message, place, help=SAVE_AGAIN)
    return None
