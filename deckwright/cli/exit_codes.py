"""Exit codes of the command line."""

DONE = 0
"""Everything is in order, and every file is written."""
PROBLEMS = 1
"""The talk, or the file that is checked, has errors."""
USAGE = 2
"""The command line, or an environment variable, is not valid."""
OUR_FAULT = 3
"""Deckwright itself failed."""
