"""Writes the forms that units fill in and reads what they return, back to keyed values.

Imports `domain` and `support`; only `services` may import this room.
"""
