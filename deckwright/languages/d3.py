"""What d3, and so Vega, must know of a language: its numbers and dates as Deckwright itself writes them."""

from __future__ import annotations

import re
from typing import Any

from deckwright.languages.formats import Formats
from deckwright.languages.language import get_number_marks

_DIGIT = re.compile(r"\d")


def build_number_locale(formats: Formats) -> dict[str, Any]:
    """d3-format's locale definition."""
    decimal, thousands = get_number_marks(formats.locale)
    percent = _get_digit_suffix(formats.format_percent(1, 0))
    return {
        "decimal": decimal,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
        "percent": percent or "%",
        "minus": _DIGIT.sub("", formats.format_number(-1, 0)),
    }


def build_time_locale(formats: Formats) -> dict[str, Any]:
    """d3-time-format's locale definition; weeks begin with Sunday there."""
    from babel import Locale, dates

    locale = Locale.parse(formats.language.cldr_tag, sep="-")
    halves = dates.get_period_names("abbreviated", "format", locale)
    week = [6, 0, 1, 2, 3, 4, 5]
    days, short_days = (dates.get_day_names(width, "format", locale) for width in ("wide", "abbreviated"))
    months, short_months = (dates.get_month_names(width, "format", locale) for width in ("wide", "abbreviated"))
    return {
        "dateTime": "%Y-%m-%d %H:%M",
        "date": "%Y-%m-%d",
        "time": "%H:%M",
        "periods": [halves.get("am", "AM"), halves.get("pm", "PM")],
        "days": [days[day] for day in week],
        "shortDays": [short_days[day] for day in week],
        "months": [months[month] for month in range(1, 13)],
        "shortMonths": [short_months[month] for month in range(1, 13)],
    }


def _get_digit_suffix(text: str) -> str:
    """What stands behind the digits, without marks of direction."""
    tail = re.split(r"\d", text)[-1]
    return "".join(character for character in tail if character not in "\u200e\u200f\u061c")
