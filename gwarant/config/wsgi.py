"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
product = get_wsgi_application()

from django.conf import settings  # noqa: E402  # here and below: needs the settings that were just loaded

from gwarant.web.admission.gate import Gate, Limits  # noqa: E402
from gwarant.web.admission.server import Server  # noqa: E402
from gwarant.web.admission.serving import page_door, with_gate  # noqa: E402
from gwarant.web.middleware import ALIVE  # noqa: E402
from gwarant.web.pings.serving import PLACE, ping_door, with_pings  # noqa: E402

limits = Limits(settings.ENV.threads)
application = with_pings(with_gate(product, Gate(limits)))


def server() -> Server:
    """The same behind doors at which bodies are taken in, as our own web server calls it."""
    doors = {PLACE: ping_door(), "/": page_door()}
    return Server(application, doors, threads=limits.threads, at_once=ALIVE, files=settings.STATIC_URL)
