"""The addresses of availability, below /desk/ and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.availability import month


def _of(side: str) -> list[URLPattern]:
    where = {"side": side}
    month_path = "contracts/<str:number>/months/<str:period>/availability/<str:service>"
    return [path(month_path, month.availability, where, name="month_availability")]


desk, portal = _of("desk"), _of("portal")
