"""Tools for every room: typed errors, atomic file writing, paths, logging, child processes.

Imports the standard library, openpyxl for its safe cells, and no other room.
"""
