"""What a ticket's page says about its mail: an answer that was held back, and what is kept back of its sender."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gwarant.intake.models import Flood
from gwarant.tickets.models import Ticket
from gwarant.web.mail.floods import size_words


def beside(ticket: Ticket) -> Mapping[str, Any]:
    """When our automatic answer was held back, if it was, and the floods that began behind this ticket."""
    held: datetime | None = ticket.mails.exclude(answer_held_at=None).values_list("answer_held_at", flat=True).first()
    floods = [(one, size_words(one.size)) for one in Flood.objects.open().filter(ticket=ticket)]
    return {"answer_held_at": held, "floods": floods}
