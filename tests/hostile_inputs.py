"""Hostile inputs that are texts: attacks by deck.yaml, expressions, generated pictures and links, and their diagnostics.

A row is: the code, the place of the diagnostic (the beginning of its line), and the deck with its other files.
"""

from __future__ import annotations

from collections.abc import Mapping

HEAD = "title: A talk\nlanguage: en\nbrand: plain\n"
Files = Mapping[str, str | bytes]
"""Path in the project → content."""


def deck(slides: str, head: str = "") -> Files:
    return {"deck.yaml": f"{HEAD}{head}slides:\n{slides}\n"}


def titled(title: str, head: str = "") -> Files:
    """Returns a deck of one slide with this title as typed. It is in line 7, or further down by the lines of `head`."""
    return deck(f"  - slide: title\n    id: a\n    title: {title}", head)


def quoted(title: str, head: str = "") -> Files:
    return titled("'" + title.replace("'", "''") + "'", head)


def chart(series: str, categories: str = "[a, b]", kind: str = "column") -> Files:
    lines = (
        "- slide: chart",
        "  id: a",
        "  title: T",
        "  chart:",
        f"    kind: {kind}",
        f"    categories: {categories}",
    )
    return deck("\n".join(f"  {line}" for line in (*lines, f"    series: {series}")))


def table(rows: str, columns: str = "[a, b]") -> Files:
    lines = ("- slide: table", "  id: a", "  title: T", "  table:", f"    columns: {columns}", f"    rows: {rows}")
    return deck("\n".join(f"  {line}" for line in lines))


def raw(content: str | bytes) -> Files:
    return {"deck.yaml": content}


def template(body: str) -> Files:
    """Returns a slide template of the talk, and a slide of its kind."""
    front = "---\nsummary: Hostile.\nfields: {title: text}\n---\n"
    slide = deck("  - {slide: hostile, id: a, title: T}")
    return {
        **slide,
        "templates/slides/hostile.xml": f'{front}{{% extends "content.xml" %}}{{% block body %}}{body}{{% endblock %}}',
    }


T = "deck.yaml:7:"
"""The place of the title that `titled` writes."""
LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'x'] * 9)}]" for n in range(40))
MERGES = "\n".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9) if n else ''}]}}" for n in range(40))
DOUBLED = (
    "texts:\n  t0: " + "x" * 29_000 + "\n" + "".join(f"  t{n}: '{{{{ text.t0 }}}} {n}'\n" for n in range(1, 1_000))
)
GROWN = "|replace('x', 'xxxxxxxxxx')" * 12
DEEP = "(" * 900 + "1" + ")" * 900
LONG = "0123456789" * 500

