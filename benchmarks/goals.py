"""The goals for speed and memory: a row for each, with the function that computes its value, and the maximum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.before import BEFORE
from benchmarks.makers import OURS, PPTXGENJS, PYTHON_PPTX, ZIP_ALONE
from benchmarks.measure import Results
from benchmarks.single import ALL_LANGUAGES, CHART, CLOUD, HELP, LONG_TABLE, MISTAKE, ONE_SLIDE, TALK, TALK_BEFORE

Value = Callable[[Results], float]
"""Computes a value from the results. Raises KeyError if a result that it needs is missing."""


@dataclass(frozen=True, slots=True)
class Goal:
    name: str
    value: Value
    unit: str
    at_most: float | None
    """None: the value is only printed."""


def seconds(name: str, slides: int = 0) -> Value:
    return lambda results: results[name, slides].seconds


def megabytes(name: str, slides: int) -> Value:
    return lambda results: results[name, slides].megabytes


def ratio(value: Value, to: Value, times: float = 1) -> Value:
    return lambda results: value(results) / (times * to(results))


def kilobytes_a_slide(few: int, many: int) -> Value:
    """Returns the memory that each further slide takes."""
    less, more = megabytes(OURS, few), megabytes(OURS, many)
    return lambda results: (more(results) - less(results)) * 1000 / (many - few)


def compare(slides: int, name: str) -> Value:
    """Returns how many times as long as `name` Deckwright takes for a deck."""
    return ratio(seconds(OURS, slides), seconds(name, slides))


GOALS = (
    Goal("10 slides, compared with python-pptx", compare(10, PYTHON_PPTX), "x", 0.75),
    Goal("100 slides, compared with python-pptx", compare(100, PYTHON_PPTX), "x", 0.42),
    Goal("1,000 slides, compared with python-pptx", compare(1000, PYTHON_PPTX), "x", 0.06),
    Goal("1,000 slides, compared with PptxGenJS", compare(1000, PPTXGENJS), "x", 0.36),
    Goal("1,000 slides, compared with a zip alone", compare(1000, ZIP_ALONE), "x", 1.25),
    Goal(
        "10,000 slides, compared with ten times 1,000", ratio(seconds(OURS, 10_000), seconds(OURS, 1000), 10), "x", 1.1
    ),
    Goal(
        "memory of 1,000, compared with python-pptx",
        ratio(megabytes(OURS, 1000), megabytes(PYTHON_PPTX, 1000)),
        "x",
        1.5,
    ),
    Goal("memory, from 1,000 to 3,000 slides", kilobytes_a_slide(1000, 3000), "kB a slide", 30),
    Goal("memory, from 3,000 to 10,000 slides", kilobytes_a_slide(3000, 10_000), "kB a slide", 30),
    Goal("the talk in one language", seconds(TALK), "s", 0.5),
    Goal(f"the talk, compared with commit {BEFORE}", ratio(seconds(TALK), seconds(TALK_BEFORE)), "x", 1.3),
    Goal("the talk in all its languages, compared with one", ratio(seconds(ALL_LANGUAGES), seconds(TALK)), "x", None),
    Goal("an error in the talk's deck.yaml", seconds(MISTAKE), "s", 0.25),
    Goal("--help", seconds(HELP), "s", 0.1),
    Goal("--only one of 1,000, compared with a deck of 10", ratio(seconds(ONE_SLIDE), seconds(OURS, 10)), "x", 2),
    Goal(CHART, seconds(CHART), "s", 2),
    Goal(CLOUD, seconds(CLOUD), "s", 2),
    Goal(f"{LONG_TABLE}, over many slides", seconds(LONG_TABLE), "s", 1),
)


def verdict(goal: Goal, results: Results) -> tuple[str, ...]:
    """Returns the name, the value, its maximum, the ratio of the two, and whether the goal is met."""
    most = "–" if goal.at_most is None else f"{goal.at_most:g} {goal.unit}"
    try:
        measured = goal.value(results)
    except KeyError:
        return (goal.name, "–", most, "–", "not measured")
    value = f"{measured:.3g} {goal.unit}"
    if goal.at_most is None:
        return (goal.name, value, most, "–", "")
    return (goal.name, value, most, f"{measured / goal.at_most:.2f}", "met" if measured <= goal.at_most else "not met")


def verdicts(results: Results, goals: Sequence[Goal] = GOALS) -> list[tuple[str, ...]]:
    return [verdict(goal, results) for goal in goals]
