"""What a ticket's page says about its mail: what waits for a decision, what was held or is kept back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwarant.intake.models import Flood, RawMail
from gwarant.tickets.models import Ticket
from gwarant.web.mail.floods import size_words
from gwarant.web.mail.words import outcome_words, reason_words

LISTED = 5


def beside(ticket: Ticket) -> Mapping[str, Any]:
    """When our automatic answer was held back, if it was, the floods that began behind this ticket, and what waits.

    Of mail about the ticket that nobody has taken for a word yet the first `LISTED` with why, and how many `more`.
    """
    held: datetime | None = ticket.mails.exclude(answer_held_at=None).values_list("answer_held_at", flat=True).first()
    floods = [(one, size_words(one.size)) for one in Flood.objects.open().filter(ticket=ticket)]
    waits = [*RawMail.objects.to_decide().filter(ticket=ticket)]
    told = [(one, reason_words(one) or outcome_words(one.outcome)) for one in waits[:LISTED]]
    return {"answer_held_at": held, "floods": floods, "waits": told, "more": len(waits) - len(told)}
