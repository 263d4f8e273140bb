"""The command line. Never imports PySide6.

Imports `services`, `domain` and `support`; never a middle room.
"""
