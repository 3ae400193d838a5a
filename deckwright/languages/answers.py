"""What Babel has answered in earlier builds: to import it takes longer than to evaluate a short deck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deckwright.cache import keep, named, recall

MOST = 3_000
"""Answers that are kept. To read more of them would take as long as to import Babel."""


Question = tuple[str, ...]
"""What is asked, and of what: `("day", "2026-01-15", "long")`."""


class Answers:
    """The answers for one language."""

    def __init__(self, tag: str) -> None:
        self._name = named("answers", ("babel",), tag)
        known = recall(self._name)
        self._known: dict[Question, Any] = known if isinstance(known, dict) else {}
        self._new = False

    def __contains__(self, question: Question) -> bool:
        return question in self._known

    def to(self, question: Question, ask: Callable[[], Any]) -> Any:
        """The answer to `question`, from `ask` when it is a new one."""
        if question not in self._known:
            self._known[question] = ask()
            self._new = True
        return self._known[question]

    def keep(self) -> None:
        """For the next build, if there is something new."""
        if self._new and len(self._known) <= MOST:
            keep(self._name, self._known)
        self._new = False


_opened: dict[str, Answers] = {}


def answers_in(tag: str) -> Answers:
    """Those for the language `tag`, read when they are first wanted."""
    if tag not in _opened:
        _opened[tag] = Answers(tag)
    return _opened[tag]


def keep_answers() -> None:
    """Keeps what this build has asked, for the next one."""
    for answers in _opened.values():
        answers.keep()
