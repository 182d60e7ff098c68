"""Looks at what is promised to be up: many targets, one process, on a fixed grid.

Knows no framework and no database: targets come in, looks go out. Every moment is UTC in milliseconds, every phase
in microseconds.
"""
