"""The command line: its verbs, options and exit codes, and how it behaves on terminals and in pipes."""

import json
import re
import shutil
from pathlib import Path

import pytest
from cli_talk import DANISH, ROOT, make_talk, written
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS, USAGE
from deckwright.cli.main import main
from deckwright.model.project import Project

Said = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the small talk, in which one stands."""
    folder = make_talk(tmp_path / "talk")
    monkeypatch.chdir(folder)
    return folder


def titles(file: Path) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in Presentation(str(file)).slides]


# Building


@pytest.mark.parametrize("arguments", [[], ["build"]])
def test_without_a_verb_all_languages_are_built(arguments: list[str], talk: Path, capsys: Said) -> None:
    assert main(arguments) == DONE
    output = capsys.readouterr()
    line = r"build/a-talk\.{}\.pptx: 2 slides, 0 charts, 0 warnings, \d+\.\d s\n"
    assert re.fullmatch(line.format("en") + line.format("da"), output.out)
    assert output.err == ""
    assert titles(talk / "build/a-talk.en.pptx") == ["The reef", "Thank you"]
    assert titles(talk / "build/a-talk.da.pptx") == ["Revet", "Tak"]


def test_locale_chooses_languages_and_may_be_repeated(talk: Path) -> None:
    assert main(["--locale", "da"]) == DONE
    assert written(talk) == ["a-talk.da.pptx"]
    assert main(["--locale", "da", "--locale", "en", "--locale", "da", "--output", "both"]) == DONE
    assert written(talk / "both") == ["a-talk.da.pptx", "a-talk.en.pptx"]


def test_a_region_falls_back_to_its_language(talk: Path) -> None:
    assert main(["--locale", "da-DK"]) == DONE
    assert titles(talk / "build/a-talk.da-DK.pptx") == ["Revet", "Tak"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--locale xx", "error[unknown-locale]: unknown language 'xx'"),
        ("--locale DA", "error[unknown-locale]: unknown language 'DA'\n = help: did you mean 'da'?"),
        ("--locale de", "error[missing-translation-file]: translation file locales/de.po is missing"),
        ("--brand plane", "error[unknown-brand]: brand 'plane' does not exist\n = help: did you mean 'plain'?"),
        ("--only strat", "error[unknown-slide]: there is no slide 'strat'\n = help: did you mean 'start'?"),
    ],
)
def test_what_is_not_there_is_told_and_nothing_is_written(options: str, told: str, talk: Path, capsys: Said) -> None:
    assert main(options.split()) == PROBLEMS
    output = capsys.readouterr()
    assert output.err.startswith(told)
    assert output.err.endswith("1 error\n")
    assert output.out == ""
    assert written(talk) == []


def test_one_slide_by_itself(talk: Path, capsys: Said) -> None:
    assert main(["--only", "thanks", "--locale", "en"]) == DONE
    assert titles(talk / "build/a-talk.thanks.en.pptx") == ["Thank you"]
    assert "build/a-talk.thanks.en.pptx: 1 slide, 0 charts" in capsys.readouterr().out


def test_one_slide_by_itself_may_link_to_others(talk: Path) -> None:
    deck = talk / "deck.yaml"
    slide = (
        "  - slide: statement\n    id: asked\n    title: Asked\n    statements:\n      - As [the end](#thanks) says.\n"
    )
    deck.write_text(f"{deck.read_text()}\n{slide}")
    assert main(["--only", "asked", "--locale", "en"]) == DONE
    (shown,) = Presentation(str(talk / "build/a-talk.asked.en.pptx")).slides
    assert "As the end says." in [shape.text_frame.text for shape in shown.shapes if shape.has_text_frame]


def test_one_slide_is_built_though_another_is_wrong(talk: Path, capsys: Said) -> None:
    deck = talk / "deck.yaml"
    deck.write_text(f"{deck.read_text()}\n  - {{slide: section, id: wrong, titel: Wrong}}\n")
    assert main(["--only", "thanks", "--locale", "en"]) == DONE
    assert titles(talk / "build/a-talk.thanks.en.pptx") == ["Thank you"]
    assert main(["--only", "wrong", "--locale", "en"]) == PROBLEMS
    assert "did you mean 'title'?" in capsys.readouterr().err


@pytest.mark.usefixtures("talk")
def test_timings_are_told_of_every_stage_in_every_language(capsys: Said) -> None:
    assert main(["--timings", "--locale", "da", "--locale", "en"]) == DONE
    heading, *rows = (line.split() for line in capsys.readouterr().out.splitlines()[2:])
    assert heading == ["seconds", "da", "en"]
    *stages, together = rows
    names = ["parse", "translations", "localise", "evaluate", "brand", "compose", "arrange", "write"]
    assert [row[0] for row in stages] == names
    for column in (1, 2):
        assert sum(float(row[column]) for row in stages[1:]) == pytest.approx(float(together[column]), abs=0.01)
        assert float(together[column]) > 0
    assert main(["--locale", "da"]) == DONE
    assert "seconds" not in capsys.readouterr().out


def test_another_brand() -> None:
    talk = Project(ROOT)
    assert main(["check", "--brand", "plain"], talk) == DONE


def test_strict_makes_a_missing_translation_an_error(talk: Path, capsys: Said) -> None:
    catalog = talk / "locales/da.po"
    catalog.write_text(DANISH.replace('msgstr "Tak"', 'msgstr ""'), encoding="utf-8")
    assert main([]) == DONE
    assert "a-talk.da.pptx: 2 slides, 0 charts, 1 warning, " in (told := capsys.readouterr()).out
    assert told.err.startswith("locales/da.po:19:8: warning[missing-translation]: ")
    shutil.rmtree(talk / "build")
    assert main(["--strict"]) == PROBLEMS
    assert capsys.readouterr().err.startswith("locales/da.po:19:8: error[missing-translation]: ")
    assert written(talk) == []


def test_an_error_in_one_language_keeps_all_from_being_written(talk: Path, capsys: Said) -> None:
    catalog = talk / "locales/da.po"
    catalog.write_text(DANISH.replace('msgstr "Vi talte {{ fact.corals_now }}', 'msgstr "Vi talte 140'), "utf-8")
    assert main([]) == PROBLEMS
    assert "locales/da.po:15:8: error[expression-mismatch]" in capsys.readouterr().err
    assert written(talk) == []


def test_check_says_what_is_wrong_in_every_language_and_writes_nothing(talk: Path, capsys: Said) -> None:
    assert main(["check"]) == DONE
    assert capsys.readouterr().out == "en: no problems found\nda: no problems found\n"
    catalog = talk / "locales/da.po"
    catalog.write_text(DANISH.replace('msgstr "Tak"', 'msgstr "{{ fact.x }}"'), encoding="utf-8")
    deck = talk / "deck.yaml"
    deck.write_text(deck.read_text().replace("    title: Thank you", "    title: Thank you\n    bulets: [x]"))
    assert main(["check"]) == PROBLEMS
    told = capsys.readouterr().err
    assert "deck.yaml:21:5: error[unknown-field]" in told
    assert "locales/da.po:19:8: error[expression-mismatch]" in told
    assert told.endswith("2 errors\n")
    assert written(talk) == []


def test_check_counts_for_each_language_what_is_left_to_do(talk: Path, capsys: Said) -> None:
    catalog = talk / "locales/da.po"
    long = DANISH.replace('msgstr "Tak"', f'msgstr "{"Tak " * 400}"')
    catalog.write_text(long.replace('msgstr "Revet"', 'msgstr ""'), encoding="utf-8")
    assert main(["check"]) == PROBLEMS
    assert capsys.readouterr().out == "en: no problems found\nda: 1 missing, 1 too long\n"
    catalog.write_text(DANISH.replace('msgid "Thank you"', 'msgid "Thanks"'), encoding="utf-8")
    assert main(["check"]) == DONE
    assert capsys.readouterr().out == "en: no problems found\nda: 1 outdated\n"


# The other verbs


def test_slides_lists_every_kind(talk: Path, capsys: Said) -> None:
    (talk / "templates/slides").mkdir(parents=True)
    (talk / "templates/slides/reef.xml").write_text("---\nsummary: Only this talk's.\nfields: {title: text}\n---\n")
    assert main(["slides"]) == DONE
    listed = capsys.readouterr().out
    assert re.findall(r"(?m)^(quotes|reef|timeline)\n  (?:Voices|Only this talk's|Two to six)", listed)
    assert "\ncontent\n" not in listed  # it is no slide kind, but what they have in common
    assert listed.endswith("\n")
    assert not listed.endswith("\n\n")


def test_slides_explains_one_kind_with_an_example_to_copy(talk: Path, capsys: Said) -> None:
    assert main(["slides", "quotes"]) == DONE
    shown = capsys.readouterr().out
    example = shown.partition("\nExample\n")[2]
    assert example.startswith("  - slide: quotes\n")
    deck = talk / "deck.yaml"
    deck.write_text(deck.read_text() + "\n" + example)
    assert main(["--locale", "en"]) == DONE
    assert len(titles(talk / "build/a-talk.en.pptx")) == 3


def test_a_slide_kind_misspelt(capsys: Said) -> None:
    assert main(["slides", "qoutes"], Project(ROOT)) == PROBLEMS
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first == "error[unknown-slide-kind]: unknown slide kind 'qoutes'"
    assert second == " = help: did you mean 'quotes'?"


def test_schema_is_printed_or_written(talk: Path, capsys: Said) -> None:
    assert main(["schema"]) == DONE
    printed = capsys.readouterr().out
    assert json.loads(printed)["$schema"].startswith("https://json-schema.org/")
    assert main(["schema", "--output", "deck.schema.json"]) == DONE
    assert capsys.readouterr().out == "deck.schema.json\n"
    assert (talk / "deck.schema.json").read_text("utf-8") == printed


def test_where_there_is_no_talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([]) == PROBLEMS
    told = capsys.readouterr().err
    assert told.startswith(f"error[missing-file]: there is no file 'deck.yaml' in '{tmp_path.name}'")
    assert "deckwright new DIR" in told
    assert main(["slides"]) == DONE


@pytest.mark.parametrize("arguments", ["chek", "--colour", "slides one two", "new", "build --only", "check --force"])
def test_wrong_usage(arguments: str, capsys: Said) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments.split())
    assert stop.value.code == USAGE
    assert capsys.readouterr().err.startswith("usage: ")
