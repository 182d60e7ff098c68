"""Whether the files that rows name are there, byte for byte."""

from collections.abc import Iterator

from gwarant.database.rows import in_pieces
from gwarant.files.models import Attachment
from gwarant.files.store import folder


def broken(customer_id: int) -> Iterator[str]:
    """Files of the customer that are gone, erased by nobody, or have other bytes; each is read from the disk."""
    own = Attachment.objects.filter(customer_id=customer_id)
    for one in own.filter(erased_at__isnull=False, erasure=None).order_by("pk"):
        yield f"the file {one.name} of {one.part or one.subject} is called erased, and nobody erased it ({one.sha256})"
    living = own.filter(erased_at=None)
    names = living.order_by("sha256").values_list("sha256", flat=True).distinct()
    for name in in_pieces(names, 2000):
        if fault := folder().fault(name):
            first = living.filter(sha256=name).order_by("pk")[0]
            yield f"the file {first.name} of {first.part or first.subject} {fault} ({name})"
