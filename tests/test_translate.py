"""Translators' work: catalogs are made and kept up to date, nothing is lost, and what is left to do is counted."""

import re
import shutil
from pathlib import Path

import polib
import pytest
from pptx import Presentation

from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import main
from deckwright.kinds.slide_templates import read_templates
from deckwright.localise.update import estimate_length, update_catalog
from deckwright.model.diagnostics import Report
from deckwright.model.node import Mapping
from deckwright.model.project import Project
from deckwright.parse.tree import parse_text
from deckwright.pipeline.talk import BUILT_IN_SLIDES

ROOT = Path(__file__).parent.parent
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
Said = pytest.CaptureFixture[str]

DECK = """\
title: Revet
language: da
slides:
  - slide: quotes
    id: stemmer
    title: Hvad siger de?
    quotes:
      - {text: Vi tæller koraller, by: En dykker}
      - {text: Der er færre fisk, by: En fisker}
  - slide: statement
    id: status
    title: Status
    statements: [Koraller dør, Fisk flygter, Håbet lever]
  - slide: closing
    id: tak
    title: Tak for i dag
"""


def run(*arguments: str) -> int:
    return main(["translate", *arguments], Project(Path.cwd()))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def synced(deck: str, catalog: str = "") -> str:
    tree = parse_text(deck, "deck.yaml", Report())
    assert isinstance(tree, Mapping)
    templates = read_templates([(BUILT_IN_SLIDES, "deckwright/slides")], Report())
    return str(update_catalog(tree, templates, catalog, "en"))


@pytest.fixture(scope="module")
def english() -> str:
    """A catalog of DECK in which every text is translated by writing it in capitals."""
    catalog = polib.pofile(synced(DECK) + "\n")
    for entry in catalog:
        entry.msgstr = entry.msgid.upper()
    return str(catalog)


def entries(catalog: str) -> dict[str, polib.POEntry]:
    return {entry.msgctxt: entry for entry in polib.pofile(catalog + "\n") if not entry.obsolete}


def translations(catalog: str) -> dict[str, str]:
    return {key: entry.msgstr for key, entry in entries(catalog).items()}


def fuzzy(catalog: str) -> list[str]:
    return [key for key, entry in entries(catalog).items() if entry.fuzzy]


def obsolete(catalog: str) -> list[str]:
    return [entry.msgctxt for entry in polib.pofile(catalog + "\n").obsolete_entries()]


