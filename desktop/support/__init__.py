"""Tools for every room: typed errors, atomic file writing, paths, logging, child processes.

Imports the standard library only, and no other room.
"""
