"""The parser of the command line, put together from the modules in `commands/`."""

from __future__ import annotations

from argparse import ArgumentParser, HelpFormatter, Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from deckwright import __version__
from deckwright.system.words import get_program

if TYPE_CHECKING:
    from deckwright.model.diagnostics import Report
    from deckwright.model.project import Project

DEFAULT = "build"
"""The command that runs when none is named."""


class Command(Protocol):
    """A module of `commands/`."""

    SUMMARY: str

    def add_arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: Namespace, project: Project, report: Report) -> int: ...


def list_commands() -> list[str]:
    """Returns the names of the commands: those of the modules in `commands/`."""
    return sorted(file.stem for file in (Path(__file__).parent / "commands").glob("[!_]*.py"))


def load_command(name: str) -> Command:
    """Imports the module of a command, and of no other."""
    return cast(Command, import_module(f"deckwright.cli.commands.{name}"))


def find_command(arguments: Sequence[str]) -> str:
    """Returns the command of a command line, or its first option if that asks for help or the version."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        return DEFAULT
    return arguments[0]


def parse_arguments(arguments: Sequence[str]) -> Namespace:
    """Parses a command line; `command` of the result is the name of the command. Raises SystemExit for a wrong one."""
    name = find_command(arguments)
    rest = arguments if arguments and arguments[0] == name else [name, *arguments]
    return make_parser(name).parse_args(rest)


def make_parser(name: str = "") -> ArgumentParser:
    """Makes a parser that knows the command `name`, or all of them if there is no such command.

    To import the modules of all commands takes as long as to read a short deck.
    """
    parser = ArgumentParser(
        prog=get_program(),
        description="Turns a talk written as deck.yaml into a branded, editable PowerPoint file.",
        epilog="Without a command it builds. Exit code: 0 done, 1 the talk has errors, 2 wrong usage.",
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"deckwright {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    names = list_commands()
    for command in [name] if name in names else names:
        _add_command(commands, command)
    return parser


def _add_command(commands: Any, name: str) -> None:
    command = load_command(name)
    command.add_arguments(commands.add_parser(name, help=command.SUMMARY, formatter_class=_Help))


class _Help(HelpFormatter):
    """Help as wide as the terminal. argparse makes a formatter for each argument; the width is asked for once."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, width=80)

    def format_help(self) -> str:
        from shutil import get_terminal_size

        self._width = get_terminal_size().columns - 2
        return super().format_help()