# The talk


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the talk with its English catalog up to date, in which one stands."""
    folder = tmp_path / "talk"
    for part in ("assets", "locales", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "deck.yaml", folder)
    monkeypatch.chdir(folder)
    assert run("en") == DONE
    return folder


@pytest.mark.parametrize("tag", ["en", "de"])
def test_a_bullet_put_in_a_slide_moved_and_a_sentence_changed(talk: Path, capsys: Said, tag: str) -> None:
    """Whatever is done to the talk at once: one entry is fuzzy, one is new, every other translation stands."""
    deck, catalog = talk / "deck.yaml", talk / f"locales/{tag}.po"
    before = translations(catalog.read_text("utf-8"))
    slides = re.split(r"(?m)^(?=  - slide: )", deck.read_text("utf-8"))
    slides.append(slides.pop(3))
    deck.write_text("".join(slides), encoding="utf-8")
    third = "      - Fyringer (og delvis genansættelse af lægesekretærer)"
    replace(deck, third, f"      - Et helt nyt punkt\n{third}")
    replace(deck, "subtitle: Hvad gør den ved professionerne?", "subtitle: Hvad gør den ved os?")
    capsys.readouterr()
    assert run(tag) == DONE
    now = catalog.read_text("utf-8")
    (outdated,) = fuzzy(now)
    assert entries(now)[outdated].msgid == "Hvad gør den ved os?"
    assert entries(now)[outdated].previous_msgid == "Hvad gør den ved professionerne?"
    (new,) = [key for key, entry in entries(now).items() if not entry.msgstr and entry.msgid == "Et helt nyt punkt"]
    assert new == "det-unaevnelige.bullets.3"
    assert not [key for key, text in translations(now).items() if not text and key != new]
    assert sorted(filter(None, translations(now).values())) == sorted(filter(None, before.values()))
    assert translations(now)["det-unaevnelige.bullets.4"] == before["det-unaevnelige.bullets.3"]
    assert obsolete(now) == []
    said = f"locales/{tag}.po: {len(before) - 1} translated, 1 outdated, 1 missing, 0 obsolete\n"
    assert capsys.readouterr().out == said


def test_running_it_twice_changes_no_byte(talk: Path) -> None:
    replace(talk / "deck.yaml", "subtitle: Hvad gør den ved professionerne?", "subtitle: Hvad gør den ved os?")
    assert run("en", "fr") == DONE
    files = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (talk / "locales").iterdir()}
    assert run("en", "fr") == DONE
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files} == files


def test_a_new_language(talk: Path, capsys: Said) -> None:
    capsys.readouterr()
    assert run("fr") == DONE
    catalog = (talk / "locales/fr.po").read_text("utf-8")
    missing = len([entry for entry in entries(catalog).values() if not entry.msgstr])
    assert capsys.readouterr().out == f"locales/fr.po: 0 translated, 0 outdated, {missing} missing, 0 obsolete\n"
    assert '"Language: fr\\n"' in catalog
    assert "#. said by: Lægesekretær, Hospital 1\n" in catalog
    assert missing > 100


def test_without_a_tag_every_language_of_the_deck_but_its_own(talk: Path, capsys: Said) -> None:
    replace(talk / "deck.yaml", "language: da\n", "language: da\nlanguages: [da, en, fr]\n#")
    deck = (talk / "deck.yaml").read_text("utf-8")
    (talk / "deck.yaml").write_text(re.sub(r"(?m)^#?languages: \[da, en(, de)?\]\n", "", deck), encoding="utf-8")
    capsys.readouterr()
    assert run() == DONE
    assert re.findall(r"(?m)^locales/(\w+)\.po:", capsys.readouterr().out) == ["en", "fr"]
    assert not (talk / "locales/da.po").exists()


def test_a_catalog_that_cannot_be_read_is_left_alone(talk: Path, capsys: Said) -> None:
    file = talk / "locales/en.po"
    file.write_text('msgctxt "a"\nmsgid "x"\nnonsense\n')
    assert run("en") == PROBLEMS
    assert "locales/en.po:3:1: error[translation-file-syntax]" in capsys.readouterr().err
    assert file.read_text() == 'msgctxt "a"\nmsgid "x"\nnonsense\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'msgstr "All"',
            'msgstr "All',
            "error[translation-file-syntax]: a text in a translation file needs straight",
        ),
        (
            'msgstr "All"',
            "msgstr „All“",
            "error[translation-file-syntax]: a text in a translation file needs straight",
        ),
        ('"Language: en\\n"', '"Language: de_AT\\n"', "error[other-language]: the header of 'locales/en.po' names"),
    ],
)
def test_what_polib_reads_without_a_word(talk: Path, capsys: Said, old: str, new: str, said: str) -> None:
    """It takes the first and the last character of a text away whatever they are: the last letter was lost."""
    file = talk / "locales/en.po"
    replace(file, old, new)
    before = file.read_bytes()
    line = file.read_text("utf-8").split("\n").index(new) + 1
    assert run("en") == PROBLEMS
    assert f"locales/en.po:{line}:1: {said}" in capsys.readouterr().err
    assert file.read_bytes() == before


# Nothing is lost


def test_a_changed_text_in_a_list_that_grew(english: str) -> None:
    now = synced(DECK.replace("[Koraller dør, Fisk flygter,", "[Helt nyt, Koraller dør, Fisk svømmer væk,"), english)
    assert translations(now)["status.statements.1"] == ""
    assert translations(now)["status.statements.2"] == "KORALLER DØR"
    assert translations(now)["status.statements.3"] == "FISK FLYGTER"
    assert fuzzy(now) == ["status.statements.3"]


def test_a_bullet_taken_out_and_put_back(english: str) -> None:
    without = synced(DECK.replace("Fisk flygter, ", ""), english)
    assert fuzzy(without) == []
    assert obsolete(without) == ["status.statements.2"]
    assert translations(without)["status.statements.2"] == "HÅBET LEVER"
    again = synced(DECK, without)
    assert translations(again)["status.statements.2"] == "FISK FLYGTER"
    assert obsolete(again) == []


def test_a_slide_with_another_id_keeps_its_translations(english: str) -> None:
    now = synced(DECK.replace("id: stemmer", "id: interviews").replace("Hvad siger de?", "Hvad sagde de?"), english)
    assert fuzzy(now) == ["interviews.title"]
    assert translations(now)["interviews.quotes.2.text"] == "DER ER FÆRRE FISK"
    assert obsolete(now) == []


def test_another_slide_in_the_place_of_one_gets_nothing_of_it(english: str) -> None:
    now = synced(DECK.replace("id: tak\n    title: Tak for i dag", "id: farvel\n    title: Farvel"), english)
    assert translations(now)["farvel.title"] == ""
    assert fuzzy(now) == []
    assert obsolete(now) == ["tak.title"]


def test_the_same_text_elsewhere_is_offered_and_a_similar_one_is_not(english: str) -> None:
    more = "  - slide: statement\n    id: mere\n    title: Status\n    statements: [Koraller dør ikke, Fisk flygter]\n"
    now = synced(DECK + more, english)
    assert fuzzy(now) == ["mere.title", "mere.statements.2"]
    assert translations(now)["mere.statements.2"] == "FISK FLYGTER"
    assert translations(now)["mere.statements.1"] == ""
    assert synced(DECK + more, now) == now


def test_what_translators_write_beside_their_texts_stays(english: str) -> None:
    head = '# The English catalog.\n# Ask Maria.\nmsgid ""\nmsgstr ""\n"Last-Translator: Maria\\n"\n'
    catalog = head + english[english.index('"Project-Id-Version') :].replace(
        "#. slide 2 ('statement'), title", "# Not 'state'!\n#. slide 2 ('statement'), title"
    )
    now = synced(DECK.replace("id: tak\n    title: Tak for i dag", "id: tak\n    title: Tak"), catalog)
    assert now.startswith("# The English catalog.\n# Ask Maria.\n")
    assert '"Last-Translator: Maria\\n"' in now
    assert entries(now)["status.title"].tcomment == "Not 'state'!"


def test_what_the_translator_is_told(english: str) -> None:
    told = {key: entry.comment.split("\n") for key, entry in entries(english).items()}
    assert told["title"] == ["deck.yaml, title", "up to about 15 characters"]
    expected = ["slide 1 ('quotes'), quotes.text", "said by: En dykker", "up to about 36 characters"]
    assert told["stemmer.quotes.1.text"] == expected
    assert told["stemmer.quotes.1.by"] == ["slide 1 ('quotes'), quotes.by", "up to about 27 characters"]
    assert (estimate_length("x" * 10), estimate_length("x" * 100)) == (30, 130)


def test_the_glossary_is_quoted(talk: Path) -> None:
    (talk / "glossary.yaml").write_text("Lægesekretær: {nl: [doktersassistente, medisch secretaresse], sv: x}\n")
    assert run("nl") == DONE
    told = entries((talk / "locales/nl.po").read_text("utf-8"))["title"].comment.split("\n")
    assert told[2:] == ["glossary: Lægesekretær = doktersassistente or medisch secretaresse"]


# What is left to do


def test_the_status_by_slide(talk: Path, capsys: Said) -> None:
    catalog = talk / "locales/en.po"
    capsys.readouterr()
    assert run("en", "--status") == DONE
    assert re.fullmatch(r"en: \d+ translated, 0 outdated, 0 missing\n", capsys.readouterr().out)
    replace(catalog, 'msgctxt "foerste-kontakt.subtitle"', '#, fuzzy\nmsgctxt "foerste-kontakt.subtitle"')
    text = catalog.read_text("utf-8")
    emptied = re.sub(r'(msgctxt "texts.alle"\nmsgid "Alle"\nmsgstr) ".*"', r'\1 ""', text)
    assert emptied != text
    catalog.write_text(emptied, encoding="utf-8")
    assert run("en", "--status") == PROBLEMS
    said = capsys.readouterr().out.split("\n", 1)
    assert said[0].endswith(" translated, 1 outdated, 1 missing")
    assert said[1] == "  deck.yaml: 1 missing\n  foerste-kontakt: 1 outdated\n"
    assert catalog.read_text("utf-8") == emptied


@pytest.mark.usefixtures("talk")
def test_a_region_has_what_its_language_has(capsys: Said) -> None:
    assert run("en-GB", "nl", "--status") == PROBLEMS
    said = capsys.readouterr().out
    assert re.search(r"(?m)^en-GB: \d+ translated, 0 outdated, 0 missing$", said)
    assert re.search(r"(?m)^nl: 0 translated, 0 outdated, \d+ missing$", said)


def test_what_a_language_leaves_out_is_not_missing(talk: Path, capsys: Said) -> None:
    (talk / "locales/nl.yaml").write_text("skip: [foerste-kontakt]\n", encoding="utf-8")
    assert run("nl") == DONE
    assert "foerste-kontakt" not in (talk / "locales/nl.po").read_text("utf-8")
    assert run("nl", "--status") == PROBLEMS
    said = capsys.readouterr().out
    assert "foerste-kontakt" not in said
    counted = re.findall(r"(?m)^(?:locales/nl\.po|nl): .* (\d+) missing", said)
    assert len(counted) == 2
    assert len(set(counted)) == 1


# What falls back


def runs(file: str) -> dict[str, set[str]]:
    """The texts on the slides of a file that was built → the languages their runs are marked with."""
    found: dict[str, set[str]] = {}
    for slide in Presentation(file).slides:
        parts = [slide, *([slide.notes_slide] if slide.has_notes_slide else [])]
        for run in (run for part in parts for run in part.element.iter(f"{{{A}}}r")):
            text = run.findtext(f"{{{A}}}t")
            found.setdefault(text, set()).add(run.find(f"{{{A}}}rPr").get("lang"))
    return found


@pytest.fixture
def reef(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: str) -> Path:
    """A small talk with an English catalog, in which one stands."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "deck.yaml").write_text(DECK.replace("title: Revet", "title: Revet\nbrand: plain"), encoding="utf-8")
    (tmp_path / "locales/en.po").write_text(english, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*arguments: str) -> int:
    return main(["build", *arguments], Project(Path.cwd()))


