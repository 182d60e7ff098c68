"""Resolved once, and only where it stands."""

import pytest
from world import at, ticket

from gwarant.sla.clocks.turns import is_open, resolved_at

REPORT = "Mon 2026-06-15 09:00 Cora reported class=serious"
FIRST, AGAIN = "Mon 2026-06-15 10:00 Alice resolved", "Mon 2026-06-15 12:00 Alice resolved"
REFUSED, BACK = "Mon 2026-06-15 11:00 Cora rejected", "Mon 2026-06-15 11:00 Cora reopened"


@pytest.mark.parametrize(
    ("lines", "since"),
    [
        ((), None),
        ((FIRST,), "2026-06-15 10:00"),
        ((FIRST, AGAIN), "2026-06-15 10:00"),
        ((FIRST, REFUSED), None),
        ((FIRST, BACK, AGAIN), "2026-06-15 12:00"),
    ],
)
def test_a_ticket_is_resolved_since_the_resolution_that_stands(lines, since):
    found = ticket(REPORT, *lines)
    assert resolved_at(found) == (at(since) if since else None)
    assert is_open(found) is (since is None)
