"""The sweep that writes words of tickets anew where other basic forms wrote them, as after an upgrade."""

from datetime import datetime

from gwarant.tickets.indexing import write_due

A_ROUND = 50


def run_once(now: datetime) -> int:
    """Write some of them; how many."""
    return write_due(A_ROUND)
