"""Numbers, dates, lists and quotations as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.languages.formats import FormatError, Formats
from deckwright.languages.language import check_locale, get_language, is_known_locale, list_fallbacks, list_languages
from deckwright.languages.number_formats import FORMATS, choose_digits, find_format
from deckwright.model.diagnostics import Report
from deckwright.model.source import Span, Text

NBSP = "\N{NO-BREAK SPACE}"
DAY = date(2019, 10, 7)


@pytest.mark.parametrize(
    ("tag", "percent", "number", "day", "quotation", "listed"),
    [
        ("da", f"18{NBSP}%", "1.700,5", "7. oktober 2019", "”ja”", "a, b og c"),
        ("en", "18%", "1,700.5", "7 October 2019", "‘ja’", "a, b and c"),
        ("en-US", "18%", "1,700.5", "October 7, 2019", "“ja”", "a, b, and c"),
        ("de", f"18{NBSP}%", "1.700,5", "7. Oktober 2019", "„ja“", "a, b und c"),
        ("fr", f"18{NBSP}%", "1\N{NARROW NO-BREAK SPACE}700,5", "7 octobre 2019", f"«{NBSP}ja{NBSP}»", "a, b et c"),
        ("de-CH", "18%", "1’700.5", "7. Oktober 2019", "«ja»", "a, b und c"),
    ],
)
def test_each_language_in_its_own_way(
    tag: str, percent: str, number: str, day: str, quotation: str, listed: str
) -> None:
    formats = Formats(tag)
    assert formats.format_percent(Decimal("0.18")) == percent
    assert formats.format_number(Decimal("1700.5")) == number
    assert formats.format_date(DAY) == day
    assert formats.quote("ja") == quotation
    assert formats.format_list(["a", "b", "c"]) == listed


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [("600.25", 1, "600,3"), ("-600.25", 1, "-600,3"), ("0.5", 0, "1"), ("2.5", 0, "3"), ("1.70", None, "1,7")],
)
def test_half_is_rounded_up(value: str, digits: int | None, shown: str) -> None:
    assert Formats("da").format_number(Decimal(value), digits) == shown


def test_percent_keeps_one_decimal_unless_told_otherwise() -> None:
    formats = Formats("en")
    assert formats.format_percent(Decimal("0.125")) == "12.5%"
    assert formats.format_percent(Decimal("0.0625")) == "6.3%"
    assert formats.format_percent(Decimal("0.125"), 0) == "13%"
    assert formats.format_percent(1) == "100%"


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=4), st.integers(0, 4))
def test_rounding_agrees_with_schoolbook_rounding(value: Decimal, digits: int) -> None:
    shown = Formats("en").format_number(value, digits, grouped=False)
    step = Fraction(1, 10**digits)
    whole, rest = divmod(abs(Fraction(value)), step)
    expected = (whole + (rest * 2 >= step)) * step
    assert abs(Fraction(shown)) == expected


def test_dates_in_other_forms() -> None:
    formats = Formats("en")
    assert [formats.format_date(DAY, form) for form in ("medium", "month", "day", "year")] == [
        "7 Oct 2019",
        "October 2019",
        "7 October",
        "2019",
    ]
    with pytest.raises(FormatError, match="unknown form of a date 'iso'"):
        formats.format_date(DAY, "iso")


@pytest.mark.parametrize(
    ("tag", "value", "shown"),
    [
        ("da", "1700000", f"1,7{NBSP}mio."),
        ("en", "1700000", "1.7M"),
        ("de", "1250", "1.250"),
        ("ja", "17000", "1.7万"),
        ("da", "1250", f"1,3{NBSP}t"),
        ("da", "-1250", f"-1,3{NBSP}t"),
        ("en", "999999", "1M"),
        ("en", "950", "950"),
        ("en", "12.34", "12.3"),
        ("th", "0", "0"),
    ],
)
def test_large_numbers_in_short(tag: str, value: str, shown: str) -> None:
    assert Formats(tag).format_compact(Decimal(value)) == shown


@given(st.integers(-(10**18), 10**18), st.sampled_from(list_languages()), st.integers(0, 3))
def test_any_number_has_a_short_form_on_one_line(value: int, tag: str, digits: int) -> None:
    assert " " not in Formats(tag).format_compact(value, digits)


def test_a_number_and_its_unit_stay_together() -> None:
    assert Formats("da").format_unit(1700, "km") == f"1.700{NBSP}km"
    assert Formats("fr").format_unit(Decimal("2.5"), "kg", 2) == f"2,50{NBSP}kg"


def test_a_brand_may_have_its_percent_signs_tight() -> None:
    tight = Formats("da", tight=True)
    assert (tight.format_percent(Decimal("0.18")), tight.build_number_code("percent", 1)) == ("18%", "0.0%")
    assert (tight.format_currency(5, "DKK"), tight.build_number_code("DKK")) == (f"5{NBSP}kr.", f'#,##0\\{NBSP}"kr."')


@pytest.mark.parametrize(
    ("tag", "text", "shown"),
    [
        ("da", 'Han sagde "ja".', "”Han sagde ’ja’.”"),
        ("da", "Han sagde ”ja” og ”nej”.", "”Han sagde ’ja’ og ’nej’.”"),
        ("en", "He said ‘don’t’.", "‘He said “don’t”.’"),
        ("en", "The boys' own, it's 5' 6\"", "‘The boys' own, it's 5' 6\"’"),
        ("de", "Er sagte „ja“.", "„Er sagte ‚ja‘.“"),
        ("fr", f"Il dit «{NBSP}oui{NBSP}».", f"«{NBSP}Il dit “oui”.{NBSP}»"),
        ("ja", "彼は「はい」と言った", "「彼は『はい』と言った」"),
        ("de-CH", "Er sagte «ja».", "«Er sagte ‹ja›.»"),
        ("th", 'a "b" c', "‘a “b” c’"),
    ],
)
def test_a_quotation_within_a_quotation(tag: str, text: str, shown: str) -> None:
    assert Formats(tag).quote(text) == shown


@pytest.mark.parametrize("tag", list_languages())
def test_every_language_tells_its_two_kinds_of_quotation_marks_apart(tag: str) -> None:
    assert get_language(tag).inner_quotes != get_language(tag).quotes
    assert all(mark.strip() for mark in (*get_language(tag).inner_quotes, *get_language(tag).quotes))


def test_currency_is_spaced() -> None:
    assert Formats("da").format_currency(1700, "DKK") == f"1.700{NBSP}kr."
    assert Formats("en").format_currency(1700, "DKK") == f"DKK{NBSP}1,700"
    assert Formats("en").format_currency(Decimal("9.5"), "GBP") == "£9.50"


def test_thousands_as_the_language_groups_them() -> None:
    assert Formats("hi").format_number(12345678) == "1,23,45,678"
    assert Formats("en").format_number(2018, grouped=False) == "2018"


def test_a_quotation_keeps_its_place() -> None:
    span = Span("deck.yaml", 3, 5)
    quoted = Formats("da").quote(Text("ja", span, "da"))
    assert isinstance(quoted, Text)
    assert (quoted, quoted.span, quoted.lang) == ("”ja”", span, "da")


def test_charts_get_a_number_format() -> None:
    da, en = Formats("da"), Formats("en")
    assert da.build_number_code("percent") == f"0\\{NBSP}%"
    assert en.build_number_code("percent") == "0%"
    assert en.build_number_code("percent", 1) == "0.0%"
    assert da.build_number_code("number", 0) == "#,##0"
    assert da.build_number_code("plain", 0) == "0"
    assert da.build_number_code("DKK") == f'#,##0\\{NBSP}"kr."'


def test_what_is_no_number_cannot_be_shown_as_one() -> None:
    with pytest.raises(FormatError, match="'mange' is not a number"):
        Formats("da").format_number("mange")


def test_numbers_that_look_alike_share_their_decimals() -> None:
    assert choose_digits([Decimal("0.18"), Decimal("0.065")], "percent") == 1
    assert choose_digits([Decimal("1.50"), 2], "number") == 1
    assert choose_digits([], "number") == 0


def test_formats_by_name() -> None:
    assert find_format("DKK") is not None
    assert find_format("per cent") is None
    assert set(FORMATS) >= {"number", "percent", "integer"}


def test_locales_that_exist() -> None:
    assert all(is_known_locale(tag) for tag in ("da", "en-GB", "pt-BR", "zh-CN", "th", "es-419"))
    assert not any(is_known_locale(tag) for tag in ("xx", "en_GB", "en-gb", "danish", "", "en-XX"))
    assert all(is_known_locale(tag) for tag in list_languages())


@pytest.mark.parametrize(
    ("tag", "meant"), [("en_GB", "en-GB"), ("en-gb", "en-GB"), ("dansk", "da"), ("en-UK", "en-GB")]
)
def test_an_unknown_locale_is_reported_where_it_stands(tag: str, meant: str) -> None:
    report = Report()
    assert not check_locale(Text(tag, Span("deck.yaml", 4, 11, len(tag))), report)
    (fault,) = report.diagnostics
    assert (fault.code, fault.message) == ("unknown-locale", f"unknown language '{tag}'")
    assert fault.span == Span("deck.yaml", 4, 11, len(tag))
    assert fault.help == f"did you mean '{meant}'?"


def test_regions_take_from_their_language() -> None:
    assert get_language("en-GB").quotes == ("‘", "’")
    assert get_language("de-AT").quotes == ("„", "“")
    assert get_language("th").words["table"] == "Table"
    assert (get_language("da").office_tag, get_language("ar").is_rtl, get_language("da").is_rtl) == (
        "da-DK",
        True,
        False,
    )
    assert list_fallbacks("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")


@pytest.mark.parametrize("tag", ["da", "de", "ar", "he", "ja"])
def test_languages_of_the_talk_and_the_examples_have_all_words(tag: str) -> None:
    assert {word for word, said in get_language(tag).words.items() if said == get_language("en").words[word]} <= {
        "agenda",
        "slide",
        "histogram",
        "rest",
        "trend",
    }


def test_what_was_shown_before_changes_nothing() -> None:
    """Equal values that are not written alike do not take each other's text."""
    formats = Formats("en")
    values = (1, True, Decimal("1.0"), Decimal("1.50"), 1.5, Decimal("1.5"))
    for name in ("", "number", "text"):
        for value in values * 2:
            if not (value is True and name == "number"):
                assert formats.format_value(value, name) == Formats("en").format_value(value, name)
    with pytest.raises(FormatError):
        formats.format_value(True, "number")
