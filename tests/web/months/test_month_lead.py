"""The first sentences of a month: ticket deadlines, and what else was broken."""

from datetime import date

import pytest
from django.utils.translation import override

from gwarant.reports.headline import Headline
from gwarant.reports.lead import lead


def head(met: int, judged: int, beside_met: int, beside: int) -> Headline:
    """A month over, of which nothing else is told."""
    return Headline(
        name="2026-07",
        first=date(2026, 7, 1),
        until=0,
        is_running=False,
        met=met,
        judged=judged,
        pending=0,
        could_not_check=0,
        breached=judged - met + beside - beside_met,
        undetermined=0,
        beside=beside,
        beside_met=beside_met,
        has_hours=False,
        used=0,
        there=0,
        over=0,
        owed=None,
        currency="PLN",
    )


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (head(0, 0, 0, 0), "No promise fell due in this month."),
        (head(2, 2, 1, 1), "All 2 ticket deadlines were kept."),
        (head(0, 1, 0, 0), "The one ticket deadline was broken."),
        (head(1, 3, 0, 0), "1 of 3 ticket deadlines was kept, 2 were broken."),
        (head(2, 3, 0, 0), "2 of 3 ticket deadlines were kept, 1 was broken."),
        (head(0, 2, 0, 0), "0 of 2 ticket deadlines were kept, 2 were broken."),
        (
            head(2, 2, 0, 1),
            "All 2 ticket deadlines were kept. Of availability, measures and duties 1 of 1 was broken.",
        ),
        (head(0, 0, 3, 3), "Of availability, measures and duties nothing was broken."),
        (head(0, 0, 2, 3), "Of availability, measures and duties 1 of 3 was broken."),
        (head(0, 0, 1, 3), "Of availability, measures and duties 2 of 3 were broken."),
    ],
)
def test_what_was_broken_beside_tickets_is_said_with_what_was_kept(month: Headline, said: str) -> None:
    with override("en"):
        assert lead(month) == said


def test_it_is_said_in_polish_too() -> None:
    with override("pl"):
        assert lead(head(2, 2, 0, 1)) == (
            "Dotrzymano wszystkich 2 terminów zgłoszeń. Dostępność, wskaźniki i obowiązki: naruszono 1 z 1."
        )
        assert lead(head(0, 1, 0, 0)) == "Nie dotrzymano jedynego terminu zgłoszenia."
        assert lead(head(1, 21, 0, 0)) == "Dotrzymano 1 z 21 terminów zgłoszeń, naruszono 20."
