"""Compose: each slide's fields through its slide template, to a tree of elements.

Jinja is used as it was made: inheritance, blocks, macros, autoescaping. Two hooks keep places: `finalize`
brackets every value that came from deck.yaml, and a preprocessor writes into every element of a slide
template where it stands.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.drawing import MiniatureElement
from deckwright.arrange.elements.slide import SlideElement
from deckwright.arrange.slides import ComposedSlide, Slides
from deckwright.compose.markup import AT, MarkupError, Tags, bracketed, place_of, read_markup
from deckwright.languages.formats import UnfitError
from deckwright.model.brand import Brand
from deckwright.model.deck import Deck, Slide
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span, Text, span_of
from deckwright.system.limits import MARKUP_CHARACTERS
from deckwright.system.work import WHOLE, Share, TooMuchWorkError, Work
from deckwright.texts.filters import filters_of

if TYPE_CHECKING:
    import jinja2

    from deckwright.kinds.slide_templates import TemplateSource
    from deckwright.languages.formats import Formats

_ELEMENT_START = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->|<([a-z][a-z-]*)", re.DOTALL)
_QUOTED = re.compile("'([^']+)'")
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML 1.0 cannot hold, and our own brackets."""
_IN_XML = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
"""As XML keeps them, also in attributes."""
_NUMBERS = (int, float, Decimal, date)
_CHANGING = ("capitalize", "join", "lower", "replace", "title", "trim", "upper")
"""Jinja's filters through which a text keeps its place."""


def compose(
    deck: Deck,
    templates: Mapping[str, TemplateSource],
    formats: Formats,
    brand: Brand,
    report: Report,
    share: Share = WHOLE,
) -> Slides:
    """The slides of a share that their templates could make, and those they show in small; what could not be is in
    `report`. Raises NeedsWholeError when a template of a share looks at all slides of the deck."""
    rendering = _Rendering(deck, templates, formats, brand, report, share)
    own = share.of(deck.ids)
    waiting = deque(slide for slide in deck.slides if slide.id in own)
    asked = {slide.id for slide in waiting}
    made: dict[str, ComposedSlide] = {}
    while waiting and not rendering.spent:
        slide = waiting.popleft()
        root = rendering.element(slide)
        if root is None:
            continue
        made[slide.id] = ComposedSlide(slide, root)
        if share is not WHOLE and (shown := set(_in_small(root)) - asked):
            asked |= shown
            waiting += [other for other in deck.slides if other.id in shown]
    found = [made[slide.id] for slide in deck.slides if slide.id in made]
    return Slides(
        deck,
        tuple(one for one in found if one.slide.id in own),
        tuple(one for one in found if one.slide.id not in own),
    )


def _in_small(element: Element) -> Iterator[str]:
    """The ids of the slides that an element shows."""
    if isinstance(element, MiniatureElement):
        yield str(element.of)
    for child in element.children:
        yield from _in_small(child)


