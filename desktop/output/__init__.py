"""Writes a Sheet as pdf, xlsx, docx or csv: typesetting, fonts, one writer a format.

Imports `domain` and `support`; only `services` may import this room.
"""
