"""A page that is asked for with what was typed before comes filled; what is sent at last is forgotten."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from gwarant.web.kept.keeping import ASKED
from gwarant.web.kept.views import fill, forget, is_marked, is_page

Handler = Callable[[HttpRequest], HttpResponseBase]


def kept(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "GET" and ASKED in request.GET:
            if isinstance(response, HttpResponse) and is_page(response):
                fill(request, response, request.GET[ASKED])
        elif request.method == "POST" and is_marked(request) and response.status_code < HTTPStatus.BAD_REQUEST:
            forget(request)
        return response

    return middleware
