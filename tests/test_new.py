"""A new talk, and Deckwright installed from a wheel: what is needed is there, and what is missing is told."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Mapping
from importlib.metadata import Distribution, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path

import pytest
from examples import ROOT

from deckwright import __version__
from deckwright.cli.commands.new import require_deckwright
from deckwright.cli.exit_codes import DONE, PROBLEMS
from deckwright.cli.main import PACKAGES, main
from deckwright.model.project import Project

Captured = pytest.CaptureFixture[str]
Process = subprocess.CompletedProcess[str]


def run(*command: str | Path, cwd: Path, path: Path | None = None, options: Mapping[str, str] | None = None) -> Process:
    """Runs a command with Python's import path set to `path`."""
    environment = {**os.environ, **(options or {})}
    environment.pop("PYTHONPATH", None)
    if path:
        environment["PYTHONPATH"] = str(path)
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture
def talk(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new talk; its folder is the current one."""
    assert main(["new", str(tmp_path / "talk")]) == DONE
    capsys.readouterr()
    monkeypatch.chdir(tmp_path / "talk")
    return tmp_path / "talk"


# The files of a new talk


def test_a_new_talk_builds_at_once(tmp_path: Path) -> None:
    started = run(sys.executable, "-m", "deckwright", "new", "my talks/reefs", cwd=tmp_path, path=ROOT)
    assert started.returncode == DONE
    listed, commands = started.stdout.split("\nBuild it with:\n")
    assert all((tmp_path / file).is_file() for file in listed.splitlines())
    go, *_, build = (shlex.split(line) for line in commands.splitlines())
    assert go == ["cd", "my talks/reefs"]
    built = run(*build, cwd=tmp_path / go[1], path=ROOT)
    assert built.stderr == ""
    assert re.fullmatch(r"build/\S+\.en\.pptx: \d+ slides, 1 chart, 0 warnings, \S+ s\n", built.stdout)


def test_a_new_talk_holds_a_path_only_in_its_requirements(talk: Path) -> None:
    texts = {file.name: file.read_text("utf-8") for file in talk.rglob("*") if file.is_file()}
    assert texts.pop("requirements.txt") == f"--editable {ROOT.as_uri()}\n"
    assert [name for name, text in texts.items() if str(ROOT) in text] == []


def test_its_readme_tells_how_to_change_it(talk: Path) -> None:
    readme = (talk / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) < 20
    named = re.findall(r"`([\w/.]+\.(?:txt|yaml|csv))`|-r (\S+)", readme)
    assert all((talk / (one or other)).is_file() for one, other in named)
    commands = re.findall(r"`\.venv/bin/python build\.py ?([^`]*)`", readme)
    assert [main(shlex.split(command)) for command in commands] == [DONE, DONE]
    (added,) = re.findall(r"`(languages: [^`]+)` in `deck\.yaml`", readme)
    (catalog,) = re.findall(r"`(locales/[^`]+)`", readme)
    replace(talk / catalog, 'msgid "Thank you"\nmsgstr ""', 'msgid "Thank you"\nmsgstr "Tak"')
    replace(talk / "deck.yaml", "language: en\n", f"language: en\n{added}\n")
    replace(talk / "assets/data/visitors.csv", "2025,2100", "2025,2345")
    assert main([]) == DONE
    assert "Tak" in slide_xml(talk / "build/a-first-talk.da.pptx", 4)
    assert "2,345 visitors this year" in slide_xml(talk / "build/a-first-talk.en.pptx", 3)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def slide_xml(presentation: Path, number: int) -> str:
    with zipfile.ZipFile(presentation) as package:
        return package.read(f"ppt/slides/slide{number}.xml").decode("utf-8")


def test_a_new_talk_is_not_put_over_something(talk: Path, capsys: Captured) -> None:
    before = sorted(talk.rglob("*"))
    assert main(["new", "."]) == PROBLEMS
    assert "error[folder-not-empty]: '.' is there already and has files in it" in capsys.readouterr().err
    assert main(["new", "deck.yaml"]) == PROBLEMS
    assert "'deck.yaml' is there already and is a file" in capsys.readouterr().err
    assert sorted(talk.rglob("*")) == before


WHEEL = "https://example.org/deckwright-0.1.0-py3-none-any.whl"
REPOSITORY = "https://example.org/deckwright.git"


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, f"deckwright=={__version__}"),
        ({"url": WHEEL, "archive_info": {}}, f"deckwright @ {WHEEL}"),
        ({"url": "file:///a%20folder", "dir_info": {}}, "deckwright @ file:///a%20folder"),
        (
            {"url": REPOSITORY, "vcs_info": {"vcs": "git", "commit_id": "1a2b"}, "subdirectory": "python"},
            f"deckwright @ git+{REPOSITORY}@1a2b#subdirectory=python",
        ),
    ],
    ids=["index", "wheel", "folder", "repository"],
)
def test_the_requirement_names_where_deckwright_came_from(
    origin: dict[str, object] | None, requirement: str, tmp_path: Path
) -> None:
    installed = tmp_path / "deckwright-0.1.0.dist-info"
    installed.mkdir()
    if origin:
        (installed / "direct_url.json").write_text(json.dumps(origin), encoding="utf-8")
    assert require_deckwright(tmp_path, Distribution.at(installed)) == requirement


# What is missing


@pytest.mark.parametrize("folder", [".", "examples/languages", "examples/quarterly", "new"])
def test_a_talk_without_deckwright_says_how_to_install_it(folder: str, talk: Path) -> None:
    script = (talk if folder == "new" else ROOT / folder) / "build.py"
    done = run(sys.executable, "-I", "-S", script, cwd=talk)  # a Python with the standard library alone
    assert (done.returncode, done.stdout) == (PROBLEMS, "")
    needs, command = done.stderr.removesuffix("\n").split(": run ")
    assert needs == "This talk needs 'deckwright', which is not installed"
    if folder == "new":
        assert shlex.split(command) == [sys.executable, "-m", "pip", "install", "-r", str(talk / "requirements.txt")]
    else:
        assert command == f"make in {ROOT}, then {ROOT}/.venv/bin/python build.py"


@pytest.mark.parametrize("library", ["yaml", "babel", "lxml", "uniseg"])
def test_a_missing_library_is_told_in_one_sentence(library: str, talk: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / f"{library}.py").write_text(f"raise ModuleNotFoundError({library!r}, name={library!r})", encoding="utf-8")
    replace(talk / "deck.yaml", "Thank you", "谢谢")  # a text that takes uniseg
    fresh = {"DECKWRIGHT_CACHE": "off"}
    done = run(sys.executable, "build.py", cwd=talk, path=Path(f"{hidden}{os.pathsep}{ROOT}"), options=fresh)
    assert (done.returncode, done.stdout) == (PROBLEMS, "")
    package = PACKAGES.get(library, library)
    command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", package])
    assert done.stderr == f"Deckwright needs the library '{library}', which is not installed: run {command}\n"


def test_libraries_are_installed_by_the_names_that_pip_knows() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    packages = {line.partition(">=")[0] for line in needed}
    installed = {
        (package.lower().replace("_", "-"), PACKAGES.get(library, library.replace("_", "-")))
        for library, found in packages_distributions().items()
        for package in found
        if not library.startswith("_")
    }
    assert {(package, named) for package, named in installed if package in packages} == {(one, one) for one in packages}


# A wheel


def build_wheel(folder: Path) -> Path:
    """Builds a wheel from a copy of the repository in `folder`, for building leaves files behind."""
    shutil.copytree(ROOT / "deckwright", folder / "deckwright", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    build = "from setuptools.build_meta import build_wheel; build_wheel('dist')"
    done = run(sys.executable, "-c", build, cwd=folder)
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "dist").glob("*.whl")
    return built


def test_a_wheel_holds_the_whole_package_and_builds_talks(tmp_path: Path) -> None:
    """Needs no network: pip, setuptools and the libraries are those of this Python."""
    if not find_spec("setuptools") or int(version("setuptools").partition(".")[0]) < 77:
        pytest.skip("building a wheel takes setuptools 77 or newer")
    if not find_spec("pip"):
        pytest.skip("installing a wheel takes pip")
    wheel = build_wheel(tmp_path / "source")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("deckwright/")}
    files = (file for file in (ROOT / "deckwright").rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    assert packed == {file.relative_to(ROOT).as_posix() for file in files}

    own = tmp_path / "own"
    venv.create(own, symlinks=os.name != "nt")
    scripts = own / ("Scripts" if os.name == "nt" else "bin")
    site_packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(own), "platbase": str(own)}))
    python = scripts / "python"
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    install = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    installed = run(sys.executable, *install, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    started = run(scripts / "deckwright", "new", "talk", cwd=tmp_path)
    assert started.returncode == 0, started.stderr
    assert "pip install" not in started.stdout
    assert (tmp_path / "talk/requirements.txt").read_text("utf-8") == f"deckwright @ {wheel.as_uri()}\n"
    assert not list((tmp_path / "talk").rglob("*.pyc"))
    shutil.copytree(tmp_path / "talk", tmp_path / "again")
    built = run(python, "build.py", cwd=tmp_path / "talk")
    assert built.returncode == 0, built.stderr
    assert main([], Project(tmp_path / "again")) == DONE
    name = "build/a-first-talk.en.pptx"
    assert (tmp_path / "talk" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
