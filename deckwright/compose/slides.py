"""Composes the slides of a deck: the fields of each go through its slide template and become a tree of elements."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import jinja2

from deckwright.arrange.elements.base import Element
from deckwright.arrange.elements.shapes import MiniatureElement
from deckwright.arrange.elements.slide import ComposedSlide, SlideElement, Slides
from deckwright.compose.environment import MissingValueError, SlideEnvironment
from deckwright.compose.markup import MarkupError, TagCache, find_place, read_markup
from deckwright.languages.formats import FormatError
from deckwright.model.brand import Brand
from deckwright.model.deck import Deck, Slide
from deckwright.model.diagnostics import Report, did_you_mean
from deckwright.model.source import Span
from deckwright.system.limits import MARKUP_CHARACTERS
from deckwright.system.work import WHOLE, NeedsWholeError, Share, TooMuchWorkError, Work

if TYPE_CHECKING:
    from deckwright.kinds.slide_templates import SlideTemplate
    from deckwright.languages.formats import Formats

_QUOTED = re.compile("'([^']+)'")


def compose(
    deck: Deck,
    templates: Mapping[str, SlideTemplate],
    formats: Formats,
    brand: Brand,
    report: Report,
    share: Share = WHOLE,
) -> Slides:
    """Composes the slides of a share, and the slides that those show as thumbnails.

    Slides with errors are left out; `report` has the errors. Raises NeedsWholeError if `share` is a part of the deck
    and a template uses all slides.
    """
    renderer = _Renderer(deck, templates, formats, brand, report, share)
    own = share.select(deck.ids)
    waiting = deque(slide for slide in deck.slides if slide.id in own)
    seen = {slide.id for slide in waiting}
    composed: dict[str, ComposedSlide] = {}
    while waiting and not renderer.is_exhausted:
        slide = waiting.popleft()
        root = renderer.render_slide(slide)
        if root is None:
            continue
        composed[slide.id] = ComposedSlide(slide, root)
        if share is not WHOLE and (thumbnails := set(_find_thumbnails(root)) - seen):
            seen |= thumbnails
            waiting += [other for other in deck.slides if other.id in thumbnails]
    slides = [composed[slide.id] for slide in deck.slides if slide.id in composed]
    return Slides(
        deck,
        tuple(each for each in slides if each.slide.id in own),
        tuple(each for each in slides if each.slide.id not in own),
    )


def _find_thumbnails(element: Element) -> Iterator[str]:
    """Yields the ids of the slides that `element` and its children show as thumbnails."""
    if isinstance(element, MiniatureElement):
        yield str(element.of)
    for child in element.children:
        yield from _find_thumbnails(child)


class _Renderer:
    """Renders slides with one Jinja environment."""

    def __init__(
        self,
        deck: Deck,
        templates: Mapping[str, SlideTemplate],
        formats: Formats,
        brand: Brand,
        report: Report,
        share: Share,
    ) -> None:
        self.deck = deck if share is WHOLE else _SharedDeck(deck)
        self.templates, self.brand, self.report = templates, brand, report
        self.work = Work(share)
        self.is_exhausted = False
        """True when a limit is reached; the remaining slides would report the same."""
        self.environment = SlideEnvironment(templates, formats, self.work, report)
        self.loaded: dict[str, jinja2.Template] = {}
        self.tags: TagCache = {}

    def render_slide(self, slide: Slide) -> SlideElement | None:
        values = self.environment.values
        values.clear()
        self.environment.slide_span = slide.span
        markup = self._render_markup(slide)
        if markup is None:
            return None
        try:
            root = read_markup(markup, values, self.templates, self.brand, self.report, self.tags)
        except MarkupError as error:
            message = f"the markup of this slide template is not well-formed: {error}"
            self.report.error("template-fault", message, find_place(error.place, self.templates) or slide.span)
            return None
        return root if isinstance(root, SlideElement) else None

    def _render_markup(self, slide: Slide) -> str | None:
        """Returns the markup of a slide; None after an error, which is reported at its line of the template."""
        name, template = f"{slide.kind}.xml", self.templates[slide.kind]
        fields = dict.fromkeys(template.fields) | dict(slide.fields)
        try:
            self.work.start()
            if name not in self.loaded:
                loaded = self.loaded[name] = self.environment.get_template(name)
                loaded.globals = dict(loaded.globals)  # a ChainMap, which Jinja would search for every slide
            return _join_pieces(self.loaded[name].generate(fields, slide=slide, deck=self.deck))
        except TooMuchWorkError as error:
            self.is_exhausted = True
            self._report_fault(str(error), *self._find_fault(error, name), code="too-much-work")
        except jinja2.TemplateSyntaxError as error:
            self._report_fault(str(error.message), error.name or name, error.lineno, self.environment.filters)
        except jinja2.TemplateNotFound as error:
            files = [f"{other}.xml" for other in self.templates]
            self._report_fault(f"slide template '{error}' does not exist", *self._find_fault(error, name), files)
        except MissingValueError as error:
            known = fields if error.known is None else error.known
            self._report_fault(str(error), *self._find_fault(error, name), known)
        except (jinja2.TemplateError, FormatError) as error:
            self._report_fault(str(error), *self._find_fault(error, name))
        except RecursionError as error:
            self._report_fault("the slide template uses itself in an endless circle", *self._find_circle(error, name))
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            self._report_fault(f"this fails with these values ({error})", *self._find_fault(error, name))
        return None

    def _report_fault(
        self, message: str, name: str, line: int, known: Iterable[str] = (), code: str = "template-fault"
    ) -> None:
        """Reports an error at a line of the Jinja source of a slide template.

        If one of the `known` names is similar to the first quoted word of the message, it is suggested.
        """
        template = self.templates.get(name.removesuffix(".xml"))
        place = Span(template.file, line + template.first_line - 1, 1) if template else None
        word = _QUOTED.search(message)
        message = message[:1].lower() + message[1:].rstrip(".")
        self.report.error(code, message, place, help=did_you_mean(word[1], known) if word else None)

    def _find_fault(self, error: BaseException, default: str) -> tuple[str, int]:
        """Returns the template and line in which an error was raised."""
        *_, place = ((default, 1), *(place for _, place in self._trace(error)))
        return place

    def _find_circle(self, error: RecursionError, default: str) -> tuple[str, int]:
        """Returns the template and line that first lead back to a place where rendering was before.

        The last place of the traceback would depend on the recursion limit of the system.
        """
        previous, seen = (default, 1), set()
        for block, place in self._trace(error):
            if (block, place) in seen:
                break
            seen.add((block, place))
            previous = place
        return previous

    def _trace(self, error: BaseException) -> Iterator[tuple[str, tuple[str, int]]]:
        """Yields block, and template and line, of the frames of slide templates in the traceback of an error."""
        trace = error.__traceback__
        while trace:
            code = trace.tb_frame.f_code
            if code.co_filename.removesuffix(".xml") in self.templates:
                yield code.co_name, (code.co_filename, trace.tb_lineno)
            trace = trace.tb_next


def _join_pieces(pieces: Iterable[str]) -> str:
    joined, length = [], 0
    for piece in pieces:
        joined.append(piece)
        length += len(piece)
        if length > MARKUP_CHARACTERS:
            raise TooMuchWorkError(f"the markup of one slide exceeds {MARKUP_CHARACTERS:,} characters")
    return "".join(joined)


class _SharedDeck:
    """The deck for the templates of a share: all its attributes but `slides`."""

    __slots__ = ("_deck",)

    def __init__(self, deck: Deck) -> None:
        self._deck = deck

    def __getattr__(self, name: str) -> Any:
        if name == "slides":
            raise NeedsWholeError
        return getattr(self._deck, name)
