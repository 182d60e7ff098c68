"""The same answer where a ping comes to the framework: a server that calls it without our way round it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.asked import Answer, Asked
from gwarant.monitoring.beats.keeping import keep
from gwarant.web.moment import precisely
from gwarant.web.pings.serving import HEADERS, METHODS, answered


@csrf_exempt
def ping(request: HttpRequest, asked: str) -> HttpResponse:
    """What a job says at its address."""
    told = answered(request.method or "", asked, request.META, request.read, _keep)
    answer = HttpResponse(told.text, status=told.status, headers=dict(HEADERS))
    if told.status == 405:
        answer.headers["Allow"] = ", ".join(METHODS)
    return answer


def _keep(asked: Asked) -> Answer:
    now = precisely()
    with scoped(ENGINE):
        return keep([(asked, now)], now)[0]
