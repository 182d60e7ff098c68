"""Which rows name a file, and taking away those that none does."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from gwarant.files.fields import HashField
from gwarant.files.store import folder, lock_name

MANY = 1000


def in_use(names: Sequence[str]) -> set[str]:
    """Those of the hashes whose bytes a row names; asked in the engine's scope, which sees all rows."""
    found: set[str] = set()
    for first in range(0, len(names), MANY):
        some = names[first : first + MANY]
        for model, field in _fields():
            found |= set(_living(model, field).filter(**{f"{field.name}__in": some}).values_list(field.name, flat=True))
    return found


def all_in_use() -> Iterator[str]:
    """The hashes of all files that rows name, each once for every table."""
    for model, field in _fields():
        yield from _living(model, field).order_by(field.name).values_list(field.name, flat=True).distinct().iterator()


def drop(name: str, *, before: datetime | None = None) -> bool:
    """Remove a file that no row names, unless it is younger than `before`; whether it was removed."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_name(name)])
        return folder().remove(name, before=before, unless=lambda: bool(in_use([name])))


def _fields() -> Iterator[tuple[type[models.Model], HashField]]:
    for model in apps.get_models():
        yield from ((model, one) for one in model._meta.local_fields if isinstance(one, HashField))


def _living(model: type[models.Model], field: HashField) -> Any:
    """The rows whose file is to be there."""
    gone = {f"{field.gone}__isnull": True} if field.gone else {}
    return model._default_manager.filter(**gone).exclude(**{field.name: ""})