def test_what_falls_back_is_in_the_language_of_the_source(reef: Path) -> None:
    replace(reef / "locales/en.po", 'msgstr "FISK FLYGTER"', 'msgstr ""')
    assert build("--locale", "en") == DONE
    found = runs("build/revet.en.pptx")
    assert found["Fisk flygter"] == {"da-DK"}
    assert found["HÅBET LEVER"] == {"en-GB"}


def test_what_is_missing_is_marked(reef: Path, capsys: Said) -> None:
    replace(reef / "locales/en.po", 'msgstr "FISK FLYGTER"', 'msgstr ""')
    assert build("--locale", "en", "--mark-missing") == DONE
    assert [text for text in runs("build/revet.en.pptx") if "⟦" in text] == ["⟦Fisk flygter⟧"]
    assert "substitute-font" not in capsys.readouterr().err
    assert build("--locale", "da", "--mark-missing") == DONE
    assert not [text for text in runs("build/revet.da.pptx") if "⟦" in text]


def test_every_text_that_is_missing_is_marked(reef: Path) -> None:
    (reef / "locales/en.po").unlink()
    assert run("en") == DONE
    assert build("--locale", "en", "--mark-missing") == DONE
    found = "".join(runs("build/revet.en.pptx"))
    for text in re.findall(r"(?:title|text|by): ([^,}\n]+)", DECK)[1:]:
        assert f"⟦{text}⟧" in found


def test_strict_fails_on_what_is_missing(reef: Path) -> None:
    replace(reef / "locales/en.po", 'msgstr "FISK FLYGTER"', 'msgstr ""')
    assert build("--locale", "en", "--strict") == PROBLEMS
