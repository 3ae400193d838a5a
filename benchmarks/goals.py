"""The goals of speed and memory: a row for each, as a number taken from the results and the most it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.makers import OURS, PPTXGENJS, PYTHON_PPTX
from benchmarks.measure import Results
from benchmarks.single import ALL_LANGUAGES, CHART, CLOUD, HELP, LONG_TABLE, ONE_SLIDE, SLIP, TALK

Measure = Callable[[Results], float]
"""Raises KeyError where something that it needs was not measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    name: str
    measure: Measure
    unit: str
    at_most: float | None
    """None: it is only told."""


def seconds(name: str, slides: int = 0) -> Measure:
    return lambda results: results[name, slides].seconds


def megabytes(name: str, slides: int) -> Measure:
    return lambda results: results[name, slides].megabytes


def ratio(measure: Measure, to: Measure, times: float = 1) -> Measure:
    return lambda results: measure(results) / (times * to(results))


def kilobytes_a_slide(few: int, many: int) -> Measure:
    """What each slide more takes."""
    less, more = megabytes(OURS, few), megabytes(OURS, many)
    return lambda results: (more(results) - less(results)) * 1000 / (many - few)


GOALS = (
    Goal("10 slides, beside python-pptx", ratio(seconds(OURS, 10), seconds(PYTHON_PPTX, 10)), "x", 0.5),
    Goal("1,000 slides, beside python-pptx", ratio(seconds(OURS, 1000), seconds(PYTHON_PPTX, 1000)), "x", 0.05),
    Goal("1,000 slides, beside PptxGenJS", ratio(seconds(OURS, 1000), seconds(PPTXGENJS, 1000)), "x", 0.5),
    Goal("10,000 slides, beside ten times 1,000", ratio(seconds(OURS, 10_000), seconds(OURS, 1000), 10), "x", 1.1),
    Goal("memory of 1,000, beside python-pptx", ratio(megabytes(OURS, 1000), megabytes(PYTHON_PPTX, 1000)), "x", 1.5),
    Goal("memory, from 1,000 to 3,000 slides", kilobytes_a_slide(1000, 3000), "kB a slide", 30),
    Goal("memory, from 3,000 to 10,000 slides", kilobytes_a_slide(3000, 10_000), "kB a slide", 30),
    Goal("the talk in one language", seconds(TALK), "s", 0.5),
    Goal("the talk in all its languages, beside one", ratio(seconds(ALL_LANGUAGES), seconds(TALK)), "x", None),
    Goal("an error in the talk's deck.yaml", seconds(SLIP), "s", 0.25),
    Goal("--help", seconds(HELP), "s", 0.1),
    Goal("--only one of 1,000, beside a deck of 10", ratio(seconds(ONE_SLIDE), seconds(OURS, 10)), "x", 2),
    Goal(CHART, seconds(CHART), "s", 2),
    Goal(CLOUD, seconds(CLOUD), "s", 2),
    Goal(f"{LONG_TABLE}, over many slides", seconds(LONG_TABLE), "s", 1),
)


def verdict(goal: Goal, results: Results) -> tuple[str, ...]:
    """Name, what was measured, what it may be, how much of that it is, and whether it is met."""
    most = "–" if goal.at_most is None else f"{goal.at_most:g} {goal.unit}"
    try:
        measured = goal.measure(results)
    except KeyError:
        return (goal.name, "–", most, "–", "not measured")
    said = f"{measured:.3g} {goal.unit}"
    if goal.at_most is None:
        return (goal.name, said, most, "–", "")
    return (goal.name, said, most, f"{measured / goal.at_most:.2f}", "met" if measured <= goal.at_most else "not met")


def verdicts(results: Results, goals: Sequence[Goal] = GOALS) -> list[tuple[str, ...]]:
    return [verdict(goal, results) for goal in goals]
