"""Millions of tickets counted by the column: the verdicts of the fold without their explanations."""

from gwarant.sla.bulk.count import Counted, Late, Tally, count_tickets

__all__ = ["Counted", "Late", "Tally", "count_tickets"]
