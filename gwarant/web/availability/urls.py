"""The addresses of availability, below /desk/ and below /portal/."""

from django.urls import URLPattern, path

from gwarant.web.availability import month
from gwarant.web.availability.year import availability_of_year


def _of(side: str) -> list[URLPattern]:
    where = {"side": side}
    month_path = "contracts/<str:number>/months/<str:period>/availability/<str:service>"
    return [
        path(month_path, month.availability, where, name="month_availability"),
        path("contracts/<str:number>/availability/<str:service>", availability_of_year, where, name="availability"),
    ]


desk, portal = _of("desk"), _of("portal")
