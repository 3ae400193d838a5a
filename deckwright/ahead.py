"""A process ahead: it loads the libraries of the middle stages while this one goes through the early ones.

Loading them takes a third of a short build. The other process is then told the deck, and tells the pages that it has
composed and arranged; meanwhile this one loads what the last stage needs. Where it fails in any way, this one goes on
by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from deckwright.helpers import Channel, can_fork, cores, helped
from deckwright.libraries import lightly
from deckwright.program import verb_of

if TYPE_CHECKING:
    from deckwright.deck import Deck
    from deckwright.diagnostics import Diagnostic, Report
    from deckwright.page import Pages
    from deckwright.setting import Setting
    from deckwright.timings import Seconds, Stopwatch
    from deckwright.work import Share

LONG = 200_000
"""Bytes of a deck.yaml that takes so long, or is made by so many processes, that nothing is gained."""
MIDDLE = (
    "deckwright.compose.slides",
    "deckwright.compose.library",
    "deckwright.compose.kept",
    "deckwright.compose.trees",
    "deckwright.compose.sandbox",
    "deckwright.arrange.pages",
    "deckwright.brands.kept",
)
LAST = ("deckwright.write.outline", "deckwright.output", "xml.etree.ElementTree")
"""What the middle stages import, and what comes after them."""


class Ahead:
    """The way to the other process, as long as there is one."""

    def __init__(self, channel: Channel | None) -> None:
        self._channel = channel

    def prepare(self, setting: Setting) -> None:
        """Lets it read the brand."""
        if self._channel is None:
            return
        from deckwright.cache import version

        self._tell("prepare", version(), _bare(setting))

    def pages(self, deck: Deck, setting: Setting, report: Report, watch: Stopwatch, share: Share) -> Pages | None:
        """The pages of the deck, in the setting it has prepared; None where this process is to make them.

        Raises Stopped.
        """
        if self._channel is None:
            return None
        from deckwright.diagnostics import Stopped
        from deckwright.languages.answers import keep_answers

        keep_answers()  # before the other process asks for more
        self._tell("pages", deck, share)
        if self._channel is None:
            return None
        for module in LAST:
            import_module(module)
        with suppress(Stopped):  # which the other process says too
            setting.brand  # noqa: B018  # is read now
        try:
            pages: Pages | None
            pages, diagnostics, seconds = self._channel.told()
        except EOFError:
            self.close()
            return None
        watch.add(seconds)
        watch.lap("arrange")  # and what it took to wait for the libraries
        for diagnostic in diagnostics:
            report.add(diagnostic)
        report.stop_if_failed()
        return pages

    def close(self) -> None:
        """Ends it: nobody will need it."""
        if self._channel:
            self._channel.end()
        self._channel = None

    def _tell(self, *what: object) -> None:
        try:
            if self._channel:
                self._channel.tell_briefly(what)
        except (OSError, OverflowError):  # it is gone; or it takes longer to tell it all than to do without it
            self.close()


NOBODY = Ahead(None)


@contextmanager
def ahead(arguments: Sequence[str], deck: Path) -> Iterator[Ahead]:
    """The process, for as long as the block runs, if there is anything to be gained by one.

    `arguments` are those of the command line; to look into them more closely takes its time too.
    """
    with ExitStack() as stack:
        channel = None
        if _is_build(arguments) and (_is_of_one(arguments) or _is_short(deck)) and can_fork() and cores() > 1:
            with suppress(OSError):  # no room for a process
                (channel,) = stack.enter_context(helped([_middle]))
        yield Ahead(channel)


def _is_build(arguments: Sequence[str]) -> bool:
    return verb_of(arguments) == "build" and not {"-h", "--help"} & set(arguments)


def _is_of_one(arguments: Sequence[str]) -> bool:
    return any(one.startswith("--only") for one in arguments)


def _is_short(deck: Path) -> bool:
    with suppress(OSError):
        return deck.stat().st_size < LONG
    return False


def _bare(setting: Setting) -> Setting:
    """What the late stages know of it, and the modules that they load anyway."""
    from deckwright.diagnostics import Report
    from deckwright.setting import Setting

    templates = {name: template.bare for name, template in setting.templates.items()}
    return Setting(templates, setting.locale, setting.formats, setting.folder, setting.file, Report())


def _middle(channel: Channel) -> None:
    """All that the other process does: what it is asked, until nobody asks any more."""
    with lightly(without=["_hashlib"]):  # OpenSSL, for Jinja; there is nothing here that is long to hash
        import hashlib  # noqa: F401
    for module in MIDDLE:
        import_module(module)
    middle = _Middle()
    while True:
        what, *given = channel.told()
        answer = getattr(middle, what)(*given)
        if answer is not None:
            channel.tell(answer)


class _Middle:
    """The middle stages, in the other process; what it can be asked."""

    setting: Setting

    def prepare(self, version: bytes, setting: Setting) -> None:
        from deckwright.cache import use_version
        from deckwright.diagnostics import Stopped

        use_version(version)
        self.setting = setting
        with suppress(Stopped):
            setting.brand  # noqa: B018  # is read now

    def pages(self, deck: Deck, share: Share) -> tuple[Pages | None, tuple[Diagnostic, ...], Seconds]:
        """None instead of pages after an error, and where a slide template must see the whole deck."""
        from deckwright.compose.slides import NeedsWholeError
        from deckwright.diagnostics import Stopped
        from deckwright.pipeline import arranged, composed
        from deckwright.timings import Stopwatch

        pages, report, watch = None, self.setting.report, Stopwatch()
        with suppress(Stopped, NeedsWholeError):
            slides = composed(deck, self.setting, report, watch, share)
            pages = arranged(slides, self.setting, report, watch)
        return pages, report.diagnostics, watch.seconds
