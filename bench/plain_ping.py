"""The peer of bench/pings.py: a view as anybody would write it, that looks the address up and adds a row."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.models import Ping, PingAddress


def ping(request: HttpRequest, code: UUID) -> HttpResponse:
    with scoped(ENGINE):
        address = PingAddress.objects.filter(code=code).first()
        if address is None:
            return HttpResponse("not found", status=404)
        told = {"said": "success", "sender": request.META["REMOTE_ADDR"], "agent": "", "size": 0, "sha256": ""}
        Ping.objects.create(address=address, customer_id=address.customer_id, at=datetime.now(UTC), **told)
    return HttpResponse("OK")


urlpatterns = [path("ping/<uuid:code>", ping)]