# fmt: off
REFUSED: Mapping[str, tuple[str, str, Files]] = {
    # YAML
    "alias bomb": ("too-many-repeats", "deck.yaml:", raw(LAUGHS)),
    "merge-key bomb": ("merge-key|too-many-repeats", "deck.yaml:", raw(MERGES)),
    "nested brackets": ("too-deep", "deck.yaml:1:", raw("title: " + "[" * 100_000)),
    "nested braces": ("too-deep", "deck.yaml:1:", raw("title: " + "{a: " * 100_000)),
    "nested dashes": ("too-deep", "deck.yaml:1:", raw("- " * 100_000)),
    "self reference": ("self-reference", "deck.yaml:1:", raw("title: &a [*a]\n")),
    "duplicate keys": ("duplicate-key", "deck.yaml:2:", raw("title: A\ntitle: B\nlanguage: en\nbrand: plain\nslides: []\n")),
    "python tag": ("yaml-tag", T, titled("!!python/object/apply:os.system ['touch owned']")),
    "no for a title": ("yaml-trap", T, titled("no")),
    "impossible date": ("impossible-date", "deck.yaml:4:", titled("A", "date: 2026-02-30\n")),
    "time for a date": ("wrong-type", "deck.yaml:4:", titled("A", "date: 12:30\n")),
    "5,000 digits": ("wrong-type", "deck.yaml:11:", chart(f"[{{name: s, values: [1, {LONG}]}}]")),
    "5,000 digits as a title": ("text-overflow", T, titled(LONG)),
    "not a number": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, .nan]}]")),
    "infinity": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, .inf]}]")),
    "1e400": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, 1e400]}]")),
    "12,4 for a number": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, '12,4']}]")),
    "yes for a number": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, yes]}]")),
    "Latin-1": ("not-utf8", "deck.yaml:7:", raw(f"{HEAD}slides:\n  - slide: title\n    id: a\n    title: \xe6".encode("latin-1"))),
    "UTF-16": ("not-utf8", "deck.yaml:1:", raw(HEAD.encode("utf-16"))),
    "NUL": ("refused-character", T, titled("A\0B")),
    "a tab": ("tab", "deck.yaml:4:", raw(f"{HEAD}\tsubject: x\nslides: []\n")),
    "an empty file": ("empty-file", "deck.yaml:1:", raw("")),
    "a list on top": ("wrong-type", "deck.yaml:1:", raw("- a\n- b\n")),
    "a word on top": ("wrong-type", "deck.yaml:1:", raw("hello\n")),
    "two documents": ("two-documents", "deck.yaml:2:", raw("title: A\n---\ntitle: B\n")),
    "an unknown key": ("unknown-field", "deck.yaml:4:", titled("A", "subjetc: x\n")),
    "50 MB": ("too-large", "", raw(b"# " + b"x" * 29_000_000)),
    "a million entries": ("too-large", "deck.yaml:1:", raw("title: [" + "a," * 2_000_000 + "]\n")),
    "12,000 slides at once": ("bad-repeat", "deck.yaml:6:", {**deck("  - {slide: title, id: 'a-{{ r.a }}', title: A, repeat: r in data.d}", "data: {d: {file: d.csv}}\n"), "assets/d.csv": "a\n" + "1\n" * 12_000}),
    "12,000 slides one by one": ("too-many-slides", "deck.yaml:", deck("  - {slide: title, title: A}\n" * 12_000)),
    # expressions
    "the way to Python's classes": ("undefined-name", T, quoted("{{ ''.__class__.__mro__[1].__subclasses__() }}")),
    "the way by a filter": ("undefined-name", T, quoted("{{ ['a'] | map(attribute='__class__') | list }}")),
    "the way by a format": ("expression-failed", T, quoted("{{ '{0.__class__}'.format(1) }}")),
    "the globals of a function": ("undefined-name", T, quoted("{{ range.__globals__ }}")),
    "a text times a billion": ("expression-failed", T, quoted("{{ 'x' * 10**9 }}")),
    "a list times a billion": ("expression-failed", T, quoted("{{ [1] * 10**9 }}")),
    "a huge width": ("expression-failed", T, quoted("{{ '%1000000000d' % 5 }}")),
    "a huge width by a filter": ("unknown-filter", T, quoted("{{ '%1000000000d' | format(5) }}")),
    "a billion digits": ("expression-failed", T, quoted("{{ 1 | number(1000000000) }}")),
    "rounded to a billion digits": ("expression-failed", T, quoted("{{ 1 | round(1000000000) }}")),
    "a power of powers": ("expression-failed", T, quoted("{{ 9 ** 9 ** 9 }}")),
    "a literal of 5,000 digits": ("expression-syntax", T, quoted("{{ " + LONG + " + 1 }}")),
    "a literal of 4,000 digits": ("expression-syntax", T, quoted("{{ " + LONG[:4000] + " }}")),
    "a literal beyond floats": ("expression-failed", T, quoted("{{ 1e400 }}")),
    "a range of a billion": ("expression-failed", T, quoted("{{ range(10**9) | sum }}")),
    "loops in loops in loops": ("expression-syntax", T, quoted("{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}{% endfor %}{% endfor %}{% endfor %}")),
    "loops that say nothing": ("too-much-work", T, quoted("{% for a in range(999) %}{% for b in range(999) %}{% if a ~ b == 'x' %}{% endif %}{% endfor %}{% endfor %}" * 3)),
    "loops in a filter": ("expression-failed", T, quoted("{{ range(999) | map('number', 999999) | join }}")),
    "replaced by more": ("too-long", T, quoted("{{ 'x'" + GROWN + " }}")),
    "joined by more": ("too-long", T, quoted("{{ range(999) | join('" + "x" * 1_900 + "') }}")),
    "texts doubled": ("too-much-work", "deck.yaml:", deck("  - {slide: title, id: a, title: T, notes: '{{ text.t1 }}'}", DOUBLED)),
    "an include": ("expression-syntax", T, quoted("{% include '/etc/passwd' %}")),
    "an import": ("expression-syntax", T, quoted("{% import '/etc/passwd' as x %}")),
    "a macro that calls itself": ("expression-syntax", T, quoted("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}")),
    "a loop that calls itself": ("expression-syntax", T, quoted("{% for a in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}")),
    "a variable": ("expression-syntax", T, quoted("{% set a = 1 %}{{ a }}")),
    "an undefined name": ("undefined-name", T, quoted("{{ nothing }}")),
    "texts that need each other": ("circular-text", "deck.yaml:", titled("'{{ text.a }}'", "texts:\n  a: '{{ text.b }}'\n  b: '{{ text.a }}'\n")),
    "deep brackets": ("expression-syntax", T, quoted("{{ " + DEEP + " }}")),
    "deep signs": ("expression-syntax", T, quoted("{{ " + "-" * 1_900 + "1 }}")),
    "deep negation": ("expression-syntax", T, quoted("{{ " + "not " * 480 + "1 }}")),
    "a long sum": ("expression-syntax", T, quoted("{{ 1" + "+1" * 14_000 + " }}")),
    "a middling sum": ("expression-syntax", T, quoted("{{ 1" + "+1" * 900 + " }}")),
    "long attributes": ("expression-syntax", T, quoted("{{ deck" + ".a" * 14_000 + " }}")),
    "many filters": ("expression-syntax", T, quoted("{{ 'a'" + "|upper" * 4_000 + " }}")),
    "deep lists": ("expression-syntax", T, quoted("{{ " + "[" * 900 + "]" * 900 + " }}")),
    "deep conditions": ("expression-syntax", T, quoted("{% if 1 %}" * 500 + "x" + "{% endif %}" * 500)),
    # slide templates
    "a template that loops": ("too-much-work", "templates/slides/hostile.xml:", template("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")),
    "a template that calls itself": ("template-fault", "templates/slides/hostile.xml:", template("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}")),
    "a template that includes a file": ("template-fault", "templates/slides/hostile.xml:", template("{% include '/etc/passwd' %}")),
    "a template that includes itself": ("template-fault", "templates/slides/hostile.xml:", template("{% include 'hostile.xml' %}")),
    "a template with a huge text": ("template-fault", "templates/slides/hostile.xml:", template("{{ 'x' * 10**10 }}")),
    "a template with a huge width": ("template-fault", "templates/slides/hostile.xml:", template("{{ '%1000000000d' | format(5) }}")),
    "a template that centres": ("template-fault", "templates/slides/hostile.xml:", template("{{ 'x' | center(10000000000) }}")),
    "a template at Python's classes": ("template-fault", "templates/slides/hostile.xml:", template("<text>{{ ''.__class__.__mro__ }}</text>")),
    "a template with an entity": ("template-fault", "templates/slides/hostile.xml:", template("<text>&lol;</text>")),
    "a template with a billion elements": ("too-much-work", "templates/slides/hostile.xml:", template("{% for a in range(99999) %}{% for b in range(99999) %}<text>x</text>{% endfor %}{% endfor %}")),
    "a template that calls a long macro": ("too-much-work", "templates/slides/hostile.xml:", template("{% macro m() %}" + "{% if title == 'x' %}{% endif %}" * 200 + "{% endmacro %}{% for a in range(9999) %}{{ m() }}{% endfor %}")),
    "a template that turns a long text over and over": ("too-much-work", "templates/slides/hostile.xml:", template("{% for a in range(9999) %}{% if ('x' * 29999).upper() %}{% endif %}{% endfor %}")),
    "a template nested deep": ("template-fault", "templates/slides/hostile.xml:", template("<body>" + "<column>" * 5_000 + "</column>" * 5_000 + "</body>")),
    # generated pictures
    "text where a number belongs": ("wrong-type", "deck.yaml:11:", chart("[{name: s, values: [1, many]}]")),
    "no series": ("too-few", "deck.yaml:", chart("[]")),
    "no categories": ("too-few", "deck.yaml:", chart("[]", "[]")),
    "unequal lengths": ("uneven-series", "deck.yaml:11:", chart("[{name: s, values: [1, 2, 3]}]")),
    "300 series": ("too-many-series|too-many", "deck.yaml:", chart("[" + ", ".join(f"{{name: s{n}, values: [1, 2]}}" for n in range(300)) + "]")),
    "ragged rows": ("ragged-row", "deck.yaml:10:", table("[[1, 2], [1, 2, 3]]")),
    "2,000 bullets of 2,000 characters": ("too-", "deck.yaml:", deck("  - slide: bullets\n    id: a\n    title: T\n    bullets:\n" + ("      - " + "\u3042" * 2_000 + "\n") * 2_000)),
    "200 columns": ("text-overflow|table-too-wide", "deck.yaml:", table("[[" + ", ".join(["value"] * 200) + "]]", "[" + ", ".join(f"column {n}" for n in range(200)) + "]")),
    "20,000 rows": ("too-", "deck.yaml:", table("[" + ", ".join(["[a, b]"] * 20_000) + "]")),
    "a label of 40,000 characters": ("too-long", "deck.yaml:", chart("[{name: s, values: [1, 2]}]", "[a, '" + "x" * 40_000 + "']")),
    "all in a pie is zero": ("no-values", "deck.yaml:", chart("[{name: s, values: [0, 0]}]", kind="pie")),
    "all in a pie is less than nothing": ("negative-value", "deck.yaml:", chart("[{name: s, values: [-1, 2]}]", kind="pie")),
    # texts and links
    "a control character": ("refused-character", T, titled('"a\\x07b"')),
    "a lone surrogate": ("refused-character|yaml-syntax|unknown-escape", T, titled('"a\\uD800b"')),
    "a lone surrogate in bytes": ("not-utf8", T, raw(f"{HEAD}slides:\n  - slide: title\n    id: a\n    title: ".encode() + b"a\xed\xa0\x80b\n")),
    "U+FFFE": ("refused-character", T, titled('"a\\uFFFEb"')),
    "our own brackets": ("refused-character", T, titled('"a\\uFDD0b"')),
    "a word of 100 kB": ("too-long", T, titled("x" * 100_000)),
    "100 kB of words": ("too-long", T, titled("words " * 17_000)),
    "100 kB of emphasis": ("too-long", T, titled("'" + "*a" * 50_000 + "'")),
    "10,000 characters in a word": ("text-overflow", T, titled("x" * 10_000)),
    "30,000 characters in a word": ("too-long", T, titled("x" * 30_000)),
    "30,000 characters of words": ("too-long", T, titled("words " * 4_999)),
    "30,000 characters of emphasis": ("too-long", T, titled("'" + "*a" * 15_000 + "'")),
    "6,000 characters of Arabic": ("text-overflow|too-much-work", "deck.yaml:", titled("\u0628" * 6_000)),
    "6,000 characters of Japanese": ("text-overflow|too-much-work", "deck.yaml:", titled("\u3042" * 6_000)),
    "15,000 braces": ("expression-syntax", T, quoted("{{" * 15_000)),
    "a script for a link": ("refused-link", T, quoted("[a](javascript:alert(1))")),
    "a file for a link": ("refused-link", T, quoted("[a](file:///etc/passwd)")),
    "a share for a link": ("refused-link", T, quoted("[a](\\\\\\\\host\\share)")),
    "data for a link": ("refused-link", T, quoted("[a](data:text/html,x)")),
    "a language that is a path": ("unknown-locale", "deck.yaml:2:", raw(HEAD.replace("en", "../../etc/passwd") + "slides: []\n")),
    "a language of 100 kB": ("unknown-locale", "deck.yaml:2:", raw(HEAD.replace("en", "x-" * 14_000 + "y") + "slides: []\n")),
    "a language that is none": ("unknown-locale", "deck.yaml:2:", raw(HEAD.replace("en", "klingon") + "slides: []\n")),
    "a brand that is a path": ("unknown-brand", "deck.yaml:3:", raw(HEAD.replace("plain", "../../etc") + "slides: [{slide: title, id: a, title: A}]\n")),
    "a slide kind that is a path": ("unknown-slide-kind", "deck.yaml:5:", deck("  - {slide: ../title, id: a, title: A}")),
}
"""Name → code (several are separated by `|`), place of the diagnostic, files."""

