"""Writes the generated pages of the documentation and the JSON Schema (`make docs`).

With `--check` it writes nothing, and the exit code is 1 if a page is not up to date.
"""

import json
import sys
from pathlib import Path

from deckwright.kinds.reference import build_deck_schema
from deckwright.kinds.slide_templates import read_templates
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping, Scalar
from deckwright.parse.tree import parse
from deckwright.verify.problems import CODES
from generators.charts import write_kinds_reference, write_options_reference
from generators.commands import write_commands_reference
from generators.index import add_index
from generators.limits import LIMITS
from generators.markup import write_markup_reference
from generators.slide_kinds import write_slide_kinds_page

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = [(PROJECT / name, name) for name in ("deckwright/slides", "templates/slides")]
INTRODUCTION = """\
# Diagnostics

The errors and warnings of Deckwright, by code: what each means, why it exists, an example, and how to fix it.
`make docs` writes this page from the files in `docs/diagnostics/`.
"""


def main(arguments: list[str]) -> int:
    templates = read_templates(TEMPLATES, Report())
    pages = {
        "docs/slide-kinds.md": write_slide_kinds_page(templates, PROJECT / "docs/gallery/kinds"),
        "docs/charts.md": add_index(write_charts_page(PROJECT / "docs/charts.in.md")),
        "docs/commands.md": add_index(write_commands_page(PROJECT / "docs/commands.in.md")),
        "docs/markup.md": add_index(write_markup_page(PROJECT / "docs/markup.in.md")),
        "docs/diagnostics.md": add_index(write_diagnostics_page(PROJECT / "docs/diagnostics")),
        "docs/verify.md": add_index(write_verify_page(PROJECT / "docs/verify.in.md")),
        "docs/limits.md": add_index(write_limits_page(PROJECT / "docs/limits.in.md")),
        "docs/deck.schema.json": json.dumps(build_deck_schema(templates), ensure_ascii=False, indent=2) + "\n",
    }
    outdated = [name for name, text in pages.items() if read(PROJECT / name) != text]
    for name in outdated:
        if "--check" in arguments:
            print(f"{name} is not up to date: run `make docs`", file=sys.stderr)
        else:
            (PROJECT / name).write_text(pages[name], encoding="utf-8", newline="\n")
            print(name)
    return 1 if outdated and "--check" in arguments else 0


def write_commands_page(prose: Path) -> str:
    return prose.read_text(encoding="utf-8").replace("<!-- commands -->\n", write_commands_reference())


def write_markup_page(prose: Path) -> str:
    return prose.read_text(encoding="utf-8").replace("<!-- elements -->\n", write_markup_reference())


def write_verify_page(prose: Path) -> str:
    grades = {"error": "error", "warning": "warning", "own": "error, in Deckwright's own files"}
    rows = [f"| `{name}` | {grades[code.grade]} | {code.what} | {code.help} |" for name, code in CODES.items()]
    table = "\n".join(["| code | severity | what is wrong | what to do |", "|---|---|---|---|", *rows, ""])
    return prose.read_text(encoding="utf-8").replace("<!-- codes -->\n", table)


def write_limits_page(prose: Path) -> str:
    rows = [f"| {limit.subject} | {limit.maximum:,} {limit.unit} | `{limit.code}` |" for limit in LIMITS]
    table = "\n".join(["| of | at most | code of the error |", "|---|---|---|", *rows, ""])
    return prose.read_text(encoding="utf-8").replace("<!-- limits -->\n", table)


def write_charts_page(prose: Path) -> str:
    text = prose.read_text(encoding="utf-8")
    return text.replace("<!-- options -->\n", write_options_reference()).replace(
        "<!-- kinds -->\n", write_kinds_reference()
    )


def write_diagnostics_page(folder: Path) -> str:
    files = sorted(folder.glob("*.yaml"))
    return "\n".join([INTRODUCTION, *(write_diagnostic_section(file) for file in files)])


def write_diagnostic_section(file: Path) -> str:
    report = Report()
    entry = parse(file, file.relative_to(PROJECT).as_posix(), report)
    if report.failed:
        raise SystemExit("\n".join(f"{diagnostic.span}: {diagnostic.message}" for diagnostic in report.diagnostics))
    if not isinstance(entry, Mapping):
        raise SystemExit(f"{file}: the keys must be what, why, example and fix")
    texts = {}
    for key in ("what", "why", "example", "fix"):
        value = entry.get(key)
        if not isinstance(value, Scalar) or not value.value:
            raise SystemExit(f"{file}: '{key}' is missing or empty")
        texts[key] = str(value.value).strip()
    return (
        f"## {file.stem}\n\n{texts['what']}\n\n**Why:** {texts['why']}\n\n"
        f"```\n{texts['example']}\n```\n\n**Fix:** {texts['fix']}\n"
    )


def read(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
