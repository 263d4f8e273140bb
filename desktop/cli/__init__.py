"""The command line: the clerk's jobs without a display. Imports `services`, `domain` and `support`; never PySide6."""

#: The words that choose the command line rather than the window.
COMMANDS = ("extract", "table", "self-test")
