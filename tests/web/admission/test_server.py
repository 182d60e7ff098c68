"""A request as the product reads it."""

from io import BytesIO
from types import SimpleNamespace

from django.core.handlers.wsgi import WSGIRequest

from gwarant.web.admission.server import environ_of


def test_what_was_asked_and_sent_comes_to_the_product_as_it_was() -> None:
    sent = {
        "host": "sla.example:8443",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": "11",
        "x-forwarded-for": "192.0.2.7",
        "x_forwarded_for": "203.0.113.9",
    }
    cookies = [("cookie", "a=1"), ("cookie", "b=2")]
    headers = SimpleNamespace(items=lambda: [*sent.items(), *cookies])
    told = {"method": "POST", "path": "/umowy/ł", "query_string": "q=%C5%82", "http_version": "1.1", "scheme": "https"}
    scope = SimpleNamespace(
        **told, server="127.0.0.1:8000", client="[2001:db8::1]:5000", authority=None, headers=headers
    )
    environ = environ_of(scope) | {"wsgi.input": BytesIO(b"name=Ala+ma")}
    request = WSGIRequest(environ)
    assert (request.path_info, request.GET["q"], request.POST["name"]) == ("/umowy/ł", "ł", "Ala ma")
    assert (request.META["HTTP_HOST"], request.scheme) == ("sla.example:8443", "https")
    assert (request.COOKIES, request.META["REMOTE_ADDR"]) == ({"a": "1", "b": "2"}, "2001:db8::1")
    assert request.META["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"
