"""Pages that show HTML of strangers: pictures from elsewhere are loaded only when the person asked for them."""

from django.http import HttpRequest, HttpResponse

IMAGES = "pictures"  # ?pictures=1


def asks_for_pictures(request: HttpRequest) -> bool:
    return request.GET.get(IMAGES) == "1"


def with_pictures(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer; its policy lets pictures from elsewhere through where they were asked for."""
    if asks_for_pictures(request):
        response._csp_update = {"img-src": ["https:", "http:"]}  # type: ignore[attr-defined]
    return response
