"""Turns a SourceDocument into a Draft, with a doubt wherever the reading is unsure.

Imports `domain` and `support`; only `services` may import this room.
"""
