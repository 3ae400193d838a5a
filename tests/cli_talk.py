"""Writes a small talk into its own folder, for tests of the command line."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
DANISH = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "title"
msgid "A talk"
msgstr "Et foredrag"

msgctxt "start.title"
msgid "The reef"
msgstr "Revet"

msgctxt "start.statements.1"
msgid "We counted {{ fact.corals_now }} corals."
msgstr "Vi talte {{ fact.corals_now }} koraller."

msgctxt "thanks.title"
msgid "Thank you"
msgstr "Tak"
"""


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.pptx"))
