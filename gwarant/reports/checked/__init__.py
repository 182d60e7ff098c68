"""Checking a report from its bytes alone: it needs no Django and no database."""
