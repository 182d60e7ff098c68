"""What people do with places: change their name and references, close them, open them again."""

from datetime import datetime

from gwarant.monitoring.models import Place
from gwarant.prober.network import reference_of


def change_place(place: Place, *, name: str, references: tuple[str, ...]) -> None:
    """What it is called, and by what its probers know that their own network is there. Raises ValueError."""
    for one in references:
        reference_of(one)
    Place.objects.filter(pk=place.pk).update(name=name, references=list(references))


def close_place(place: Place) -> None:
    """Nothing is looked at from there any more, and its probers are not listened to, until it is opened again."""
    Place.objects.filter(pk=place.pk).update(is_active=False)


def reopen_place(place: Place, *, now: datetime) -> None:
    """Look from there again; its probers have as long as new ones until anybody calls them silent."""
    Place.objects.filter(pk=place.pk).update(is_active=True)
    place.probers.filter(retired_at=None).update(seen_at=now)
