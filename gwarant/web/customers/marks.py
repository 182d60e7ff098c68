"""Whether a row is still what the form began with."""

from collections.abc import Sequence
from hashlib import sha256

from django.db.models import Model


def mark_of(row: Model, fields: Sequence[str]) -> str:
    """A short mark of these values: another one means that somebody changed them."""
    values = [str(getattr(row, f"{name}_id" if hasattr(row, f"{name}_id") else name)) for name in fields]
    return sha256("\x1f".join(values).encode()).hexdigest()[:16]