class _Rendering:
    """One Jinja environment for all slides; `values` holds what the slide being rendered put into its markup."""

    def __init__(
        self,
        deck: Deck,
        templates: Mapping[str, TemplateSource],
        formats: Formats,
        brand: Brand,
        report: Report,
        share: Share,
    ) -> None:
        self.deck = deck if share is WHOLE else _SharedDeck(deck)
        self.templates, self.brand, self.report = templates, brand, report
        self.values: list[object] = []
        self.place: Span | None = None
        """Where the slide being rendered stands in deck.yaml."""
        self.work = Work(share)
        self.spent = False
        """A limit is reached; the slides that are left would say the same."""
        self.environment = self._environment(formats)
        self.loaded: dict[str, jinja2.Template] = {}
        self.tags: Tags = {}

    def element(self, slide: Slide) -> SlideElement | None:
        self.values.clear()
        self.place = slide.span
        markup = self._rendered(slide)
        if markup is None:
            return None
        try:
            root = read_markup(markup, self.values, self.templates, self.brand, self.report, self.tags)
        except MarkupError as error:
            message = f"the slide template makes markup that is not well-formed: {error}"
            self.report.error("template-fault", message, place_of(error.place, self.templates) or self.place)
            return None
        return root if isinstance(root, SlideElement) else None

    def _rendered(self, slide: Slide) -> str | None:
        import jinja2

        name, template = f"{slide.kind}.xml", self.templates[slide.kind]
        fields = dict.fromkeys(template.field_names) | dict(slide.fields)
        try:
            self.work.begin()
            if name not in self.loaded:
                loaded = self.loaded[name] = self.environment.get_template(name)
                loaded.globals = dict(loaded.globals)  # a ChainMap, which Jinja goes through for every slide
            return self._markup(self.loaded[name].generate(fields, slide=slide, deck=self.deck))
        except TooMuchWorkError as error:
            self.spent = True
            self._fault(str(error), *_place(error, self.templates, name), code="too-much-work")
        except jinja2.TemplateSyntaxError as error:
            self._fault(str(error.message), error.name or name, error.lineno, self.environment.filters)
        except jinja2.TemplateNotFound as error:
            files = [f"{other}.xml" for other in self.templates]
            self._fault(f"there is no slide template '{error}'", *_place(error, self.templates, name), files)
        except _NotThereError as error:
            known = fields if error.known is None else error.known
            self._fault(str(error), *_place(error, self.templates, name), known)
        except (jinja2.TemplateError, UnfitError) as error:
            self._fault(str(error), *_place(error, self.templates, name))
        except RecursionError as error:
            place = _place_of_circle(error, self.templates, name)
            self._fault("the slide template uses itself without end", *place)
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            message = f"this cannot be worked out with these values ({error})"
            self._fault(message, *_place(error, self.templates, name))
        return None

    @staticmethod
    def _markup(pieces: Iterable[str]) -> str:
        made, length = [], 0
        for piece in pieces:
            made.append(piece)
            length += len(piece)
            if length > MARKUP_CHARACTERS:
                raise TooMuchWorkError(f"the markup of one slide becomes longer than {MARKUP_CHARACTERS:,} characters")
        return "".join(made)

    def _fault(
        self, message: str, name: str, line: int, known: Iterable[str] = (), code: str = "template-fault"
    ) -> None:
        """An error at a line of a slide template, as Jinja counts: without the front matter."""
        template = self.templates.get(name.removesuffix(".xml"))
        place = Span(template.file, line + template.first_line - 1, 1) if template else None
        word = _QUOTED.search(message)
        message = message[:1].lower() + message[1:].rstrip(".")
        self.report.error(code, message, place, help=did_you_mean(word[1], known) if word else None)

    def _environment(self, formats: Formats) -> jinja2.Environment:
        import jinja2

        # isort: split
        from deckwright.compose.bytecode import KeptCode  # which imports Jinja by itself
        from deckwright.compose.sandbox import Bounded

        templates = self.templates

        class Placed(Bounded):  # not by an extension: importing Jinja's takes as long as rendering a slide
            def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
                kind = (name or "").removesuffix(".xml")
                return _with_places(source, kind, templates[kind].first_line)

        class Missing(jinja2.StrictUndefined):
            """A name or part that is not there: it may be asked for (`is defined`, `default`), but not shown."""

            __slots__ = ()

            def __init__(
                self, hint: str | None = None, obj: Any = jinja2.utils.missing, name: Any = None, _: Any = None
            ) -> None:
                super().__init__(hint, obj, name, partial(_NotThereError, obj, name))  # type: ignore[arg-type]

        environment = Placed(
            self.work,
            autoescape=True,
            loader=jinja2.FunctionLoader(self._load),
            finalize=self._remember,
            undefined=Missing,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=KeptCode(templates, formats),
        )
        environment.filters |= {name: _keeping_place(environment.filters[name]) for name in _CHANGING}
        environment.filters |= filters_of(formats)
        environment.count_filters()
        return environment

    def _load(self, name: str) -> tuple[str, str, None] | None:
        template = self.templates.get(name.removesuffix(".xml"))
        return (template.source, name, None) if template else None

    def _remember(self, value: Any) -> Any:
        """Jinja's finalize hook: what an author wrote goes into the markup with its number."""
        if not isinstance(value, Text):
            from jinja2 import Undefined

            if value is None or hasattr(value, "__html__"):
                return "" if value is None else value
            if isinstance(value, bool):
                return "yes" if value else "no"
            if isinstance(value, _NUMBERS):
                return format(value, "f") if isinstance(value, Decimal) else str(value)
            if isinstance(value, Undefined):
                return str(value)  # which raises what is wrong
        text = value if isinstance(value, str) else ""
        # What is printable can be written, and that is seen in a tenth of the time.
        if not text.isprintable() and (bad := _UNWRITABLE.search(text)):
            self.report.error(
                "refused-character",
                f"the invisible character U+{ord(bad[0]):04X} cannot be part of a presentation",
                span_of(value) or self.place,
            )
            return ""
        if isinstance(value, Text) or not isinstance(value, str):
            self.values.append(value)
            text = bracketed(len(self.values) - 1, text)
        return _Escaped(text.translate(_IN_XML))


