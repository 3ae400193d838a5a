"""The reader of brands: brand.yaml, and the template it dresses or brings, as a Brand."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from deckwright.brands.base_template import base_template
from deckwright.brands.clean import WORDS
from deckwright.brands.container import SAVE_AGAIN, UNREADABLE, NoTemplateError
from deckwright.brands.contrast import warn_of_pale_text
from deckwright.brands.defaults import own_settings
from deckwright.brands.dress import Dress
from deckwright.brands.find import BUILT_IN
from deckwright.brands.layouts import Template, read_template
from deckwright.brands.roles import Use, bind_roles, named
from deckwright.brands.settings import DRESS, PLACEHOLDER_STYLES, Settings, read_settings
from deckwright.brands.styles import half_points, named_styles, resized, scale_of
from deckwright.brands.tables import TableLook, with_table_style
from deckwright.brands.template import Brought, bring
from deckwright.brands.transform import turned
from deckwright.languages.scripts import script_of
from deckwright.languages.table import language as spoken
from deckwright.model.brand import Brand, ChartStyle, Style
from deckwright.model.diagnostics import Report
from deckwright.model.page import Box
from deckwright.model.source import Span
from deckwright.ooxml.template import UnfitError, open_template
from deckwright.parse.tree import parse
from deckwright.system.files import read_file
from deckwright.system.limits import TEMPLATE_BYTES

_FAULTS = (
    *(OSError, zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, LookupError),
    *(RuntimeError, TypeError, AttributeError, StopIteration),
)
"""What reading a file raises that is no template: no zip, broken XML (lxml's is a SyntaxError), missing parts."""


def read_brand(folder: Path, file: str, report: Report, language: str = "en") -> Brand | None:
    """The brand in `folder`, whose brand.yaml diagnostics call `file`; None after an error.

    `language` (BCP 47) chooses among the wordmarks of a brand that has one for each, and which way its layouts run.
    """
    checked = Report()
    root = parse(folder / "brand.yaml", file, checked)
    settings = read_settings(root, folder, checked) if root is not None else Settings()
    _refuse_dress(settings, checked)
    brand = None if checked.failed else _make(folder, settings, checked, language)
    for diagnostic in checked.diagnostics:
        report.add(diagnostic)
    return None if checked.failed else brand


def _make(folder: Path, own: Settings, report: Report, language: str) -> Brand | None:
    settings = own.over(plain_settings())
    rtl = spoken(language).rtl
    uses: Mapping[str, Use] = {}
    if "template" in own.values:
        found = _own_template(own, rtl, report)
        if found is None:
            return None
        data, template, uses = found
    else:
        settings = own.over(resized(plain_settings(), own.values.get("scale", 1.0)))
        page: Box = settings.values["size"]
        dress = _dress(settings, named_styles(settings, script_of(language), scale_of(settings, page)), language)
        data, table = base_template(dress, page), dress.tables.style
        data = turned(data, rtl=True) if rtl else data
        template = look_into(data)
    layouts = bind_roles(template.layouts, settings.under("layouts"), own.spans, template.page, uses, report)
    if "content" not in layouts:
        message = "the template has no slide layout with a place for a title or for anything else"
        report.error("bad-template", message, own.spans.get("template"), help=SAVE_AGAIN)
        return None
    theme = layouts["content"].theme or template.themes[layouts["content"].master]
    if "template" in own.values:
        own_looks = own.over(own_settings(layouts, template.page, theme))
        settings = own_looks.over(resized(plain_settings(), own_looks.values.get("scale", 1.0)))
    scale = scale_of(settings, template.page)
    values, styles = settings.values, named_styles(settings, script_of(language), scale)
    if "template" in own.values:
        name = own.values.get("name", folder.name)
        tables = replace(_tables(settings, styles, theme.colours, name), ground=layouts["content"].background)
        data, table = with_table_style(data, tables)
    brand = Brand(
        name=values["name"] if "name" in own.values else folder.name,
        width=template.page.width,
        height=template.page.height,
        colours=theme.colours,
        fonts={**theme.fonts, "code": values["fonts.code"]},
        styles=styles,
        layouts=layouts,
        smallest=half_points(values["smallest"] * scale),
        chart=ChartStyle(
            series=values["chart.series"],
            muted=values["chart.muted"],
            highlight=values["chart.highlight"],
            text_size=half_points(values["chart.text-size"] * scale),
            gap=round(values["chart.gap"]),
        ),
        table=table,
        template=data,
        spans=own.spans,
        bullet=values["bullets.character"],
        bullet_colour=values["bullets.colour"],
        scripts=theme.scripts,
        font_folder=str(folder / "fonts") if (folder / "fonts").is_dir() else None,
        scale=scale * settings.values.get("scale", 1.0),
        names=values.get("names", {}),
        all_layouts=named(template.layouts),
    )
    warn_of_pale_text(brand, report)
    return brand


@cache
def plain_settings() -> Settings:
    """What a brand has that says nothing: the built-in one, whose file is checked by tests and never by users."""
    report = Report()
    root = parse(BUILT_IN / "plain" / "brand.yaml", "plain/brand.yaml", report)
    report.stop_if_failed()
    assert root is not None
    return read_settings(root, BUILT_IN / "plain", report)


def _dress(settings: Settings, styles: Mapping[str, Style], language: str) -> Dress:
    values = settings.values
    wordmark_language, wordmark = _wordmark(settings, language)
    return Dress(
        name=values["name"],
        colours=settings.under("colours"),
        fonts={"heading": values["fonts.heading"], "body": values["fonts.body"]},
        scripts=values.get("fonts.scripts", {}),
        script=script_of(language),
        styles=styles,
        bullet=values["bullets.character"],
        bullet_colour=values["bullets.colour"],
        backgrounds=settings.under("backgrounds"),
        facets=values["facets"],
        edge=None if values["edge"] == "none" else values["edge"],
        accent=None if values["accent"] == "none" else values["accent"],
        tables=_tables(settings, styles, settings.under("colours"), values["name"]),
        wordmark=wordmark,
        wordmark_language=wordmark_language,
        logo=values.get("logo"),
    )


def _tables(settings: Settings, styles: Mapping[str, Style], colours: Mapping[str, str], name: str) -> TableLook:
    values = settings.under("table")
    header, bands = (None if values[key] == "none" else values[key] for key in ("header", "bands"))
    return TableLook(name, styles, colours, values["rule"], values["highlight"], header, bands)


def _wordmark(settings: Settings, language: str) -> tuple[str, str]:
    """The wordmark's language and text: in `language`, in what that is a kind of (en for en-GB), or the first."""
    texts: dict[str, str] = settings.values.get("wordmark", {})
    chosen = next((tag for tag in (language, language.split("-")[0]) if tag in texts), next(iter(texts), ""))
    return chosen or language, texts.get(chosen, "")


def _refuse_dress(settings: Settings, report: Report) -> None:
    """A template of the brand's own is used as it is: a key that would dress the built-in one is a misunderstanding."""
    if "template" not in settings.keys:
        return
    for path in (*DRESS, *(f"styles.{name}" for name in PLACEHOLDER_STYLES)):
        if path in settings.keys:
            report.error(
                "template-decides",
                f"the brand's own template decides '{path}'",
                settings.keys[path],
                help="take it out here, and change it in the template",
            )


def size_scale(brand: Brand) -> float:
    """What of a brand's scale comes of the size of its slides."""
    return scale_of(plain_settings(), Box(0, 0, brand.width, brand.height))


def mended_in(folder: Path, file: str) -> tuple[str, ...]:
    """What was mended in the template of a brand that can be read, a sentence for each thing."""
    report = Report()
    root = parse(folder / "brand.yaml", file, report)
    settings = read_settings(root, folder, report) if root is not None else Settings()
    return bring(settings.values["template"].read_bytes()).told if "template" in settings.values else ()


def _own_template(own: Settings, rtl: bool, report: Report) -> tuple[bytes, Template, Mapping[str, Use]] | None:
    """The template that the brand brings, running the language's way; what was wrong with it is reported."""
    file: Path = own.values["template"]
    place = own.spans.get("template")
    found = bring_file(file, report, place, rtl=rtl)
    if found is None:
        return None
    brought, template = found
    for removed in brought.removed:
        report.warning(
            "template-cleaned",
            f"'{file.name}' has {WORDS[removed.what]}, which the presentations are built without",
            place,
            help="take them out of the template, or let `brand new` make a copy that has none",
        )
    return brought.data, template, brought.uses


def bring_file(
    file: Path, report: Report, place: Span | None = None, *, rtl: bool | None = None
) -> tuple[Brought, Template] | None:
    """The template in `file`, running that way or, with None, its own. Reported, and None: `unreadable-file`,
    `too-large`, `bad-template`."""
    data = read_file(file, file.name, TEMPLATE_BYTES, report, place)
    if data is None:
        return None
    try:
        brought = bring(data)
        if rtl is not None:
            brought = replace(brought, data=turned(brought.data, rtl=rtl))
        return brought, look_into(brought.data)
    except (NoTemplateError, UnfitError) as fault:
        message = f"'{file.name}' {fault}"
    except _FAULTS:
        message = f"'{file.name}' {UNREADABLE}"
    report.error("bad-template", message, place, help=SAVE_AGAIN)
    return None


def look_into(data: bytes) -> Template:
    package, presentation = open_template(data)
    return read_template(package, presentation)
