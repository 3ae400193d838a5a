"""What went wrong, where, and what to do: diagnostics as data, and the report that collects them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from deckwright.model.source import Span


class Diagnostic(Struct, frozen=True):
    """One fault, in the author's words."""

    code: str
    """Kebab-case, names the fault: `unknown-field`. Documented in docs/diagnostics.md."""
    message: str
    span: Span | None
    severity: Literal["error", "warning"] = "error"
    help: str | None = None
    """One action or one question: "did you mean 'title'?"."""
    notes: tuple[str, ...] = ()
    """Facts needed to choose what to do."""


class Stopped(Exception):
    """The build cannot go on: the report holds at least one error."""

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
        """Keep `diagnostic`; the same one twice (once for each language, say) counts once."""
        self._diagnostics.setdefault(diagnostic)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of them, by place; those without a place first."""
        return tuple(sorted(self._diagnostics, key=_place))

    @property
    def failed(self) -> bool:
        return any(d.severity == "error" for d in self._diagnostics)

    def strict(self) -> Report:
        """The same with every warning an error."""
        report = Report()
        for diagnostic in self._diagnostics:
            report.add(replace(diagnostic, severity="error"))
        return report

    def stop_if_failed(self) -> None:
        if self.failed:
            raise Stopped(self.diagnostics)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The help for a misspelt name: the nearest known one as a question, or None when nothing is near."""
    import difflib

    names = list(known)
    near = [name for name in names if name.lower() == word.lower()] or difflib.get_close_matches(word, names, 1)
    return f"did you mean '{near[0]}'?" if near else None


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return (span.file, span.line, span.column, diagnostic.code) if span else ("", 0, 0, diagnostic.code)
