"""Gwarant: a contract is data, what happened is evidence, the assessment is a pure function."""

__version__ = "0.1.0.dev0"
