"""Compose: each slide's fields through its slide template, to a tree of elements.

Jinja is used as it was made: inheritance, blocks, macros, autoescaping. Two hooks keep places: `finalize`
brackets every value that came from deck.yaml, and a preprocessor writes into every element of a slide
template where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deckwright.brand import Brand
from deckwright.deck import Deck, Slide
from deckwright.diagnostics import Report, did_you_mean
from deckwright.elements.slide import SlideElement
from deckwright.languages import language
from deckwright.markup import AT, MarkupError, bracketed, read_markup
from deckwright.source import Span, Text

if TYPE_CHECKING:
    import jinja2

    from deckwright.formats import Formats
    from deckwright.slide_templates import SlideTemplate

_ELEMENT_START = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->|<([a-z][a-z-]*)", re.DOTALL)
_PLACED = re.compile(rf'{AT}="([^":]+):(\d+):\d+"')
_QUOTED = re.compile("'([^']+)'")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, and our own brackets."""


@dataclass(frozen=True, slots=True)
class ComposedSlide:
    """A slide as elements, with what is not drawn on it."""

    slide: Slide
    root: SlideElement


@dataclass(frozen=True, slots=True)
class Slides:
    """The deck, slide for slide as elements."""

    deck: Deck
    slides: tuple[ComposedSlide, ...]


def compose(
    deck: Deck, templates: Mapping[str, SlideTemplate], formats: Formats, brand: Brand, report: Report
) -> Slides:
    """Every slide that its template could make; what could not be is in `report`."""
    rendering = _Rendering(deck, templates, formats, brand, report)
    composed = [(slide, rendering.element(slide)) for slide in deck.slides]
    return Slides(deck, tuple(ComposedSlide(slide, root) for slide, root in composed if root is not None))


class _Rendering:
    """One Jinja environment for all slides; `values` holds what the slide being rendered put into its markup."""

    def __init__(
        self, deck: Deck, templates: Mapping[str, SlideTemplate], formats: Formats, brand: Brand, report: Report
    ) -> None:
        self.deck, self.templates, self.brand, self.report = deck, templates, brand, report
        self.files = {f"{name}.xml": template.file for name, template in templates.items()}
        self.values: list[object] = []
        self.environment = self._environment(formats)

    def element(self, slide: Slide) -> SlideElement | None:
        import jinja2

        template = self.templates[slide.kind]
        self.values.clear()
        try:
            markup = self.environment.get_template(f"{slide.kind}.xml").render(
                dict.fromkeys(template.fields) | dict(slide.fields), slide=slide, deck=self.deck
            )
            root = read_markup(markup, self.values, self.files, self.brand, self.report)
        except jinja2.TemplateSyntaxError as error:
            self._fault(f"{error.message}", error.name or f"{slide.kind}.xml", error.lineno)
            return None
        except MarkupError as error:
            message = f"the slide template makes markup that is not well-formed: {error}"
            self._fault(message, *self._last_element(markup, error.line, f"{slide.kind}.xml"))
            return None
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            missing = isinstance(error, jinja2.TemplateNotFound)
            message = f"there is no slide template '{error}'" if missing else str(error) or type(error).__name__
            self._fault(message, *_place(error, self.files, f"{slide.kind}.xml"))
            return None
        if root is not None and not isinstance(root, SlideElement):
            self.report.error("misplaced-element", "a slide template makes one <slide>", root.span)
            return None
        return root

    def _fault(self, message: str, name: str, line: int) -> None:
        """An error at a line of a slide template, as Jinja counts: without the front matter."""
        template = self.templates.get(name.removesuffix(".xml"))
        place = Span(template.file, line + template.first_line - 1, 1) if template else None
        fields = template.fields if template else ()
        known = [*(f"{other}.xml" for other in self.templates), *self.environment.filters, *fields]
        word = _QUOTED.search(message)
        message = message[:1].lower() + message[1:].rstrip(".")
        self.report.error("template-fault", message, place, help=did_you_mean(word[1], known) if word else None)

    def _last_element(self, markup: str, line: int, default: str) -> tuple[str, int]:
        """Template and line of the last element that begins before the end of `line` of the markup."""
        placed = list(_PLACED.finditer("\n".join(markup.split("\n")[:line])))
        if not placed:
            return default, 1
        name = placed[-1][1]
        return name, int(placed[-1][2]) - self.templates[name.removesuffix(".xml")].first_line + 1

    def _environment(self, formats: Formats) -> jinja2.Environment:
        import jinja2
        from jinja2.ext import Extension
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        templates = self.templates

        class Placed(Extension):
            def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
                return _with_places(source, name or "", templates[(name or "").removesuffix(".xml")].first_line)

        environment = ImmutableSandboxedEnvironment(
            autoescape=True,
            loader=jinja2.FunctionLoader(self._load),
            finalize=self._remember,
            undefined=jinja2.StrictUndefined,
            extensions=[Placed],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= _filters(formats)
        words, tag = language(self.deck.language).words, self.deck.language
        environment.globals["word"] = lambda key: Text(words[key], None, tag)
        return environment

    def _load(self, name: str) -> tuple[str, str, None] | None:
        template = self.templates.get(name.removesuffix(".xml"))
        return (template.source, name, None) if template else None

    def _remember(self, value: Any) -> Any:
        """Jinja's finalize hook: what an author wrote goes into the markup with its number."""
        if value is None:
            return ""
        if isinstance(value, str) and not isinstance(value, Text):
            return value
        if isinstance(value, Text) and (bad := _UNWRITABLE.search(value)):
            self.report.error(
                "refused-character", f"the character U+{ord(bad[0]):04X} cannot stand in a presentation", value.span
            )
            return ""
        if isinstance(value, int | float):
            return str(value)
        self.values.append(value)
        return bracketed(len(self.values) - 1, value)


def _with_places(source: str, name: str, first_line: int) -> str:
    """Each element start tag of a slide template with its file, line and column."""
    line, counted = first_line, 0

    def placed(match: re.Match[str]) -> str:
        nonlocal line, counted
        if match[1] is None:
            return match[0]
        line += source.count("\n", counted, match.start())
        counted = match.start()
        column = match.start() - source.rfind("\n", 0, match.start())
        return f'<{match[1]} {AT}="{name}:{line}:{column}"'

    return _ELEMENT_START.sub(placed, source)


def _filters(formats: Formats) -> dict[str, Any]:
    """The formats as filters; a text keeps its place through them."""

    def quoted(value: object) -> object:
        marked = formats.quoted(str(value))
        return value.like(marked) if isinstance(value, Text) else marked

    return {"quoted": quoted, "number": formats.number, "percent": formats.percent, "date": formats.date}


def _place(error: BaseException, files: Mapping[str, str], default: str) -> tuple[str, int]:
    """Template and line of a fault while rendering; Jinja puts templates into the traceback."""
    trace, place = error.__traceback__, (default, 1)
    while trace:
        name = trace.tb_frame.f_code.co_filename
        place = (name, trace.tb_lineno) if name in files else place
        trace = trace.tb_next
    return place
