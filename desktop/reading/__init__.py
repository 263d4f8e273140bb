"""Turns a file as received into a SourceDocument: blocks and tables with their positions.

One module a format. Imports `domain` and `support`; only `services` may import this room.
"""
