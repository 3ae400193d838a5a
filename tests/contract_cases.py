"""Makes slide templates with contracts, and checks slides against them."""

from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from deckwright.kinds.contracts.fields import Context
from deckwright.kinds.slide_templates import Contract, SlideTemplate, read_template
from deckwright.model.deck import Chart, Picture, Table
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.model.source import Text
from deckwright.parse.tree import parse_text


class Plain(Context):
    """The context of a deck whose expressions are `{{ name }}`, with these values."""

    def __init__(self, ids: Collection[str] = (), **values: object) -> None:
        self._report, self._ids, self.values = Report(), ids, values
        self.mappings: list[Mapping] = []
        self.shown: list[str] = []

    @property
    def report(self) -> Report:
        return self._report

    @property
    def slide_ids(self) -> Collection[str]:
        return self._ids

    @property
    def language(self) -> str:
        return "en"

    def get_plural_category(self, number: int | Decimal, lang: str) -> str:
        return "one" if number == 1 else "other"

    def list_plural_categories(self, lang: str) -> Collection[str]:
        return "one", "other"

    def evaluate_text(self, scalar: Scalar) -> Text | None:
        value = self.evaluate(scalar)
        return value if isinstance(value, Text) else Text(str(value), scalar.span)

    def evaluate(self, scalar: Scalar) -> object:
        if isinstance(scalar.value, Text) and scalar.value.startswith("{{"):
            return self.values[scalar.value.strip("{} ")]
        return scalar.value

    def record_thumbnail(self, slide: str) -> None:
        self.shown.append(slide)

    def build_chart(self, mapping: Mapping) -> Chart | None:
        self.mappings.append(mapping)
        return Chart("bar", (), (), "number", mapping.span)

    def build_table(self, mapping: Mapping) -> Table | None:
        self.mappings.append(mapping)
        return Table((), (), mapping.span)

    def build_picture(self, mapping: Mapping) -> Picture | None:
        self.mappings.append(mapping)
        return Picture("x.png", b"", "image/png", 1, 1, None, True, mapping.span)


def template(text: str, tmp_path: Path, report: Report | None = None) -> SlideTemplate:
    (tmp_path / "kind.xml").write_text(text, "utf-8")
    own = Report()
    made = read_template(tmp_path / "kind.xml", "kind.xml", report or own)
    assert own.diagnostics == ()
    assert made is not None
    return made


def contract(fields: str, tmp_path: Path) -> Contract:
    lines = "".join(f"  {line}\n" for line in fields.splitlines())
    return template(f"---\nsummary: A kind.\nfields:\n{lines}---\n<slide/>\n", tmp_path).contract


def tree(text: str, report: Report | None = None) -> Mapping:
    node = parse_text(text, "deck.yaml", report or Report())
    assert isinstance(node, Mapping)
    return node


def faults(context: Plain) -> list[str]:
    """`line:column code: message (help) [note]`."""
    return [
        f"{d.span.line}:{d.span.column} {d.code}: {d.message}"
        + (f" ({d.help})" if d.help else "")
        + "".join(f" [{note}]" for note in d.notes)
        for d in context.report.diagnostics
        if d.span
    ]