class NeedsWholeError(Exception):
    """A slide template wants to see the slides of the whole deck."""


class _SharedDeck:
    """A deck as the templates of a share see it: all but its slides."""

    __slots__ = ("_deck",)

    def __init__(self, deck: Deck) -> None:
        self._deck = deck

    def __getattr__(self, name: str) -> Any:
        if name == "slides":
            raise NeedsWholeError
        return getattr(self._deck, name)


class _NotThereError(Exception):
    """A name or part that a slide template wants is not there; says what there is instead."""

    def __init__(self, owner: object, name: object, message: str) -> None:
        self.known: tuple[str, ...] | None = None
        """What there is, where `name` is a part of something."""
        if isinstance(owner, Mapping):
            self.known = tuple(owner)
            message = f"there is no '{name}' in this value, which has {', '.join(self.known)}"
        elif owner is None or isinstance(owner, str | int | Decimal | tuple):
            self.known = ()
            what = "an empty field" if owner is None else "a list" if isinstance(owner, tuple) else "it"
            message = f"there is no '{name}' in {what}"
        super().__init__(message)


class _Escaped(str):
    """What Jinja is not to escape again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _with_places(source: str, name: str, first_line: int) -> str:
    """Each element start tag of a slide template with its template, line and column."""
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


def _keeping_place(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's whose result stands where the text stood that it was given, or the first of its texts."""

    @wraps(filter_)
    def keeping(*arguments: Any, **options: Any) -> Any:
        result = filter_(*arguments, **options)
        given = (a[0] if isinstance(a, list | tuple) and a else a for a in arguments)
        source = next((a for a in given if isinstance(a, Text)), None)
        return source.like(result) if source is not None and type(result) is str else result

    return keeping


def _place(error: BaseException, templates: Mapping[str, TemplateSource], default: str) -> tuple[str, int]:
    """Template and line of a fault while rendering."""
    *_, place = ((default, 1), *(place for _, place in _places(error, templates)))
    return place


def _place_of_circle(error: BaseException, templates: Mapping[str, TemplateSource], default: str) -> tuple[str, int]:
    """Template and line that lead back to where rendering has been; how often it gets there depends on the system."""
    before, been = (default, 1), set()
    for block, place in _places(error, templates):
        if (block, place) in been:
            break
        been.add((block, place))
        before = place
    return before


def _places(error: BaseException, templates: Mapping[str, TemplateSource]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Block, and template and line, on the way to a fault: Jinja puts them into the traceback."""
    trace = error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if code.co_filename.removesuffix(".xml") in templates:
            yield code.co_name, (code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
