"""What newcomers do wrong in the talk's deck.yaml: each mistake gives one error, at its place, that says what to do."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deckwright.cli.exit_codes import PROBLEMS
from deckwright.cli.main import main
from deckwright.model.project import Project

ROOT = Path(__file__).parent.parent
TALK = (ROOT / "deck.yaml").read_text("utf-8")

Wrong = Callable[[str], str]


def change(written: str, wrong: str) -> Wrong:
    """The talk with the first `written` replaced: so a test says, too, when the talk has become another."""

    def apply(deck: str) -> str:
        assert written in deck
        return deck.replace(written, wrong, 1)

    return apply


def copied_slide(deck: str) -> str:
    """A slide copied to begin a new one, with the id still in it."""
    slides = re.split(r"(?m)^(?=  - slide: )", deck)
    copied = next(slide for slide in slides if "id: det-unaevnelige" in slide)
    return deck.rstrip("\n") + "\n\n" + copied


MISTAKES: dict[str, tuple[Wrong, str, str, str]] = {
    # Mistake: how it is made, code, the text that the carets mark, the help or, where there is none, the message.
    "a field misspelt": (
        change("subtitle: Over tid", "subtitel: Over tid"), "unknown-field", "subtitel", "did you mean 'subtitle'?",
    ),
    "no quotation marks around {{ }}": (
        change('label: "{{ text.alle }}"', "label: {{ text.alle }}"), "unquoted-braces", "{{",
        'put quotation marks around the whole value: "{{ … }}"',
    ),
    "a tab": (change("    subtitle: Over tid", "\tsubtitle: Over tid"), "tab", "    ", "use spaces"),
    "too few spaces": (
        change("    heading: Stigning i alt", "   heading: Stigning i alt"), "indentation", "h",
        "indent it by as many spaces as the lines it belongs to",
    ),
    "no as a text": (
        change("heading: Stigning i alt", "heading: no"), "yaml-trap", "no", 'write "no"',
    ),
    "a slide kind that is none": (
        change("- slide: recap", "- slide: recaps"), "unknown-slide-kind", "recaps", "did you mean 'recap'?",
    ),
    "the same id twice": (
        copied_slide, "duplicate-id", "det-unaevnelige", "give one of them another id",
    ),
    "a file that is not there": (
        change("file: data/growth.csv", "file: data/groth.csv"), "missing-file", "data/groth.csv",
        "did you mean 'data/growth.csv'?",
    ),
    "a fact misspelt": (
        change("{{ fact.growth_nurses }}", "{{ fact.growth_nurse }}"), "undefined-name", "growth_nurse",
        "did you mean 'growth_nurses'?",
    ),
    "a column that is not there": (
        change("values: growth\n", "values: grwth\n"), "unknown-column", "grwth", "did you mean 'growth'?",
    ),
    "no space after the colon": (
        change("subtitle: Over tid", "subtitle:Over tid"), "missing-space", ":", "a space is missing after this ':'",
    ),
    "no space after the dash": (
        change("  - slide: recap", "  -slide: recap"), "missing-space", "-", "a space is missing after this '-'",
    ),
    "a quotation mark forgotten": (
        change('title: "{{ text.periode }}"', 'title: "{{ text.periode }}'), "unclosed-quote", '"',
        'put a " where the text ends',
    ),
    "a brace forgotten": (
        change('"{{ fact.growth_all }}"', '"{{ fact.growth_all }"'), "expression-syntax", "{{",
        "close it with '}}', or write {{ '{{' }} for the braces themselves",
    ),
    "a colon in a text": (
        change("heading: Stigning i alt", "heading: Stigning: i alt"), "colon-in-text", "Stigning: i alt",
        "put quotation marks around the whole text",
    ),
    "the first of a list without its dash": (
        change("      - I krydsfeltet af", "      I krydsfeltet af"), "folded-list",
        "- En truet løsning på nogle af sundhedsvæsenets udfordringer",
        "put the text above on a line of its own that begins with '- ' too",
    ),
    "a chart kind that is none": (
        change("kind: bar\n", "kind: bars\n"), "unknown-chart-kind", "bars", "did you mean 'bar'?",
    ),
    "a key in capitals": (
        change("heading: Stig", "Heading: Stig"), "unknown-field", "Heading", "did you mean 'heading'?",
    ),
    "a language by its name": (
        change("language: da\n", "language: Dansk\n"), "unknown-locale", "Dansk", "did you mean 'da'?",
    ),
    "a date in words": (
        change("date: 2019-10-07", "date: 7. oktober 2019"), "wrong-type", "7. oktober 2019",
        "write year-month-day, as in 2019-10-07",
    ),
    "a brand misspelt": (change("brand: aarhus", "brand: Århus"), "unknown-brand", "Århus", "did you mean 'aarhus'?"),
    "a slide without its kind": (
        change("  - slide: recap\n    id:", "  - id:"), "missing-field", "id",
        "begin with '- slide: ' and a slide kind",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_one_error_that_helps(mistake: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong, code, marked, advice = MISTAKES[mistake]
    for folder in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    deck = wrong(TALK)
    (tmp_path / "deck.yaml").write_text(deck, encoding="utf-8")
    assert main([], Project(tmp_path)) == PROBLEMS
    output = capsys.readouterr()
    first, _, excerpt, carets, *rest = output.err.splitlines()
    found = re.fullmatch(rf"deck\.yaml:(\d+):(\d+): error\[{code}\]: (.*)", first)
    assert found, output.err
    assert rest[-1] == "1 error"
    line, column = deck.splitlines()[int(found[1]) - 1], int(found[2])
    assert carets.count("^") == len(marked)
    assert excerpt.partition(" | ")[2][carets.index("^") - carets.index("|") - 2 :].startswith(marked)
    assert line[column - 1 :].startswith(marked) or code == "tab"
    assert advice in (output.err.partition("= help: ")[2].partition("\n")[0], found[3])
    assert not output.out
    assert not (tmp_path / "build").exists()
