"""Expressions: what they stand for, and what is said when they cannot be worked out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckwright.languages.formats import Formats
from deckwright.model.diagnostics import Diagnostic, Report
from deckwright.model.node import Mapping as Tree
from deckwright.model.node import Scalar
from deckwright.model.source import Span, Text
from deckwright.parse.tree import parse_text
from deckwright.system.limits import STEPS
from deckwright.texts.expressions import Expressions
from deckwright.texts.values import FAILED, Fact, LazyNames

HEADING = Text("Hvad laver lægesekretærerne?", Span("deck.yaml", 40, 10), "da")


def fact(value: Decimal | int, shown: str) -> Fact:
    return Fact(value, lambda: shown, Span("assets/data/growth.csv", 2, 5))


NAMES: Mapping[str, object] = {
    "fact": {"growth": fact(Decimal("0.18"), "18\N{NO-BREAK SPACE}%"), "doctors": fact(1700, "1.700")},
    "text": {"heading": HEADING, "braces": Text("{{ fact.growth }} {% if %}")},
    "data": {"staff": ({"group": "all", "n": fact(3, "3")}, {"group": "doctors", "n": fact(4, "4")})},
    "speaker": {"name": Text("Claus Bossen"), "role": Text("lektor")},
    "deck": {"date": date(2019, 10, 7)},
}


def scalar(written: str) -> Scalar:
    """The scalar of a line `title: …`, at line 3 and column 10 of deck.yaml."""
    tree = parse_text(f"\n\n- title: {written}\n".replace("- ", "  "), "deck.yaml", Report())
    assert isinstance(tree, Tree)
    node = tree.get("title")
    assert isinstance(node, Scalar)
    return node


def value(text: str, locale: str = "da") -> object:
    report = Report()
    found = Expressions(Formats(locale), report).evaluate(scalar(f"'{text}'"), NAMES)
    assert not report.diagnostics
    return found


def fault(text: str) -> Diagnostic:
    report = Report()
    assert Expressions(Formats("da"), report).evaluate(scalar(f"'{text}'"), NAMES) is FAILED
    (diagnostic,) = report.diagnostics
    return diagnostic


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kun en tekst med { og }", "Kun en tekst med { og }"),
        ("{{ speaker.name }}, {{ speaker.role }}", "Claus Bossen, lektor"),
        ("{{ fact.growth }} flere", "18\N{NO-BREAK SPACE}% flere"),
        ("I alt {{ fact.doctors + 300 }}", "I alt 2.000"),
        ("I alt {{ fact.doctors / 3 | round(1) }}", "I alt 566,667"),
        ("I alt {{ (fact.doctors / 3) | number(1) }}", "I alt 566,7"),
        ("{{ fact.growth | percent(1) }} nu", "18,0\N{NO-BREAK SPACE}% nu"),
        ("{{ deck.date }} i Aarhus", "7. oktober 2019 i Aarhus"),
        ('i {{ deck.date | date("year") }}', "i 2019"),
        ("fra {{ speaker.role | quoted }} til", "fra ”lektor” til"),
        ('{{ data.staff | map(attribute="group") | list }}', "all og doctors"),
        ('{{ data.staff | sum("n") }} i alt', "7 i alt"),
        ("{% for row in data.staff %}{{ loop.index }}. {{ row.n }} {% endfor %}", "1. 3 2. 4 "),
        ("{% if fact.growth > 0.1 %}meget{% else %}lidt{% endif %}", "meget"),
        ('{{ fact.ukendt | default("–") }}', "–"),
        ("{{ 1.10 }} kr.", "1,1 kr."),
        ("{{ speaker.name[0] }}.", "C."),
        ("{{ fact.growth == 0.18 }}!", "ja!"),
    ],
)
def test_texts(text: str, shown: str) -> None:
    assert value(text) == shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ fact.growth.value }}", Decimal("0.18")),
        ("{{ fact.growth * 100 }}", Decimal("18.00")),
        ("{{ 7 // 2 }}", 3),
        ("{{ 1 / 2 }}", Decimal("0.5")),
        ("{{ deck.date }}", date(2019, 10, 7)),
        ("{{ deck.date.year }}", 2019),
        ("{{ not fact.growth }}", False),
        ('{{ "1.10" }}', "1.10"),
    ],
)
def test_a_single_expression_keeps_its_type(text: str, expected: object) -> None:
    found = value(text)
    assert found == expected
    assert isinstance(found, type(expected))


def test_a_named_text_keeps_the_place_of_its_wording() -> None:
    found = value("{{ text.heading }}")
    assert found is HEADING


def test_a_text_with_expressions_has_the_place_of_the_scalar() -> None:
    found = value("1. {{ text.heading }}")
    assert isinstance(found, Text)
    assert found.span == Span("deck.yaml", 3, 10, 23)


def test_braces_in_what_a_name_stands_for_stay_text() -> None:
    assert value("{{ text.braces }}") == "{{ fact.growth }} {% if %}"
    assert value("se {{ text.braces }}") == "se {{ fact.growth }} {% if %}"
    assert value("se {{ text.braces | upper }}") == "se {{ FACT.GROWTH }} {% IF %}"


@pytest.mark.parametrize(
    ("text", "code", "message", "column", "help_"),
    [
        ("{{ fact.grwth }}", "undefined-name", "'fact' has no 'grwth'", 19, "did you mean 'growth'?"),
        ("vokset {{ fact.grwth }}", "undefined-name", "'fact' has no 'grwth'", 26, "did you mean 'growth'?"),
        ("vokset {{ fact.grwth | number }}", "undefined-name", "'fact' has no 'grwth'", 26, "did you mean 'growth'?"),
        ("{{ fakt.growth }}", "undefined-name", "unknown name 'fakt'", 14, "did you mean 'fact'?"),
        ("{{ fakt + 1 }}", "undefined-name", "unknown name 'fakt'", 14, "did you mean 'fact'?"),
        (
            "{{ fact.growth | procent }}",
            "unknown-filter",
            "unknown filter 'procent'",
            28,
            "did you mean 'percent'?",
        ),
        ("{{ fact.growth is evn }}", "unknown-test", "unknown test 'evn'", 29, "did you mean 'even'?"),
        ("{{ fact.growth | }}", "expression-syntax", None, 10, None),
        ("{{ fact.growth }} {% if %}", "expression-syntax", None, 10, None),
        ("{{ 1 / 0 }}", "expression-failed", "this divides by zero", 10, None),
        (
            '{{ fact.doctors + " mere" }}',
            "expression-failed",
            "a number and a text cannot be added",
            10,
            "write 'a ~ b' to join them",
        ),
        ("{{ data.staff }} er", "expression-failed", "a text cannot contain a list", 10, "use '| list' or '| join'"),
        ("{{ speaker }} er", "expression-failed", "this is a group of values: name one of them", 10, None),
        ("{{ speaker.name | number }}", "expression-failed", "'Claus Bossen' is not a number", 10, None),
    ],
)
def test_faults_are_told_at_their_word(
    text: str, code: str, message: str | None, column: int, help_: str | None
) -> None:
    diagnostic = fault(text)
    assert diagnostic.code == code
    assert message in (None, diagnostic.message)
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (3, column)
    assert diagnostic.help == help_


def test_few_names_are_listed() -> None:
    assert fault("{{ speaker.title }}").notes == ("speaker has name, role",)


@pytest.mark.parametrize(
    "text",
    [
        '{{ "x" * 10**9 }}',
        "{{ 9 ** 9 ** 9 }}",
        "{{ 10 ** 1000 }}",
        "{{ range(10**9) | list }}",
        "{% for a in range(1000) %}{% for b in range(1000) %}xx{% endfor %}{% endfor %}",
        "{% for a in b %}{% for b in c %}{% for d in e %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set a = 1 %}{{ a }}",
        "{% macro m() %}{% endmacro %}",
        '{% include "x" %}',
        '{{ "%1000000000d" % 1 }}',
        '{{ "{:1000000000}".format(1) }}',
        '{{ "x".ljust(10**9) }}',
        '{{ "x" | center(10**9) }}',
        "{{ speaker.__class__ }}",
        "{{ speaker.items() }}",
        '{{ "".__class__.__mro__ }}',
        "{{ [[[[[[" + "[" * 3000 + "]]]]]] }}",
        "{{ lipsum() }}",
        "{{ fact.growth.show() }}",
        '{{ [1, 2] | join("x" * 3) }}',
    ],
)
def test_what_would_harm_is_refused_at_once(text: str) -> None:
    diagnostic = fault(text)
    assert diagnostic.code in {"expression-failed", "expression-syntax", "too-long", "undefined-name", "unknown-filter"}


def test_places_in_texts_of_several_lines() -> None:
    text = "  title: en\n    lang {{ fact.grwth }}\n  notes: >-\n    {{ fact.grwth }} først\n    og {{ fact.grwt }}\n"
    tree = parse_text(text, "deck.yaml", Report())
    assert isinstance(tree, Tree)
    places = []
    for key in ("title", "notes"):
        report = Report()
        node = tree.get(key)
        assert isinstance(node, Scalar)
        Expressions(Formats("da"), report).evaluate(node, NAMES)
        places += [(d.span.line, d.span.column) for d in report.diagnostics if d.span]
    assert places == [(2, 18), (4, 13)]


def test_names_may_use_each_other_in_any_order() -> None:
    report = Report()
    expressions = Expressions(Formats("da"), report)
    names: dict[str, object] = {}
    names["text"] = LazyNames(
        {
            "a": lambda: expressions.evaluate(scalar("'{{ text.b }}!'"), names),
            "b": lambda: expressions.evaluate(scalar("b"), names),
            "c": lambda: expressions.evaluate(scalar("'{{ text.d }}'"), names),
            "d": lambda: expressions.evaluate(scalar("'{{ text.c }}'"), names),
        }
    )
    assert expressions.evaluate(scalar("'{{ text.a }}'"), names) == "b!"
    assert not report.diagnostics
    assert expressions.evaluate(scalar("'{{ text.c }}'"), names) is FAILED
    assert [d.message for d in report.diagnostics] == ["'c' depends on itself: c → d → c"]


def test_conditions() -> None:
    expressions = Expressions(Formats("da"), Report())
    assert expressions.evaluate_condition(scalar("fact.growth > 0.1"), NAMES) is True
    assert expressions.evaluate_condition(scalar("'{{ fact.doctors < 10 }}'"), NAMES) is False
    assert expressions.evaluate_condition(scalar("no"), NAMES) is False


@given(st.text(st.characters(exclude_characters="{}'", min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_text_without_braces_is_never_changed(text: str) -> None:
    written = Scalar(Text(text), Span("deck.yaml", 1, 1), text)
    assert Expressions(Formats("da"), Report()).evaluate(written, {}) is written.value


def test_a_deck_with_names_only_does_not_wait_for_jinja() -> None:
    program = (
        "import sys; from deckwright.texts.expressions import Expressions;"
        "from deckwright.languages.formats import Formats;"
        "from deckwright.model.node import Scalar; from deckwright.model.source import Span, Text;"
        "from deckwright.model.diagnostics import Report;"
        "s = Scalar(Text('a {{ x.y }}'), Span('f', 1, 1), '');"
        "assert Expressions(Formats('da'), Report()).evaluate(s, {'x': {'y': 'b'}}) == 'a b';"
        "sys.exit('jinja2' in sys.modules or 'babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "name", ["fact.growth", "fact.doctors", "fact.x.value", "text.heading", "deck.date", "data.staff", "speaker", "x.y"]
)
@pytest.mark.parametrize(
    "filters",
    [
        *(
            "",
            "| number",
            "| number(1)",
            "| percent",
            "| quoted",
            "| date",
            "| date('year')",
            '| date("iso")',
            "| list",
        ),
        *("| sum('n')", "| sum('m')", "| round(-2)", "| abs", "| percent(0) | quoted", "| currency('DKK')"),
        *("| currency", "| number('x')", "| quoted(1)", '| date("iso")'),
    ],
)
def test_simple_expressions_mean_the_same_to_jinja(name: str, filters: str) -> None:
    """Those that are worked out without Jinja give what it gives, and are refused when it refuses them."""
    said = []
    for expression in (f"{{{{ {name} {filters} }}}}", f"{{{{ ({name}) {filters} }}}}"):
        for text in (expression, f"x {expression}"):
            report = Report()
            found = Expressions(Formats("da"), report).evaluate(
                Scalar(Text(text), Span("deck.yaml", 1, 1), text), NAMES
            )
            said.append((type(found), str(found), [(d.code, d.message) for d in report.diagnostics]))
    assert said[:2] == said[2:]


LONG = "x" * 29_000
BUSY = "{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}"
"""Nearly as many rounds as a deck may have, and fewer steps than a text may take."""


@pytest.mark.parametrize(
    "body",
    [
        "{% if a * b + a == a / 7 %}{% endif %}",
        "{% if text.long == text.other %}{% endif %}",
        "{% if a ~ text.long %}{% endif %}",
        "{% if text.long | upper %}{% endif %}",
        "{% if text.long | length is gt 3 %}{% endif %}",
        "{% if [text.long] | map('lower') | first %}{% endif %}",
        "{% if text.long + text.other %}{% endif %}",
        "{% if 'y' in text.long %}{% endif %}",
    ],
)
def test_loops_are_counted_by_what_is_done_in_them(body: str) -> None:
    names = {"text": {"long": Text(LONG), "other": Text(LONG[:-1] + "y")}}
    report = Report()
    for text in (BUSY, BUSY.replace("{% endfor %}{% endfor %}", body + "{% endfor %}{% endfor %}")):
        Expressions(Formats("da"), report).evaluate(scalar(f'"{text}"'), names)
    (diagnostic,) = report.diagnostics
    assert (diagnostic.code, diagnostic.message) == ("too-much-work", f"this takes more than {STEPS:,} steps")


def test_the_same_text_takes_the_same_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "{% for a in range(99) %}{% if a | round ~ 'x' == 'y' %}{% endif %}{% endfor %}"

    def fails_with(steps: int) -> bool:
        monkeypatch.setattr("deckwright.system.work.STEPS", steps)
        report = Report()
        Expressions(Formats("da"), report).evaluate(scalar(f'"{text}"'), NAMES)
        return report.failed

    least = next(steps for steps in range(99, 9_999) if not fails_with(steps))
    assert least > 5 * 99
    assert [fails_with(least - 1), fails_with(least)] == [True, False]
