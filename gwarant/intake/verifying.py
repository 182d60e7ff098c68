"""Whether the messages that came in lie there as they came, byte for byte."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Q

from gwarant.database.rows import in_pieces
from gwarant.files.store import folder
from gwarant.intake.models import RawMail


def broken(customer_id: int | None) -> Iterator[str]:
    """Messages of the customer, or of none, whose bytes are gone or others; each file is read once."""
    whose = Q(customer=None) if customer_id is None else Q(customer=customer_id)
    found = RawMail.objects.filter(whose).order_by("sha256", "pk")
    rows = in_pieces(found.values_list("sha256", "pk", "box", "sender", "received_at"), 2000)
    for name, same in groupby(rows, key=lambda row: row[0]):
        if fault := folder().fault(name):
            for _name, pk, box, sender, at in same:
                yield f"the message {pk} from {sender or 'nobody'} to {box} of {at:%Y-%m-%d %H:%M} {fault} ({name})"
