"""Writes a small talk into its own folder, for tests of the command line."""

import shutil
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


def make_talk(folder: Path) -> Path:
    """Writes a small talk in English and Danish into `folder`, and returns it."""
    shutil.copytree(Path(__file__).parent / "diagnostics/project", folder)
    (folder / "locales").mkdir()
    (folder / "locales/da.po").write_text(DANISH, encoding="utf-8")
    deck = folder / "deck.yaml"
    deck.write_text(deck.read_text().replace("language: en\n", "language: en\nlanguages: [en, da]\n"))
    return folder


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.pptx"))