HARMLESS: Mapping[str, Files] = {
    "5,000 marks on one letter": titled("a" + "\u0301" * 4_999),
    "a byte order mark": raw(b"\xef\xbb\xbf" + titled("A")["deck.yaml"].encode()),  # type: ignore[union-attr]
    "words that YAML 1.1 knew": deck("  - {slide: bullets, id: a, title: T, bullets: [on, off, y, '12:30', 0123, 1_000, 1e5, 'null', '~']}"),
    "a time without quotation marks": titled("12:30"),
    "data that looks like an expression": {**titled("'{{ text.d }} {{ fact.f }}'", "data: {d: {file: d.csv}}\nfacts: {f: {data: d, where: {a: one}, field: b}}\ntexts: {d: '{{ \"{{ 7*7 }}\" }}'}\n"), "assets/d.csv": "a,b\none,{{ 7*7 }}\n"},
    "labels like formulas": chart("[{name: '=cmd()', values: [1, 2, 3, 4, 5]}]", "['=1+1', '+1', '-1', '@SUM(A1)', '\tx']"),
    "labels like escapes": chart("[{name: _x0041_, values: [1, 2]}]", "[_x0041_, '_x000D_']"),
    "a label of a link": chart("[{name: s, values: [1, 2]}]", "[a, 'https://example.org/" + "x" * 3_000 + "']"),
    "the same label twice": chart("[{name: s, values: [1, 2]}]", "[a, a]"),
    "all zero": chart("[{name: s, values: [0, 0]}]"),
    "as large as can be written": chart("[{name: s, values: [1, " + "9" * 40 + "]}]"),
    "as small as can be written": chart("[{name: s, values: [1, 0." + "0" * 38 + "1]}]"),
    "cells like formulas": table("[['=1+1', '+1'], ['-1', '@a'], ['_x0041_', '{{ 1 }}']]"),
    "other directions": titled("'a \u202eb\u202c \u2066c\u2069 \u200fd'"),
    "emoji": titled("'\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1e9\U0001f1f0 \u2764\ufe0f 1\ufe0f\u20e3 \U0001f44d\U0001f3fd'"),
    "escapes of workbooks": quoted("_x0041_ &amp; <b> ]]>"),
    "a title of 300 characters": {"deck.yaml": HEAD.replace("A talk", "word " * 60) + "slides: [{slide: title, id: a, title: A}]\n"},
    "a link of 3,000 characters": quoted("[a](https://example.org/" + "x" * 3_000 + ")"),
}
"""Inputs that only look hostile: they are built, and mean what was written."""
# fmt: on
