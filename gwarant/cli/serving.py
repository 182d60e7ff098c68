"""What a web worker loads."""

import os

from gwarant.config.wsgi import server
from gwarant.engine.supervisor import end_with
from gwarant.web.admission.server import Server
from gwarant.web.pings.serving import INTAKE


def application() -> Server:
    """The product, hearing pings; the worker ends with the server that began it, so that no orphan keeps the port."""
    end_with(os.getppid())
    INTAKE.begin()
    return server()
