"""The field types of time: what values are of, and how old they may become."""

from __future__ import annotations

from deckwright.kinds.contracts.base import Context, ScalarType, Schema
from deckwright.model.node import Scalar
from deckwright.model.periods import Age, Period, read_age, read_period


class PeriodType(ScalarType, frozen=True):
    """The same in every language: `2018`, `2018-03`, `2018-03-31`."""

    noun = "a year, a month or a day"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Period | None:
        period = read_period(scalar.raw)
        if period is None:
            message, advice = f"{name} must be {self.noun}, not '{scalar.raw}'", "write 2018, 2018-03 or 2018-03-31"
            context.report.error("wrong-type", message, scalar.span, help=advice)
        return period

    def build_schema(self) -> Schema:
        return {"type": ["string", "number"]}

    def describe(self) -> str:
        return "year, month or day"


class AgeType(ScalarType, frozen=True):
    """In plain words: `90 days`, `6 months`, `1 year`."""

    noun = "a number of days, weeks, months or years"

    def check_scalar(self, scalar: Scalar, name: str, context: Context) -> Age | None:
        age = read_age(scalar.raw)
        if age is None:
            message, advice = (
                f"{name} must be {self.noun}, not '{scalar.raw}'",
                "write it so: 90 days, 6 months, 1 year",
            )
            context.report.error("wrong-type", message, scalar.span, help=advice)
        return age

    def build_schema(self) -> Schema:
        return {"type": "string", "pattern": "^ *[1-9][0-9]* *([Dd]ay|[Ww]eek|[Mm]onth|[Yy]ear)s? *$"}

    def describe(self) -> str:
        return "age"
