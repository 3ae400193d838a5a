"""Diagnostics, which are errors and warnings as data, and the report that collects them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.model.source import Span


class Diagnostic(Struct, frozen=True):
    """One error or warning, in the author's words."""

    code: str
    """The name of the fault in kebab-case: `unknown-field`. docs/diagnostics.md explains each."""
    message: str
    span: Span | None
    severity: Literal["error", "warning"] = "error"
    help: str | None = None
    """One action or one question: "did you mean 'title'?"."""
    notes: tuple[str, ...] = ()
    """Facts needed to choose what to do."""


class Stopped(Exception):
    """Raised when the build cannot go on, because the report holds an error."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(f"{len(diagnostics)} diagnostics")
        self.diagnostics = diagnostics


class Report:
    """Collects the diagnostics of a run. A stage goes on after an error as long as that is sensible."""

    def __init__(self) -> None:
        self._diagnostics: dict[Diagnostic, None] = {}

    def error(
        self, code: str, message: str, span: Span | None, *, help: str | None = None, notes: Iterable[str] = ()
    ) -> None:
        self.add(Diagnostic(code, message, span, "error", help, tuple(notes)))

    def warning(
        self, code: str, message: str, span: Span | None, *, help: str | None = None, notes: Iterable[str] = ()
    ) -> None:
        self.add(Diagnostic(code, message, span, "warning", help, tuple(notes)))

    def add(self, diagnostic: Diagnostic) -> None:
        """Adds a diagnostic; an equal one, as from another language, is kept once."""
        self._diagnostics.setdefault(diagnostic)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All diagnostics, sorted by place; those without a place come first."""
        return tuple(sorted(self._diagnostics, key=_place))

    @property
    def failed(self) -> bool:
        return any(d.severity == "error" for d in self._diagnostics)

    def strict(self) -> Report:
        """Returns a copy in which every warning is an error."""
        report = Report()
        for diagnostic in self._diagnostics:
            report.add(replace(diagnostic, severity="error"))
        return report

    def stop_if_failed(self) -> None:
        if self.failed:
            raise Stopped(self.diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Returns a question with the known name nearest to a misspelt one, or None if none is similar."""
    import difflib

    names = list(known)
    near = [name for name in names if name.lower() == word.lower()] or difflib.get_close_matches(word, names, 1)
    return f"did you mean '{near[0]}'?" if near else None


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return (span.file, span.line, span.column, diagnostic.code) if span else ("", 0, 0, diagnostic.code)
