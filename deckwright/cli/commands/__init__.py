"""The commands: one module each, found by its name.

A module has a one-line SUMMARY for `--help`, `add_arguments(parser)`, which declares its arguments, and
`run(options, project, report)`, which returns the exit code; diagnostics in `report` are printed after it.
"""
