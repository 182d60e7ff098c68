"""What people do with places: change their name and references, close them, open them again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gwarant.monitoring.models import Place
from gwarant.prober.network import reference_of


class PlaceChanged(Exception):
    """Somebody else has changed meanwhile what was to be changed; `place` as it stands now."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


def change_place(place: Place, changed: Mapping[str, Any], *, shown: Mapping[str, Any]) -> None:
    """Write its `name` and the list of its `references`, by which probers know their own network, where they changed.

    `shown`: what stood there for whoever changed it. Raises ValueError for what is no reference, and PlaceChanged.
    """
    for one in changed.get("references", ()):
        reference_of(one)
    with transaction.atomic():
        own = Place.objects.select_for_update(of=("self",), no_key=True).get(pk=place.pk)
        if any(getattr(own, name) not in (shown[name], value) for name, value in changed.items()):
            raise PlaceChanged(own)
        for name, value in changed.items():
            setattr(own, name, value)
        own.save(update_fields=list(changed))


def close_place(place: Place) -> None:
    """Nothing is looked at from there any more, and its probers are not listened to, until it is opened again."""
    Place.objects.filter(pk=place.pk).update(is_active=False)


def reopen_place(place: Place, *, now: datetime) -> None:
    """Look from there again; its probers have as long as new ones until anybody calls them silent."""
    Place.objects.filter(pk=place.pk).update(is_active=True)
    place.probers.filter(retired_at=None).update(seen_at=now)
